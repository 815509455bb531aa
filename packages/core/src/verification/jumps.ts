import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';
import { intervalMs, missingBetween } from '../interval/interval.ts';
import type { CandleCheck } from './finding.ts';
import { timeText } from './finding-text.ts';
import { medianInPlace } from './median.ts';
import { RunTally } from './run-tally.ts';

export interface JumpOptions {
  /** Robust standard deviations from the median return; default 40, since returns of a minute have fat tails. */
  readonly deviations?: number;
  /** Smaller moves are no jumps, however quiet the market is; default 0.03, about 3 %. */
  readonly minMove?: number;
}

/** Returns that are judged together. */
const BLOCK = 4_096;
/** Fewer returns than this say nothing about what is usual. */
const ENOUGH = 30;
/** A spike comes back if no more than this part of it is left one candle later. */
const LEFT_OF_SPIKE = 0.25;

/**
 * Closing prices far from the one before. A return r = ln(close / close before) is a jump if |r − m| > deviations × s and |r| ≥
 * minMove, with m the median of its block of 4,096 returns and s = 1.4826 × median |r − m|, which for a normal
 * distribution is its standard deviation (Rousseeuw and Croux, "Alternatives to the Median Absolute Deviation", 1993); where
 * more than half of the returns are equal, s = 1.2533 × mean |r − m|. A last, shorter block is judged by the last 4,096
 * returns. A jump is a note: markets do this. One that comes back with the next candle is a spike, and a warning. Returns
 * across a gap are passed over.
 */
export function jumpsCheck(series: Series, { deviations = 40, minMove = 0.03 }: JumpOptions = {}): CandleCheck {
  const returns = new Float64Array(BLOCK);
  const rows = new Float64Array(BLOCK);
  const times = new Float64Array(BLOCK);
  const scratch = new Float64Array(BLOCK);
  const found = spikesAndJumps();
  const stepMs = intervalMs(series.interval);
  let used = 0;
  let seen = 0;
  let lastCloseBefore = Number.NaN;
  let lastTimeBefore = Number.NaN;

  const judge = (count: number): void => {
    const size = Math.min(seen, BLOCK);
    if (size < ENOUGH) return;
    const { middle, scale } = robustScale(returns, scratch, size);
    const limit = deviations * scale;
    for (let i = 0; i < count; i++) {
      const move = returns[i]!;
      found.next(rows[i]!, times[i]!, move, Math.abs(move - middle) > limit && Math.abs(move) >= minMove);
    }
  };

  return {
    push({ openTimeMs, columns: { close }, length }: CandleBatch, firstRow) {
      // Locals: a number that a closure keeps is allocated anew with every assignment.
      let lastClose = lastCloseBefore;
      let lastTime = lastTimeBefore;
      for (let row = 0; row < length; row++) {
        const time = openTimeMs[row]!;
        const price = close[row]!;
        const move = Math.log(price / lastClose);
        const isNext = time - lastTime === stepMs || missingBetween(lastTime, time, series.interval) === 0;
        lastClose = price;
        lastTime = time;
        if (!isNext || !Number.isFinite(move)) continue;
        returns[used] = move;
        rows[used] = firstRow + row;
        times[used] = time;
        seen++;
        if (++used === BLOCK) {
          judge(used);
          used = 0;
        }
      }
      lastCloseBefore = lastClose;
      lastTimeBefore = lastTime;
    },
    findings() {
      judge(used);
      used = 0;
      return found.findings(series);
    },
  };
}

/** Median and robust standard deviation of the first `size` returns. */
function robustScale(returns: Float64Array, scratch: Float64Array, size: number): { middle: number; scale: number } {
  scratch.set(returns);
  const middle = medianInPlace(scratch, size);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const distance = Math.abs(returns[i]! - middle);
    scratch[i] = distance;
    sum += distance;
  }
  const deviation = medianInPlace(scratch, size);
  return { middle, scale: deviation > 0 ? 1.4826 * deviation : (1.2533 * sum) / size };
}

/** Tells jumps that come back from those that stay: which one it is shows with the return after it. */
function spikesAndJumps(): { next(row: number, timeMs: number, move: number, isJump: boolean): void; findings(series: Series): ReturnType<CandleCheck['findings']> } {
  const [jumps, spikes] = [new RunTally(), new RunTally()];
  let open = { row: -2, timeMs: 0, move: 0 };
  const settle = (tally: RunTally): void => {
    if (open.row < 0) return;
    tally.hit(open.row, open.timeMs);
    if (tally.example === '') tally.example = `${timeText(open.timeMs)}: the close is ${percent(open.move)} from the one before`;
    open = { row: -2, timeMs: 0, move: 0 };
  };
  return {
    next(row, timeMs, move, isJump) {
      if (open.row >= 0) {
        const comesBack = row === open.row + 1 && Math.abs(open.move + move) <= LEFT_OF_SPIKE * Math.abs(open.move);
        settle(comesBack ? spikes : jumps);
        // The way back belongs to the spike.
        if (comesBack) return;
      }
      if (isJump) open = { row, timeMs, move };
    },
    findings(series) {
      settle(jumps);
      return [
        ...spikes.findings({ check: 'jumps', severity: 'warning', series, predicate: 'Jumps away and comes back with the next' }),
        ...jumps.findings({ check: 'jumps', severity: 'note', series, predicate: 'Closes far from the candle before' }),
      ];
    },
  };
}

const percent = (logReturn: number): string => `${(Math.expm1(logReturn) * 100).toFixed(1)} %`;
