import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';
import type { CandleCheck, Finding } from './finding.ts';
import { amountOf, timeText } from './finding-text.ts';
import { pricesText } from './price-order.ts';
import { RunTally } from './run-tally.ts';

export interface ZeroVolumeOptions {
  /** Runs of fewer candles without volume are not worth a word; default 5. */
  readonly minRun?: number;
  /** A market is active if this many candles before the run, without a gap of volume, all had some; default 100. */
  readonly activeRows?: number;
}

/**
 * Candles without volume. One that has trades, or whose price moved, contradicts itself. A run of them is a note where a
 * market is quiet anyway, and a warning where it was active: exchanges have published such candles for hours in which
 * people did trade.
 */
export function zeroVolumeCheck(series: Series, { minRun = 5, activeRows = 100 }: ZeroVolumeOptions = {}): CandleCheck {
  const [contradiction, quiet, stopped] = [new RunTally(), new RunTally(minRun), new RunTally(minRun)];
  let traded = 0;
  let tradedBefore = 0;
  return {
    push(batch, firstRow) {
      const { open, high, low, close, volume, trades } = batch.columns;
      for (let row = 0; row < batch.length; row++) {
        if (volume[row] !== 0) {
          traded++;
          continue;
        }
        if (traded > 0) tradedBefore = traded;
        traded = 0;
        const isFlat = high[row] === low[row] && open[row] === close[row];
        if (trades[row]! > 0 || !isFlat) sayExample(contradiction, batch, row, firstRow);
        (tradedBefore >= activeRows ? stopped : quiet).hit(firstRow + row, batch.openTimeMs[row]!);
      }
    },
    findings: () => [
      ...contradiction.findings({ check: 'zero-volume', severity: 'error', series, predicate: 'Has no volume, but trades or a price that moved' }),
      ...withLongest(stopped.findings({ check: 'zero-volume', severity: 'warning', series, predicate: 'Has no volume in the middle of an active market' })),
      ...withLongest(quiet.findings({ check: 'zero-volume', severity: 'note', series, predicate: 'Has no volume' })),
    ],
  };
}

function sayExample(tally: RunTally, batch: CandleBatch, row: number, firstRow: number): void {
  const time = batch.openTimeMs[row]!;
  tally.hit(firstRow + row, time);
  if (tally.example === '') tally.example = `${timeText(time)}: ${pricesText(batch, row)}, trades ${batch.columns.trades[row]}`;
}

/** The example is the longest run. */
function withLongest(findings: Finding[]): Finding[] {
  return findings.map((finding) => {
    const longest = finding.places.reduce((best, place) => (place.candles > best.candles ? place : best));
    return { ...finding, example: `${amountOf(longest.candles, 'candle')} from ${timeText(longest.fromMs)} on` };
  });
}
