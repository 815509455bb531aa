import type { BatchColumns } from './batch-columns.ts';

/** Prices above zero inside their range, a volume, a time: anything else cannot have happened. */
export function isCandle({ openTimeMs, columns }: BatchColumns, row: number): boolean {
  const low = columns.low[row]!;
  const high = columns.high[row]!;
  const open = columns.open[row]!;
  const close = columns.close[row]!;
  return (
    low > 0 && open >= low && open <= high && close >= low && close <= high && columns.volume[row]! >= 0 && openTimeMs[row]! > 0
  );
}
