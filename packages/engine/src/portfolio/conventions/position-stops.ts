import type { Conventions } from '@wick/core';
import type { Instrument } from '../instrument.ts';

export interface StopTouch {
  price: number;
  reason: 'stop-loss' | 'take-profit' | 'trailing-stop';
}

/**
 * The stop that a bar touches: the stop loss is looked at first, at the open where the bar opens beyond it, else at its level
 * inside the range; then the target likewise. A trailing stop is at the level of the bar before, and follows this bar's high (low,
 * for a short) only afterwards.
 */
export function touchedStop(instrument: Instrument, bar: number, touch: StopTouch): boolean {
  const { book } = instrument;
  const side = book.position > 0 ? 1 : -1;
  const trails = !Number.isNaN(book.trailShare);
  const loss = trails ? book.bestPrice * (1 - side * book.trailShare) : book.lossLevel;
  touch.price = priceAt(instrument, bar, loss, -side);
  touch.reason = trails ? 'trailing-stop' : 'stop-loss';
  if (Number.isNaN(touch.price)) {
    touch.price = priceAt(instrument, bar, book.targetLevel, side);
    touch.reason = 'take-profit';
  }
  if (trails) {
    const best = (side > 0 ? instrument.high : instrument.low)[bar]!;
    if (side * best > side * book.bestPrice) book.bestPrice = best;
  }
  return !Number.isNaN(touch.price);
}

/** @param beyond 1: reached from below, −1: from above @returns NaN where the bar does not reach the level */
function priceAt({ open, high, low }: Instrument, bar: number, level: number, beyond: number): number {
  if (beyond * open[bar]! >= beyond * level) return open[bar]!;
  return low[bar]! <= level && level <= high[bar]! ? level : Number.NaN;
}

/** Stops after a fill: new ones for a position that was opened or reversed, none for one that was closed, and by rule for one that grew. */
export function setStops({ book, rules, columns }: Instrument, bar: number, before: number, base: number, { stopUpdate }: Conventions): void {
  const { position } = book;
  if (position === 0) return book.clearPosition();
  const isNew = before === 0 || Math.sign(position) !== Math.sign(before);
  if (!isNew && Math.abs(position) <= Math.abs(before)) return;
  const side = position > 0 ? 1 : -1;
  const loss = columns.stopLoss?.[bar] ?? (rules.trailingStop ?? rules.stopLoss)?.share ?? Number.NaN;
  const target = columns.takeProfit?.[bar] ?? rules.takeProfit?.share ?? Number.NaN;
  const isReplaced = (share: number): boolean =>
    isNew || stopUpdate === 'override-unknown' || (stopUpdate === 'override' && !Number.isNaN(share));
  if (isReplaced(loss)) {
    const trails = rules.trailingStop !== undefined;
    book.bestPrice = base;
    book.trailShare = trails ? loss : Number.NaN;
    book.trailGap = 0;
    book.lossLevel = trails || Number.isNaN(loss) ? side * -Infinity : base * (1 - side * loss);
  }
  if (isReplaced(target)) book.targetLevel = Number.isNaN(target) ? side * Infinity : base * (1 + side * target);
}
