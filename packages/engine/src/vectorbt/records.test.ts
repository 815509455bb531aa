import { describe, expect, test } from '@jest/globals';
import type { TradeRecords } from '../records/trade-records.ts';
import { runVectorbtCases } from './vectorbt-accounts.test-support.ts';
import { figuresOf } from './vectorbt-cases.test-support.ts';

const cases = runVectorbtCases();

/** vectorbt's names of the columns of trades and positions. */
const TRADE_COLUMNS = {
  size: 'size', entry_idx: 'entryBar', entry_price: 'entryPrice', entry_fees: 'entryFee', exit_idx: 'exitBar', exit_price: 'exitPrice',
  exit_fees: 'exitFee', pnl: 'pnl', return: 'returnRate', direction: 'side', parent_id: 'position', col: 'instrument',
} as const satisfies Record<string, keyof TradeRecords>;

const asVectorbt = (trades: TradeRecords, names: readonly string[]): Record<string, number[]> =>
  Object.fromEntries(names.map((name) => [
    name,
    name === 'status' ? [...trades.isOpen].map((open) => 1 - open) : [...trades[TRADE_COLUMNS[name as keyof typeof TRADE_COLUMNS]]],
  ]));

test('there are cases', () => expect(cases.length).toBeGreaterThanOrEqual(process.env['VECTORBT_CASES'] === undefined ? 72 : 1));

describe.each(cases.map((one) => [one.name, one] as const))('%s: to the bit as vectorbt', (_name, { result, whole, accounts, sampled }) => {
  test('trades', () => expect(asVectorbt(whole.trades, Object.keys(result.trades))).toEqual(result.trades));

  test('positions', () => {
    const expected = result.positions ?? result.trades;
    expect(asVectorbt(whole.positions, Object.keys(expected))).toEqual(expected);
  });

  test.each(['value', 'cash', 'returns'] as const)('%s', (name) => {
    expect(sampled.map((bar) => accounts.map((account) => account[name][bar]))).toEqual(result[name].map(figuresOf));
  });

  test('assets', () => {
    expect(sampled.map((bar) => whole.assets.map((assets) => assets[bar]))).toEqual(result.assets.map(figuresOf));
  });
});
