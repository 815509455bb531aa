import { describe, expect, test } from '@jest/globals';
import { createFrame, type Metrics, setBit } from '@wick/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backtestSignals } from '../backtest.ts';
import { createSignals } from '../portfolio/scenario.test-support.ts';

/** Arguments that mean the same to both engines; a case with any other one is not compared here. */
const UNDERSTOOD = new Set(['close', 'entries', 'exits', 'init_cash', 'fees', 'slippage']);

/** Metrics of the convention `per-bar`, and those that need none, by vectorbt's names. */
const SAME_METRICS: Readonly<Record<string, keyof Metrics>> = {
  total_return: 'totalReturn', final_value: 'finalValue', max_drawdown: 'maxDrawdown', benchmark_total_return: 'benchmarkReturn',
  annualized_return: 'annualReturnPerBar', annualized_volatility: 'annualVolatilityPerBar', sharpe_ratio: 'sharpePerBar',
  sortino_ratio: 'sortinoPerBar', calmar_ratio: 'calmarPerBar', omega_ratio: 'omegaPerBar',
};
/** Of closed trades. */
const SAME_STATS: Readonly<Record<string, readonly [name: keyof Metrics, scale: number]>> = {
  'Total Closed Trades': ['trades', 1], 'Total Open Trades': ['openTrades', 1], 'Win Rate [%]': ['winRate', 100],
  'Best Trade [%]': ['bestTrade', 100], 'Worst Trade [%]': ['worstTrade', 100], 'Profit Factor': ['profitFactor', 1],
  'Expectancy': ['expectancy', 1], 'Total Fees Paid': ['feesPaid', 1],
};

/** `"NaN"` and `"Infinity"` where we say `null`. */
type Figure = number | string;

interface Case {
  readonly name: string;
  readonly call?: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: { readonly metrics: Readonly<Record<string, Figure>>; readonly stats: Readonly<Record<string, Figure>> };
}

interface Reference {
  readonly first: string;
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  readonly masks: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly Case[];
}

const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../../../../shared/reference/vectorbt');
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
if (files.length === 0) console.warn(`The comparison with vectorbt is left out: there are no figures in ${folder} (VECTORBT_CASES).`);

describe('the metrics of vectorbt', () => {
  test('are compared as far as there are any', () => expect(files.length).toBeGreaterThanOrEqual(0));

  for (const file of files) {
    const reference = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Reference;
    const cases = reference.cases.filter(({ call, args }) => call === undefined && Object.entries(args).every(isUnderstood));
    for (const { name, args, result } of cases) {
      test(`${file} ${name}: the same per bar`, () => {
        const metrics = run(reference, args);
        const figures = [
          ...Object.entries(SAME_METRICS).map(([theirs, ours]) => [ours, metrics[ours], result.metrics[theirs]] as const),
          ...Object.entries(SAME_STATS).map(([theirs, [ours, scale]]) => [ours, scaled(metrics[ours], scale), result.stats[theirs]] as const),
        ];
        expect(figures.filter(([, found, expected]) => !isSame(found!, expected!))).toEqual([]);
      });
    }
  }
});

/** To nine digits, and `null` where vectorbt says NaN or Infinity. */
const isSame = (found: number | null, expected: Figure): boolean =>
  typeof expected === 'number' && found !== null
    ? Math.abs(found - expected) <= 1e-9 * Math.max(1e-3, Math.abs(expected))
    : typeof expected !== 'number' && found === null;

const scaled = (value: number | null, scale: number): number | null => (value === null ? null : value * scale);

function isUnderstood([name, value]: [string, unknown]): boolean {
  return UNDERSTOOD.has(name) && (typeof value === 'number' || (typeof value === 'string' && /^@[a-z_]+0?$/.test(value)));
}

function run(reference: Reference, args: Readonly<Record<string, unknown>>): Metrics {
  const named = (argument: string): string => String(args[argument]).slice(1);
  const close = Float64Array.from(reference.arrays[named('close')]!);
  const start = Date.parse(`${reference.first}Z`);
  const times = close.map((_, bar) => start + bar * 300_000);
  const series = { exchange: 'simulated', market: 'spot', symbol: 'VECTORBT', interval: '5m' } as const;
  const frame = createFrame(series, times, { open: close, high: close, low: close, close, volume: close });
  const signals = createSignals(close.length);
  for (const bar of reference.masks[named('entries')]!) setBit(signals.longEntry, bar);
  for (const bar of reference.masks[named('exits')]!) setBit(signals.longExit, bar);
  const { init_cash: initialCash, fees = 0, slippage = 0 } = args as Record<string, number>;
  const execution = { fill: 'close', initialCash: initialCash!, takerFeeRate: fees, slippageBps: slippage * 10_000 } as const;
  return backtestSignals(frame, signals, { execution }).metrics;
}
