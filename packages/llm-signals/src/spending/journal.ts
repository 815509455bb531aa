import { type CassetteStore, type Clock, isWickError } from '@wick/core';
import type { Reply } from '../chat/completion.ts';
import type { Gate, Outcome } from '../chat/gate.ts';
import { isAmount } from './nano-dollars.ts';

/** How often the store is told of an outcome while it cannot be reached, and how long after the first time; then twice as long. */
const TRIES = 4;
const FIRST_PAUSE_MS = 250;

export interface JournalOptions {
  readonly cassettes: CassetteStore;
  /** Of the cassette that the answer will be. */
  readonly key: string;
  /** The name of the provider, whose limits the request counts against. */
  readonly provider: string;
  readonly clock: Clock;
  /** Tokens of the prompt, and the most that the answer may have. */
  readonly tokens: number;
  /** The most that a request may cost, in US dollars; null where no price is known. */
  readonly worstUsd: number | null;
  /** The cassette of an answer that is not what `key` asks for, such as another model's; default `key`. The request counts under `key` all the same. */
  readonly keyOf?: (reply: Reply) => string;
  /** What an answer has cost, in US dollars; null where nobody knows. */
  readonly usdOf: (reply: Reply) => number | null;
}

/**
 * Enters each request of one question into the store before it is sent, and its answer, usable or not, with its cost before anybody
 * else has it. So a crash at any moment leaves an answer that was paid for and need not be asked for again, or a request that
 * counts at its worst. Comes last in a row of gates, as the time of the entry is the time of the request.
 */
export function journalled({ cassettes, key, provider, clock, tokens, worstUsd, usdOf, keyOf = () => key }: JournalOptions): Gate {
  const entryOf = (outcome: Outcome): Parameters<CassetteStore['settle']>[1] => {
    if (outcome.kind !== 'reply') return { usd: outcome.kind === 'failure' && !outcome.isBilled ? 0 : null };
    const { reply } = outcome;
    return { usd: amountOrNull(usdOf(reply)), cassette: { key: keyOf(reply), body: reply.body, answeredAtMs: clock.nowMs() } };
  };
  return {
    async enter(_question, signal) {
      signal.throwIfAborted();
      const request = await cassettes.begin({ key, provider, sentAtMs: clock.nowMs(), tokens, worstUsd: amountOrNull(worstUsd) });
      const settle = (outcome: Outcome): Promise<void> => {
        const entry = entryOf(outcome);
        return untilReached(clock, () => cassettes.settle(request, entry));
      };
      if (signal.aborted) {
        await settle({ kind: 'failure', reason: 'not-sent', isBilled: false });
        throw signal.reason;
      }
      return { settle };
    },
  };
}

const amountOrNull = (usd: number | null): number | null => (isAmount(usd) ? usd : null);

/** A server that was restarted answers again soon. Settling twice is settling once, and what is not settled is an answer lost. */
async function untilReached(clock: Clock, settle: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await settle();
    } catch (error) {
      if (tries === TRIES || !isWickError(error) || error.code !== 'DATABASE_UNAVAILABLE') throw error;
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (tries - 1));
    }
  }
}
