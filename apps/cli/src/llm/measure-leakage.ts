import { type Frame, WickError } from '@wick/core';
import { LEAST_PAIRS, prepareTwice, resolveProvider, type SpreadWindows, spreadWindows } from '@wick/llm-signals';
import { rangeToNotes } from '../backtest/range-to-notes.ts';
import { FailureReported } from '../command.ts';
import type { LeakageOptions } from '../commands/llm-leakage.ts';
import type { CliContext } from '../context.ts';
import { readSeries } from '../options/series-options.ts';
import { readRange } from '../options/time-options.ts';
import { emit } from '../output/emit.ts';
import { runPrepared } from '../signals/judge-signals.ts';
import { loadWithHistory } from '../signals/load-with-history.ts';
import { planToText } from '../signals/plan-to-text.ts';
import { readAsking, readJudgingSettings, withOwnLimits } from '../signals/read-judging.ts';
import { readCount } from '../sweep/read-count.ts';
import { withStorage } from '../with-storage.ts';
import { instructionToNotes } from './instruction-to-notes.ts';
import { leakageToDocument, leakageToText } from './leakage-to-text.ts';
import { loadPrices } from './load-prices.ts';

/** Asks about the same windows masked and plain, and prints both results and whether they differ by more than chance. */
export async function measureLeakage(context: CliContext, symbol: string, options: LeakageOptions): Promise<void> {
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const { masked: _both, every: least, ...settings } = readJudgingSettings(options);
  const horizon = readHorizon(options, least);
  const most = readCount('--windows', options.windows, LEAST_PAIRS + 1);
  const { concurrency, ...asking } = readAsking(options);
  const provider = withOwnLimits(resolveProvider(options.provider, context.env), options);
  const prices = await loadPrices(context, options.prices);
  await withStorage(context, async (storage) => {
    const { asked, frame: stored } = await loadWithHistory(storage, series, range, settings.candles);
    const { frame, every } = requireEnough(stored, spreadWindows(stored, settings.candles, least, most, range.fromMs));
    const prepared = await prepareTwice({
      frame, horizon, provider, prices, concurrency,
      settings: { ...settings, every },
      cassettes: storage.cassettes, signal: context.signal,
      ...(range.fromMs !== undefined && { fromMs: range.fromMs }),
      ...(options.model !== undefined && { model: options.model }),
      ...(options.acceptModel && { accepted: options.acceptModel }),
    });
    const notes = [...rangeToNotes(asked, range), ...instructionToNotes(settings.instruction, series.symbol)];
    if (options.plan) return emit(context, options, { plan: prepared.planned, notes }, () => planToText(prepared.planned, notes, prices, { twice: true }));
    const ran = await runPrepared(context, storage, prepared, provider, { ...options, ...asking });
    emit(context, options, leakageToDocument(ran, notes), () => leakageToText(ran, notes));
    // The rest is asked for by the same command.
    if (ran.plain.answers.unanswered + ran.masked.answers.unanswered > 0) throw new FailureReported();
  });
}

function readHorizon({ horizon: given }: LeakageOptions, every: number): number {
  const horizon = given === undefined ? every : readCount('--horizon', given);
  if (horizon <= every) return horizon;
  throw new WickError('OPTION_INVALID', `A horizon of ${horizon} bars is longer than the ${every} from one decision to the next: what comes of them would overlap.`, {
    remedy: `Use --every ${horizon}, or a shorter --horizon.`,
    details: { option: '--horizon', value: given },
  });
}

/** Before anything is paid for: the last of the windows may have no outcome yet. */
function requireEnough({ series: { symbol, interval } }: Frame, spread: SpreadWindows): SpreadWindows {
  if (spread.windows > LEAST_PAIRS) return spread;
  throw new WickError('OPTION_INVALID', `${symbol} ${interval} has ${spread.windows} windows here, and ${LEAST_PAIRS} decisions or fewer say nothing either way.`, {
    remedy: 'Take a longer range, decide more often (--every) or show fewer candles (--window).',
    details: { option: '--windows', windows: spread.windows },
  });
}
