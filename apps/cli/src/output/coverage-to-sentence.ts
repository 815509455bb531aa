import type { Coverage } from '@wick/core';
import { formatAmount, formatCount, formatTime } from './format.ts';

/** `Stored: BTCUSDT 1h (binance spot), 5,088 candles from … to … UTC, no gap.` */
export function coverageToSentence({ series, candles, firstOpenTimeMs, lastOpenTimeMs, gaps, missing, offGrid }: Coverage): string {
  const name = `${series.symbol} ${series.interval} (${series.exchange} ${series.market})`;
  if (firstOpenTimeMs === null || lastOpenTimeMs === null) return `Stored: nothing of ${name}.`;
  const parts = [
    `${formatAmount(candles, 'candle')} from ${formatTime(firstOpenTimeMs)} to ${formatTime(lastOpenTimeMs)} UTC`,
    gaps.length === 0 ? 'no gap' : `${formatAmount(gaps.length, 'gap')} with ${formatAmount(missing, 'missing candle')}`,
    ...(offGrid > 0 ? [`${formatCount(offGrid)} off the grid`] : []),
  ];
  return `Stored: ${name}, ${parts.join(', ')}.`;
}
