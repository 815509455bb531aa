import { describe, expect, jest, test } from '@jest/globals';
import {
  blockOf, createFrame, followingOpenTime, type Frame, type FundingContract, type FundingRates, HOUR_MS, type Strategy, textToStrategy, VECTORBT_CONVENTIONS,
} from '@wick/core';
import fc from 'fast-check';
import { backtestPortfolio } from '../backtest-portfolio.ts';
import { createBacktest } from '../backtest-run.ts';
import { backtest, backtestSignals } from '../backtest.ts';
import { createSignals, FREE } from '../portfolio/scenario.test-support.ts';
import { randomFrame } from '../random-frame.test-support.ts';
import { fundingNaively } from './naive-funding.test-support.ts';

jest.setTimeout(120_000);

const CONTRACT: FundingContract = { exchange: 'binance', market: 'um', symbol: 'BTCUSDT' };
const START_MS = Date.UTC(2024, 0, 1);

type Payment = readonly [timeMs: number, rate: number, markPrice: number];

const ratesOf = (payments: readonly Payment[], contract = CONTRACT): FundingRates => ({
  contract,
  length: payments.length,
  timeMs: Float64Array.from(payments, ([timeMs]) => timeMs),
  rate: Float64Array.from(payments, ([, rate]) => rate),
  markPrice: Float64Array.from(payments, ([, , markPrice]) => markPrice),
});

const contractFrame = (frame: Frame, contract = CONTRACT): Frame =>
  createFrame({ ...contract, interval: frame.series.interval }, frame.openTimeMs, frame.columns);

/** Sizes that do not depend on the cash, and more cash than is ever needed: funding changes no fill. */
const RICH = { initialCash: 1e7, takerFeeRate: 0.001 };
const STRATEGY: Strategy = {
  ...textToStrategy('entry: close > open\nexit: close < lowest(low, 3)[1]\nshort entry: close < lowest(low, 4)[1]\nshort exit: close > open\nstop loss: 2%\ntake profit: 4%'),
  size: { kind: 'amount', amount: 2 },
};

/** Frames with gaps, and payments every eight hours from before them until after, some missing, with a mark price or without. */
const anyCase = fc.record({
  seed: fc.nat(),
  length: fc.integer({ min: 20, max: 120 }),
  fill: fc.constantFrom<'next-open' | 'close'>('next-open', 'close'),
  payments: fc.array(
    fc.record({
      lateMs: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 8 * HOUR_MS - 1 })),
      rate: fc.integer({ min: -300, max: 300 }).map((parts) => parts / 1e5),
      markPrice: fc.oneof(fc.constant(NaN), fc.integer({ min: 8_000, max: 12_000 }).map((cents) => cents / 100)),
      isKnown: fc.boolean(),
    }),
    { minLength: 60, maxLength: 90 },
  ),
}).map(({ seed, length, fill, payments }) => ({
  fill,
  frame: contractFrame(randomFrame(seed, length)),
  rates: ratesOf(payments.flatMap(({ lateMs, rate, markPrice, isKnown }, slot): Payment[] =>
    isKnown ? [[START_MS + (slot - 3) * 8 * HOUR_MS + lateMs, rate, markPrice]] : [])),
}));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const isNear = (found: number, expected: number): boolean => Math.abs(found - expected) <= 1e-6;

