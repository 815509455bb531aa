import { APIError } from 'openai';
import { z } from 'zod';
import { type Provider, PROVIDERS } from '../provider/providers.ts';
import { withBoundedErrors } from './bounded-errors.ts';
import { boundedText } from './bounded-text.ts';
import { bodyToSaid, jsonOrUndefined } from './completion.ts';
import { withinTime } from './deadline.ts';
import { caughtToFailed, type Failed, insteadToFailed } from './error-to-failed.ts';
import { failureToError } from './failure.ts';
import type { Chat } from './open-chat.ts';

/** What a provider has, by the names that are asked for. */
export interface ListedModels {
  readonly models: readonly string[];
  /** Whether there are more, which it has not listed. */
  readonly isPart: boolean;
}

/**
 * Asks for the list of models: it costs nothing, and only a key that is accepted gets it.
 *
 * @param timeoutMs for the whole of it
 * @throws WickError LLM_FAILED or LLM_REFUSED with `details.reason`, once: nothing is tried again
 */
export async function listModels(chat: Chat, timeoutMs: number, signal?: AbortSignal): Promise<ListedModels> {
  const { clock, provider, key } = chat;
  const timedOut = (): Error => failureToError('timeout', provider, key, undefined, { timeoutMs });
  const result = await withinTime(clock, timeoutMs, signal, timedOut, (within) => request(chat, within));
  if ('models' in result) return result;
  // Where there is no list, the address is wrong, not a model.
  const reason = result.failed === 'unknown-model' ? 'not-json' : result.failed;
  throw failureToError(reason, provider, key, result.said, result.status === undefined ? {} : { status: result.status });
}

const listSchema = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })), has_more: z.boolean().nullish() });

async function request({ provider, key, referer, clock, fetch = globalThis.fetch }: Chat, signal: AbortSignal): Promise<ListedModels | Failed> {
  const headers = { ...authorization(provider, key), ...(referer !== undefined && { 'http-referer': referer }) };
  try {
    const response = await withBoundedErrors(fetch)(`${provider.baseUrl}/models${isAnthropics(provider) ? '?limit=1000' : ''}`, { headers, signal });
    const text = await boundedText(response, signal);
    if (!response.ok) throw APIError.generate(response.status, { error: jsonOrUndefined(text) }, text, response.headers);
    return textToModels(text) ?? insteadToFailed(bodyToSaid(text));
  } catch (error) {
    return caughtToFailed(error, signal, clock.nowMs());
  }
}

/** Anthropic itself answers chat completions like OpenAI, but its list of models only in its own way; a gateway in its place does not. */
const isAnthropics = ({ baseUrl }: Provider): boolean => baseUrl === PROVIDERS.anthropic.baseUrl;
const authorization = (provider: Provider, key: string): Record<string, string> =>
  isAnthropics(provider) ? { 'x-api-key': key, 'anthropic-version': '2023-06-01' } : { authorization: `Bearer ${key}` };

function textToModels(text: string): ListedModels | undefined {
  const list = listSchema.safeParse(jsonOrUndefined(text));
  if (!list.success) return undefined;
  // Gemini lists its models as models/gemini-2.5-flash, and is asked for gemini-2.5-flash.
  return { models: list.data.data.map(({ id }) => id.replace(/^models\//, '')), isPart: list.data.has_more ?? false };
}
