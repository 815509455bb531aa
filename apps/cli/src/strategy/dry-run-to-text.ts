import { formatAmount, formatCount, formatTime } from '../output/format.ts';
import type { DryRun, Tried } from './dry-run.ts';
import type { EntryCount } from './entry-counts.ts';

/** `BTCUSDT 1h (binance spot), 2023-01-01 00:00 to 2024-01-01 00:00 (8,761 candles)`. */
export const triedOn = ({ series, candles, firstOpenTimeMs, lastOpenTimeMs }: Tried): string =>
  `${series.symbol} ${series.interval} (${series.exchange} ${series.market}), ${formatTime(firstOpenTimeMs)} to ${formatTime(lastOpenTimeMs)} (${formatAmount(candles, 'candle')})`;

/** A dry run for people, a line a fact. */
export function dryRunToLines(run: DryRun): string[] {
  if (!run.tried) return [`Not tried on candles: ${run.reason.replace(/\.?$/, '.')}`];
  const { positions, longs, shorts, openAtEnd, firstEntryTimeMs, lastEntryTimeMs } = run;
  if (firstEntryTimeMs === null || lastEntryTimeMs === null) return [`Would never have traded over ${triedOn(run)}.`, ...whyNoneToLines(run), ...assumedToLines(run)];
  return [
    `Would have traded ${formatCount(positions)} ${positions === 1 ? 'time' : 'times'} over ${triedOn(run)}; ` +
      `first ${formatTime(firstEntryTimeMs)}, last ${formatTime(lastEntryTimeMs)}.`,
    `${formatAmount(longs, 'long')}, ${formatAmount(shorts, 'short')}, ${formatCount(openAtEnd)} open at the end; fills and fees as "wick backtest" has them by default.`,
    ...assumedToLines(run),
  ];
}

const assumedToLines = ({ isAssumed }: Tried): string[] =>
  isAssumed ? ['These candles are assumed: of what is stored and allowed, the series with the most. Name others with --symbol and --interval.'] : [];

/** Which rule never held. */
export function whyNoneToLines({ whyNone, candles, warmupBars }: Tried): string[] {
  if (!whyNone) return [];
  return [
    ...whyNone.entries.flatMap((entry) => entryToLines(entry, candles)),
    ...whyNone.reasons,
    ...(warmupBars * 2 > candles ? [`${formatCount(warmupBars)} of the candles are warm-up, on which some rule cannot be known yet: a longer range can tell more.`] : []),
  ];
}

function entryToLines({ side, condition, bars, parts }: EntryCount, candles: number): string[] {
  if (parts.length === 0) return [`The ${side} entry held on ${ofCandles(bars, candles)}: ${condition}`];
  const apart = bars === 0 && parts.every((part) => part.bars > 0) ? ', though each of its parts did, never all at once' : '';
  return [`The ${side} entry held on ${ofCandles(bars, candles)}${apart}. Of its parts:`, ...parts.map((part) => `  on ${formatCount(part.bars)}: ${part.condition}`)];
}

const ofCandles = (bars: number, candles: number): string => (bars === 0 ? `none of ${formatAmount(candles, 'candle')}` : `${formatCount(bars)} of ${formatAmount(candles, 'candle')}`);
