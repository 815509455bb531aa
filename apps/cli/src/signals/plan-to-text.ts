import { cutOffToSentence, knowledgeCutOff, type PlannedJudging, type Price, type RunEstimate } from '@wick/llm-signals';
import { formatUsd } from '../llm/format-usd.ts';
import { formatAmount, formatCount, formatDuration } from '../output/format.ts';
import { formatPairs } from '../output/table.ts';

/** What would be asked, for how much, and what the model may know of it. */
export function planToText(planned: PlannedJudging, notes: readonly string[], prices: readonly Price[], { twice = false } = {}): string {
  const { provider, model, windows, skipped, answers, recorded, toAsk, spending, estimate } = planned;
  const runs = twice ? 2 : 1;
  const rows: (readonly [string, string])[] = [
    ['Model', `${model} at ${provider}`],
    ['Windows', `${formatCount(windows / runs)}${twice ? ', each masked and plain' : ''}${skipped === 0 ? '' : `; ${formatAmount(skipped / runs, 'decision')} without one, for want of candles`}`],
    ['Answers', `${formatCount(answers)}, of which ${formatCount(recorded)} are recorded and ${formatCount(toAsk)} would be asked for`],
    ['Spent', spentToText(spending)],
    ...(estimate ? estimateToRows(estimate) : []),
  ];
  const assumptions = estimate ? ['', ...estimate.assumptions] : [];
  const known = cutOffToSentence(model, knowledgeCutOff(provider, model, prices));
  return [...notes.map((note) => `! ${note}`), formatPairs(rows), ...assumptions, '', known].join('\n');
}

/** Before a run. */
export const planToSentence = ({ toAsk, estimate }: PlannedJudging): string =>
  `${formatAmount(toAsk, 'request')}, expected to cost ${usdToText(estimate?.expectedUsd)} and ${usdToText(estimate?.worstUsd)} at worst (prices of ${estimate?.priceDate ?? 'no day'}), in about ${formatDuration(estimate?.durationMs ?? 0)}.`;

/** What the answers have cost, and what is not known of it. */
export function spentToText({ settledUsd, unsettled, unsettledUsd }: PlannedJudging['spending']): string {
  if (unsettled === 0) return formatUsd(settledUsd);
  const worst = unsettledUsd === null ? 'nobody knows what' : `at most ${formatUsd(unsettledUsd)}`;
  return `${formatUsd(settledUsd)}, and ${formatAmount(unsettled, 'request')} of which the cost is unknown: ${worst}`;
}

const estimateToRows = ({ expectedUsd, worstUsd, priceDate, source, durationMs, tokens }: RunEstimate): (readonly [string, string])[] => [
  ['Expected', `${usdToText(expectedUsd)} for ${formatCount(tokens.promptTokens)} tokens in (${formatCount(tokens.cachedTokens)} of them cached), ${formatCount(tokens.completionTokens)} out`],
  ['At worst', usdToText(worstUsd)],
  ['Prices', priceDate === null ? 'unknown' : `of ${priceDate} (${source})`],
  ['Time', `about ${formatDuration(durationMs)}`],
];

const usdToText = (usd: number | null | undefined): string => (usd === null || usd === undefined ? 'an unknown amount' : formatUsd(usd));
