import { type Bits, blockOf, createBits, type Execution, getBit, parseExecution, setBit, type Signals } from '@wick/core';
import fc from 'fast-check';
import type { PositionRules } from '../position-rules.ts';
import { createSignals, percent, type Scenario } from '../scenario.test-support.ts';

/** A market, signals, rules and costs. */
export interface RandomRun {
  readonly scenario: Scenario;
  readonly rules: PositionRules;
  readonly execution: Execution;
}

/** Prices on a coarse grid, so that levels are hit exactly and highs, lows and opens coincide. */
const bar = fc.record({
  gap: fc.constantFrom(0, 0, 0, 0, 1, -1, 5, -5, 12),
  up: fc.constantFrom(0, 1, 2, 5, 15),
  down: fc.constantFrom(0, 1, 2, 5, 15),
  body: fc.double({ min: 0, max: 1, noNaN: true }),
  signal: fc.constantFrom(0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8, 6, 9, 3, 5, 12, 15),
  unknown: fc.constantFrom(false, false, false, false, false, false, false, false, false, false, false, true),
});

const distance = fc.option(fc.constantFrom(0.5, 1, 2, 5, 10, 33.3).map(percent), { nil: undefined });

const anyRules: fc.Arbitrary<PositionRules> = fc.record({
  stopLoss: distance,
  takeProfit: distance,
  trailingStop: distance,
  exitAfter: fc.option(fc.constantFrom(1, 2, 3, 10, 33, 64).map((bars) => ({ bars })), { nil: undefined }),
  size: fc.oneof(
    fc.constantFrom(100, 50, 99.9, 33).map((share) => ({ kind: 'equity' as const, percent: share })),
    fc.constantFrom(10, 1000, 1e9).map((value) => ({ kind: 'value' as const, value })),
    fc.constantFrom(0.001, 7, 1e7).map((amount) => ({ kind: 'amount' as const, amount })),
  ),
});

const anyExecution = fc
  .record({
    fill: fc.constantFrom('next-open' as const, 'close' as const),
    initialCash: fc.constantFrom(1000, 12_345.67),
    takerFeeRate: fc.constantFrom(0, 0.001, 0.0123),
    makerFeeRate: fc.constantFrom(0, 0.0004),
    slippageBps: fc.constantFrom(0, 2, 150),
  })
  .map(parseExecution);

const anyBars = fc.array(bar, { minLength: 1, maxLength: 140, size: 'max' });

const anyScenario = (withUnknownPrices: boolean): fc.Arbitrary<Scenario> =>
  anyBars.map((bars) => {
    const signals = createSignals(bars.length);
    const [open, high, low, close, volume] = Array.from({ length: 5 }, () => new Float64Array(bars.length)) as [
      Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>,
    ];
    let price = 100;
    bars.forEach(({ gap, up, down, body, signal, unknown }, row) => {
      open[row] = Math.max(1, price + gap);
      low[row] = Math.max(0.5, open[row]! - down);
      high[row] = open[row]! + up;
      price = low[row]! + body * (high[row]! - low[row]!);
      close[row] = price;
      if (withUnknownPrices && unknown) open[row] = close[row] = Number.NaN;
      const wanted: Bits[] = [signals.longEntry, signals.longExit, signals.shortEntry, signals.shortExit];
      wanted.forEach((bits, flag) => signal & (1 << flag) && setBit(bits, row));
    });
    const openTimeMs = Float64Array.from(bars, (_, row) => row * 60_000);
    return { block: { length: bars.length, openTimeMs, columns: { open, high, low, close, volume } }, signals };
  });

export const anyRun = (withUnknownPrices = false): fc.Arbitrary<RandomRun> =>
  fc.record({ scenario: anyScenario(withUnknownPrices), rules: anyRules, execution: anyExecution });

/** The parts of a scenario between some cuts. */
export function partsOf({ block, signals }: Scenario, cuts: readonly number[]): Scenario[] {
  const bounds = [0, ...cuts.filter((cut) => cut < block.length).sort((a, b) => a - b), block.length];
  return bounds.slice(1).map((to, part) => {
    const from = bounds[part]!;
    return { block: blockOf(block, from, to), signals: signalsOf(signals, from, to) };
  });
}

function signalsOf(signals: Signals, from: number, to: number): Signals {
  const cut = (bits: Bits): Bits => {
    const part = createBits(to - from);
    for (let row = from; row < to; row++) if (getBit(bits, row)) setBit(part, row - from);
    return part;
  };
  const { longEntry, longExit, shortEntry, shortExit } = signals;
  return { length: to - from, longEntry: cut(longEntry), longExit: cut(longExit), shortEntry: cut(shortEntry), shortExit: cut(shortExit) };
}
