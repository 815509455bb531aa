import type { Series } from '../candle/series.ts';
import type { CandleCheck } from './finding.ts';
import { timeText } from './finding-text.ts';
import { RunTally } from './run-tally.ts';

/** Open times ascend, and none comes twice. No store keeps such candles, but a source may send them. */
export function timeOrderCheck(series: Series): CandleCheck {
  const [twice, backwards] = [new RunTally(), new RunTally()];
  let lastOfBefore = -Infinity;
  return {
    push({ openTimeMs, length }, firstRow) {
      // A local: a number that a closure keeps is allocated anew with every assignment.
      let last = lastOfBefore;
      for (let row = 0; row < length; row++) {
        const time = openTimeMs[row]!;
        if (!(time > last)) {
          const tally = time === last ? twice : backwards;
          tally.hit(firstRow + row, time);
          if (tally.example === '') tally.example = time === last ? timeText(time) : `${timeText(time)} after ${timeText(last)}`;
        }
        last = time;
      }
      lastOfBefore = last;
    },
    findings: () => [
      ...twice.findings({ check: 'times', severity: 'error', series, predicate: 'Has the open time of the candle before' }),
      ...backwards.findings({ check: 'times', severity: 'error', series, predicate: 'Opens before the candle before it, or at no known time' }),
    ],
  };
}
