import { type Candle, candleAt, type CandleBatch, candlesToBatch, closeTimeOf, DAY_MS, type Interval, intervalMs, type Market, openTimeOf, type Series, type TimeRange } from '@wick/core';
import { generateCandles, withGap, withoutTrades, withShift } from '@wick/testkit';
import type { Dice } from './dice.test-support.ts';

/** How long a history of candles so large has to be for months, days and pages, and how short for many of them. */
const SCALES: readonly { readonly intervals: readonly Interval[]; readonly days: number; readonly futureDays: number }[] = [
  { intervals: ['1m', '3m', '5m'], days: 4, futureDays: 4 },
  { intervals: ['15m', '30m', '1h', '2h'], days: 45, futureDays: 45 },
  { intervals: ['1h', '4h', '6h', '8h', '12h'], days: 80, futureDays: 60 },
  { intervals: ['1d', '3d', '1w', '1M'], days: 500, futureDays: 150 },
];
const SYMBOLS: Readonly<Record<Market, readonly string[]>> = {
  spot: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'], um: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'], cm: ['BTCUSD_PERP', 'ETHUSD_PERP'],
};

/** An exchange's past and future, and what of it is to be kept. */
export interface SoakMarket {
  readonly market: Market;
  readonly startMs: number;
  readonly nowMs: number;
  readonly futureMs: number;
  /** Those that are synced. */
  readonly series: readonly Series[];
  /** All candles of each series, and of the days by which they are checked. */
  readonly candles: readonly CandleBatch[];
}

/** Every candle that there will be: with outages, quiet hours, stretches off the grid, listings; all intervals of a symbol agree. */
export function drawMarket(dice: Dice, seed: string): SoakMarket {
  const scale = dice.one(SCALES);
  const market = dice.one<Market>(['spot', 'spot', 'um', 'cm']);
  const nowMs = Date.UTC(2024, 4, dice.whole(1, 28)) + dice.whole(0, DAY_MS - 1);
  const startMs = openTimeOf(nowMs - scale.days * DAY_MS, '1d');
  const futureMs = nowMs + scale.futureDays * DAY_MS;
  const outages = draw(dice, dice.whole(0, 2), () => drawRange(dice, startMs, futureMs, scale.days));
  const symbols = SYMBOLS[market].slice(0, dice.whole(1, SYMBOLS[market].length));
  const series: Series[] = [];
  const candles = symbols.flatMap((symbol) => {
    const interval = dice.one(scale.intervals);
    const one: Series = { exchange: 'simulated', market, symbol, interval };
    const finest = spoil(dice, generateCandles({ series: one, seed, fromMs: startMs, toMs: futureMs }), { fromMs: startMs, toMs: futureMs }, scale.days, outages);
    series.push(one);
    const made = [finest];
    const coarser = scale.intervals.filter((other) => intervalMs(other) < DAY_MS && intervalMs(other) > intervalMs(interval) && intervalMs(other) % intervalMs(interval) === 0);
    if (coarser.length > 0 && dice.chance(0.4)) {
      const coarse = addUp(finest, dice.one(coarser));
      made.push(coarse);
      series.push(coarse.series);
    }
    if (intervalMs(interval) < DAY_MS) made.push(addUp(finest, '1d'));
    return made;
  });
  return { market, startMs, nowMs, futureMs, series, candles };
}

function spoil(dice: Dice, batch: CandleBatch, whole: TimeRange, days: number, outages: readonly TimeRange[]): CandleBatch {
  const { interval } = batch.series;
  let candles = batch;
  const some = (): TimeRange => drawRange(dice, whole.fromMs, whole.toMs, days);
  if (dice.chance(0.3)) candles = withGap(candles, { fromMs: whole.fromMs, toMs: whole.fromMs + dice.whole(1, (days * DAY_MS) / 2) });
  if (dice.chance(0.5)) candles = withoutTrades(candles, dice.chance(0.2) ? whole : some());
  if (dice.chance(0.3)) candles = withShift(candles, some(), dice.whole(1, Math.min(DAY_MS, intervalMs(interval)) / 2));
  for (const outage of [...outages, ...draw(dice, dice.whole(0, 3), some)]) candles = withGap(candles, outage);
  return { ...candles, exact: {} };
}

const draw = <T>(dice: Dice, count: number, make: () => T): T[] => Array.from({ length: dice.chance(0.8) ? count : 0 }, make);

/** From minutes to a tenth of the history. */
export function drawRange(dice: Dice, startMs: number, endMs: number, days: number): TimeRange {
  const fromMs = dice.whole(startMs, endMs);
  return { fromMs, toMs: fromMs + dice.whole(1, (dice.chance(0.3) ? 0.3 : 0.04) * days * DAY_MS) };
}

/** The plain way: slot by slot. */
export function addUp(fine: CandleBatch, interval: Interval): CandleBatch {
  const slots = new Map<number, Candle[]>();
  for (let row = 0; row < fine.length; row++) {
    const openMs = openTimeOf(fine.openTimeMs[row]!, interval);
    const rows = slots.get(openMs);
    if (rows) rows.push(candleAt(fine, row));
    else slots.set(openMs, [candleAt(fine, row)]);
  }
  const sum = (rows: readonly Candle[], name: 'volume' | 'quoteVolume' | 'trades' | 'takerBuyVolume' | 'takerBuyQuoteVolume'): number =>
    Number(rows.reduce((total, candle) => total + BigInt(Math.round(candle[name] * 1e8)), 0n)) / 1e8;
  const rows = [...slots].map(([openTimeMs, of]): Candle => ({
    openTimeMs, closeTimeMs: closeTimeOf(openTimeMs, interval),
    open: of[0]!.open, high: Math.max(...of.map(({ high }) => high)), low: Math.min(...of.map(({ low }) => low)), close: of.at(-1)!.close,
    volume: sum(of, 'volume'), quoteVolume: sum(of, 'quoteVolume'), trades: sum(of, 'trades'),
    takerBuyVolume: sum(of, 'takerBuyVolume'), takerBuyQuoteVolume: sum(of, 'takerBuyQuoteVolume'),
  }));
  return candlesToBatch({ ...fine.series, interval }, rows);
}
