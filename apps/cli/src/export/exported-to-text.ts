import { formatAmount } from '../output/format.ts';
import type { ExportedFile } from './export-series.ts';

/** `72,866 candles of BTCUSDT 1h written to btc.parquet`, and what got lost on the way. */
export function exportedToText({ path, series, candles, rounded }: ExportedFile): string {
  const line = `${formatAmount(candles, 'candle')} of ${series.symbol} ${series.interval} written to ${path}`;
  if (rounded === 0) return line;
  return `${line}\n  ${formatAmount(rounded, 'value')} with more digits than a float64 holds ${rounded === 1 ? 'was' : 'were'} rounded; --decimals text keeps them`;
}
