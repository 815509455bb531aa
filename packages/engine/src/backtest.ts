import {
  type BacktestResult, DEFAULT_SIZE, type Frame, type FundingRates, type GivenExecution, type Series, seriesKey, type Signals, type SignalsOrigin,
  type Strategy, WickError,
} from '@wick/core';
import { requirePrices } from './backtest-candles.ts';
import { manifestOf, ranSignals, ranStrategy } from './backtest-manifest.ts';
import { createBacktest, createSignalRun } from './backtest-run.ts';
import { requireFunding } from './funding/rates-to-bars.ts';
import type { PositionRules } from './portfolio/position-rules.ts';

export interface BacktestOptions {
  /** How orders become fills and what that costs; what is left out takes core's default. */
  readonly execution?: GivenExecution;
  /** Bars worked on at once; the result does not depend on it. */
  readonly blockLength?: number;
  /** What was assumed before the engine came to it, such as what a sentence left open. Kept in the manifest. */
  readonly assumptions?: readonly string[];
  /**
   * Funding of the contract that the candles are of: charged at each payment on what is held then. Not under conventions. The
   * profit of trades is before it; equity and metrics are after it.
   */
  readonly funding?: FundingRates | undefined;
}

/**
 * Frame + strategy → result, deterministic: the same input gives the same bytes.
 *
 * @throws WickError CANDLES_MISSING (empty frame), HISTORY_TOO_SHORT (fewer bars than the indicators need),
 *   CANDLES_DAMAGED (a price that is NaN, infinite or not above zero), STRATEGY_INVALID (also an entry that can never be
 *   true), OPTION_INVALID
 */
export function backtest(frame: Frame, strategy: Strategy, options: BacktestOptions = {}): BacktestResult {
  requireCandles(frame);
  if (options.funding) requireFunding(options.funding, frame.series);
  const given = options.execution ?? {};
  const run = createBacktest(strategy, {
    interval: frame.series.interval,
    execution: given,
    expectedBars: frame.length,
    funding: options.funding,
    ...(options.blockLength !== undefined && { blockLength: options.blockLength }),
  });
  const warmupBars = run.warmupOver(frame.openTimeMs);
  if (frame.length <= warmupBars) throw tooShort(frame, warmupBars + 1);
  run.push(frame);
  return {
    manifest: manifestOf(frame, ranStrategy(strategy, warmupBars), run.execution, given, options),
    ...run.finish(),
    openTimeMs: frame.openTimeMs,
    gaps: frame.gaps,
  };
}

export interface SignalBacktestOptions extends Partial<PositionRules> {
  readonly execution?: GivenExecution;
  /** What the signals were read from; kept in the manifest. */
  readonly origin?: SignalsOrigin;
  /** What was assumed before the engine came to it. Kept in the manifest. */
  readonly assumptions?: readonly string[];
  /** As for {@link BacktestOptions}. */
  readonly funding?: FundingRates | undefined;
}

/**
 * Frame + signals from outside → result, by the same rules as {@link backtest}. Without a size each trade takes all of
 * the equity. The manifest holds a hash of the signals in the place of a strategy.
 *
 * @throws WickError CANDLES_MISSING, CANDLES_DAMAGED, OPTION_INVALID (also if the signals are not as long as the frame)
 */
export function backtestSignals(
  frame: Frame,
  signals: Signals,
  { execution: given = {}, origin, assumptions, funding, ...positions }: SignalBacktestOptions = {},
): BacktestResult {
  requireCandles(frame);
  if (funding) requireFunding(funding, frame.series);
  const rules: PositionRules = { ...positions, size: positions.size ?? DEFAULT_SIZE };
  const run = createSignalRun(rules, { interval: frame.series.interval, execution: given, expectedBars: frame.length, funding });
  requirePrices(frame);
  run.push(frame, signals);
  return {
    manifest: manifestOf(frame, ranSignals(signals, rules, origin ?? null), run.execution, given, { assumptions, funding }),
    ...run.finish(),
    openTimeMs: frame.openTimeMs,
    gaps: frame.gaps,
  };
}

function requireCandles(frame: Frame): void {
  if (frame.length > 0) return;
  throw new WickError('CANDLES_MISSING', `There are no candles of ${nameOf(frame.series)} in this range.`, {
    remedy: 'Import or sync candles of it first, or choose another range.',
    details: { series: seriesKey(frame.series) },
  });
}

const tooShort = (frame: Frame, needed: number): WickError =>
  new WickError(
    'HISTORY_TOO_SHORT',
    `The strategy needs at least ${needed} candles of ${nameOf(frame.series)}, and there are ${frame.length}.`,
    {
      remedy: 'Take a longer range, or shorter periods in the rules.',
      details: { candles: frame.length, needed },
    },
  );

const nameOf = (series: Series): string => `${series.symbol} ${series.interval}`;
