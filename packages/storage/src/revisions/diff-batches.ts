import { type CandleBatch, COLUMNS, decimalText } from '@wick/core';
import { alignTimes, type Segment } from '../candles/align-times.ts';
import type { CandleChange, CandleDifferences } from './revision.ts';

/** What became of `before` in `after`, both of one series. */
export function diffBatches(before: CandleBatch, after: CandleBatch): CandleDifferences {
  const segments = alignTimes(before.openTimeMs, after.openTimeMs);
  const runs = (batch: CandleBatch, from: Segment['from'], firstRow: (segment: Segment) => number) =>
    segments
      .filter((segment) => segment.from === from)
      .map((segment) => ({
        firstOpenTimeMs: batch.openTimeMs[firstRow(segment)]!,
        lastOpenTimeMs: batch.openTimeMs[firstRow(segment) + segment.length - 1]!,
        candles: segment.length,
      }));
  return {
    added: runs(after, 'incoming', ({ incomingRow }) => incomingRow),
    removed: runs(before, 'stored', ({ storedRow }) => storedRow),
    changed: segments.filter(({ from }) => from === 'both').flatMap((segment) => changesIn(before, after, segment)),
  };
}

function changesIn(before: CandleBatch, after: CandleBatch, { storedRow, incomingRow, length }: Segment): CandleChange[] {
  const changes: CandleChange[] = [];
  for (let k = 0; k < length; k++) {
    for (const column of ['closeTimeMs', ...COLUMNS] as const) {
      const [old, now] = [textAt(before, column, storedRow + k), textAt(after, column, incomingRow + k)];
      if (old !== now) changes.push({ openTimeMs: before.openTimeMs[storedRow + k]!, column, before: old, after: now });
    }
  }
  return changes;
}

function textAt(batch: CandleBatch, column: CandleChange['column'], row: number): string | null {
  const value = column === 'closeTimeMs' ? batch.closeTimeMs[row]! : batch.columns[column][row]!;
  if (Number.isNaN(value)) return null;
  return (column === 'closeTimeMs' ? undefined : batch.exact[column]?.get(row)) ?? decimalText(value);
}
