import type { SweepProgress } from '@wick/engine';
import type { CliContext } from '../context.ts';
import { formatCount, formatDuration } from '../output/format.ts';

/** Least time between two lines where none can be written over. */
const LINE_EVERY_MS = 5_000;
const REDRAW_EVERY_MS = 100;

export interface SweepProgressDisplay {
  readonly listener: (progress: SweepProgress) => void;
  stop(): void;
}

/** How far a sweep is, at which rate, and the time left, on stderr. Work that is done within seconds says nothing but on a terminal. */
export function showSweepProgress({ stderr }: CliContext, combinations: number): SweepProgressDisplay {
  const startMs = performance.now();
  let lastMs = startMs;
  return {
    listener(progress) {
      const nowMs = performance.now();
      if (nowMs - lastMs < (stderr.isTTY ? REDRAW_EVERY_MS : LINE_EVERY_MS)) return;
      lastMs = nowMs;
      const line = progressToText(progress, combinations, nowMs - startMs);
      stderr.write(stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
    },
    stop: () => void (stderr.isTTY && stderr.write('\r\x1b[K')),
  };
}

/** @param combinations that are left to compute, which `total` is made of */
export function progressToText({ done, total }: SweepProgress, combinations: number, elapsedMs: number): string {
  const share = total === 0 ? 1 : done / total;
  const rate = elapsedMs > 0 ? (share * combinations * 1000) / elapsedMs : 0;
  const left = share > 0 ? `, ${formatDuration((elapsedMs * (1 - share)) / share)} left` : '';
  const pace = rate >= 10 ? formatCount(Math.round(rate)) : rate.toPrecision(2);
  return `Sweep: ${Math.floor(share * 100)}% of ${formatCount(combinations)} combinations, ${pace} a second${left}`;
}
