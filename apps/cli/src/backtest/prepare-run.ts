import { type Column, columnsOfStrategy, type Execution, type Frame } from '@wick/core';
import type { CliContext } from '../context.ts';
import type { SignalReading } from '../options/signal-options.ts';
import { readStrategy } from '../strategy/read-strategy.ts';
import { openSignals } from './open-signals.ts';
import type { Run } from './run-to-report.ts';

/** What is to be run, checked as far as it can be without candles. */
export interface PreparedRun {
  readonly columns: readonly Column[];
  run(frame: Frame, execution: Partial<Execution>): Promise<Run>;
}

/** @throws WickError STRATEGY_SYNTAX | STRATEGY_INVALID | SENTENCE_NOT_UNDERSTOOD | FILE_NOT_FOUND */
export async function prepareStrategy(given: string): Promise<PreparedRun> {
  const { strategy, sentence, assumptions } = await readStrategy(given);
  return {
    columns: columnsOfStrategy(strategy),
    async run(frame, execution) {
      const { backtest } = await import('@wick/engine');
      const result = backtest(frame, strategy, { execution, assumptions });
      return { result, frame, ...(sentence !== undefined && { sentence }) };
    },
  };
}

/** @throws WickError FILE_NOT_FOUND | OPTION_INVALID; running throws SIGNALS_INVALID */
export async function prepareSignals({ signal }: CliContext, path: string, reading: SignalReading): Promise<PreparedRun> {
  const source = await openSignals(path, reading);
  return {
    columns: [],
    async run(frame, execution) {
      const [{ signals, origin }, { backtestSignals }] = await Promise.all([source.signals(frame, { signal }), import('@wick/engine')]);
      return { frame, result: backtestSignals(frame, signals, { execution, origin, assumptions: assumedOf(reading) }) };
    },
  };
}

function assumedOf({ timestamps, sell }: SignalReading): string[] {
  return [
    'Each trade takes all of the equity, and no stop protects it.',
    ...(sell === undefined ? ['SELL closes a long position and opens no short one.'] : []),
    ...(timestamps === undefined ? ['A timestamp names the bar that opens then, so that its signal fills a bar later: no signal can look ahead.'] : []),
  ];
}
