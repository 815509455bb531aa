import type { Clock } from '@wick/core';
import type OpenAI from 'openai';
import type { Provider, StructuredOutput } from '../provider/providers.ts';
import { ANSWER_JSON_SCHEMA } from './answer-schema.ts';
import { type Completion, readCompletion } from './completion.ts';
import { failureToError, type FailureReason, isRetryable, reasonOf, retryAfterMs } from './failure.ts';
import type { Message } from './prompt.ts';

/** Requests for one answer: the first and its retries. */
const MAX_REQUESTS = 4;
const FIRST_BACKOFF_MS = 1_000;

/** What one compilation shares between its requests. */
export interface Conversation {
  readonly client: OpenAI;
  readonly provider: Provider;
  readonly key: string;
  readonly model: string;
  readonly clock: Clock;
  /** When the whole call must be over, epoch milliseconds by the clock. */
  readonly deadlineMs: number;
  /** Aborts at the deadline and when the caller aborts. */
  readonly signal: AbortSignal;
  /** Falls back to `json_object` for good when the provider refuses `json_schema`. */
  structuredOutput: StructuredOutput;
  /** Told of every answer that was paid for, usable or not. */
  readonly paid: (usage: Completion['usage']) => void;
}

/**
 * Asks until there is an answer, or a failure that no retry mends. The client's own retries are off: they drop waits of
 * more than a minute. A wait that would end after the deadline is not begun.
 *
 * @throws WickError LLM_FAILED or LLM_REFUSED, with `details.reason`
 */
export async function askModel(conversation: Conversation, messages: readonly Message[]): Promise<Completion> {
  const { clock, provider, key, signal } = conversation;
  for (let request = 1; ; request++) {
    const outcome = await requestOnce(conversation, messages);
    if ('content' in outcome) return outcome;
    if (outcome.reason === 'no-json-schema' && conversation.structuredOutput === 'json_schema') {
      conversation.structuredOutput = 'json_object';
      request--;
      continue;
    }
    const waitMs = outcome.waitMs ?? FIRST_BACKOFF_MS * 2 ** (request - 1);
    const tooLate = clock.nowMs() + waitMs > conversation.deadlineMs;
    if (!isRetryable(outcome.reason) || request === MAX_REQUESTS || tooLate) {
      throw failureToError(outcome.reason, provider, key, outcome.said, {
        requests: request,
        ...(outcome.status !== undefined && { status: outcome.status }),
        ...(outcome.waitMs !== undefined && { retryAfterSeconds: Math.ceil(outcome.waitMs / 1000) }),
      });
    }
    await clock.sleep(waitMs, signal);
  }
}

interface Failed {
  readonly reason: FailureReason;
  readonly said?: string;
  readonly status?: number;
  /** As the provider asks. */
  readonly waitMs?: number;
}

async function requestOnce(conversation: Conversation, messages: readonly Message[]): Promise<Completion | Failed> {
  const { client, model, clock, signal, structuredOutput } = conversation;
  try {
    const body: unknown = await client.chat.completions.create(
      { model, messages: [...messages], temperature: 0, response_format: responseFormat(structuredOutput) },
      { signal },
    );
    const completion = readCompletion(body);
    if (!('reason' in completion) || completion.reason !== 'not-json') conversation.paid(completion.usage);
    return completion;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const reason = reasonOf(error);
    if (!reason) throw error;
    const waitMs = retryAfterMs(error, clock.nowMs());
    const status = statusOf(error);
    return {
      reason,
      ...(status !== undefined && { status, said: saidBy(error) }),
      ...(waitMs !== undefined && { waitMs }),
    };
  }
}

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : undefined;

/** The provider's sentence, without the page that a proxy may have sent in its place. */
const saidBy = (error: unknown): string => {
  const text = error instanceof Error ? error.message : '';
  return /<[a-z!]/i.test(text) ? 'a page of HTML' : text;
};

const responseFormat = (structuredOutput: StructuredOutput): OpenAI.ChatCompletionCreateParams['response_format'] =>
  structuredOutput === 'json_object'
    ? { type: 'json_object' }
    : { type: 'json_schema', json_schema: { name: 'strategy', strict: true, schema: ANSWER_JSON_SCHEMA } };
