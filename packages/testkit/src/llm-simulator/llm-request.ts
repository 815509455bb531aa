/** A request that the simulator took, for tests to look at. */
export interface LlmRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly model: string;
  readonly messages: readonly LlmMessage[];
  readonly responseFormat: 'text' | 'json_object' | 'json_schema';
  /** The whole body, as it was sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface LlmMessage {
  readonly role: string;
  readonly content: string;
}

/** Reads a request of `POST /v1/chat/completions`; undefined if it is not one. */
export function parseChatRequest(path: string, headers: LlmRequest['headers'], text: string): LlmRequest | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(body) || typeof body['model'] !== 'string' || !Array.isArray(body['messages'])) return undefined;
  const format = isRecord(body['response_format']) ? body['response_format']['type'] : 'text';
  const responseFormat = format === 'json_object' || format === 'json_schema' ? format : 'text';
  return { path, headers, model: body['model'], messages: body['messages'] as LlmMessage[], responseFormat, body };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
