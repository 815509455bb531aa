import type { SyncProgress } from '@wick/ingestion';
import type { CliContext } from '../context.ts';
import { formatAmount, formatCount, formatDuration } from '../output/format.ts';

/** Least time between two lines where none can be written over. */
const LINE_EVERY_MS = 10_000;
const REDRAW_EVERY_MS = 100;

export interface SyncProgressDisplay {
  readonly listener: (progress: SyncProgress) => void;
  stop(): void;
}

/** Request weight spent in this minute, and what may be. */
export interface Weight {
  readonly used: number;
  readonly limit: number;
}

/** One display for all series, on stderr: a line that is redrawn on a terminal, else one now and then. */
export function showSyncProgress({ stderr }: CliContext, weight: () => Weight): SyncProgressDisplay {
  const startMs = performance.now();
  let lastMs = stderr.isTTY ? -Infinity : startMs;
  return {
    listener(progress) {
      const nowMs = performance.now();
      if (nowMs - lastMs < (stderr.isTTY ? REDRAW_EVERY_MS : LINE_EVERY_MS)) return;
      lastMs = nowMs;
      const line = syncProgressToText(progress, weight(), nowMs - startMs);
      stderr.write(stderr.isTTY ? `\r\x1b[K${line.slice(0, (stderr.columns ?? 120) - 1)}` : `${line}\n`);
    },
    stop: () => void (stderr.isTTY && stderr.write('\r\x1b[K')),
  };
}

/** `26% of 4,500,000 · 85,000/s · 38 s left · weight 1,204/6,000 · 12 gaps · 1 failed · 3/50 done`: as a rule within 80 columns. */
export function syncProgressToText({ series, candles, gaps }: SyncProgress, weight: Weight, elapsedMs: number): string {
  const share = candles.total === 0 ? 1 : candles.done / candles.total;
  const rate = elapsedMs > 0 ? (candles.done * 1_000) / elapsedMs : 0;
  const parts = [
    `${Math.floor(100 * share)}% of ${formatCount(candles.total)}`,
    ...(candles.done > 0 ? [`${formatCount(Math.round(rate))}/s`, `${formatDuration(((candles.total - candles.done) * 1_000) / rate)} left`] : []),
    `weight ${formatCount(weight.used)}/${formatCount(weight.limit)}`,
    ...(gaps > 0 ? [formatAmount(gaps, 'gap')] : []),
    ...(series.failed > 0 ? [`${formatCount(series.failed)} failed`] : []),
    `${formatCount(series.done + series.failed)}/${formatCount(series.total)} done`,
  ];
  return parts.join(' · ');
}
