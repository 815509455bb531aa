/** An answer that is not the wanted one, as Binance words it. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text as it is. */
  readonly body: unknown;
}

/** Thrown inside the simulator and sent to the client. */
export class RefusedRequest extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(JSON.stringify(refusal.body));
    this.refusal = refusal;
  }
}

const coded = (status: number, code: number, msg: string, headers: Record<string, string> = {}): Refusal => ({
  status,
  headers,
  body: { code, msg },
});

const INSTEAD = 'Please use WebSocket Streams for live updates to avoid polling the API.';

export const tooManyRequests = (retryAfterS: number, limit = 6_000): Refusal =>
  coded(
    429,
    -1003,
    `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE. ${INSTEAD}`,
    { 'Retry-After': String(retryAfterS) },
  );

/** @param untilMs when the ban ends, epoch milliseconds */
export const banned = (untilMs: number, nowMs: number): Refusal =>
  coded(418, -1003, `Way too much request weight used; IP banned until ${Math.ceil(untilMs)}. ${INSTEAD}`, {
    'Retry-After': String(Math.max(1, Math.ceil((untilMs - nowMs) / 1_000))),
  });

/** The web firewall answers in HTML. */
export const firewall = (): Refusal => ({
  status: 403,
  headers: { 'Content-Type': 'text/html' },
  body: '<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n</body>\r\n</html>\r\n',
});

export const restrictedLocation = (): Refusal =>
  coded(451, 0, "Service unavailable from a restricted location according to 'b. Eligibility' in https://www.binance.com/en/terms.");

/** @param status 500, 502, 503 or 504 */
export const serverError = (status = 503, code = -1001): Refusal =>
  coded(status, code, code === -1007
    ? 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.'
    : 'Internal error; unable to process your request. Please try again.');

export const invalidSymbol = (): Refusal => coded(400, -1121, 'Invalid symbol.');
export const invalidInterval = (): Refusal => coded(400, -1120, 'Invalid interval.');
export const invalidTimeUnit = (): Refusal =>
  coded(400, -1194, "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.");
export const startAfterEnd = (): Refusal => coded(400, -1023, 'Start time is greater than end time.');
export const periodTooLong = (): Refusal => coded(400, -4144, 'The time interval is longer than 200 days.');
export const notFound = (): Refusal => ({
  status: 404,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center></body></html>',
});

export const missingParameter = (name: string): Refusal =>
  coded(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
export const illegalCharacters = (name: string, legal: string): Refusal =>
  coded(400, -1100, `Illegal characters found in parameter '${name}'; legal range is '${legal}'.`);
export const unreadParameters = (read: number, sent: number): Refusal =>
  coded(400, -1104, `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent}'.`);
export const invalidData = (name: string): Refusal =>
  coded(400, -1130, `Data sent for parameter '${name}' is not valid.`);
