import type { Series } from '../candle/series.ts';
import { followingOpenTime, intervalMs, missingBetween, slotOf, slotOpenTime } from '../interval/interval.ts';
import { type CandleCheck, type Place, PLACES_KEPT } from './finding.ts';
import { amountOf, timeText } from './finding-text.ts';

/** Candles that are missing between two that are there. The places are those of the missing candles. */
export function gapsCheck(series: Series): CandleCheck {
  const { interval } = series;
  const stepMs = interval === '1M' ? Number.NaN : intervalMs(interval);
  const places: Place[] = [];
  let [runs, count, firstMs, lastMs, lastOfBefore] = [0, 0, Number.NaN, Number.NaN, Number.NaN];
  let longest = { missing: 0, fromMs: 0 };
  return {
    push({ openTimeMs, length }) {
      let last = lastOfBefore;
      for (let row = 0; row < length; row++) {
        const time = openTimeMs[row]!;
        const before = last;
        last = time;
        // Also false for the first candle, where nothing is before.
        if (time - before === stepMs || !(time > before)) continue;
        const missing = missingBetween(before, time, interval);
        if (missing === 0) continue;
        const fromMs = followingOpenTime(before, interval);
        if (runs === 0) firstMs = fromMs;
        lastMs = interval === '1M' ? slotOpenTime(slotOf(time, interval) - 1, interval) : fromMs + (missing - 1) * stepMs;
        if (missing > longest.missing) longest = { missing, fromMs };
        if (places.length < PLACES_KEPT) places.push({ fromMs, toMs: lastMs, candles: missing });
        runs++;
        count += missing;
      }
      lastOfBefore = last;
    },
    findings: () => (runs === 0 ? [] : [{
      check: 'gaps', severity: 'warning', series, fromMs: firstMs, toMs: lastMs, count,
      message: `Missing: ${amountOf(count, 'candle')}, in ${amountOf(runs, 'gap')}.`,
      example: `${amountOf(longest.missing, 'candle')} from ${timeText(longest.fromMs)} on, the longest gap`,
      places, runs,
    }]),
  };
}
