import { type CandleBatch, DAY_MS } from '@wick/core';
import { CompensatedSum } from './compensated-sum.ts';

/** What the candles of one UTC day add up to. */
export interface DaySum {
  /** Midnight at the day's beginning. */
  readonly dayMs: number;
  /** How many candles were added up. */
  readonly candles: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** NaN where one candle does not know its own, here and below. */
  readonly trades: number;
  readonly quoteVolume: number;
  readonly takerBuyVolume: number;
  readonly takerBuyQuoteVolume: number;
  /**
   * The same of candles with volume only, NaN without any. A candle without trades stands flat at the last price of the day
   * before, which a candle of the whole day does not show.
   */
  readonly traded: { readonly open: number; readonly high: number; readonly low: number };
}

const NOTHING_TRADED = { open: NaN, high: NaN, low: NaN };

export const dayOf = (timeMs: number): number => timeMs - (((timeMs % DAY_MS) + DAY_MS) % DAY_MS);

/**
 * Adds candles up to days: the first open, the highest high, the lowest low, the last close, the sums of volumes and trades.
 * A candle belongs to the day in which it opens. Volumes are added with compensation, so that the sum of
 * 86,400 seconds is as exact as one candle of a day and may be compared with it closely.
 */
export class DaySummer {
  readonly #days: DaySum[] = [];
  #dayMs = NaN;
  #candles = 0;
  #open = NaN;
  #high = NaN;
  #low = NaN;
  #close = NaN;
  readonly #volume = new CompensatedSum();
  readonly #quoteVolume = new CompensatedSum();
  readonly #takerBuyVolume = new CompensatedSum();
  readonly #takerBuyQuoteVolume = new CompensatedSum();
  #trades = 0;
  #traded = NOTHING_TRADED;

  /** Batches must come in ascending order. */
  add({ length, openTimeMs, columns: { open, high, low, close, volume, trades, quoteVolume, takerBuyVolume, takerBuyQuoteVolume } }: CandleBatch): void {
    for (let row = 0; row < length; row++) {
      const dayMs = dayOf(openTimeMs[row]!);
      if (dayMs !== this.#dayMs) {
        this.#finish();
        this.#dayMs = dayMs;
        this.#open = open[row]!;
        this.#high = -Infinity;
        this.#low = Infinity;
      }
      this.#candles++;
      this.#high = Math.max(this.#high, high[row]!);
      this.#low = Math.min(this.#low, low[row]!);
      this.#close = close[row]!;
      this.#trades += trades[row]!;
      this.#quoteVolume.add(quoteVolume[row]!);
      this.#takerBuyVolume.add(takerBuyVolume[row]!);
      this.#takerBuyQuoteVolume.add(takerBuyQuoteVolume[row]!);
      if (volume[row]! > 0) {
        this.#volume.add(volume[row]!);
        const traded = this.#traded;
        if (traded === NOTHING_TRADED) this.#traded = { open: open[row]!, high: high[row]!, low: low[row]! };
        else {
          traded.high = Math.max(traded.high, high[row]!);
          traded.low = Math.min(traded.low, low[row]!);
        }
      }
    }
  }

  /** All days with candles, ascending. Nothing may be added afterwards. */
  end(): readonly DaySum[] {
    this.#finish();
    return this.#days;
  }

  #finish(): void {
    if (this.#candles > 0) {
      this.#days.push({
        dayMs: this.#dayMs,
        candles: this.#candles,
        open: this.#open,
        high: this.#high,
        low: this.#low,
        close: this.#close,
        volume: this.#volume.take(),
        trades: this.#trades,
        quoteVolume: this.#quoteVolume.take(),
        takerBuyVolume: this.#takerBuyVolume.take(),
        takerBuyQuoteVolume: this.#takerBuyQuoteVolume.take(),
        traded: this.#traded,
      });
    }
    this.#traded = NOTHING_TRADED;
    this.#candles = this.#trades = 0;
  }
}

export function daySums(batches: readonly CandleBatch[]): readonly DaySum[] {
  const summer = new DaySummer();
  for (const batch of batches) summer.add(batch);
  return summer.end();
}
