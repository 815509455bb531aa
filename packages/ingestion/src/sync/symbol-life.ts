import { type Absence, type AbsenceKind, followingOpenTime, type Series, type TimeRange } from '@wick/core';
import { clipRanges } from './ranges.ts';
import type { SyncSource } from './sync-source.ts';

/** From when to when a symbol has candles, as far as the exchange tells. */
export interface SymbolLife {
  /** -Infinity where nobody can say. */
  readonly fromMs: number;
  /** Infinity while the symbol trades, or where nobody can say. */
  readonly toMs: number;
}

export const UNKNOWN_LIFE: SymbolLife = { fromMs: -Infinity, toMs: Infinity };

/** @throws WickError SYMBOL_UNKNOWN, or as the source does */
export async function readLife(source: SyncSource, series: Series, signal?: AbortSignal): Promise<SymbolLife> {
  const [firstMs = null, lastMs = null] = await Promise.all([source.firstOpenTimeMs?.(series, signal), source.lastOpenTimeMs?.(series, signal)]);
  return {
    fromMs: firstMs ?? UNKNOWN_LIFE.fromMs,
    toMs: lastMs === null ? UNKNOWN_LIFE.toMs : followingOpenTime(lastMs, series.interval),
  };
}

/** Absences of ranges that the exchange has nothing for, named by what is known of the symbol's life; ascending. */
export function nameAbsences(ranges: readonly TimeRange[], life: SymbolLife, source: string, notedAtMs: number): Absence[] {
  const name = (kind: AbsenceKind, within: TimeRange): Absence[] =>
    clipRanges(ranges, within).map((range) => ({ ...range, kind, source, notedAtMs }));
  return [
    ...name('not-listed', { fromMs: -Infinity, toMs: life.fromMs }),
    ...name('nothing-there', life),
    ...name('delisted', { fromMs: life.toMs, toMs: Infinity }),
  ];
}
