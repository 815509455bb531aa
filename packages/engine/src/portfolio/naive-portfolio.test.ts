import { describe, expect, test } from '@jest/globals';
import { blockOf, type Bits, createBits, type Execution, getBit, parseExecution, setBit, type Signals } from '@wick/core';
import fc from 'fast-check';
import { simulateNaively } from './naive-portfolio.test-support.ts';
import { BUY, SELL } from '../records/order-records.ts';
import type { PositionRules } from './position-rules.ts';
import { createSignals, percent, type Scenario } from './scenario.test-support.ts';
import { createSimulation } from './simulation.ts';

interface Case {
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
  skipped: fc.constantFrom(0, 0, 0, 0, 0, 3, 2000),
  signal: fc.constantFrom(0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8, 6, 9, 3, 5, 12, 15),
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

/** Long enough for words of 32 signals to meet, which fast-check’s default size is not. */
const anyBars = fc.array(bar, { minLength: 1, maxLength: 120, size: 'max' });

const anyScenario: fc.Arbitrary<Scenario> = anyBars.map((bars) => {
  const signals = createSignals(bars.length);
  const columns = { open: [] as number[], high: [] as number[], low: [] as number[], close: [] as number[] };
  const times: number[] = [];
  let price = 100;
  let time = 0;
  bars.forEach(({ gap, up, down, body, skipped, signal }, row) => {
    time += (1 + skipped) * 60_000;
    times.push(time);
    const open = Math.max(1, price + gap);
    const low = Math.max(0.5, open - down);
    const high = open + up;
    columns.open.push(open);
    columns.high.push(high);
    columns.low.push(low);
    price = low + body * (high - low);
    columns.close.push(price);
    const wanted: Bits[] = [signals.longEntry, signals.longExit, signals.shortEntry, signals.shortExit];
    wanted.forEach((bits, flag) => signal & (1 << flag) && setBit(bits, row));
  });
  const volume = new Float64Array(bars.length);
  const prices = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]));
  const block = { length: bars.length, openTimeMs: Float64Array.from(times), columns: { ...prices, volume } };
  return { block: block as unknown as Scenario['block'], signals };
});

const anyCase: fc.Arbitrary<Case> = fc.record({ scenario: anyScenario, rules: anyRules, execution: anyExecution });

function simulate({ scenario, rules, execution }: Case, cuts: readonly number[] = []) {
  const { block, signals } = scenario;
  const simulation = createSimulation(rules, execution);
  const equity = new Float64Array(block.length);
  const bounds = [0, ...[...cuts].filter((cut) => cut < block.length).sort((a, b) => a - b), block.length];
  for (let part = 1; part < bounds.length; part++) {
    const [from, to] = [bounds[part - 1]!, bounds[part]!];
    simulation.push(blockOf(block, from, to), signalsOf(signals, from, to), equity.subarray(from, to));
  }
  const { bar, size, price, fee, side } = simulation.orders();
  const orders = [...bar].map((at, row) => [at, size[row], price[row], fee[row], side[row]]);
  return { ...simulation.result(), orders, equity: [...equity], state: { ...simulation.state } };
}

const signalsOf = (signals: Signals, from: number, to: number): Signals => {
  const cut = (bits: Bits): Bits => {
    const part = createBits(to - from);
    for (let row = from; row < to; row++) if (getBit(bits, row)) setBit(part, row - from);
    return part;
  };
  const { longEntry, longExit, shortEntry, shortExit } = signals;
  return {
    length: to - from,
    longEntry: cut(longEntry),
    longExit: cut(longExit),
    shortEntry: cut(shortEntry),
    shortExit: cut(shortExit),
  };
};

/** Texts of a number and of its bits are one to one, and far quicker to compare than objects. */
const bytesOf = (value: unknown): string => JSON.stringify(value);

const RUNS = { numRuns: 1000 };

