import { type Clock, type LimitLedger, type PaidRequest, WickError } from '@wick/core';
import type { Gate, Outcome, Pass } from '../chat/gate.ts';
import type { Question } from '../chat/question.ts';
import { Closure } from './closure.ts';
import { Taken } from './taken.ts';
import { WaitingLine } from './waiting-line.ts';

const MINUTE_MS = 60_000;

/**
 * How much later than a minute a share comes back. The provider counts a request when it arrives, and that is some time after it was let
 * through: a slow one and, a minute on, a quick one would be less than a minute apart. A second is more than journals, connections
 * and networks differ by, and costs 1.6 % of the limit.
 */
const MARGIN_MS = 1_000;

/** Timers of Node cannot be set for longer than 24 days. */
const LONGEST_SLEEP_MS = 3_600_000;

export interface RateLimitOptions {
  /** The name of the provider, under which the ledger keeps how long it wants us to wait. */
  readonly provider: string;
  readonly clock: Clock;
  /** No limit if left out, as with the tokens. */
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  /** The most tokens that a request and its answer may have. */
  readonly tokensOf: (question: Question) => number;
  /** What all processes have asked in the last minute: see `recentRequests` of a `CassetteStore`. */
  readonly recent?: readonly Pick<PaidRequest, 'sentAtMs' | 'tokens'>[];
  /** Where a wait that the provider asks for outlives the process. */
  readonly limits?: LimitLedger | undefined;
  /** Told once of each wait that the provider asks for, when somebody begins to wait; epoch milliseconds. */
  readonly onClosed?: ((untilMs: number) => void) | undefined;
}

export interface RateLimit extends Gate {
  /** Until when the provider wants nothing from us, epoch milliseconds; null if it has room. */
  readonly closedUntilMs: number | null;
}

/**
 * Lets as many requests through as the provider takes, in the order of arrival: what a request takes of the limits comes back a
 * minute and a second after it was let through, so no 60 seconds, wherever they begin, ever see more than the limit.
 *
 * A request takes its most tokens as long as it is under way, and then those that it has used: the prompt's count from when it was let
 * through, the answer's from when it came. One that is larger than the whole limit goes when nothing else is taken. After a refusal for too many requests nobody is let through until the provider
 * wants, or for 1, 2, 4 … seconds if it does not say.
 *
 * @throws WickError OPTION_INVALID. Entering rejects with the reason of the signal, or as the ledger does
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  checkLimit('requestsPerMinute', options.requestsPerMinute);
  checkLimit('tokensPerMinute', options.tokensPerMinute);
  return new RateLimiter(options);
}

class RateLimiter implements RateLimit {
  readonly #options: RateLimitOptions;
  readonly #closure: Closure;
  readonly #requests = new Taken();
  readonly #tokens = new Taken();
  /** The most tokens of each. */
  readonly #line = new WaitingLine<number>();
  #isServing = false;
  #toldUntilMs = -Infinity;
  #wake = (): void => undefined;

  constructor(options: RateLimitOptions) {
    this.#options = options;
    this.#closure = new Closure(options.clock, options.provider, options.limits);
    for (const { sentAtMs, tokens } of options.recent ?? []) {
      const backAtMs = minuteAfter(Math.min(sentAtMs, this.#nowMs));
      this.#requests.take(backAtMs, 1);
      this.#tokens.take(backAtMs, tokens);
    }
  }

  get closedUntilMs(): number | null {
    return this.#closure.untilMs > this.#nowMs ? this.#closure.untilMs : null;
  }

  async enter(question: Question, signal: AbortSignal): Promise<Pass> {
    signal.throwIfAborted();
    const entering = this.#line.join(this.#options.tokensOf(question), signal, () => this.#wake());
    void this.#serve();
    return entering;
  }

  get #nowMs(): number {
    return this.#options.clock.nowMs();
  }

  /** Serves the first of the line as long as there is one. */
  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    for (let next = this.#line.first; next; next = this.#line.first) {
      try {
        await this.#closure.refresh();
      } catch (error) {
        next.refuse(error);
        continue;
      }
      // It may have been aborted meanwhile.
      if (next !== this.#line.first) continue;
      const opensAtMs = this.#opensAtMs(next.wish);
      if (opensAtMs > this.#nowMs) {
        this.#tellOfClosure();
        await this.#sleepUntil(opensAtMs);
      } else next.admit(this.#letThrough(next.wish));
    }
    this.#isServing = false;
  }

  #opensAtMs(most: number): number {
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = this.#options;
    for (const taken of [this.#requests, this.#tokens]) taken.giveBack(this.#nowMs);
    return Math.max(this.#closure.untilMs, this.#requests.atMost(requestsPerMinute - 1), this.#tokens.atMost(tokensPerMinute - most));
  }

  #tellOfClosure(): void {
    const untilMs = this.closedUntilMs;
    if (untilMs === null || untilMs <= this.#toldUntilMs) return;
    this.#toldUntilMs = untilMs;
    this.#options.onClosed?.(untilMs);
  }

  /** Sleeps until then, or until something has changed. */
  async #sleepUntil(timeMs: number): Promise<void> {
    const sleep = new AbortController();
    this.#wake = () => sleep.abort();
    await this.#options.clock.sleep(Math.min(LONGEST_SLEEP_MS, timeMs - this.#nowMs), sleep.signal).catch(() => undefined);
    this.#wake = () => undefined;
  }

  #letThrough(most: number): Pass {
    const enteredAtMs = this.#nowMs;
    const request = this.#requests.take(minuteAfter(enteredAtMs), 1);
    const reserved = this.#tokens.take(Infinity, most);
    return {
      settle: async (outcome) => {
        this.#tokens.undo(reserved);
        if (isUnsent(outcome)) this.#requests.undo(request);
        else takeUsed(this.#tokens, outcome, most, enteredAtMs, this.#nowMs);
        if (outcome.kind === 'reply') this.#closure.succeeded(enteredAtMs);
        this.#wake();
        if (outcome.kind === 'failure' && outcome.reason === 'rate-limit') await this.#closure.refused(enteredAtMs, outcome.retryAfterMs);
      },
    };
  }
}

const minuteAfter = (timeMs: number): number => timeMs + MINUTE_MS + MARGIN_MS;

const isUnsent = (outcome: Outcome): boolean => outcome.kind === 'failure' && outcome.reason === 'not-sent';

/** How many tokens a request has used that failed, or of which the provider does not say so, is anybody's guess: its most. */
function takeUsed(tokens: Taken, outcome: Outcome, most: number, enteredAtMs: number, nowMs: number): void {
  const usage = outcome.kind === 'reply' ? outcome.reply.usage : undefined;
  tokens.take(minuteAfter(enteredAtMs), usage?.promptTokens ?? 0);
  tokens.take(minuteAfter(nowMs), usage?.completionTokens ?? most);
}

function checkLimit(option: string, limit: number | undefined): void {
  if (limit === undefined || limit >= 1) return;
  throw new WickError('OPTION_INVALID', `${option} is ${limit}, and nothing could ever be asked.`, {
    remedy: 'Give a limit of 1 or more, or none.',
    details: { option, limit },
  });
}
