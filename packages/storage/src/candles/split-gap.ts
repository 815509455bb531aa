import { type Absence, type AbsenceKind, type Gap, type Interval, intervalMs, slotOf, slotOpenTime } from '@wick/core';

/** A run of missing candles of which the same is known. */
export interface GapPiece extends Gap {
  /** null where the exchange has not been asked. */
  readonly absence: AbsenceKind | null;
}

/**
 * A gap cut where what is known of it changes, so that every missing candle is counted for its own reason. A candle belongs
 * to the absence in which it should have opened. Neighbours of one kind are one piece.
 *
 * @param absences ascending, without overlaps
 */
export function splitGap(gap: Gap, absences: readonly Absence[], interval: Interval): GapPiece[] {
  const pieces: { start: number; end: number; absence: AbsenceKind | null }[] = [];
  const add = (start: number, end: number, absence: AbsenceKind | null): void => {
    if (start >= end) return;
    const last = pieces.at(-1);
    if (last?.absence === absence) last.end = end;
    else pieces.push({ start, end, absence });
  };
  let next = 0;
  for (const { fromMs, toMs, kind } of absences) {
    const [start, end] = [candlesBefore(fromMs, gap, interval), candlesBefore(toMs, gap, interval)];
    add(next, start, null);
    add(start, end, kind);
    next = end;
  }
  add(next, gap.missing, null);
  return pieces.map(({ start, end, absence }) => ({
    fromMs: openTimeInGap(start, gap, interval),
    toMs: end === gap.missing ? gap.toMs : openTimeInGap(end, gap, interval),
    missing: end - start,
    absence,
  }));
}

/** How many of the missing candles should have opened before a time. */
function candlesBefore(timeMs: number, { fromMs, missing }: Gap, interval: Interval): number {
  const candles =
    interval === '1M' ? slotOf(timeMs - 1, interval) - slotOf(fromMs, interval) + 1 : Math.ceil((timeMs - fromMs) / intervalMs(interval));
  return Math.min(missing, Math.max(0, candles));
}

const openTimeInGap = (candle: number, { fromMs }: Gap, interval: Interval): number =>
  interval === '1M' ? slotOpenTime(slotOf(fromMs, interval) + candle, interval) : fromMs + candle * intervalMs(interval);
