import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { simulateAccountNaively } from './naive-account.test-support.ts';
import { type AccountShape, anyAccount, anyExecution, anyRules, type RandomAccount, walkAccount } from './random-account.test-support.ts';

const ANY: AccountShape = {
  instruments: { min: 1, max: 4 }, bars: 60, holes: true, steerings: ['signals', 'signals', 'signals', 'orders', 'weights'],
  rules: anyRules, execution: anyExecution,
};

/** Texts of numbers and of their bits are one to one, and quick to compare; −0 and 0 are one. */
const textOf = (value: unknown): string => JSON.stringify(value);

function naiveText({ instruments, execution, initialCash }: RandomAccount): string {
  const { instruments: books, ...account } = simulateAccountNaively(instruments, execution, initialCash, '1m');
  const fillsOf = (fills: readonly object[]): object[] => fills.map((fill) => ({ ...fill, ambiguous: undefined }));
  return textOf({ ...account, books: books.map((book) => ({ ...book, fills: fillsOf(book.fills) })) });
}

function walkedText(account: RandomAccount, cuts: readonly number[] = []): string {
  const { equity, account: { cash, barsInPosition }, instruments } = walkAccount(account, cuts);
  const books = instruments.map(({ fills, sequence, position, barsInPosition: held, refusals }) => ({
    fills: fills.map((fill, row) => ({ ...fill, sequence: sequence[row] })), position, barsInPosition: held, refusals,
  }));
  return textOf({ equity, cash, barsInPosition, books });
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
