import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LimitLedger } from '@wick/core';
import fc from 'fast-check';

const PATIENCE_MS = 120_000;

let keysSoFar = 0;
const newKey = (): string => `contract:${process.pid}:${Date.now()}:${keysSoFar++}`;
const MINUTE = Date.UTC(2024, 4, 1, 12) / 60_000;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Every promise of {@link LimitLedger}, as tests, on budgets of their own.
 *
 * @param open gives the same ledger as processes apart from each other see it: each through connections of its own
 */
export function limitLedgerContract(
  name: string,
  open: () => Promise<{ ledgers: readonly LimitLedger[]; close(): Promise<void> }>,
): void {
  describe(`${name} keeps the promises of a limit ledger`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    weights(() => opened.ledgers);
    blocks(() => opened.ledgers);
  });
}

function weights(ledgers: () => readonly LimitLedger[]): void {
  test('what is wanted is granted until the limit, then what is left of it, then nothing', async () => {
    const [ledger, key] = [ledgers()[0]!, newKey()];
    expect(await ledger.reserveWeight(key, MINUTE, 40, 100)).toBe(40);
    expect(await ledger.reserveWeight(key, MINUTE, 40, 100)).toBe(40);
    expect(await ledger.reserveWeight(key, MINUTE, 40, 100)).toBe(20);
    expect(await ledger.reserveWeight(key, MINUTE, 40, 100)).toBe(0);
    expect(await ledger.reserveWeight(newKey(), MINUTE, 40, 100)).toBe(40);
  });

  test('a new minute starts at zero, and minutes that are past grant nothing and change nothing', async () => {
    const [ledger, key] = [ledgers()[0]!, newKey()];
    expect(await ledger.reserveWeight(key, MINUTE, 500, 100)).toBe(100);
    expect(await ledger.reserveWeight(key, MINUTE + 1, 60, 100)).toBe(60);
    expect(await ledger.reserveWeight(key, MINUTE, 60, 1_000)).toBe(0);
    await ledger.observeWeight(key, MINUTE, 1_000);
    expect(await ledger.reserveWeight(key, MINUTE + 1, 60, 100)).toBe(40);
  });

  test('a minute that a wrong clock wrote far ahead does not shut anybody out for years', async () => {
    const [ledger, key] = [ledgers()[0]!, newKey()];
    await ledger.reserveWeight(key, MINUTE * 2, 100, 100);
    expect(await ledger.reserveWeight(key, MINUTE, 60, 100)).toBe(60);
    expect(await ledger.reserveWeight(key, MINUTE, 60, 100)).toBe(40);
  });

  test('what the exchange has counted is spent, never less than before; a limit may fall below it', async () => {
    const [ledger, key] = [ledgers()[0]!, newKey()];
    await ledger.observeWeight(key, MINUTE, 30);
    expect(await ledger.reserveWeight(key, MINUTE, 50, 100)).toBe(50);
    await ledger.observeWeight(key, MINUTE, 10);
    expect(await ledger.reserveWeight(key, MINUTE, 15, 100)).toBe(15);
    expect(await ledger.reserveWeight(key, MINUTE, 15, 50)).toBe(0);
    await ledger.observeWeight(key, MINUTE + 1, 99);
    expect(await ledger.reserveWeight(key, MINUTE + 1, 15, 100)).toBe(1);
  });

  test('reservations at once, from all processes, are never granted more than the limit, and no less', async () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 }));
    const property = fc.asyncProperty(cases, async ([limit, wishes]) => {
      const key = newKey();
      for (const minute of [MINUTE, MINUTE + 1]) {
        const reserved = wishes.map((wanted, i) => ledgers()[i % ledgers().length]!.reserveWeight(key, minute, wanted, limit));
        const granted = await Promise.all(reserved);
        expect(granted.every((weight, i) => weight >= 0 && weight <= wishes[i]!)).toBe(true);
        expect(sum(granted)).toBe(Math.min(limit, sum(wishes)));
      }
    });
    await fc.assert(property, { numRuns: 15 });
  }, PATIENCE_MS);
}

function blocks(ledgers: () => readonly LimitLedger[]): void {
  test('nobody is blocked at first; a block is seen by all, for its budget only', async () => {
    const [key, other] = [newKey(), newKey()];
    for (const ledger of ledgers()) expect(await ledger.blocked(key)).toBeNull();
    await ledgers()[0]!.block(key, { untilMs: 1_700_000_000_123, why: 'banned' });
    for (const ledger of ledgers()) expect(await ledger.blocked(key)).toEqual({ untilMs: 1_700_000_000_123, why: 'banned' });
    expect(await ledgers()[0]!.blocked(other)).toBeNull();
  });

  test('of two blocks the one that ends later is kept', async () => {
    const [ledger, key] = [ledgers()[0]!, newKey()];
    await ledger.block(key, { untilMs: 1_000, why: 'limited' });
    await ledger.block(key, { untilMs: 900, why: 'banned' });
    expect(await ledger.blocked(key)).toEqual({ untilMs: 1_000, why: 'limited' });
    await ledger.block(key, { untilMs: 2_000, why: 'banned' });
    await ledger.block(key, { untilMs: 2_000, why: 'limited' });
    expect(await ledger.blocked(key)).toEqual({ untilMs: 2_000, why: 'banned' });
  });
}
