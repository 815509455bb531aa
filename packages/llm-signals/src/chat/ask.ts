import type OpenAI from 'openai';
import type { StructuredOutput } from '../provider/providers.ts';
import { boundedText } from './bounded-text.ts';
import { bodyToReply, bodyToSaid, isCutOff, type Reply } from './completion.ts';
import { withinTime } from './deadline.ts';
import { caughtToFailed, type Failed, insteadToFailed } from './error-to-failed.ts';
import { failureToError, isBilled, isRetryable } from './failure.ts';
import { type Gate, openGate, type Outcome } from './gate.ts';
import type { Chat } from './open-chat.ts';
import type { Question } from './question.ts';

/** Requests for one answer: the first and its retries. */
const MAX_REQUESTS = 4;
const FIRST_BACKOFF_MS = 1_000;

export type { Failed };

/** How long an answer may be waited for. */
export interface Patience {
  /** When the whole call must be over, epoch milliseconds by the clock of the chat. A wait that would end later is not begun. */
  readonly deadlineMs: number;
  /** Aborts at the deadline and when the caller aborts. */
  readonly signal: AbortSignal;
  /** What each request has to pass; none unless told. */
  readonly gate?: Gate;
  /** Whether an empty answer, which is paid for, is asked for again. */
  readonly retryEmpty?: boolean;
}

/**
 * Asks until there is an answer, or a failure that no retry mends.
 *
 * @returns an answer of the model, which may be unusable
 * @throws WickError LLM_FAILED or LLM_REFUSED, with `details.reason`; what the gate or the signal rejects with
 */
export async function ask(chat: Chat, question: Question, patience: Patience): Promise<Reply> {
  for (let request = 1; ; request++) {
    const outcome = await askOnce(chat, question, patience);
    if (!('failed' in outcome) && !(patience.retryEmpty && isEmpty(outcome))) return outcome;
    const failure: Failed = 'failed' in outcome ? outcome : { failed: 'empty' };
    if (failure.failed === 'no-json-schema' && chat.structuredOutput === 'json_schema') {
      chat.structuredOutput = 'json_object';
      request--;
      continue;
    }
    const waitMs = failure.waitMs ?? FIRST_BACKOFF_MS * 2 ** (request - 1);
    const tooLate = chat.clock.nowMs() + waitMs > patience.deadlineMs;
    if (!isRetryable(failure.failed) || request === MAX_REQUESTS || tooLate) throw errorOf(chat, failure, request);
    await chat.clock.sleep(waitMs, patience.signal);
  }
}

const isEmpty = ({ answer }: Reply): boolean => answer.kind === 'unusable' && answer.reason === 'empty';

const errorOf = ({ provider, key }: Chat, { failed, said, status, waitMs }: Failed, requests: number): Error =>
  failureToError(failed, provider, key, said, {
    requests,
    ...(status !== undefined && { status }),
    ...(waitMs !== undefined && { retryAfterSeconds: Math.ceil(waitMs / 1000) }),
  });

/** How one request is made. */
export interface OneRequest {
  readonly signal: AbortSignal;
  readonly gate?: Gate;
  /** For the request and the whole of its answer, counted from when the gate has let it through. */
  readonly timeoutMs?: number;
}

/**
 * One HTTP request. The gate is told of its outcome before anybody else is.
 *
 * @throws what the gate or the signal rejects with
 */
export async function askOnce(chat: Chat, question: Question, { signal, gate = openGate, timeoutMs }: OneRequest): Promise<Reply | Failed> {
  const pass = await gate.enter(question, signal);
  let result: Reply | Failed;
  try {
    result = timeoutMs === undefined ? await send(chat, question, signal) : await sendWithin(chat, question, signal, timeoutMs);
  } catch (error) {
    await pass.settle({ kind: 'aborted' });
    throw error;
  }
  await pass.settle(outcomeOf(result));
  return result;
}

class TimeOver extends Error {}

async function sendWithin(chat: Chat, question: Question, signal: AbortSignal, timeoutMs: number): Promise<Reply | Failed> {
  try {
    return await withinTime(chat.clock, timeoutMs, signal, () => new TimeOver(), (within) => send(chat, question, within));
  } catch (error) {
    if (error instanceof TimeOver) return { failed: 'timeout' };
    throw error;
  }
}

const outcomeOf = (result: Reply | Failed): Outcome =>
  'failed' in result
    ? {
        kind: 'failure',
        reason: result.failed,
        isBilled: isBilled(result.failed),
        ...(result.waitMs !== undefined && { retryAfterMs: result.waitMs }),
      }
    : { kind: 'reply', reply: result };

async function send({ client, model, clock, structuredOutput }: Chat, question: Question, signal: AbortSignal): Promise<Reply | Failed> {
  const { messages, temperature, maxOutputTokens } = question;
  try {
    const response = await client.chat.completions
      .create(
        {
          model,
          messages: [...messages],
          temperature,
          response_format: responseFormat(structuredOutput, question),
          ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
        },
        { signal },
      )
      .asResponse();
    const text = await boundedText(response, signal);
    return bodyToReply(text) ?? (isCutOff(text) ? { failed: 'network' } : insteadToFailed(bodyToSaid(text)));
  } catch (error) {
    return caughtToFailed(error, signal, clock.nowMs());
  }
}

const responseFormat = (structuredOutput: StructuredOutput, { schema }: Question): OpenAI.ChatCompletionCreateParams['response_format'] =>
  structuredOutput === 'json_object' ? { type: 'json_object' } : { type: 'json_schema', json_schema: { name: schema.name, strict: true, schema: { ...schema.schema } } };
