import { describe, expect, test } from '@jest/globals';
import type { Fill } from '@wick/core';
import fc from 'fast-check';
import { simulateAccountNaively } from './naive-account.test-support.ts';
import type { NaiveFill } from './naive-book.test-support.ts';
import {
  type AccountShape, anyAccount, anyExecution, anyRules, namesOf, type RandomAccount, walkAccount,
} from './random-account.test-support.ts';
import { rulesToPlan } from './rule-plan.ts';
import { createSimulation } from './simulation.ts';
import { createValueStream } from './value-stream.ts';

const ANY: AccountShape = {
  instruments: { min: 1, max: 4 }, bars: 60, holes: 'unknown', steerings: ['signals', 'signals', 'signals', 'orders', 'weights'],
  rules: anyRules, execution: anyExecution,
};

/** Texts of numbers and of their bits are one to one, and quick to compare; −0 and 0 are one. */
const textOf = (value: unknown): string => JSON.stringify(value);

const toFill = ({ bar, openTimeMs, action, reason, size, price, fee, slippage }: Fill): Fill =>
  ({ bar, openTimeMs, action, reason, size, price, fee, slippage });
const ambiguousIn = (of: readonly { readonly ambiguous: boolean }[]): number => of.filter(({ ambiguous }) => ambiguous).length;
const placesOf = (fills: readonly NaiveFill[]): number[] => fills.map(({ sequence }) => sequence);

function naiveText({ instruments, execution, initialCash }: RandomAccount): string {
  const { equity, cash, barsInPosition, instruments: books } = simulateAccountNaively(instruments, execution, initialCash, '1m');
  const told = books.map(({ fills, refusals, position, barsInPosition: held }) =>
    ({ fills: fills.map(toFill), sequence: placesOf(fills), ambiguous: ambiguousIn(fills), refusals, position, held }));
  return textOf({ equity, cash, barsInPosition, told });
}

function walkedText(account: RandomAccount, cuts: readonly number[] = []): string {
  const { equity, account: { cash, barsInPosition }, instruments } = walkAccount(account, cuts);
  const told = instruments.map(({ fills, sequence, trades, refusals, position, barsInPosition: held }) =>
    ({ fills: fills.map(toFill), sequence, ambiguous: ambiguousIn(trades), refusals, position, held }));
  return textOf({ equity, cash, barsInPosition, told });
}

describe('over random accounts', () => {
  test('the walk gives every fill, refusal and equity value of the bar-by-bar simulator, to the bit', () => {
    fc.assert(fc.property(anyAccount(ANY), (account) => expect(walkedText(account)).toBe(naiveText(account))), { numRuns: 3000 });
  });

  test('every split into blocks, into single bars too, gives the same', () => {
    fc.assert(
      fc.property(anyAccount(ANY), fc.array(fc.nat(59), { maxLength: 20, size: 'max' }), (account, cuts) => {
        const whole = walkedText(account);
        expect(walkedText(account, cuts)).toBe(whole);
        expect(walkedText(account, account.instruments[0]!.bars.map((_, bar) => bar).slice(1))).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });
});

/** The same with the numbers that rules read computed by the engine, on the block itself, and with no size but that of the rules. */
function withComputedNumbers({ instruments, blocks, execution, initialCash }: RandomAccount): RandomAccount {
  const [{ rules, bars, closesAt }] = instruments as [RandomAccount['instruments'][number]];
  const values = createValueStream(rulesToPlan(rules, '1m', execution.daysPerYear).expressions, '1m').next(blocks[0]!.block);
  const numbersAt = (bar: number) => Object.fromEntries(namesOf(rules).map((name, index) => [name, values[index]![bar]!]));
  const computed = bars.map((each, bar) => ({ ...each, size: Number.NaN, numbers: numbersAt(bar) }));
  return { instruments: [{ rules, bars: computed, closesAt }], blocks, execution: { ...execution, initialCash }, initialCash };
}

test('a run of one instrument is what the bar-by-bar simulator makes of it, ATR and deviation computed on its own bars', () => {
  const shape: AccountShape = { ...ANY, instruments: { min: 1, max: 1 }, holes: 'none', steerings: ['signals'] };
  fc.assert(
    fc.property(anyAccount(shape).map(withComputedNumbers), ({ instruments, blocks, execution, initialCash }) => {
      const { block, signals } = blocks[0]!;
      const simulation = createSimulation(instruments[0]!.rules, execution, { interval: '1m' });
      const equity = new Float64Array(block.length);
      simulation.push(block, signals!, equity);
      const { fills, refusals, trades } = simulation.result();
      const run = { fills: fills.map(toFill), refusals, ambiguous: ambiguousIn(trades), equity: [...equity], cash: simulation.state.cash };
      const naive = simulateAccountNaively(instruments, execution, initialCash, '1m');
      const book = naive.instruments[0]!;
      expect(textOf(run)).toBe(textOf({
        fills: book.fills.map(toFill), refusals: book.refusals, ambiguous: ambiguousIn(book.fills), equity: naive.equity, cash: naive.cash,
      }));
    }),
    { numRuns: 2000 },
  );
});
