import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';
import type { CandleCheck } from './finding.ts';
import { timeText } from './finding-text.ts';
import { RunTally } from './run-tally.ts';

/** low ≤ open, close ≤ high; prices are positive numbers; volume is a number and not negative. */
export function priceOrderCheck(series: Series): CandleCheck {
  const [order, price, volume] = [new RunTally(), new RunTally(), new RunTally()];
  return {
    push(batch, firstRow) {
      const { open, high, low, close, volume: amount } = batch.columns;
      for (let row = 0; row < batch.length; row++) {
        const o = open[row]!;
        const h = high[row]!;
        const l = low[row]!;
        const c = close[row]!;
        if (!(o > 0 && h > 0 && l > 0 && c > 0 && o < Infinity && h < Infinity && l < Infinity && c < Infinity)) {
          hit(price, batch, row, firstRow);
        } else if (!(l <= o && l <= c && o <= h && c <= h)) {
          hit(order, batch, row, firstRow);
        }
        const v = amount[row]!;
        if (!(v >= 0 && v < Infinity)) hit(volume, batch, row, firstRow);
      }
    },
    findings: () => [
      ...order.findings({ check: 'prices', severity: 'error', series, predicate: 'Breaks low ≤ open, close ≤ high' }),
      ...price.findings({ check: 'prices', severity: 'error', series, predicate: 'Has a price that is not a positive number' }),
      ...volume.findings({ check: 'prices', severity: 'error', series, predicate: 'Has a volume that is negative or no number' }),
    ],
  };
}

function hit(tally: RunTally, batch: CandleBatch, row: number, firstRow: number): void {
  const openTimeMs = batch.openTimeMs[row]!;
  tally.hit(firstRow + row, openTimeMs);
  if (tally.example === '') tally.example = `${timeText(openTimeMs)}: ${pricesText(batch, row)}`;
}

/** `open 1 high 2 low 1 close 2 volume 10`. */
export function pricesText({ columns }: CandleBatch, row: number): string {
  return (['open', 'high', 'low', 'close', 'volume'] as const).map((name) => `${name} ${columns[name][row]}`).join(' ');
}
