import {
  type Absence, type AbsenceKind, type CoverageGap, DAY_MS, followingOpenTime, type GapKind, type Interval, type Series, slotOf,
} from '@wick/core';
import { overlaps, sharedWindows, unionOf, type Windows } from './shared-windows.ts';
import { type GapPiece, splitGap } from './split-gap.ts';
import type { GapTuple } from './sum-periods.ts';

/** What is stored of a series, and what is known of what is not. */
export interface SeriesGaps {
  readonly series: Series;
  /** null, with the last one, where nothing is stored. */
  readonly firstOpenTimeMs: number | null;
  readonly lastOpenTimeMs: number | null;
  readonly gaps: readonly GapTuple[];
  /** Ascending, without overlaps. */
  readonly absences: readonly Absence[];
}

export interface ClassifiedGaps {
  readonly gaps: CoverageGap[];
  readonly outside: CoverageGap[];
}

/**
 * Why candles are missing, for series of one exchange and market.
 *
 * - A gap is cut where what is known of it changes; an absence gives its part the kind of its name.
 * - An `outage` is a part of a gap during which at least two symbols lack candles between others that they have. It counts
 *   where the exchange was asked and has nothing, and where nobody asked, unless the gap has the shape of files that were
 *   not imported: from midnight to midnight UTC. Many symbols lack those at once, and it says nothing of the exchange.
 * - What the exchange does not have of one symbol alone is `no-trade`. What nobody asked for is `unexplained`.
 *
 * A symbol of which nothing is stored before or after says nothing about the others.
 */
export function classifyGaps(all: readonly SeriesGaps[]): ClassifiedGaps[] {
  const pieces = all.map(piecesOf);
  const outages = sharedWindows([...windowsBySymbol(all, pieces).values()]);
  return all.map((one, i) => ({
    gaps: pieces[i]!.map((piece) => {
      const { fromMs, toMs, missing, absence, isEvidence } = piece;
      const kind = isEvidence && overlaps(outages, fromMs, toMs) ? 'outage' : absence === null ? 'unexplained' : KIND_OF[absence];
      return { fromMs, toMs, missing, kind };
    }),
    outside: outsideOf(one),
  }));
}

/** What an absence says, as long as nothing is known of other symbols. */
const KIND_OF: Readonly<Record<AbsenceKind, GapKind>> = {
  'nothing-there': 'no-trade',
  'not-listed': 'not-listed',
  delisted: 'delisted',
  'not-published': 'not-published',
  'fetch-failed': 'fetch-failed',
};

interface Piece extends GapPiece {
  /** Whether it may be part of an outage. */
  readonly isEvidence: boolean;
}

function piecesOf({ series, gaps, absences }: SeriesGaps): Piece[] {
  const pieces: Piece[] = [];
  let first = 0;
  for (const [fromMs, toMs, missing] of gaps) {
    while (first < absences.length && absences[first]!.toMs <= fromMs) first++;
    let end = first;
    while (end < absences.length && absences[end]!.fromMs < toMs) end++;
    const isFile = fromMs % DAY_MS === 0 && toMs % DAY_MS === 0;
    if (end === first) {
      pieces.push({ fromMs, toMs, missing, absence: null, isEvidence: !isFile });
      continue;
    }
    for (const piece of splitGap({ fromMs, toMs, missing }, absences.slice(first, end), series.interval)) {
      pieces.push({ ...piece, isEvidence: piece.absence === 'nothing-there' || (piece.absence === null && !isFile) });
    }
  }
  return pieces;
}

function windowsBySymbol(all: readonly SeriesGaps[], pieces: readonly (readonly Piece[])[]): Map<string, Windows> {
  const bySymbol = new Map<string, Windows>();
  all.forEach(({ series: { symbol } }, i) => {
    const windows = pieces[i]!.filter((piece) => piece.isEvidence);
    const known = bySymbol.get(symbol);
    bySymbol.set(symbol, known ? unionOf([...known, ...windows]) : windows);
  });
  return bySymbol;
}

/** What absences say of the time before the first candle and after the last one. */
function outsideOf({ series: { interval }, firstOpenTimeMs, lastOpenTimeMs, absences }: SeriesGaps): CoverageGap[] {
  const afterMs = lastOpenTimeMs === null ? -Infinity : followingOpenTime(lastOpenTimeMs, interval);
  return absences.flatMap(({ fromMs, toMs, kind }) =>
    [
      { fromMs, toMs: Math.min(toMs, firstOpenTimeMs ?? -Infinity) },
      { fromMs: Math.max(fromMs, afterMs), toMs },
    ].flatMap((range) => {
      const missing = range.fromMs < range.toMs ? candlesIn(range.fromMs, range.toMs, interval) : 0;
      return missing > 0 ? [{ ...range, missing, kind: KIND_OF[kind] }] : [];
    }),
  );
}

/** How many candles of the grid open in a range. */
const candlesIn = (fromMs: number, toMs: number, interval: Interval): number => slotOf(toMs - 1, interval) - slotOf(fromMs - 1, interval);