describe('over random markets, signals, rules and costs', () => {
  test('the walk over set bits gives every fill, refusal and equity value of the bar-by-bar simulator, to the bit', () => {
    fc.assert(
      fc.property(anyCase, (random) => {
        const walked = simulate(random);
        const naive = simulateNaively(random.scenario, random.rules, random.execution);
        expect(bytesOf(walked.fills)).toBe(bytesOf(naive.fills));
        expect(walked.orders).toEqual(naive.fills.map(({ bar, size, price, fee, action }) => [bar, size, price, fee, action === 'buy' ? BUY : SELL]));
        expect(bytesOf(walked.equity)).toBe(bytesOf(naive.equity));
        expect(bytesOf(walked.refusals)).toBe(bytesOf(naive.refusals));
        expect(walked.state.cash).toBe(naive.cash);
        expect(walked.state.barsInPosition).toBe(naive.barsInPosition);
        expect(walked.trades.filter((trade) => trade.ambiguous)).toHaveLength(naive.ambiguousExits);
      }),
      { numRuns: 2000 },
    );
  });

  test('excursions are the extremes of the ranges that a trade lived through, and of its fills', () => {
    fc.assert(
      fc.property(anyCase, (random) => {
        const { open, high, low } = random.scenario.block.columns;
        const atClose = random.execution.fill === 'close';
        for (const { side, entryBar, exitBar, entryPrice, exitPrice, exitReason, mae, mfe } of simulate(random).trades) {
          const isWhole = exitReason === 'end' || ((exitReason === 'exit' || exitReason === 'time') && atClose);
          const prices = [entryPrice, exitPrice];
          for (let bar = atClose ? entryBar + 1 : entryBar; bar <= exitBar; bar++) {
            if (bar < exitBar || isWhole) prices.push(high[bar]!, low[bar]!);
            else prices.push(open[bar]!);
          }
          const gains = prices.map((price) => (side === 'long' ? price - entryPrice : entryPrice - price) / entryPrice);
          expect(mae! - Math.min(...gains)).toBeCloseTo(0, 12);
          expect(mfe! - Math.max(...gains)).toBeCloseTo(0, 12);
        }
      }),
      RUNS,
    );
  });

  test('the initial risk is what a fill at the nearest stop would lose before costs', () => {
    fc.assert(
      fc.property(anyCase, (random) => {
        const stops = [random.rules.stopLoss, random.rules.trailingStop].flatMap((stop) => (stop?.kind === 'percent' ? [stop.percent] : []));
        const nearest = stops.length === 0 ? null : Math.min(...stops);
        const percentOf = (risk: number | null, value: number): number | null =>
          risk === null ? null : Number(((risk / value) * 100).toPrecision(12));
        const { trades } = simulate(random);
        const risked = trades.map(({ initialRisk, size, entryPrice }) => percentOf(initialRisk, size * entryPrice));
        expect(risked).toEqual(trades.map(() => nearest));
      }),
      { numRuns: 200 },
    );
  });

  test('without excursions everything else is the same', () => {
    fc.assert(
      fc.property(anyCase, (random) => {
        const { block, signals } = random.scenario;
        const simulation = createSimulation(random.rules, random.execution, { excursions: 'discard' });
        simulation.push(block, signals, new Float64Array(block.length));
        const expected = simulate(random).trades.map((trade) => ({ ...trade, mae: null, mfe: null }));
        expect(simulation.result().trades).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('every split into blocks gives the same fills, trades, equity and state', () => {
    fc.assert(
      fc.property(anyCase, fc.array(fc.nat(119), { maxLength: 20, size: 'max' }), (random, cuts) => {
        expect(bytesOf(simulate(random, cuts))).toBe(bytesOf(simulate(random)));
      }),
      { numRuns: 500 },
    );
  });

  test('cash is the initial cash and what each fill moved, to the bit', () => {
    fc.assert(
      fc.property(anyCase, (random) => {
        const { fills, state } = simulate(random);
        let cash = random.execution.initialCash;
        let position = 0;
        for (const { action, size, price, fee } of fills) {
          cash += action === 'buy' ? -(size * price) - fee : size * price - fee;
          position += action === 'buy' ? size : -size;
        }
        expect(state.cash).toBe(cash);
        expect(state.position).toBe(position);
      }),
      RUNS,
    );
  });

  test('what is opened, long or short, is worth no more than the equity of that moment, fee included, to the bit', () => {
    fc.assert(
      fc.property(anyCase, (random) => {
        let cash = random.execution.initialCash;
        const excesses = simulate(random).fills.map(({ action, size, price, fee, reason }) => {
          const excess = reason === 'entry' ? size * price + fee - cash : 0;
          cash += action === 'buy' ? -(size * price) - fee : size * price - fee;
          return excess;
        });
        expect(Math.max(0, ...excesses)).toBe(0);
      }),
      RUNS,
    );
  });

  test('initial cash and the profit of each trade add up to the last equity', () => {
    fc.assert(
      fc.property(anyCase, (random) => {
        const { trades, equity } = simulate(random);
        const total = trades.reduce((sum, { pnl }) => sum + pnl, random.execution.initialCash);
        const scale = Math.max(random.execution.initialCash, ...equity.map(Math.abs));
        expect(Math.abs(equity.at(-1)! - total) / scale).toBeLessThan(1e-12);
      }),
      RUNS,
    );
  });
});
