import {
  type BacktestResult, type Execution, type FundingRates, type GivenExecution, type FrameBlock, type Interval, parseExecution, type Signals, type Strategy,
} from '@wick/core';
import { requirePrices } from './backtest-candles.ts';
import { createEquityStatistics } from './metrics/equity-statistics.ts';
import { runToMetrics } from './metrics/run-to-metrics.ts';
import { SettledTrades } from './metrics/settled-trades.ts';
import { createEquityRecord, type EquityOption } from './portfolio/equity-record.ts';
import type { PortfolioState } from './portfolio/portfolio-state.ts';
import type { PositionRules } from './portfolio/position-rules.ts';
import { createSimulation } from './portfolio/simulation.ts';
import { warmupOfRules } from './portfolio/value-stream.ts';
import { requireEntry } from './signals/never-true.ts';
import { createSignalStream } from './signals/signal-stream.ts';

export interface RunOptions {
  /** Of the candles that will come. */
  readonly interval: Interval;
  /** What is left out takes its default. */
  readonly execution?: GivenExecution;
  /** Default `record`. */
  readonly equity?: EquityOption;
  /**
   * `discard`: fills and trades are counted in the metrics and forgotten, so that memory does not grow with them; the result has those
   * of the position that is open. Default `record`.
   */
  readonly trades?: 'record' | 'discard';
  /** Funding of the contract, charged on what is held at each payment. Not under conventions. */
  readonly funding?: FundingRates | undefined;
  /** Bars that will come, if known: the equity is then allocated once. */
  readonly expectedBars?: number;
}

/** A result without what only a whole frame has. */
export type RunResult = Omit<BacktestResult, 'manifest' | 'gaps' | 'openTimeMs'>;

/** Signals in, result out, one block after another: simulation and metrics of a run. */
export interface SignalRun {
  readonly execution: Execution;
  readonly state: PortfolioState;
  /**
   * @param block with prices for which `requirePrices` holds
   * @throws WickError OPTION_INVALID (signals of another length)
   */
  push(block: FrameBlock, signals: Signals): void;
  /** What it came to, if the candles ended here. Changes nothing: more blocks may follow. */
  finish(): RunResult;
}

/** @throws WickError OPTION_INVALID */
export function createSignalRun(rules: PositionRules, options: RunOptions): SignalRun {
  const execution = parseExecution(options.execution ?? {});
  const simulation = createSimulation(rules, execution, { interval: options.interval, funding: options.funding });
  const statistics = createEquityStatistics(execution.initialCash, options.interval);
  const record = createEquityRecord(options.equity ?? 'record', options.expectedBars);
  const settled = new SettledTrades();
  return {
    execution,
    get state() {
      return simulation.state;
    },
    push(block, signals) {
      const equity = record.next(block.length);
      simulation.push(block, signals, equity);
      statistics.add(equity, block);
      record.done(equity, block.openTimeMs);
      if (options.trades === 'discard') settled.add(simulation.takeSettled());
    },
    finish() {
      const { fills, trades, refusals, fundingPaid } = simulation.result();
      const { state } = simulation;
      const finalValue = state.position === 0 ? state.cash : state.cash + state.position * state.lastClose;
      const { barsInPosition } = state;
      const sums = settled.copy();
      sums.add({ fills, trades });
      return {
        metrics: runToMetrics({
          interval: options.interval, execution, equity: statistics.read(), finalValue, barsInPosition, costs: sums.costs, trades: sums.trades,
          fundingPaid: options.funding ? fundingPaid : null,
        }),
        trades,
        fills,
        refusals,
        ambiguousTrades: sums.ambiguous,
        equity: record.values(),
      };
    },
  };
}

export interface BacktestRunOptions extends RunOptions {
  /** Bars for which indicators are computed at a time: it changes the speed, never the result. */
  readonly blockLength?: number;
}

/** A strategy over candles that come in blocks of any size: a whole history, a stream, or one bar at a time. */
export interface BacktestRun extends Omit<SignalRun, 'push'> {
  /** Bars at the start on which some rule cannot be known yet. */
  readonly warmupBars: number;
  /** The same for bars with these opening times: a rule on a higher interval waits for candles to close. */
  warmupOver(openTimeMs: Float64Array): number;
  /** @throws WickError CANDLES_DAMAGED, CANDLES_MISSING (a column that the strategy reads) */
  push(block: FrameBlock): void;
}

/**
 * The one engine: candles → indicators → signals → orders → fills → portfolio → metrics. The result is the same, to the
 * bit, however the candles are cut into blocks, and nothing it says of a bar depends on a later one.
 *
 * @throws WickError OPTION_INVALID, STRATEGY_INVALID (also an entry that can never be true)
 */
export function createBacktest(strategy: Strategy, options: BacktestRunOptions): BacktestRun {
  const run = createSignalRun(strategy, options);
  const { blockLength } = options;
  const stream = createSignalStream(strategy, { interval: options.interval, ...(blockLength !== undefined && { blockLength }) });
  requireEntry(stream, strategy, options.interval);
  const positionWarmup = warmupOfRules(strategy, options.interval, run.execution);
  return {
    execution: run.execution,
    get state() {
      return run.state;
    },
    warmupBars: Math.max(stream.warmupBars, positionWarmup),
    warmupOver: (openTimeMs) => Math.max(stream.warmupOver(openTimeMs), positionWarmup),
    push(block) {
      requirePrices(block);
      run.push(block, stream.process(block));
    },
    finish: () => run.finish(),
  };
}
