import { type Coverage, type CoverageGap, GAP_KINDS } from '@wick/core';
import { formatAmount, formatCount, formatTime } from './format.ts';
import { formatTable, type TableColumn } from './table.ts';
import { TIME_BAR_LEGEND, timeAxisOf, timeBar } from './time-bar.ts';

/** Gaps that are listed for people; programs get all. */
const GAPS_SHOWN = 20;
/** What a line has room for beside the other columns. */
const CELLS_OF_ONE = 72;
const CELLS_OF_MANY = 40;

/**
 * What is stored at a glance. One series: its bar of time and its gaps. Several: a line each, over one axis of time.
 *
 * @param coverages at least one
 */
export const coveragesToText = (coverages: readonly Coverage[]): string =>
  coverages.length === 1 ? oneToText(coverages[0]!) : manyToText(coverages);

function oneToText(coverage: Coverage): string {
  const axis = timeAxisOf([coverage], CELLS_OF_ONE);
  const bar = `${timeBar(coverage, axis)}  a cell a ${axis.unit}\n${TIME_BAR_LEGEND}`;
  return [formatTable(COLUMNS, [cellsOf(coverage)]), bar, ...listOf('Gaps', coverage.gaps), ...listOf('Outside', coverage.outside)].join('\n\n');
}

function manyToText(coverages: readonly Coverage[]): string {
  const axis = timeAxisOf(coverages, CELLS_OF_MANY);
  const [first, last] = [axis.cells[0], axis.cells.at(-1)];
  const title = first && last ? `${dayOf(first.fromMs)} … ${dayOf(last.toMs - 1)}` : '';
  const columns = [...COLUMNS, { title }];
  const table = formatTable(columns, coverages.map((coverage) => [...cellsOf(coverage), timeBar(coverage, axis)]));
  return `${table}\n\nA cell a ${axis.unit}: ${TIME_BAR_LEGEND}`;
}

const COLUMNS: readonly TableColumn[] = [
  { title: 'Exchange' }, { title: 'Market' }, { title: 'Symbol' }, { title: 'Interval' },
  { title: 'Candles', align: 'right' }, { title: 'First (UTC)' }, { title: 'Last (UTC)' },
  { title: 'Missing', align: 'right' }, { title: 'Off grid', align: 'right' }, { title: 'Gaps' },
];

const cellsOf = ({ series, candles, firstOpenTimeMs, lastOpenTimeMs, gaps, missing, offGrid }: Coverage): string[] => [
  series.exchange, series.market, series.symbol, series.interval, formatCount(candles),
  firstOpenTimeMs === null ? '–' : formatTime(firstOpenTimeMs), lastOpenTimeMs === null ? '–' : formatTime(lastOpenTimeMs),
  formatCount(missing), formatCount(offGrid), kindsToText(gaps),
];

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
