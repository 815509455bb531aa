import type { Series } from '../candle/series.ts';
import { followingOpenTime, intervalMs } from '../interval/interval.ts';
import type { CandleCheck } from './finding.ts';
import { timeText } from './finding-text.ts';
import { RunTally } from './run-tally.ts';

/** A candle closes one millisecond before the next one should open. Closing times that are unknown are passed over. */
export function closingTimesCheck(series: Series): CandleCheck {
  const { interval } = series;
  const stepMs = interval === '1M' ? null : intervalMs(interval);
  const [early, impossible] = [new RunTally(), new RunTally()];
  return {
    push({ openTimeMs, closeTimeMs, length }, firstRow) {
      for (let row = 0; row < length; row++) {
        const opens = openTimeMs[row]!;
        const closes = closeTimeMs[row]!;
        const due = (stepMs === null ? followingOpenTime(opens, interval) : opens + stepMs) - 1;
        if (closes === due || Number.isNaN(closes)) continue;
        const tally = closes >= opens && closes < due ? early : impossible;
        tally.hit(firstRow + row, opens);
        if (tally.example === '') tally.example = `${timeText(opens)} closes at ${timeText(closes)}`;
      }
    },
    findings: () => [
      ...early.findings({ check: 'closing-times', severity: 'note', series, predicate: `Closes before its ${interval} is over` }),
      ...impossible.findings({ check: 'closing-times', severity: 'warning', series, predicate: `Closes before it opens, or after its ${interval}` }),
    ],
  };
}
