import { z } from 'zod';
import { boundedText } from './bounded-text.ts';
import { bodyToSaid } from './completion.ts';
import { withinTime } from './deadline.ts';
import { errorToFailed, type Failed, insteadToFailed } from './error-to-failed.ts';
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

async function request({ client, clock }: Chat, signal: AbortSignal): Promise<ListedModels | Failed> {
  try {
    const text = await boundedText(await client.get('/models', { signal }).asResponse(), signal);
    return textToModels(text) ?? insteadToFailed(bodyToSaid(text));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const failed = errorToFailed(error, clock.nowMs());
    if (!failed) throw error;
    return failed;
  }
}

function textToModels(text: string): ListedModels | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list = listSchema.safeParse(json);
  if (!list.success) return undefined;
  // Gemini lists its models as models/gemini-2.5-flash, and is asked for gemini-2.5-flash.
  return { models: list.data.data.map(({ id }) => id.replace(/^models\//, '')), isPart: list.data.has_more ?? false };
}
