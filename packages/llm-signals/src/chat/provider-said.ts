import { APIError } from 'openai';

/** What a provider says about a request that it does not serve, whatever form its errors have. */
export interface ProviderSaid {
  /** HTTP status, or the one that stands in an error which was sent with status 200. */
  readonly status: number;
  /** Its sentence; a page of HTML or a stream is named in its place. */
  readonly message: string;
  /** Code and type together: providers mix them up. */
  readonly code: string;
  /** The whole error as JSON, for what Google puts into `details`. */
  readonly json: string;
}

export function errorToSaid(error: unknown): ProviderSaid | undefined {
  if (!(error instanceof APIError) || typeof error.status !== 'number') return undefined;
  const found = errorIn(error.error);
  return found ? saidIn(found, error.status) : { status: error.status, message: inShort(error.message.replace(/^\d{3} /, '')), code: '', json: '' };
}

/** An error in a body with status 200, as some gateways send it. @returns undefined if there is none */
export function errorInBody(body: unknown): ProviderSaid | undefined {
  const holder = Array.isArray(body) ? (body[0] as unknown) : body;
  if (!isRecord(holder) || !holder['error']) return undefined;
  if (typeof holder['error'] === 'string') return { status: 200, message: inShort(holder['error']), code: '', json: '' };
  const error = errorIn(holder);
  if (!error) return undefined;
  const status = Number(error['code'] ?? error['status']);
  return saidIn(error, status >= 400 && status < 600 ? status : 200);
}

/** What a body is that is no JSON. */
export function inShort(text: string): string {
  if (/<!doctype|<[a-z]+[\s>]/i.test(text.slice(0, 2_000))) return 'a page of HTML';
  if (/^(?:data|event):/m.test(text.slice(0, 2_000))) return 'a stream of events';
  return text.trim();
}

/** The error itself, which OpenAI puts into `error`, Google into the `error` of the first of a list, and others nowhere. */
function errorIn(value: unknown): Record<string, unknown> | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(one)) return undefined;
  return isRecord(one['error']) ? one['error'] : one;
}

function saidIn(error: Record<string, unknown>, status: number): ProviderSaid {
  const { message, detail, code, type, status: googles } = error;
  const sentence = [message, detail].find((each) => typeof each === 'string');
  const codes = [code, type, googles].filter((each) => typeof each === 'string');
  return { status, message: inShort(sentence ?? ''), code: codes.join(' '), json: JSON.stringify(error) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
