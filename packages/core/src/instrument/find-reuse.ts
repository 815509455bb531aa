import { decimalText } from '../candle/decimal.ts';
import type { Gap } from '../frame/gap.ts';
import { DAY_MS } from '../interval/interval.ts';
import type { Coverage } from '../ports/candle-store.ts';
import type { InstrumentSplit } from './splits-to-instruments.ts';

/** A gap of which it is known that nothing was traded in it, with the prices on its sides. */
export interface PricedGap extends Gap {
  readonly closeBefore: number;
  readonly openAfter: number;
}

/** A coin that stops for so long and comes back at a price of another size is another coin. */
const SUSPICIOUS_MS = 5 * DAY_MS;
const PRICE_FACTOR = 10;
/** After so long, whatever the price. */
const LONG_MS = 60 * DAY_MS;
/** Symbols that stop and go on together do so within a day. */
const TOGETHER_MS = DAY_MS;

/** Is a gap long enough to ask for its prices? */
export const mayHideReuse = ({ fromMs, toMs }: Gap): boolean => toMs - fromMs >= SUSPICIOUS_MS;

/**
 * After which gaps a ticker stands for another instrument: those of 60 days, and those of 5 days after which the price
 * opens at less than a tenth or more than ten times the close before. A gap that other symbols share was an outage.
 *
 * @param others what is stored of other symbols of the market
 */
export const findReuse = (gaps: readonly PricedGap[], others: readonly Coverage[]): InstrumentSplit[] =>
  gaps
    .filter((gap) => mayHideReuse(gap) && (gap.toMs - gap.fromMs >= LONG_MS || hasOtherPrice(gap)) && !isOutage(gap, others))
    .map((gap) => ({ atMs: gap.toMs, reason: reasonOf(gap) }));

const hasOtherPrice = ({ closeBefore, openAfter }: PricedGap): boolean =>
  openAfter > closeBefore * PRICE_FACTOR || openAfter < closeBefore / PRICE_FACTOR;

/** Others stopped and went on together with it, and none of them went on alone. */
const isOutage = (gap: Gap, others: readonly Coverage[]): boolean =>
  others.some(({ gaps }) => gaps.some((other) => isTogether(gap, other))) && !others.some((other) => isTradedIn(gap, other));

const isTogether = (a: Gap, b: Gap): boolean =>
  Math.abs(a.fromMs - b.fromMs) <= TOGETHER_MS && Math.abs(a.toMs - b.toMs) <= TOGETHER_MS;

/** For half of the gap at least. */
function isTradedIn(gap: Gap, { firstOpenTimeMs, lastOpenTimeMs, gaps }: Coverage): boolean {
  if (firstOpenTimeMs === null || lastOpenTimeMs === null) return false;
  const within = (fromMs: number, toMs: number): number => Math.max(0, Math.min(toMs, gap.toMs) - Math.max(fromMs, gap.fromMs));
  const missingMs = gaps.reduce((sum, { fromMs, toMs }) => sum + within(fromMs, toMs), 0);
  return within(firstOpenTimeMs, lastOpenTimeMs) - missingMs >= (gap.toMs - gap.fromMs) / 2;
}

const reasonOf = ({ fromMs, toMs, closeBefore, openAfter }: PricedGap): string =>
  `After ${Math.floor((toMs - fromMs) / DAY_MS)} days without candles it opened at ${decimalText(openAfter)}; the close before was ${decimalText(closeBefore)}.`;
