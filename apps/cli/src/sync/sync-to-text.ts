import type { Coverage, Instrument } from '@wick/core';
import type { DayThatDiffers, SeriesReport, SyncOutcome } from '@wick/ingestion';
import { reuseToSentence } from '../instruments/instruments-to-text.ts';
import { formatAmount, formatCount, formatTime } from '../output/format.ts';
import type { Paint } from '../output/paint.ts';
import { formatTable } from '../output/table.ts';
import { type FundingOutcome, fundingToText } from './funding-to-store.ts';

/** What became of a series, with what is stored of it now. */
export type CoveredOutcome = SyncOutcome & { readonly coverage: Coverage };

/** Findings of a kind that are listed for people; programs get all. */
const FINDINGS_SHOWN = 5;

/** Everything that a sync did. */
export const syncToText = (
  outcomes: readonly CoveredOutcome[],
  instruments: readonly Instrument[],
  funding: readonly FundingOutcome[],
  paint: Paint,
): string =>
  [
    outcomesToText(outcomes, paint),
    ...instruments.map((instrument) => `${paint('yellow', '!')} ${reuseToSentence(instrument)}`),
    ...funding.map((outcome) => fundingToText(outcome, paint)),
  ].join('\n\n');

/** A table, a row a series, then what there is to say about each. */
export function outcomesToText(outcomes: readonly CoveredOutcome[], paint: Paint): string {
  const table = formatTable(
    [
      { title: '' }, { title: 'Series' }, { title: 'Added', align: 'right' }, { title: 'Revised', align: 'right' }, { title: 'Stored', align: 'right' },
      { title: 'First (UTC)' }, { title: 'Last (UTC)' }, { title: 'Gaps', align: 'right' }, { title: 'Missing', align: 'right' },
    ],
    outcomes.map((outcome) => {
      const { candles, firstOpenTimeMs, lastOpenTimeMs, gaps, missing } = outcome.coverage;
      return [
        'error' in outcome ? '✗' : '✓', nameOf(outcome), formatCount(outcome.added ?? 0), formatCount(outcome.revised ?? 0), formatCount(candles),
        timeOrDash(firstOpenTimeMs), timeOrDash(lastOpenTimeMs), formatCount(gaps.length), formatCount(missing),
      ];
    }),
  );
  const remarks = outcomes.flatMap((outcome) => {
    const lines = remarksOf(outcome, paint);
    return lines.length > 0 ? [[`${nameOf(outcome)}:`, ...lines.map((line) => `    ${line}`)].join('\n')] : [];
  });
  return [table, ...remarks].join('\n\n');
}

const nameOf = ({ series: { symbol, interval } }: SyncOutcome): string => `${symbol} ${interval}`;
const timeOrDash = (timeMs: number | null): string => (timeMs === null ? '–' : formatTime(timeMs));

function remarksOf(outcome: SyncOutcome, paint: Paint): string[] {
  const {
    notes = [], uselessArchives = [], refetchedDays = 0, uncheckedDays = 0, republishedArchives = 0, kept = 0, daysThatDiffer = [],
  }: Partial<SeriesReport> = outcome;
  return [
    ...('error' in outcome ? [`${paint('red', '✗')} ${outcome.error.message}`, `${paint('dim', '→')} ${outcome.error.remedy}`] : []),
    ...notes,
    ...(republishedArchives > 0 ? [`${formatAmount(republishedArchives, 'archive')} published again, whose candles were replaced.`] : []),
    ...some(uselessArchives, ({ detail }) => detail),
    ...(refetchedDays > 0 ? [`${formatAmount(refetchedDays, 'day')} of archives were doubtful, and came from REST instead.`] : []),
    ...(uncheckedDays > 0 ? [`${formatAmount(uncheckedDays, 'day')} of archives could not be checked.`] : []),
    ...(kept > 0 ? [`${formatAmount(kept, 'candle')} of archives contradicted what is stored, which stayed.`] : []),
    ...some(daysThatDiffer, differenceToText),
  ];
}

function some<Item>(items: readonly Item[], text: (item: Item) => string): string[] {
  const more = items.length - FINDINGS_SHOWN;
  return [...items.slice(0, FINDINGS_SHOWN).map(text), ...(more > 0 ? [`… and ${formatCount(more)} more; --json lists all`] : [])];
}

const differenceToText = ({ dayMs, figures }: DayThatDiffers): string =>
  `${new Date(dayMs).toISOString().slice(0, 10)}: the exchange contradicts itself in ${figures.join(', ')}; its finer candles are stored.`;
