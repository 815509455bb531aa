/** What a client asks for over a stream connection, and the answer. */
export interface StreamReply {
  readonly result?: null | readonly string[];
  readonly code?: number;
  readonly msg?: string;
  readonly id?: unknown;
}

/** The subscriptions of one connection. */
export interface Subscriptions {
  readonly streams: ReadonlySet<string>;
  subscribe(stream: string): void;
  unsubscribe(stream: string): void;
  readonly limit: number;
}

/** Follows a request and words the answer. Errors before the id could be read carry none. */
export function answerStreamRequest(text: string, subscriptions: Subscriptions): StreamReply {
  let request: { method?: unknown; params?: unknown; id?: unknown };
  try {
    request = JSON.parse(text) as typeof request;
  } catch {
    return { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' };
  }
  const { method, params = [], id } = request;
  if (typeof method !== 'string') return { code: 2, msg: 'Invalid request: missing field `method` at line 1 column 1' };
  if (!Array.isArray(params)) return { code: 2, msg: 'Invalid request: params must be an array', id };
  const names = params.map(String);
  switch (method) {
    case 'SUBSCRIBE':
      if (new Set([...subscriptions.streams, ...names]).size > subscriptions.limit) {
        return { code: 2, msg: `Invalid request: more than ${subscriptions.limit} streams on a connection`, id };
      }
      for (const name of names) subscriptions.subscribe(name);
      return { result: null, id };
    case 'UNSUBSCRIBE':
      for (const name of names) subscriptions.unsubscribe(name);
      return { result: null, id };
    case 'LIST_SUBSCRIPTIONS':
      return { result: [...subscriptions.streams], id };
    default:
      return { code: 2, msg: `Invalid request: unknown variant \`${method}\`, expected one of \`SUBSCRIBE\`, \`UNSUBSCRIBE\`, \`LIST_SUBSCRIPTIONS\``, id };
  }
}
