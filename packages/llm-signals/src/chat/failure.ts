import { type ErrorCode, WickError } from '@wick/core';
import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { withoutKey } from '../provider/check-api-key.ts';
import type { Provider } from '../provider/providers.ts';

/** Why a request came to nothing. */
export type FailureReason =
  | 'unauthorized' | 'balance' | 'forbidden' | 'unknown-model' | 'quota' | 'rate-limit' | 'server' | 'network' | 'timeout' | 'bad-request' | 'no-json-schema'
  | 'not-json' | 'truncated' | 'refused' | 'filtered' | 'empty' | 'invalid-answer' | 'rerouted' | 'not-sent';

interface Failure {
  readonly code: Extract<ErrorCode, 'LLM_FAILED' | 'LLM_REFUSED'>;
  readonly retry: boolean;
  readonly message: (provider: string) => string;
  readonly remedy: (provider: Provider) => string;
}

const refused = (message: Failure['message'], remedy: Failure['remedy']): Failure => ({ code: 'LLM_REFUSED', retry: false, message, remedy });
const failed = (retry: boolean, message: Failure['message'], remedy: Failure['remedy']): Failure => ({ code: 'LLM_FAILED', retry, message, remedy });

const GRAMMAR = 'or compile with the English grammar, which needs no model';

/** What each reason means to a person. */
const FAILURES: Readonly<Record<FailureReason, Failure>> = {
  unauthorized: refused((p) => `${p} does not accept the API key.`, (p) => `Make a new key at ${p.title} and set ${p.keyVariable}; a key of another provider does not work here.`),
  balance: refused((p) => `The balance at ${p} is used up.`, (p) => `Add credit to your account at ${p.title}, ${GRAMMAR}.`),
  forbidden: refused((p) => `${p} does not allow this request.`, () => 'Check that the key may use this model, and that the provider serves your country; keys of an organisation may need a referer.'),
  'unknown-model': refused((p) => `${p} does not have this model.`, () => 'Name another model: it may be misspelt, or retired.'),
  quota: refused((p) => `The quota at ${p} is used up.`, (p) => `Waiting a minute will not help: raise the spending limit at ${p.title} or wait for its next period.`),
  'rate-limit': failed(true, (p) => `${p} gets too many requests.`, () => 'Try again later, or ask less often.'),
  server: failed(true, (p) => `${p} has a fault of its own.`, () => `Try again later, use another provider, ${GRAMMAR}.`),
  network: failed(true, (p) => `${p} cannot be reached.`, () => `Check the network and the base URL, ${GRAMMAR}.`),
  timeout: failed(false, (p) => `${p} did not answer in time.`, () => 'Try again later, or allow more time.'),
  'bad-request': refused((p) => `${p} does not take the request.`, () => 'Name another model or provider.'),
  'no-json-schema': refused((p) => `${p} does not take the request.`, () => 'Name another model or provider.'),
  'not-json': failed(false, (p) => `${p} did not answer as an OpenAI-compatible service does.`, () => 'Check the base URL (it usually ends in /v1) and that no proxy answers in its place.'),
  truncated: failed(false, () => 'The answer of the model was cut off.', () => 'Shorten the sentence, or use a model with longer answers.'),
  refused: refused(() => 'The model refused to answer.', () => `Reword the sentence, use another model, ${GRAMMAR}.`),
  filtered: refused((p) => `A content filter of ${p} stopped the answer.`, () => `Reword the sentence, use another model, ${GRAMMAR}.`),
  empty: failed(true, () => 'The model gave an empty answer.', () => 'Try again, or use another model.'),
  'invalid-answer': failed(false, () => 'The model gave no valid strategy.', () => `Reword the sentence, use another model, ${GRAMMAR}.`),
  rerouted: refused((p) => `${p} lets another model answer.`, () => 'Name the model that answers, or another provider.'),
  'not-sent': failed(false, () => 'The request was not sent.', () => 'Try again.'),
};

/** What a provider that answers like this has charged nothing for. */
const NOT_BILLED: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'unauthorized', 'balance', 'forbidden', 'unknown-model', 'quota', 'rate-limit', 'bad-request', 'no-json-schema', 'not-sent',
]);

/** May the request have been charged? A request that was cut off or failed at the provider may have been. */
export const isBilled = (reason: FailureReason): boolean => !NOT_BILLED.has(reason);

export const isRetryable = (reason: FailureReason): boolean => FAILURES[reason].retry;

/** The error for people. `said` is the provider's own text, in which the key is masked; the original error is not kept, as it may hold the key. */
export function failureToError(reason: FailureReason, provider: Provider, key: string, said?: string, details: Readonly<Record<string, unknown>> = {}): WickError {
  const failure = FAILURES[reason];
  const quoted = said ? ` It says: ${withoutKey(said, key).replaceAll(/\s+/g, ' ').slice(0, 200)}` : '';
  return new WickError(failure.code, `${failure.message(provider.title)}${quoted}`, {
    remedy: failure.remedy(provider),
    details: { reason, provider: provider.name, ...details },
  });
}

/** Codes that mean an account has used up what it may; a pause does not change that. */
const QUOTA_CODE = /credit_balance_exhausted|_spend_limit_exceeded|organization_usage_limit_exceeded|insufficient_quota/;

const REASON_BY_STATUS: Readonly<Record<number, FailureReason>> = {
  401: 'unauthorized', 402: 'balance', 403: 'forbidden', 404: 'unknown-model', 408: 'server', 409: 'server', 429: 'rate-limit',
};

/** What the client's error means. Undefined for one that is not the provider's, such as the caller's own abort. */
export function reasonOf(error: unknown): FailureReason | undefined {
  if (error instanceof APIConnectionTimeoutError) return 'timeout';
  if (error instanceof APIConnectionError) return 'network';
  if (error instanceof SyntaxError) return 'not-json';
  // What fetch throws when the connection ends in the middle of a body.
  if (error instanceof TypeError) return 'network';
  if (!(error instanceof APIError) || typeof error.status !== 'number') return undefined;
  if (QUOTA_CODE.test(`${error.code ?? ''} ${error.type ?? ''}`)) return 'quota';
  if (error.status === 400 && /response_format|json_schema/i.test(error.message)) return 'no-json-schema';
  return REASON_BY_STATUS[error.status] ?? (error.status >= 500 ? 'server' : 'bad-request');
}

/** Milliseconds that the provider asks to wait, from `retry-after-ms` or `Retry-After` (seconds or a date). */
export function retryAfterMs(error: unknown, nowMs: number): number | undefined {
  const headers = error instanceof APIError ? (error.headers as Headers | undefined) : undefined;
  const milliseconds = Number(headers?.get('retry-after-ms') ?? NaN);
  if (milliseconds >= 0) return milliseconds;
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}
