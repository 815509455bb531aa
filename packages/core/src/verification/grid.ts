import type { Series } from '../candle/series.ts';
import { intervalMs, isOnGrid, openTimeOf } from '../interval/interval.ts';
import type { CandleCheck } from './finding.ts';
import { timeText } from './finding-text.ts';
import { RunTally } from './run-tally.ts';

/** Candles open on the grid of their interval, and no sooner than one interval after the one before. */
export function gridCheck(series: Series): CandleCheck {
  const { interval } = series;
  // Calendar months have no length of their own; that they follow one another is a matter of the grid.
  const stepMs = interval === '1M' ? 0 : intervalMs(interval);
  const [off, short] = [new RunTally(), new RunTally()];
  let lastOfBefore = Number.NaN;
  let lastOnGrid = false;
  return {
    push({ openTimeMs, length }, firstRow) {
      let last = lastOfBefore;
      for (let row = 0; row < length; row++) {
        const time = openTimeMs[row]!;
        const step = time - last;
        // One interval after a candle on the grid is on it too: a division saved nearly always.
        const onGrid = (step === stepMs && lastOnGrid) || isOnGrid(time, interval);
        if (!onGrid) {
          off.hit(firstRow + row, time);
          if (off.example === '') off.example = `${timeText(time)} is ${(time - openTimeOf(time, interval)) / 1_000} s late`;
        }
        if (step > 0 && step < stepMs) {
          short.hit(firstRow + row, time);
          if (short.example === '') short.example = `${timeText(time)} is ${step / 1_000} s after the candle before`;
        }
        last = time;
        lastOnGrid = onGrid;
      }
      lastOfBefore = last;
    },
    findings: () => [
      ...off.findings({ check: 'grid', severity: 'warning', series, predicate: `Opens off the grid of ${interval}` }),
      ...short.findings({ check: 'grid', severity: 'warning', series, predicate: 'Opens before the interval of the candle before is over' }),
    ],
  };
}
