import type { CandleBatch } from '../candle/candle-batch.ts';
import { WindowSum } from './window-sum.ts';

/** Columns in which a candle can differ from the lower candles inside it. */
export const COMPARED = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume'] as const;
export type ComparedColumn = (typeof COMPARED)[number];

/** Open, high, low and close of the candles that were taken in. */
class Prices {
  open = Number.NaN;
  high = -Infinity;
  low = Infinity;
  close = Number.NaN;
  isEmpty = true;

  reset(): void {
    this.high = -Infinity;
    this.low = Infinity;
    this.isEmpty = true;
  }

  take(open: number, high: number, low: number, close: number): void {
    if (this.isEmpty) this.open = open;
    this.isEmpty = false;
    if (high > this.high) this.high = high;
    if (low < this.low) this.low = low;
    this.close = close;
  }
}

/** Candles that open within one candle of a higher interval, as that candle. One object serves all windows. */
export class CandleWindow {
  /** Half-open. */
  fromMs = Number.NaN;
  toMs = -Infinity;
  count = 0;
  /** A candle reaches over the beginning or the end, so that its trades belong to two windows. */
  straddles = false;
  readonly all = new Prices();
  /** The same without candles that had no volume: their prices are the last close again, and not a trade. */
  readonly traded = new Prices();
  readonly volume = new WindowSum();
  readonly quoteVolume = new WindowSum();
  readonly trades = new WindowSum();
  readonly takerBuyVolume = new WindowSum();
  readonly takerBuyQuoteVolume = new WindowSum();

  reset(fromMs: number, toMs: number, straddles: boolean): void {
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.count = 0;
    this.straddles = straddles;
    this.all.reset();
    this.traded.reset();
    this.volume.reset();
    this.quoteVolume.reset();
    this.trades.reset();
    this.takerBuyVolume.reset();
    this.takerBuyQuoteVolume.reset();
  }

  take({ columns }: CandleBatch, row: number): void {
    const open = columns.open[row]!;
    const high = columns.high[row]!;
    const low = columns.low[row]!;
    const close = columns.close[row]!;
    const volume = columns.volume[row]!;
    this.count++;
    this.all.take(open, high, low, close);
    if (volume !== 0) this.traded.take(open, high, low, close);
    this.volume.add(volume);
    this.quoteVolume.add(columns.quoteVolume[row]!);
    this.trades.add(columns.trades[row]!);
    this.takerBuyVolume.add(columns.takerBuyVolume[row]!);
    this.takerBuyQuoteVolume.add(columns.takerBuyQuoteVolume[row]!);
  }
}
