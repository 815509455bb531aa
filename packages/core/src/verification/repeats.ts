import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';
import type { CandleCheck } from './finding.ts';
import { timeText } from './finding-text.ts';
import { pricesText } from './price-order.ts';
import { RunTally } from './run-tally.ts';

/**
 * The same prices and the same volume, which is not zero, several candles in a row: a feed that hangs. Counted are the
 * repetitions, not the first candle; `minRun` of them make a finding.
 */
export function repeatsCheck(series: Series, { minRun = 2 }: { readonly minRun?: number } = {}): CandleCheck {
  const tally = new RunTally(minRun);
  let last: CandleBatch | undefined;
  return {
    push(batch, firstRow) {
      const { volume } = batch.columns;
      for (let row = 0; row < batch.length; row++) {
        if (!(volume[row]! > 0)) continue;
        if (row > 0 ? isSame(batch, row, batch, row - 1) : last !== undefined && isSame(batch, 0, last, last.length - 1)) {
          tally.hit(firstRow + row, batch.openTimeMs[row]!);
          if (tally.example === '' && tally.runLength >= minRun) tally.example = `${timeText(batch.openTimeMs[row]!)}: ${pricesText(batch, row)}`;
        }
      }
      if (batch.length > 0) last = batch;
    },
    findings: () => tally.findings({ check: 'repeats', severity: 'warning', series, predicate: 'Repeats prices and volume of the candle before' }),
  };
}

const isSame = ({ columns: a }: CandleBatch, row: number, { columns: b }: CandleBatch, other: number): boolean =>
  a.volume[row] === b.volume[other] && a.close[row] === b.close[other] && a.open[row] === b.open[other] &&
  a.high[row] === b.high[other] && a.low[row] === b.low[other];
