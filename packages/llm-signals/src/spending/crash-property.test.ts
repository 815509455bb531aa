import { expect, test } from '@jest/globals';
import type { CassetteStore } from '@wick/core';
import { DrivenClock, memoryCassetteStore } from '@wick/testkit';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { gatesInARow } from '../chat/gate.ts';
import { createBudget } from './budget.ts';
import { journalled } from './journal.ts';
import { failed, questionOf, replyOf, tokensAsUsd } from './outcomes.test-support.ts';
import { readSpentUsd } from './read-spent-usd.ts';

/** In micro-dollars, as whole numbers, as everything here. */
const WORST = 100;
const KEYS = Array.from({ length: 8 }, (_, i) => createHash('sha256').update(`crash ${i}`).digest('hex'));
const never = new AbortController().signal;

/** When a process dies: at its so many-th write, which then is on the disk or not. It may also never. */
interface Death {
  readonly atWrite: number;
  readonly isWritten: boolean;
}

/** The store as a process sees it that dies: after that it can do nothing any more. */
function mortal(store: CassetteStore, { atWrite, isWritten }: Death): CassetteStore {
  let writes = 0;
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    const number = writes++;
    if (number < atWrite) return work();
    if (number === atWrite && isWritten) await work();
    throw new Error('dead');
  };
  return {
    ...store,
    begin: (request) => write(() => store.begin(request)),
    settle: (request, outcome) => write(() => store.settle(request, outcome)),
  };
}

/** Answers most questions, charges for all, says so to most, and remembers whom it has charged. */
class ForgetfulProvider {
  readonly charged: { readonly key: string; readonly micro: number }[] = [];
  readonly #costs: readonly number[];

  constructor(costs: readonly number[]) {
    this.#costs = costs;
  }

  get truth(): number {
    return this.charged.reduce((sum, { micro }) => sum + micro, 0);
  }

  answer(key: string): ReturnType<typeof replyOf> | ReturnType<typeof failed> {
    const micro = this.#costs[this.charged.length % this.#costs.length]!;
    this.charged.push({ key, micro });
    return micro % 7 === 0 ? failed(true) : replyOf(micro % 5 === 0 ? undefined : micro / 1e6);
  }
}

/** One process: asks for what is not recorded, a few at a time, until it is done, has no money left, or dies. */
async function run(store: CassetteStore, provider: ForgetfulProvider, max: number, death: Death, atOnce: number): Promise<void> {
  const cassettes = mortal(store, death);
  const clock = new DrivenClock(0);
  const budget = createBudget({ maxUsd: max / 1e6, spentUsd: await readSpentUsd(store, KEYS), worstUsd: () => WORST / 1e6, usdOf: tokensAsUsd });
  const answered = await store.cassettes(KEYS);
  const open = KEYS.filter((key) => !answered.has(key));
  const worker = async (): Promise<void> => {
    for (let key = open.shift(); key !== undefined; key = open.shift()) {
      const journal = journalled({ cassettes, key, provider: 'fake', clock, tokens: 1, worstUsd: WORST / 1e6, usdOf: tokensAsUsd });
      const pass = await gatesInARow([budget, journal]).enter(questionOf(0), never);
      await pass.settle(provider.answer(key));
    }
  };
  await Promise.allSettled(Array.from({ length: atOnce }, worker));
}

const deaths = fc.array(fc.record({ atWrite: fc.nat(18), isWritten: fc.boolean() }), { maxLength: 6 });
const costs = fc.array(fc.integer({ min: 0, max: WORST }), { minLength: 1, maxLength: 20 });

test('processes that die at any write and are started again: never more than the limit, nothing is paid for twice that is stored', async () => {
  const property = fc.asyncProperty(fc.integer({ min: 0, max: 1_500 }), costs, deaths, fc.integer({ min: 1, max: 4 }), async (max, charges, course, atOnce) => {
    const store = memoryCassetteStore();
    const provider = new ForgetfulProvider(charges);
    for (const death of [...course, { atWrite: Infinity, isWritten: false }]) {
      const before = await store.cassettes(KEYS);
      const chargedBefore = provider.charged.length;
      await run(store, provider, max, death, atOnce);
      const now = provider.charged.slice(chargedBefore);
      expect(now.filter(({ key }) => before.has(key))).toEqual([]);
      expect(new Set(now.map(({ key }) => key)).size).toBe(now.length);
      expect(provider.truth).toBeLessThanOrEqual(max);
      // What is known of the past is never less than the truth.
      expect(Math.round((await readSpentUsd(store, KEYS)) * 1e6)).toBeGreaterThanOrEqual(provider.truth);
    }
    // With money enough, all that can be answered is answered in the end.
    for (let again = 0; again < 200 && (await store.cassettes(KEYS)).size < KEYS.length; again++) {
      await run(store, provider, 9e9, { atWrite: Infinity, isWritten: false }, atOnce);
    }
    expect((await store.cassettes(KEYS)).size).toBe(charges.every((micro) => micro % 7 === 0) ? 0 : KEYS.length);
  });
  await fc.assert(property, { numRuns: 300 });
});
