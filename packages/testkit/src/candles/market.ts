import {
  type CandleBatch,
  closeTimeOf,
  DAY_MS,
  HOUR_MS,
  type Interval,
  intervalMs,
  MINUTE_MS,
  nextOpenTime,
  openTimeOf,
  type Series,
  slotOf,
  slotOpenTime,
  type TimeRange,
} from '@wick/core';
import { type Bars, barsToBatch, createBars, mergeBar, type Precision } from './bars.ts';
import { dayMinutes, type Turnover } from './day-minutes.ts';
import { marketDays } from './market-days.ts';
import { minuteSeconds } from './minute-seconds.ts';

export interface MarketOptions extends Partial<Precision>, Partial<Turnover> {
  /** Any text. The same seed and symbol always give the same market. */
  readonly seed?: string | number;
  /** Price at the listing, and the level around which it wanders over the years. */
  readonly startPrice?: number;
  /** Typical standard deviation of a day's log return. */
  readonly dailyVolatility?: number;
  /** When trading began: no candle opens before. */
  readonly listedMs?: number;
}

/** A simulated market: any range of candles of any interval, the same ones however one asks. */
export interface Market {
  readonly listedMs: number;
  /** Every candle with its open time in the range, closed or not at any clock: the market's future is settled. */
  candles(series: Series, range: TimeRange): CandleBatch;
}

/** When Binance opened BTCUSDT: 2017-08-17. */
export const FIRST_LISTING_MS = Date.UTC(2017, 7, 17);
const KEPT_DAYS_OF_MINUTES = 40;

/**
 * A market of one symbol. Minutes are drawn day by day and everything longer is added up from them, so candles of
 * different intervals always agree. A year of hours takes about a tenth of a second the first time.
 */
export function createMarket(key: string, options: MarketOptions = {}): Market {
  const { seed = 1, startPrice = 30_000, dailyVolatility = 0.028, listedMs = FIRST_LISTING_MS } = options;
  const turnover = { dailyQuoteVolume: options.dailyQuoteVolume ?? 1.2e9, tradeSize: options.tradeSize ?? 900 };
  const precision = { priceDecimals: options.priceDecimals ?? 2, volumeDecimals: options.volumeDecimals ?? 5 };
  const name = `${seed}/${key}`;
  const firstDay = Math.floor(listedMs / DAY_MS);
  const dayOf = marketDays(name, startPrice, dailyVolatility);

  const minutesOf = remember(KEPT_DAYS_OF_MINUTES, (day) =>
    since(listedMs, dayMinutes(name, day * DAY_MS, dayOf(day - firstDay), turnover, precision)),
  );
  const hoursOf = remember(Infinity, (day) => mergeAll(minutesOf(day), HOUR_MS));
  const daysOf = remember(Infinity, (day) => mergeAll(hoursOf(day), DAY_MS));

  const barsIn = (interval: Interval, fromMs: number, toMs: number): Bars => {
    const stepMs = intervalMs(interval);
    const dailyBars = stepMs < HOUR_MS ? minutesOf : stepMs < DAY_MS ? hoursOf : daysOf;
    const into = createBars(slotOf(toMs, interval) - slotOf(fromMs, interval) + 2);
    const anchorMs = slotOpenTime(0, interval);
    const candleOpen = (timeMs: number): number =>
      interval === '1M' ? openTimeOf(timeMs, interval) : timeMs - ((timeMs - anchorMs) % stepMs);
    const feed = (bars: Bars): void => {
      for (let row = 0; row < bars.length; row++) {
        const timeMs = bars.openTimeMs[row]!;
        if (timeMs >= fromMs && timeMs < toMs) mergeBar(into, candleOpen(timeMs), bars, row);
      }
    };
    for (let day = Math.max(firstDay, Math.floor(fromMs / DAY_MS)); day * DAY_MS < toMs; day++) {
      if (stepMs >= MINUTE_MS) feed(dailyBars(day));
      else for (const seconds of secondsIn(name, minutesOf(day), fromMs, toMs)) feed(seconds);
    }
    return into;
  };

  return {
    listedMs,
    candles(series, { fromMs, toMs }) {
      const { interval } = series;
      const fromOpen = openTimeOf(fromMs, interval) === fromMs ? fromMs : nextOpenTime(fromMs, interval);
      const start = Math.max(fromOpen, openTimeOf(listedMs, interval));
      const end = openTimeOf(toMs, interval) === toMs ? toMs : nextOpenTime(toMs, interval);
      const bars = start < end ? barsIn(interval, start, end) : createBars(0);
      return barsToBatch(bars, series, precision, (openTimeMs) => closeTimeOf(openTimeMs, interval));
    },
  };
}

/** The bars of one day as longer ones. */
function mergeAll(bars: Bars, stepMs: number): Bars {
  const into = createBars(DAY_MS / stepMs);
  for (let row = 0; row < bars.length; row++) {
    mergeBar(into, bars.openTimeMs[row]! - (bars.openTimeMs[row]! % stepMs), bars, row);
  }
  return into;
}

/** The bars from a time on; all of them as they are where none is earlier. */
function since(timeMs: number, bars: Bars): Bars {
  if (bars.openTimeMs[0]! >= timeMs) return bars;
  const kept = createBars(bars.length);
  for (let row = 0; row < bars.length; row++) {
    if (bars.openTimeMs[row]! >= timeMs) mergeBar(kept, bars.openTimeMs[row]!, bars, row);
  }
  return kept;
}

function* secondsIn(name: string, minutes: Bars, fromMs: number, toMs: number): Generator<Bars> {
  for (let row = 0; row < minutes.length; row++) {
    const openTimeMs = minutes.openTimeMs[row]!;
    if (openTimeMs + MINUTE_MS > fromMs && openTimeMs < toMs) yield minuteSeconds(name, minutes, row);
  }
}

/** Remembers the last `size` results. */
function remember<T>(size: number, compute: (day: number) => T): (day: number) => T {
  const kept = new Map<number, T>();
  return (day) => {
    const known = kept.get(day);
    if (known !== undefined) return known;
    const value = compute(day);
    kept.set(day, value);
    if (kept.size > size) kept.delete(kept.keys().next().value!);
    return value;
  };
}
