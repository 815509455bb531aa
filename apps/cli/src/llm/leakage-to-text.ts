import { type Comparison, cutOffToSentence, FALSE_ALARM_RATE, type KnowledgeCutOff, LEAST_PAIRS, type Leakage } from '@wick/llm-signals';
import { formatAmount, formatCount } from '../output/format.ts';
import { formatTable, type TableColumn } from '../output/table.ts';

/** What was compared. */
export interface ComparedRuns {
  readonly model: string;
  readonly knowledgeCutOff: KnowledgeCutOff | null;
  readonly leakage: Leakage;
}

const right = (title: string): TableColumn => ({ title, align: 'right' });

/** Both results, their difference and whether it is more than chance. */
export function leakageToText({ model, knowledgeCutOff, leakage }: ComparedRuns): string {
  const { all, before, after, horizon } = leakage;
  const groups: [string, Comparison][] = [['all windows', all]];
  if (before && after) groups.push([`begun by ${knowledgeCutOff!.date}`, before], ['later', after]);
  const table = formatTable(
    [{ title: '' }, right('pairs'), right('plain'), right('masked'), right('difference'), right('95% interval'), right('p'), right('plain hits'), right('masked hits')],
    groups.map(([name, group]) => [
      name, formatCount(group.pairs), percent(group.meanPlain), percent(group.meanMasked), percent(group.difference),
      group.interval ? `${percent(group.interval[0])} to ${percent(group.interval[1])}` : '–',
      group.p === null ? '–' : group.p.toFixed(4), hitsToText(group.hitRate.plain), hitsToText(group.hitRate.masked),
    ]),
  );
  return [
    table,
    groups.map(([name, group]) => verdictToSentence(model, name, group)).join('\n'),
    [`Earned a decision over ${formatAmount(horizon, 'bar')}, from the next open.`, ...leftOutToSentences(leakage)].join(' '),
    cutOffToSentence(model, knowledgeCutOff),
  ].join('\n\n');
}

function verdictToSentence(model: string, group: string, { verdict, pairs, smallestSeen }: Comparison): string {
  const about = `${group[0]!.toUpperCase()}${group.slice(1)}`;
  switch (verdict) {
    case 'remembers':
      return `${about}: ${model} remembers. It decides better where it can recognise the market and the day; a model that remembers nothing is called this in ${100 * FALSE_ALARM_RATE}% of such runs.`;
    case 'no evidence':
      return `${about}: no evidence that ${model} remembers. A difference of ${percent(smallestSeen)} a decision would have been found in four of five such runs; a smaller one may be there.`;
    case 'too few windows':
      return `${about}: too few windows. ${formatAmount(pairs, 'pair')} of decisions ${pairs === 1 ? 'says' : 'say'} nothing either way; ${LEAST_PAIRS} are the least.`;
  }
}

function leftOutToSentences({ leftOut: { noOutcome, overlapping, unanswered } }: Leakage): string[] {
  const left: [number, string][] = [
    [noOutcome, 'without what came of it'],
    [overlapping, 'before the outcome of the one before had ended'],
    [unanswered, 'that the provider gave no answer for'],
  ];
  return left.filter(([count]) => count > 0).map(([count, why]) => `Left out: ${formatAmount(count, 'window')} ${why}.`);
}

const percent = (fraction: number | null): string => (fraction === null ? '–' : `${fraction > 0 ? '+' : ''}${(100 * fraction).toFixed(3)}%`);

const hitsToText = ({ decisions, share }: Comparison['hitRate']['plain']): string => (share === null ? 'none of 0' : `${(100 * share).toFixed(0)}% of ${formatCount(decisions)}`);
