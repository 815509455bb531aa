/**
 * A sweep of SMA pairs, the orders that a lane fills, and what threads add. The answers are checked against backtests.
 *
 * Run: node --conditions=@wick/source tools/bench/sweep.ts
 */
import { fileURLToPath } from 'node:url';
import { createBits, createFrame, DEFAULT_SIZE, type Frame, parseExecution, setBit, templateToStrategy, textToParameter } from '@wick/core';
import { backtest, createLaneSimulation, simulateMany, sweep, sweepInThreads, type SweepResult } from '@wick/engine';
import { generateCandles } from '@wick/testkit';
import { median } from './pairs.ts';

export interface SweepMeasure {
  readonly work: string;
  /** Milliseconds, median of the runs after one that is not counted. */
  readonly ms: number;
  /** The same, for a bar of a combination or for an order, in nanoseconds. */
  readonly nsEach: number;
}

export interface SweepSizes {
  /** Longest window of the pairs 2 … longest, and candles. */
  readonly sweeps: readonly (readonly [longest: number, bars: number])[];
  /** Bars of a single run, and of one with stops. */
  readonly simulatedBars: number;
  /** Columns, and bars of each, with an order in every bar. */
  readonly orders: readonly [columns: number, bars: number];
  /** Longest window and candles of the sweep that is done in one thread and in two. */
  readonly threaded: readonly [longest: number, bars: number];
  readonly runs: number;
}

/** What the tables of docs/benchmarks.md are made with. */
export const FULL_SWEEP_SIZES: SweepSizes = {
  sweeps: [[100, 10_000], [50, 105_120]], simulatedBars: 1_000_000, orders: [1_000, 1_000], threaded: [100, 500_000], runs: 7,
};

const PAIRS = 'entry: sma(close, $fast) crosses above sma(close, $slow)\nexit: sma(close, $fast) crosses below sma(close, $slow)';
const pairsOf = (longest: number) =>
  ({ kind: 'grid', parameters: [textToParameter(`fast=2..${longest}`), textToParameter(`slow=2..${longest}`)], where: 'fast < slow' }) as const;

/** @throws Error where a row of a sweep is not what a backtest of it says */
export async function measureSweep(sizes: SweepSizes): Promise<SweepMeasure[]> {
  const measures: SweepMeasure[] = [];
  for (const [longest, bars] of sizes.sweeps) measures.push(await measurePairs(longest, bars, sizes.runs));
  measures.push(await measureSimulation(sizes.simulatedBars, sizes.runs, false), await measureSimulation(sizes.simulatedBars, sizes.runs, true));
  measures.push(await measureOrders(...sizes.orders, sizes.runs));
  measures.push(...(await measureThreads(...sizes.threaded, Math.min(3, sizes.runs))));
  return measures;
}

async function measurePairs(longest: number, bars: number, runs: number): Promise<SweepMeasure> {
  const frame = market(bars);
  const execution = { fill: 'close', slippageBps: 0 } as const;
  let result: SweepResult | undefined;
  const ms = await medianMs(runs, () => (result = sweep(frame, PAIRS, pairsOf(longest), { metrics: ['totalReturn'], execution })));
  check(frame, result!);
  return { work: `${result!.length} SMA pairs × ${bars} bars, total return`, ms, nsEach: (ms * 1e6) / (result!.length * bars) };
}

async function measureSimulation(bars: number, runs: number, withStops: boolean): Promise<SweepMeasure> {
  const frame = market(bars);
  const signals = { length: bars, longEntry: createBits(bars), longExit: createBits(bars), shortEntry: createBits(bars), shortExit: createBits(bars) };
  for (let bar = 0; bar < bars; bar += 97) setBit(signals.longEntry, bar);
  for (let bar = 43; bar < bars; bar += 97) setBit(signals.longExit, bar);
  const stop = { kind: 'percent', percent: 1 } as const;
  const rules = { size: DEFAULT_SIZE, ...(withStops && { stopLoss: stop, takeProfit: stop }) };
  const equity = new Float64Array(bars);
  const ms = await medianMs(runs, () => createLaneSimulation(rules, parseExecution({})).push(frame, signals, equity));
  return { work: `${withStops ? 'stop loss and take profit' : 'simulation'}, ${bars} bars, equity written`, ms, nsEach: (ms * 1e6) / bars };
}

/** Entry on even bars, exit on odd ones, no costs. */
async function measureOrders(columns: number, bars: number, runs: number): Promise<SweepMeasure> {
  const block = market(bars);
  const signals = { length: bars, longEntry: createBits(bars), longExit: createBits(bars), shortEntry: createBits(bars), shortExit: createBits(bars) };
  for (let bar = 0; bar < bars; bar++) setBit(bar % 2 === 0 ? signals.longEntry : signals.longExit, bar);
  const inputs = Array.from({ length: columns }, () => ({ block, signals }));
  const execution = parseExecution({ fill: 'close', takerFeeRate: 0, makerFeeRate: 0, slippageBps: 0 });
  const ms = await medianMs(runs, () => {
    const { orders } = simulateMany(inputs, { size: DEFAULT_SIZE }, execution);
    if (orders.some((count) => count !== bars)) throw new Error('an order is missing');
  });
  return { work: `${columns * bars} orders, one in each of ${bars} bars of ${columns} columns`, ms, nsEach: (ms * 1e6) / (columns * bars) };
}

async function measureThreads(longest: number, bars: number, runs: number): Promise<SweepMeasure[]> {
  const frame = market(bars);
  const measures: SweepMeasure[] = [];
  const columns: (Float64Array | undefined)[] = [];
  for (const threads of [1, 2]) {
    let result: SweepResult | undefined;
    const ms = await medianMs(runs, async () => (result = await sweepInThreads(frame, PAIRS, pairsOf(longest), { metrics: ['totalReturn'], threads })));
    columns.push(result!.metrics.totalReturn);
    measures.push({ work: `${result!.length} SMA pairs × ${bars} bars in ${threads} thread${threads > 1 ? 's' : ''}`, ms, nsEach: (ms * 1e6) / (result!.length * bars) });
  }
  const [alone, together] = columns;
  if (!alone!.every((value, row) => Object.is(value, together![row]))) throw new Error('two threads gave other numbers than one');
  return measures;
}

/** The first, the last and some rows between them against the backtest of each. */
function check(frame: Frame, result: SweepResult): void {
  const { execution, length } = result;
  for (let row = 0; row < length; row += Math.max(1, Math.floor(length / 5))) {
    const { metrics } = backtest(frame, templateToStrategy(result.template, result.valuesOf(row)), { execution });
    if (metrics.totalReturn !== result.metrics.totalReturn![row]) throw new Error(`row ${row} is not what its backtest says`);
  }
}

async function medianMs(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = -1; run < runs; run++) {
    const start = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return median(times);
}

function market(count: number): Frame {
  const series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '5m' } as const;
  const { openTimeMs, columns } = generateCandles({ series, fromMs: Date.UTC(2024, 0, 1), count, seed: 3 });
  return createFrame(series, openTimeMs, columns);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const measures = await measureSweep(FULL_SWEEP_SIZES);
  console.table(measures.map(({ work, ms, nsEach }) => ({ work, ms: Number(ms.toFixed(1)), 'ns each': Number(nsEach.toFixed(2)) })));
  console.log(`peak memory of the process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}
