import { type Coverage, DAY_MS, followingOpenTime, type TimeRange } from '@wick/core';

/** All candles, at least half of them, fewer, none; and outside of the series. */
const CELLS = { all: '█', most: '▓', some: '░', none: '·', outside: ' ' } as const;
export const TIME_BAR_LEGEND = `${CELLS.all} complete  ${CELLS.most} at least half  ${CELLS.some} less  ${CELLS.none} nothing`;

/** Stretches of time of equal meaning, side by side. */
export interface TimeAxis {
  readonly unit: 'day' | 'month' | 'quarter' | 'year';
  readonly cells: readonly TimeRange[];
}

/** The finest axis over the candles of some series that fits into a width; years, however many, if none does. */
export function timeAxisOf(coverages: readonly Coverage[], width: number): TimeAxis {
  const spans = coverages.flatMap((coverage) => spanOf(coverage) ?? []);
  const fromMs = Math.min(...spans.map((span) => span.fromMs));
  const toMs = Math.max(...spans.map((span) => span.toMs));
  for (const unit of ['day', 'month', 'quarter'] as const) {
    const cells = spans.length > 0 ? cellsOf(unit, fromMs, toMs, width) : [];
    if (cells.length <= width) return { unit, cells };
  }
  return { unit: 'year', cells: cellsOf('year', fromMs, toMs, Infinity) };
}

/** What is there of a series, a character a cell. */
export function timeBar(coverage: Coverage, { cells }: TimeAxis): string {
  const span = spanOf(coverage);
  if (!span) return '';
  let gap = 0;
  return cells
    .map((cell) => {
      const inside = overlapMs(cell, span);
      if (inside === 0) return CELLS.outside;
      while (gap < coverage.gaps.length && coverage.gaps[gap]!.toMs <= cell.fromMs) gap++;
      let absent = cell.toMs - cell.fromMs - inside;
      const isWhole = absent === 0;
      let missing = 0;
      for (let i = gap; i < coverage.gaps.length && coverage.gaps[i]!.fromMs < cell.toMs; i++) missing += overlapMs(cell, coverage.gaps[i]!);
      absent += missing;
      if (missing >= inside) return CELLS.none;
      if (missing === 0 && isWhole) return CELLS.all;
      return absent * 2 <= cell.toMs - cell.fromMs ? CELLS.most : CELLS.some;
    })
    .join('');
}

/** From the first candle to the end of the last one. */
const spanOf = ({ firstOpenTimeMs, lastOpenTimeMs, series }: Coverage): TimeRange | undefined =>
  firstOpenTimeMs === null || lastOpenTimeMs === null
    ? undefined
    : { fromMs: firstOpenTimeMs, toMs: followingOpenTime(lastOpenTimeMs, series.interval) };

const overlapMs = (a: TimeRange, b: TimeRange): number => Math.max(0, Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs));

/** The cells from the one that holds `fromMs` on; one more than `most` if there are more. */
function cellsOf(unit: TimeAxis['unit'], fromMs: number, toMs: number, most: number): TimeRange[] {
  const cells: TimeRange[] = [];
  const start = new Date(fromMs);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  const opens = (cell: number): number => {
    if (unit === 'day') return (Math.floor(fromMs / DAY_MS) + cell) * DAY_MS;
    if (unit === 'month') return Date.UTC(year, month + cell);
    return unit === 'quarter' ? Date.UTC(year, Math.floor(month / 3) * 3 + 3 * cell) : Date.UTC(year + cell, 0);
  };
  for (let cell = 0; opens(cell) < toMs && cell <= most; cell++) cells.push({ fromMs: opens(cell), toMs: opens(cell + 1) });
  return cells;
}
