import {
  type Comparison, cutOffToSentence, FALSE_ALARM_RATE, type JudgedTwiceOver, type KnowledgeCutOff, LEAST_PAIRS, type Leakage, type RanJudging,
} from '@wick/llm-signals';
import { formatAmount, formatCount } from '../output/format.ts';
import { formatPairs, formatTable, type TableColumn } from '../output/table.ts';
import { decidedToDocument } from '../signals/decided-to-text.ts';
import { spentToText } from '../signals/plan-to-text.ts';

const right = (title: string): TableColumn => ({ title, align: 'right' });

/** Both runs as `wick signals` tells of them, and what their difference says. */
export function leakageToDocument({ plain, masked, leakage }: JudgedTwiceOver, notes: readonly string[]): Record<string, unknown> {
  return { verdict: leakage.all.verdict, falseAlarmRate: FALSE_ALARM_RATE, leakage, plain: decidedToDocument(plain), masked: decidedToDocument(masked), notes };
}

/** Both results, their difference and whether it is more than chance. */
export function leakageToText({ plain, masked, leakage }: JudgedTwiceOver, notes: readonly string[]): string {
  const { cutOff, header } = plain;
  const { series: { symbol, interval }, settings: { candles, every }, modelAsked: model, provider } = header;
  return [
    ...(notes.length > 0 ? [notes.map((note) => `! ${note}`).join('\n')] : []),
    `${model} at ${provider} over ${symbol} ${interval}: ${formatAmount(candles, 'candle')} a window, a decision every ${formatAmount(every, 'bar')}, each masked and plain.`,
    formatPairs([['Plain', actionsToText(plain)], ['Masked', actionsToText(masked)]]),
    groupsToTable(groupsOf(leakage, cutOff)),
    verdictToSentence(model, leakage),
    [`Plain and masked: mean return of a decision, from the next open to the close ${formatAmount(leakage.horizon, 'bar')} on.`, ...leftOutToSentences(leakage)].join(' '),
    cutOffToSentence(model, cutOff),
  ].join('\n\n');
}

type Group = readonly [name: string, comparison: Comparison];

function groupsOf({ all, before, after }: Leakage, cutOff: KnowledgeCutOff | null): Group[] {
  return before && after && cutOff ? [['all windows', all], [`begun by ${cutOff.date}`, before], ['later', after]] : [['all windows', all]];
}

const groupsToTable = (groups: readonly Group[]): string =>
  formatTable(
    [{ title: '' }, right('pairs'), right('plain'), right('masked'), right('difference'), right('95% interval'), right('p'), right('plain hits'), right('masked hits'), { title: 'verdict' }],
    groups.map(([name, { verdict, pairs, meanPlain, meanMasked, difference, interval, p, hitRate }]) => [
      name, formatCount(pairs), percent(meanPlain), percent(meanMasked), percent(difference),
      interval ? `${percent(interval[0])} to ${percent(interval[1])}` : '–',
      p === null ? '–' : p.toFixed(4), hitsToText(hitRate.plain), hitsToText(hitRate.masked), verdict,
    ]),
  );

function actionsToText({ header: { signals, noSignals }, spending }: RanJudging): string {
  const none = Object.values(noSignals).reduce((sum, count) => sum + count, 0);
  return `BUY ${formatCount(signals.BUY)}, SELL ${formatCount(signals.SELL)}, HOLD ${formatCount(signals.HOLD)}, no signal ${formatCount(none)}; cost ${spentToText(spending)}`;
}

function verdictToSentence(model: string, { all: { verdict, pairs, differing, smallestSeen }, before, after }: Leakage): string {
  switch (verdict) {
    case 'remembers':
      return [
        `${model} remembers: it decides better where it can recognise the market and the day. A model that remembers nothing is called this in ${100 * FALSE_ALARM_RATE}% of such runs.`,
        ...(before && after?.verdict === 'remembers' ? ['It does so after its cut-off too: it has read more than is said, or the difference has another cause.'] : []),
      ].join(' ');
    case 'no evidence':
      return `There is no evidence that ${model} remembers. ${
        smallestSeen === null
          ? `Masked and plain have earned the same in ${differing === 0 ? 'all' : `all but ${formatCount(differing)}`} of ${formatAmount(pairs, 'window')}.`
          : `A difference of ${percent(smallestSeen)} a decision would have been found in four of five such runs; a smaller one may be there.`
      }`;
    case 'too few windows':
      return `There are too few windows: ${formatAmount(pairs, 'pair')} of decisions ${pairs === 1 ? 'says' : 'say'} nothing either way, ${LEAST_PAIRS} are the least.`;
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
