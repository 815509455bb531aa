import { type ErrorCode, WickError } from '@wick/core';
import { printable } from '../judgement/printable.ts';
import { withoutKey } from '../provider/check-api-key.ts';
import { KEY_PAGES } from '../provider/key-shapes.ts';
import { type Provider, PROVIDERS, type ProviderName } from '../provider/providers.ts';
import { baseUrlVariable, refererVariable } from '../provider/resolve-provider.ts';

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

const GRAMMAR = 'a sentence can be compiled with the English grammar too, which needs no model';

const isKnown = (name: string): name is ProviderName => Object.hasOwn(PROVIDERS, name);
/** Where a key is made. */
const pageOf = ({ name, title }: Provider): string => (isKnown(name) ? KEY_PAGES[name] : title);

/** What a 403 comes from, provider by provider; most often the country. */
const FORBIDDEN: Readonly<Record<ProviderName, (provider: Provider) => string>> = {
  holysheep: (p) => `If the key in ${p.keyVariable} belongs to an organisation, set ${refererVariable(p)} to the address that it is bound to; else check that it may use this model.`,
  openai: (p) => `Check that OpenAI serves your country, and that the project of the key in ${p.keyVariable} may use this model.`,
  deepseek: (p) => `Check that the key in ${p.keyVariable} may use this model, and that no firewall stands in between.`,
  anthropic: (p) => `Check that Anthropic serves your country, and that the workspace of the key in ${p.keyVariable} may use this model.`,
  gemini: (p) => `Check that Gemini serves your country, and that the Generative Language API is enabled for the project of the key in ${p.keyVariable}.`,
};
const forbidden = (p: Provider): string =>
  isKnown(p.name) ? FORBIDDEN[p.name](p) : `Check that the key in ${p.keyVariable} may use this model, that the provider serves your country, and whether it wants a referer (${refererVariable(p)}).`;

/** What each reason means to a person. */
const FAILURES: Readonly<Record<FailureReason, Failure>> = {
  unauthorized: refused((p) => `${p} does not accept the API key.`, (p) => `Make a new key at ${pageOf(p)} and set ${p.keyVariable}; a key of another provider does not work here.`),
  balance: refused((p) => `The balance at ${p} is used up.`, (p) => `Add credit to the account of the key in ${p.keyVariable} at ${p.title}; ${GRAMMAR}.`),
  forbidden: refused((p) => `${p} does not allow this request.`, forbidden),
  'unknown-model': refused((p) => `${p} does not have this model, or no longer.`, () => 'Name another model: it may be misspelt, or retired. `wick doctor` looks which there are.'),
  quota: refused((p) => `The quota at ${p} is used up.`, (p) => `Waiting a minute will not help: raise the spending limit at ${p.title} or wait for its next period.`),
  'rate-limit': failed(true, (p) => `${p} gets too many requests.`, () => 'Try again later, or ask less often.'),
  server: failed(true, (p) => `${p} has a fault of its own.`, () => `Try again later or use another provider; ${GRAMMAR}.`),
  network: failed(true, (p) => `${p} cannot be reached, or the connection broke off.`, (p) => `Check the network and the base URL (${baseUrlVariable(p)}); ${GRAMMAR}.`),
  timeout: failed(false, (p) => `${p} did not answer in time.`, () => 'Try again later, or allow more time.'),
  'bad-request': refused((p) => `${p} does not take the request.`, () => 'Name another model or provider.'),
  'no-json-schema': refused((p) => `${p} does not take a JSON schema.`, () => 'Name another model or provider.'),
  'not-json': failed(false, (p) => `${p} did not answer as an OpenAI-compatible service does.`, (p) => `Check the base URL (${baseUrlVariable(p)}; it usually ends in /v1) and that no proxy answers in its place.`),
  truncated: failed(false, () => 'The answer of the model was cut off.', () => 'Shorten what is asked, or use a model with longer answers.'),
  refused: refused(() => 'The model refused to answer.', () => `Reword what is asked or use another model; ${GRAMMAR}.`),
  filtered: refused((p) => `A content filter of ${p} stopped the answer.`, () => `Reword what is asked or use another model; ${GRAMMAR}.`),
  empty: failed(true, () => 'The model gave an empty answer.', () => 'Try again, or use another model.'),
  'invalid-answer': failed(false, () => 'The model gave no valid strategy.', () => `Reword the sentence or use another model; ${GRAMMAR}.`),
  rerouted: refused((p) => `${p} lets another model answer.`, () => 'Name the model that answers, or another provider.'),
  'not-sent': failed(false, () => 'The request was not sent.', () => 'Try again.'),
};

export const FAILURE_REASONS = Object.keys(FAILURES) as FailureReason[];

/** What a provider that answers like this has charged nothing for. */
const NOT_BILLED: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'unauthorized', 'balance', 'forbidden', 'unknown-model', 'quota', 'rate-limit', 'bad-request', 'no-json-schema', 'not-sent',
]);

/** May the request have been charged? A request that was cut off or failed at the provider may have been. */
export const isBilled = (reason: FailureReason): boolean => !NOT_BILLED.has(reason);

export const isRetryable = (reason: FailureReason): boolean => FAILURES[reason].retry;

/** How much of the provider's own words is told. */
const MAX_SAID = 200;

/**
 * The error for people. `said` is the provider's own text, in which the key is masked; the original error is not kept, as it may hold the key.
 *
 * @param details a `retryAfterSeconds` among them is what the provider asks to wait, and what the remedy says
 */
export function failureToError(reason: FailureReason, provider: Provider, key: string, said?: string, details: Readonly<Record<string, unknown>> = {}): WickError {
  const failure = FAILURES[reason];
  const quoted = said ? ` It says: ${printable(withoutKey(said, key), MAX_SAID)}` : '';
  const { retryAfterSeconds: wait } = details;
  return new WickError(failure.code, `${failure.message(provider.title)}${quoted}`, {
    remedy: failure.retry && typeof wait === 'number' && wait > 0 ? `Try again in ${wait} s, as it asks, or allow more time than that (--timeout).` : failure.remedy(provider),
    details: { reason, provider: provider.name, ...details },
  });
}
