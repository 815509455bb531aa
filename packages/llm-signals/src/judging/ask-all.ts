import type { WickError } from '@wick/core';
import PQueue from 'p-queue';
import { askOnce, type Failed } from '../chat/ask.ts';
import { failureToError, type FailureReason } from '../chat/failure.ts';
import type { Gate } from '../chat/gate.ts';
import type { Chat } from '../chat/open-chat.ts';
import type { Question } from '../chat/question.ts';

/** Requests for one answer before the run goes on without it. */
export const MAX_ATTEMPTS = 4;
/** So many questions without an answer, one after another: the provider is down, and the run ends. */
export const MAX_UNANSWERED_IN_A_ROW = 20;
/** So many refusals for too many requests without an answer between them: waiting does not help. */
const MAX_RATE_LIMITS_IN_A_ROW = 100;
const FIRST_BACKOFF_MS = 1_000;

/** What passes by itself. The provider may have charged for it all the same. */
const PASSING: ReadonlySet<FailureReason> = new Set<FailureReason>(['server', 'network', 'timeout', 'not-json']);

/** A question whose answer is not recorded. */
export interface OpenQuestion {
  readonly question: Question;
  /** Records the answer before it counts. */
  readonly gate: Gate;
}

export interface AskAllOptions {
  readonly chat: Chat;
  /** Requests under way at the same time. */
  readonly concurrency: number;
  /** For one request, from when the gates have let it through. */
  readonly timeoutMs: number;
  /** Whether the answer of this model can be used; else the run ends. */
  readonly accepts: (model: string) => boolean;
  readonly rerouted: (answered: string) => WickError;
  /** Told after each question that was answered, or not. */
  readonly onQuestion?: (wasAnswered: boolean) => void;
  readonly signal?: AbortSignal;
}

/**
 * Asks every question once, and again only after what passes by itself: a question may stay without an answer, and the run
 * goes on. What no retry mends ends the run; the requests that are under way then are waited for, because they are paid for.
 *
 * @param open taken from as the queue empties, so there may be any number
 * @returns how many questions have no answer
 * @throws WickError LLM_FAILED or LLM_REFUSED with `details.reason`, what a gate rejects with, the reason of the signal
 */
export async function askAll(open: Iterable<OpenQuestion>, options: AskAllOptions): Promise<{ readonly unanswered: number }> {
  const { concurrency, signal } = options;
  signal?.throwIfAborted();
  const run = new Run(options);
  const queue = new PQueue({ concurrency });
  for (const each of open) {
    await queue.onSizeLessThan(concurrency);
    if (run.isOver) break;
    void queue.add(() => run.ask(each));
  }
  await queue.onIdle();
  run.throwIfFailed();
  return { unanswered: run.unanswered };
}

class Run {
  readonly #options: AskAllOptions;
  readonly #over = new AbortController();
  /** Ends waiting, at gates and between attempts, but no request that is under way. */
  readonly #waiting: AbortSignal;
  /** Ends requests, too. */
  readonly #sending: AbortSignal;
  #failure: { readonly error: unknown } | undefined;
  #unansweredInARow = 0;
  #rateLimitsInARow = 0;
  unanswered = 0;

  constructor(options: AskAllOptions) {
    this.#options = options;
    this.#sending = options.signal ?? new AbortController().signal;
    this.#waiting = AbortSignal.any([this.#sending, this.#over.signal]);
  }

  get isOver(): boolean {
    return this.#waiting.aborted;
  }


  throwIfFailed(): void {
    this.#options.signal?.throwIfAborted();
    if (this.#failure) throw this.#failure.error;
  }

  /** Never rejects: what goes wrong ends the run before the next question is taken. */
  async ask({ question, gate }: OpenQuestion): Promise<void> {
    if (this.isOver) return;
    try {
      const failure = await this.#attempt(question, { enter: (asked) => gate.enter(asked, this.#waiting) });
      if (failure) this.#leave(failure);
      else this.#unansweredInARow = 0;
      this.#options.onQuestion?.(failure === undefined);
    } catch (error) {
      // The first failure counts: those that follow are its consequences.
      this.#failure ??= { error };
      this.#over.abort(error);
    }
  }

  /** @returns the last failure if there is no answer after all attempts */
  async #attempt(question: Question, gate: Gate): Promise<Failed | undefined> {
    const { chat, timeoutMs } = this.#options;
    for (let attempt = 1; ; ) {
      this.#waiting.throwIfAborted();
      const { structuredOutput } = chat;
      const result = await askOnce(chat, question, { signal: this.#sending, gate, timeoutMs });
      if (!('failed' in result)) {
        this.#rateLimitsInARow = 0;
        if (!this.#options.accepts(result.model)) throw this.#options.rerouted(result.model);
        return undefined;
      }
      if (result.failed === 'no-json-schema' && structuredOutput === 'json_schema') {
        chat.structuredOutput = 'json_object';
      } else if (result.failed === 'rate-limit') {
        // The gate waits as long as the provider asks, for everybody.
        if (++this.#rateLimitsInARow >= MAX_RATE_LIMITS_IN_A_ROW) throw this.#errorOf(result);
      } else if (!PASSING.has(result.failed)) {
        throw this.#errorOf(result);
      } else if (attempt === MAX_ATTEMPTS) {
        return result;
      } else {
        await chat.clock.sleep(result.waitMs ?? FIRST_BACKOFF_MS * 2 ** (attempt - 1), this.#waiting);
        attempt++;
      }
    }
  }

  #leave(failure: Failed): void {
    this.unanswered++;
    if (++this.#unansweredInARow >= MAX_UNANSWERED_IN_A_ROW) throw this.#errorOf(failure);
  }

  #errorOf({ failed, said, status }: Failed): WickError {
    const { provider, key } = this.#options.chat;
    return failureToError(failed, provider, key, said, { ...(status !== undefined && { status }) });
  }
}
