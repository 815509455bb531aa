import {
  type Column, columnsOfPositionRules, columnsOfStrategy, DEFAULT_SIZE, type Execution, type Frame, type FundingRates, type PositionRules, type SignalsOrigin,
  textToPositionRules,
} from '@wick/core';
import type { CliContext } from '../context.ts';
import type { SignalReading } from '../options/signal-options.ts';
import { readStrategy } from '../strategy/read-strategy.ts';
import { openSignals } from './open-signals.ts';
import type { Run } from './run-to-report.ts';

/** What is to be run, checked as far as it can be without candles. */
export interface PreparedRun {
  readonly columns: readonly Column[];
  run(frame: Frame, execution: Partial<Execution>, funding?: FundingRates): Promise<Run>;
}

/** @throws WickError STRATEGY_SYNTAX | STRATEGY_INVALID | SENTENCE_NOT_UNDERSTOOD | FILE_NOT_FOUND */
export async function prepareStrategy(given: string): Promise<PreparedRun> {
  const { strategy, sentence, assumptions } = await readStrategy(given);
  return {
    columns: columnsOfStrategy(strategy),
    async run(frame, execution, funding) {
      const { backtest } = await import('@wick/engine');
      const result = backtest(frame, strategy, { execution, assumptions, funding });
      return { result, frame, ...(sentence !== undefined && { sentence }) };
    },
  };
}

/**
 * @param rules statements such as `stop loss: 2%; size: 50% of equity`
 * @throws WickError FILE_NOT_FOUND | OPTION_INVALID | STRATEGY_SYNTAX | STRATEGY_INVALID; running throws SIGNALS_INVALID
 */
export async function prepareSignals({ signal }: CliContext, path: string, reading: SignalReading, rules = ''): Promise<PreparedRun> {
  const positions = textToPositionRules(rules);
  const source = await openSignals(path, reading);
  return {
    columns: columnsOfPositionRules({ size: DEFAULT_SIZE, ...positions }),
    async run(frame, execution, funding) {
      const [{ signals, origin }, { backtestSignals }] = await Promise.all([source.signals(frame, { signal }), import('@wick/engine')]);
      return { frame, result: backtestSignals(frame, signals, { ...positions, execution, origin, funding, assumptions: assumedOf(positions, reading, origin) }) };
    },
  };
}

function assumedOf(rules: Partial<PositionRules>, { timestamps, sell }: SignalReading, { model }: SignalsOrigin): string[] {
  return [
    ...assumedOfRules(rules),
    ...(sell === undefined ? ['SELL closes a long position and opens no short one.'] : []),
    // A file of "wick signals" says what its timestamps are.
    ...(timestamps === undefined && !model ? ['A timestamp names the bar that opens then, so that its signal fills a bar later: no signal can look ahead.'] : []),
  ];
}

function assumedOfRules({ size, stopLoss, trailingStop }: Partial<PositionRules>): string[] {
  const isOpen = stopLoss === undefined && trailingStop === undefined;
  if (size === undefined && isOpen) return ['Each trade takes all of the equity, and no stop protects it.'];
  return [...(size === undefined ? ['Each trade takes all of the equity.'] : []), ...(isOpen ? ['No stop protects a trade.'] : [])];
}
