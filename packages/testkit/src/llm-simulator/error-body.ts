import type { LlmQuirks } from './quirks.ts';
import type { LlmStatus } from './scripted-answer.ts';

/** Google's names for statuses. */
const GOOGLE_STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED', 500: 'INTERNAL', 503: 'UNAVAILABLE',
};

/** The body of an error as the provider writes it. */
export function errorBody({ status, code, type, message = 'simulated' }: LlmStatus, form: LlmQuirks['errors'] = 'openai'): unknown {
  switch (form) {
    case 'openai':
      return { error: { message, type: type ?? code ?? null, param: null, code: code ?? null } };
    case 'deepseek':
      return { error: { message, type: type ?? 'unknown_error', param: null, code: code ?? 'invalid_request_error' } };
    case 'anthropic':
      return { error: { code: code ?? null, message, type: type ?? 'invalid_request_error', param: null } };
    case 'gemini':
      return [{ error: { code: status, message, status: GOOGLE_STATUS[status] ?? 'UNKNOWN' } }];
  }
}

/** How each provider turns a wrong key down. Some show the key, or a part of it. */
export function wrongKey(key: string, form: LlmQuirks['errors'] = 'openai'): LlmStatus {
  const hidden = `${key.slice(0, 3)}*****${key.slice(-4)}`;
  switch (form) {
    case 'openai':
      return { kind: 'status', status: 401, code: 'invalid_api_key', type: 'invalid_request_error', message: `Incorrect API key provided: ${key}` };
    case 'deepseek':
      return { kind: 'status', status: 401, type: 'authentication_error', message: `Authentication Fails, Your api key: ${hidden} is invalid` };
    case 'anthropic':
      return { kind: 'status', status: 401, type: 'authentication_error', message: key === '' ? 'x-api-key header is required' : 'invalid x-api-key' };
    case 'gemini':
      return { kind: 'status', status: 400, message: 'API key not valid. Please pass a valid API key.' };
  }
}