describe('funding', () => {
  test('by hand: bought 2 at 100, charged at the mark price, then at the close, received while short', () => {
    const openTimeMs = Float64Array.from({ length: 6 }, (_, hour) => START_MS + hour * HOUR_MS);
    const price = Float64Array.of(100, 100, 110, 120, 120, 120);
    const frame = contractFrame(createFrame({ ...CONTRACT, interval: '1h' }, openTimeMs, { open: price, high: price, low: price, close: price, volume: price }));
    const signals = createSignals(6);
    signals.longEntry.words[0] = 0b000001;
    signals.shortEntry.words[0] = 0b000100;
    const funding = ratesOf([
      [START_MS + 2, 0.5, 100], // nothing is held yet
      [openTimeMs[1]! + 2, 0.01, 105], // 2 × 105 × 1%
      [openTimeMs[2]!, 0.01, NaN], // 2 × 110 × 1%
      [openTimeMs[4]! - 1, 0.02, NaN], // short since 3:00: −2 × 120 × 2%
      [openTimeMs[5]! + HOUR_MS, 0.5, 100], // after the last bar
    ]);
    const { equity, metrics, manifest } = backtestSignals(frame, signals, { size: { kind: 'amount', amount: 2 }, execution: FREE, funding });
    const paid = [0, 2.1, 4.3, -0.5, -0.5, -0.5];
    expect([...equity].map((value, bar) => 1000 + [0, 0, 20, 40, 40, 40][bar]! - value)).toEqual(paid.map((value): unknown => expect.closeTo(value, 9)));
    expect(metrics).toMatchObject({ fundingPaid: expect.closeTo(-0.5, 9), fundingShare: expect.closeTo(-0.5 / 40, 9) });
    expect(manifest.funding).toEqual({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/), payments: 4, firstTimeMs: START_MS + 2, lastTimeMs: openTimeMs[4]! - 1,
    });
    expect(manifest.assumptions.slice(-2)).toEqual([
      'Funding is charged on the position that is held after the fills at the open of the bar that a payment falls into.',
      'Where the mark price of a payment is not known, the close of its bar is taken.',
    ]);
  });

  test('over random runs with gaps and stops, takes what each payment takes of what the fills say is held', () => {
    let charged = 0;
    fc.assert(
      fc.property(anyCase, ({ frame, rates, fill }) => {
        const execution = { ...RICH, fill };
        const [without, funded] = [backtest(frame, STRATEGY, { execution }), backtest(frame, STRATEGY, { execution, funding: rates })];
        expect(funded.fills).toEqual(without.fills);
        const paid = fundingNaively(rates, without.fills, frame, fill);
        const paidAt = Array.from(frame.openTimeMs, (openTimeMs) => sum(paid.filter((_, row) => rates.timeMs[row]! < followingOpenTime(openTimeMs, '1h'))));
        expect(paidAt.filter((amount, bar) => !isNear(without.equity[bar]! - funded.equity[bar]!, amount))).toEqual([]);
        expect(isNear(funded.metrics.fundingPaid!, paidAt.at(-1)!)).toBe(true);
        charged += paid.filter((amount) => amount !== 0).length;
      }),
      { numRuns: 60 },
    );
    expect(charged).toBeGreaterThan(300);
  });

  test('is the same for every split of the candles into blocks', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 20 }), ({ frame, rates, fill }, size) => {
        const options = { interval: '1h', execution: { fill }, funding: rates } as const;
        const whole = createBacktest(STRATEGY, options);
        whole.push(frame);
        const split = createBacktest(STRATEGY, options);
        for (let start = 0; start < frame.length; start += size) split.push(blockOf(frame, start, Math.min(frame.length, start + size)));
        expect(split.finish()).toEqual(whole.finish());
      }),
      { numRuns: 40 },
    );
  });

  test('of several markets with one cash is the sum of theirs, each with its own gaps', () => {
    fc.assert(
      fc.property(anyCase, anyCase, (first, second) => {
        const other: FundingContract = { ...CONTRACT, symbol: 'ETHUSDT' };
        const cases = [first, { ...second, frame: contractFrame(second.frame, other), rates: { ...second.rates, contract: other } }];
        const markets = cases.map(({ frame, rates }) => ({ frame, strategy: STRATEGY, funding: rates }));
        const result = backtestPortfolio(markets, { execution: RICH });
        const paid = cases.map(({ frame, rates }, index) => {
          const endMs = followingOpenTime(frame.openTimeMs.at(-1)!, '1h');
          const payments = fundingNaively(rates, result.markets[index]!.fills, frame, 'next-open');
          return sum(payments.filter((_, row) => rates.timeMs[row]! < endMs));
        });
        result.markets.forEach(({ fundingPaid }, index) => expect(isNear(fundingPaid!, paid[index]!)).toBe(true));
        expect(isNear(result.metrics.fundingPaid!, sum(paid))).toBe(true);
        const pnl = sum(result.markets.flatMap(({ trades }) => trades.map((trade) => trade.pnl)));
        expect(isNear(result.equity.at(-1)! - RICH.initialCash, pnl - sum(paid))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is not known of funding is said', () => {
  const frame = contractFrame(randomFrame(1, 60));
  const assumed = (funding?: FundingRates): string => backtest(frame, STRATEGY, { funding }).manifest.assumptions.join(' ');

  test('a contract without rates, and nothing for spot', () => {
    expect(assumed()).toContain('Funding is not charged.');
    expect(backtest(frame, STRATEGY).manifest).not.toHaveProperty('funding');
    expect(backtest(frame, STRATEGY).metrics).toMatchObject({ fundingPaid: null, fundingShare: null });
    expect(backtest(randomFrame(1, 60), STRATEGY).manifest.assumptions.join(' ')).not.toContain('Funding');
  });

  test('rates that begin late, end early or have holes', () => {
    const [fromMs, toMs] = [frame.openTimeMs[0]!, frame.openTimeMs.at(-1)!];
    const every = (hours: number, lastMs = toMs): FundingRates =>
      ratesOf(Array.from({ length: Math.ceil((lastMs - fromMs) / hours / HOUR_MS) }, (_, i): Payment => [fromMs + i * hours * HOUR_MS, 0.0001, 100]));
    expect(assumed(every(8))).not.toContain('no payment is known');
    expect(assumed(every(9))).toContain('For up to 9 hours no payment is known: whatever was paid then is not charged.');
    expect(assumed(every(8, fromMs + 10 * HOUR_MS))).toContain(`For up to ${(toMs - fromMs) / HOUR_MS + 1 - 8} hours no payment is known`);
    expect(assumed(ratesOf([]))).toContain(`For up to ${(toMs - fromMs) / HOUR_MS + 1} hours no payment is known`);
  });
});

describe('funding is refused', () => {
  const frame = contractFrame(randomFrame(1, 60));
  const good: Payment[] = [[START_MS, 0.0001, NaN], [START_MS + 1, 0.0001, NaN]];

  test.each<[string, FundingRates, string]>([
    ['of another contract', ratesOf(good, { ...CONTRACT, symbol: 'ETHUSDT' }), 'The funding is that of binance um ETHUSDT, and the candles are those of binance um BTCUSDT.'],
    ['that is paid in the coin', ratesOf(good, { ...CONTRACT, market: 'cm' }), 'pays its funding in the coin'],
    ['out of order', ratesOf(good.toReversed()), 'Payment 1 of the funding'],
    ['without a rate', ratesOf([[START_MS, NaN, 1]]), 'Payment 0 of the funding'],
  ])('%s', (_, funding, message) => {
    expect(() => backtest(frame, STRATEGY, { funding })).toThrow(message);
    expect(() => backtestSignals(frame, createSignals(frame.length), { funding })).toThrow(message);
    expect(() => backtestPortfolio([{ frame, strategy: STRATEGY, funding }])).toThrow(message);
  });

  test('under the conventions of vectorbt', () => {
    const execution = { fill: 'close', conventions: VECTORBT_CONVENTIONS } as const;
    const funding = ratesOf(good);
    const strategy = { ...STRATEGY, takeProfit: undefined } as unknown as Strategy;
    expect(() => backtest(frame, strategy, { funding, execution })).toThrow('there is no funding');
    expect(() => backtestPortfolio([{ frame, strategy, funding }], { execution })).toThrow('there is no funding');
  });
});
