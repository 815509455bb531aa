import { DAY_MS, type TimeRange } from '@wick/core';
import type { DaySum } from './day-sums.ts';

/** A figure of a day in which two ways of knowing it differ. `candles`: one of them has the day, the other has not. */
export type DayFigure = 'open' | 'high' | 'low' | 'close' | (typeof VOLUMES)[number] | 'trades' | 'candles';

/** A day whose candles do not add up to the exchange's own candle of that day. */
export interface DayThatDiffers {
  readonly dayMs: number;
  readonly figures: readonly DayFigure[];
  /** The exchange's candle of the day; null where it has none. */
  readonly native: DaySum | null;
  /** What the finer candles add up to; null where there are none. */
  readonly summed: DaySum | null;
}

/** Both are sums of the same decimals, each rounded once: 2⁻⁵² of the sum at most. Anything beyond is another candle. */
const TOLERANCE = 2 ** -50;
const VOLUMES = ['volume', 'quoteVolume', 'takerBuyVolume', 'takerBuyQuoteVolume'] as const;

/**
 * The days of a range in which what finer candles add up to is not the exchange's own candle of the day, ascending.
 * Days that neither side knows agree.
 */
export function compareDays(summed: readonly DaySum[], native: readonly DaySum[], { fromMs, toMs }: TimeRange): DayThatDiffers[] {
  const summedOf = byTime(summed);
  const nativeOf = byTime(native);
  const found: DayThatDiffers[] = [];
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    const [ours, theirs] = [summedOf.get(dayMs) ?? null, nativeOf.get(dayMs) ?? null];
    const figures = figuresThatDiffer(ours, theirs);
    if (figures.length > 0) found.push({ dayMs, figures, native: theirs, summed: ours });
  }
  return found;
}

const byTime = (days: readonly DaySum[]): ReadonlyMap<number, DaySum> => new Map(days.map((day) => [day.dayMs, day]));

function figuresThatDiffer(ours: DaySum | null, theirs: DaySum | null): DayFigure[] {
  if (ours === null || theirs === null) return ours === theirs ? [] : ['candles'];
  const figures: DayFigure[] = (['open', 'high', 'low'] as const).filter((name) => theirs[name] !== ours[name] && theirs[name] !== ours.traded[name]);
  if (ours.close !== theirs.close) figures.push('close');
  // Unknown ones differ from nothing.
  figures.push(...VOLUMES.filter((name) => Math.abs(ours[name] - theirs[name]) > TOLERANCE * Math.max(ours[name], theirs[name])));
  const bothKnow = !Number.isNaN(ours.trades) && !Number.isNaN(theirs.trades);
  if (bothKnow && ours.trades !== theirs.trades) figures.push('trades');
  return figures;
}
