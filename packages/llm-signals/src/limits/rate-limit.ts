import { type Clock, type LimitLedger, type PaidRequest, WickError } from '@wick/core';
import type { Gate, Outcome, Pass } from '../chat/gate.ts';
import type { Question } from '../chat/question.ts';
import { Closure } from './closure.ts';
import { type Share, Taken } from './taken.ts';

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
}

export interface RateLimit extends Gate {
  /** Until when the provider wants nothing from us, epoch milliseconds; null if it has room. */
  readonly closedUntilMs: number | null;
}

interface Waiting {
  readonly tokens: number;
  admit(pass: Pass): void;
  refuse(reason: unknown): void;
}

/**
 * Lets as many requests through as the provider takes, in the order of arrival: what a request takes of the limits comes back a
 * minute and a second after it was let through, so no 60 seconds, wherever they begin, ever see more than the limit.
 *
 * A request takes its most tokens, and gives back what it has not used when its usage is known. One that is larger than the
 * whole limit goes when nothing else is taken. After a refusal for too many requests nobody is let through until the provider
 * wants, or for 1, 2, 4 … seconds if it does not say.
 *
 * @throws WickError OPTION_INVALID. Entering rejects with the reason of the signal, or as the ledger does
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { provider, clock, requestsPerMinute = Infinity, tokensPerMinute = Infinity, tokensOf, recent = [], limits } = options;
  checkLimit('requestsPerMinute', requestsPerMinute);
  checkLimit('tokensPerMinute', tokensPerMinute);
  const closure = new Closure(clock, provider, limits);
  const taken = new Taken();
  const queue: Waiting[] = [];
  let isServing = false;
  let wake = (): void => undefined;

  for (const { sentAtMs, tokens } of recent) taken.add(Math.min(sentAtMs, clock.nowMs()) + MINUTE_MS + MARGIN_MS, tokens);

  const opensAtMs = ({ tokens }: Waiting): number =>
    Math.max(closure.untilMs, taken.atMost('requests', requestsPerMinute - 1), taken.atMost('tokens', tokensPerMinute - tokens));

  const passOf = (share: Share, enteredAtMs: number): Pass => ({
    settle: async (outcome) => {
      giveBackUnused(share, outcome);
      if (outcome.kind === 'reply') closure.succeeded(enteredAtMs);
      wake();
      if (outcome.kind === 'failure' && outcome.reason === 'rate-limit') await closure.refused(enteredAtMs, outcome.retryAfterMs);
    },
  });

  /** Sleeps until then, or until something has changed. */
  const sleepUntil = async (timeMs: number): Promise<void> => {
    const sleep = new AbortController();
    wake = () => sleep.abort();
    await clock.sleep(Math.min(LONGEST_SLEEP_MS, timeMs - clock.nowMs()), sleep.signal).catch(() => undefined);
    wake = () => undefined;
  };

  /** Serves the first of the queue as long as there is one. */
  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    for (let next = queue[0]; next; next = queue[0]) {
      try {
        await closure.refresh();
      } catch (error) {
        next.refuse(error);
        continue;
      }
      // It may have been aborted meanwhile.
      if (next !== queue[0]) continue;
      taken.giveBack(clock.nowMs());
      const timeMs = opensAtMs(next);
      if (timeMs > clock.nowMs()) await sleepUntil(timeMs);
      else next.admit(passOf(taken.add(clock.nowMs() + MINUTE_MS + MARGIN_MS, next.tokens), clock.nowMs()));
    }
    isServing = false;
  };

  return {
    get closedUntilMs() {
      return closure.untilMs > clock.nowMs() ? closure.untilMs : null;
    },
    async enter(question, signal) {
      signal.throwIfAborted();
      const tokens = tokensOf(question);
      return new Promise<Pass>((resolve, reject) => {
        const leave = (): void => {
          queue.splice(queue.indexOf(waiting), 1);
          signal.removeEventListener('abort', abort);
        };
        const waiting: Waiting = {
          tokens,
          admit: (pass) => (leave(), resolve(pass)),
          refuse: (reason) => (leave(), reject(reason as Error)),
        };
        const abort = (): void => {
          waiting.refuse(signal.reason);
          wake();
        };
        signal.addEventListener('abort', abort, { once: true });
        queue.push(waiting);
        void serve();
      });
    },
  };
}

/** A request that was never sent has used nothing. The tokens of one that failed are anybody's guess. */
function giveBackUnused(share: Share, outcome: Outcome): void {
  if (outcome.kind === 'failure' && outcome.reason === 'not-sent') {
    share.requests = 0;
    share.tokens = 0;
  }
  if (outcome.kind === 'reply' && outcome.reply.usage) {
    const { promptTokens, completionTokens } = outcome.reply.usage;
    share.tokens = promptTokens + completionTokens;
  }
}

function checkLimit(option: string, limit: number): void {
  if (limit >= 1) return;
  throw new WickError('OPTION_INVALID', `${option} is ${limit}, and nothing could ever be asked.`, {
    remedy: 'Give a limit of 1 or more, or none.',
    details: { option, limit },
  });
}
