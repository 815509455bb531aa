import { type Coverage, type CoverageGap, GAP_KINDS } from '@wick/core';
import { formatAmount, formatCount, formatTime } from './format.ts';
import { formatPairs, formatTable, type TableColumn } from './table.ts';
import { TIME_BAR_LEGEND, timeAxisOf, timeBar } from './time-bar.ts';

/** Gaps that are listed for people; programs get all. */
const GAPS_SHOWN = 20;
/** Of a terminal that does not say how wide it is, and of a file. */
const WIDTH = 120;
/** A bar has at least the length of its title, and no more cells than anybody counts. */
const LEAST_CELLS = 17;
const MOST_CELLS = 72;

/**
 * What is stored at a glance. One series: its bar of time and its gaps. Several: a line each, over one axis of time.
 *
 * @param coverages at least one
 * @param width of a line, in characters
 */
export const coveragesToText = (coverages: readonly Coverage[], width = WIDTH): string =>
  coverages.length === 1 ? oneToText(coverages[0]!, width) : manyToText(coverages, width);

function oneToText(coverage: Coverage, width: number): string {
  const { series, candles, missing, offGrid, gaps, outside } = coverage;
  const axis = timeAxisOf([coverage], cellsIn(width));
  const facts = formatPairs([
    ['Series', `${series.symbol} ${series.interval} (${series.exchange} ${series.market})`],
    ['Candles', `${formatCount(candles)} from ${timeOrNone(coverage.firstOpenTimeMs)} to ${timeOrNone(coverage.lastOpenTimeMs)} UTC`],
    ['Missing', `${formatCount(missing)} in ${formatAmount(gaps.length, 'gap')}${gaps.length > 0 ? `: ${kindsToText(gaps)}` : ''}`],
    ...(offGrid > 0 ? [['Off grid', formatCount(offGrid)] as const] : []),
  ]);
  const bar = `${timeBar(coverage, axis)}\nA cell a ${axis.unit}: ${TIME_BAR_LEGEND}`;
  return [facts, bar, ...listOf('Gaps', gaps), ...listOf('Outside', outside)].join('\n\n');
}

function manyToText(coverages: readonly Coverage[], width: number): string {
  const columns = COLUMNS.filter(({ isShown }) => isShown(coverages));
  const rows = coverages.map((coverage) => columns.map(({ cell }) => cell(coverage)));
  const kinds = coverages.map(({ gaps }) => kindsToText(gaps));
  const beside = formatTable([...columns, { title: 'Gaps' }], rows.map((row, i) => [...row, kinds[i]!]));
  const axis = timeAxisOf(coverages, cellsIn(width - 2 - Math.max(...beside.split('\n').map(({ length }) => length))));
  const [first, last] = [axis.cells[0], axis.cells.at(-1)];
  const nameOf = (timeMs: number): string => dayOf(timeMs).slice(0, axis.unit === 'day' ? 10 : 7);
  const title = first && last ? `${nameOf(first.fromMs)} … ${nameOf(last.toMs - 1)}` : '';
  const table = formatTable([...columns, { title }, { title: 'Gaps' }], rows.map((row, i) => [...row, timeBar(coverages[i]!, axis), kinds[i]!]));
  return `${table}\n\nA cell a ${axis.unit}: ${TIME_BAR_LEGEND}`;
}

const cellsIn = (width: number): number => Math.min(MOST_CELLS, Math.max(LEAST_CELLS, width));

interface Column extends TableColumn {
  readonly cell: (coverage: Coverage) => string;
  /** What is the same for all is left out. */
  readonly isShown: (coverages: readonly Coverage[]) => boolean;
}

const always = (): boolean => true;
const differs = (of: (coverage: Coverage) => string) => (coverages: readonly Coverage[]) => new Set(coverages.map(of)).size > 1;

const COLUMNS: readonly Column[] = [
  { title: 'Exchange', cell: ({ series }) => series.exchange, isShown: differs(({ series }) => series.exchange) },
  { title: 'Market', cell: ({ series }) => series.market, isShown: differs(({ series }) => series.market) },
  { title: 'Series', cell: ({ series }) => `${series.symbol} ${series.interval}`, isShown: always },
  { title: 'Candles', align: 'right', cell: ({ candles }) => formatCount(candles), isShown: always },
  { title: 'First', cell: ({ firstOpenTimeMs }) => (firstOpenTimeMs === null ? '–' : dayOf(firstOpenTimeMs)), isShown: always },
  { title: 'Last', cell: ({ lastOpenTimeMs }) => (lastOpenTimeMs === null ? '–' : dayOf(lastOpenTimeMs)), isShown: always },
  { title: 'Missing', align: 'right', cell: ({ missing }) => formatCount(missing), isShown: always },
  {
    title: 'Off grid', align: 'right', cell: ({ offGrid }) => formatCount(offGrid),
    isShown: (coverages) => coverages.some(({ offGrid }) => offGrid > 0),
  },
];

const timeOrNone = (timeMs: number | null): string => (timeMs === null ? '–' : formatTime(timeMs));

/** `3 outage, 1 unexplained`; – if there is none. */
function kindsToText(gaps: readonly CoverageGap[]): string {
  const counts = GAP_KINDS.map((kind) => [kind, gaps.filter((gap) => gap.kind === kind).length] as const).filter(([, count]) => count > 0);
  return counts.length === 0 ? '–' : counts.map(([kind, count]) => `${formatCount(count)} ${kind}`).join(', ');
}

function listOf(title: string, gaps: readonly CoverageGap[]): string[] {
  if (gaps.length === 0) return [];
  const rows = gaps.slice(0, GAPS_SHOWN).map(({ fromMs, toMs, missing, kind }) => [
    `  ${formatTime(fromMs)} → ${formatTime(toMs)}`, formatAmount(missing, 'candle'), kind,
  ]);
  const more = gaps.length > GAPS_SHOWN ? `\n  … and ${formatCount(gaps.length - GAPS_SHOWN)} more; --json lists all` : '';
  return [formatTable([{ title: `${title}:` }, { title: '', align: 'right' }, { title: '' }], rows) + more];
}

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
