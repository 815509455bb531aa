import type { FrameBlock } from '@wick/core';
import type { MarketBlock } from './instrument.ts';

/**
 * What one unit of money comes to that is put into all markets in equal parts and held, without costs: each part is cash
 * until its market's first candle, and is bought at that candle's open. A block with the columns of a frame, of which only open and
 * close mean something.
 */
export function equalParts(markets: readonly MarketBlock[]): FrameBlock {
  const { openTimeMs, length } = markets[0]!.block;
  const open = new Float64Array(length);
  const close = new Float64Array(length);
  const part = 1 / markets.length;
  for (const { block } of markets) {
    let first = Number.NaN;
    let last = 1;
    for (let bar = 0; bar < length; bar++) {
      const opens = block.columns.open[bar]!;
      if (Number.isNaN(first)) first = opens;
      open[bar]! += part * (Number.isNaN(opens) ? last : opens / first);
      const closes = block.columns.close[bar]!;
      if (!Number.isNaN(closes)) last = closes / first;
      close[bar]! += part * last;
    }
  }
  return { length, openTimeMs, columns: { open, high: close, low: close, close, volume: close } };
}
