import type { RanJudging } from '@wick/llm-signals';
import { cutOffToSentence } from '@wick/llm-signals';
import { formatAmount, formatCount } from '../output/format.ts';
import { formatPairs } from '../output/table.ts';
import { spentToText } from './plan-to-text.ts';

/** What a run came to: the header of the file of signals, and what it took to get there. */
export function decidedToDocument({ header, answers, spending, cutOff }: RanJudging): Record<string, unknown> {
  const { wick: _kind, version: _form, ...decided } = header;
  return { ...decided, cutOff, answers, spending };
}

export function decidedToText({ header, answers, spending, cutOff }: RanJudging, notes: readonly string[], out: string | undefined): string {
  const { modelAsked, provider, decisions, signals, noSignals, tokens, agreement } = header;
  const { BUY, SELL, HOLD } = signals;
  const none = Object.entries(noSignals).map(([why, times]) => `${why} ${formatCount(times)}`).join(', ');
  const rows: (readonly [string, string])[] = [
    ['Model', `${modelAsked} at ${provider}${answeredToText(header)}`],
    ['Decisions', `${formatCount(decisions)}: BUY ${formatCount(BUY)}, SELL ${formatCount(SELL)}, HOLD ${formatCount(HOLD)}`],
    ...(none === '' ? [] : [['No signal', none] as const]),
    ...(agreement ? [['Agreement', `${(100 * agreement.mean).toFixed(1)}% of the answers of a window on average, ${(100 * agreement.least).toFixed(1)}% at least`] as const] : []),
    ['Answers', `${formatCount(answers.replayed)} replayed, ${formatCount(answers.asked)} asked for with ${formatAmount(answers.requests, 'request')}`],
    ['Tokens', tokens ? `${formatCount(tokens.prompt)} in (${formatCount(tokens.cached)} of them cached), ${formatCount(tokens.completion)} out` : 'not stated by the provider'],
    ['Cost', spentToText(spending)],
  ];
  return [
    ...notes.map((note) => `! ${note}`),
    formatPairs(rows),
    '',
    inSampleToSentence(header),
    cutOffToSentence(modelAsked, cutOff),
    ...(answers.unanswered === 0 ? [] : [`! ${formatAmount(answers.unanswered, 'answer')} did not come. Run the same command again: only these are asked for.`]),
    out === undefined ? 'Add --out signals.ndjson to write the decisions: what is answered is replayed.' : `Saved: ${out}`,
  ].join('\n');
}

function inSampleToSentence({ decisions, inSample, knowledgeCutOff }: RanJudging['header']): string {
  const all = formatAmount(decisions, 'decision');
  if (inSample === null) return `Each of ${all} may be in-sample for the model.`;
  if (inSample === 0) return `None of ${all} is before the model's knowledge cut-off (${knowledgeCutOff}).`;
  return `${formatCount(inSample)} of ${all} ${inSample === 1 ? 'is' : 'are'} before the model's knowledge cut-off (${knowledgeCutOff}): in-sample for the model.`;
}

function answeredToText({ modelAsked, modelsAnswered }: RanJudging['header']): string {
  const others = modelsAnswered.filter((model) => model !== modelAsked);
  return others.length === 0 ? '' : ` (answered as ${others.join(', ')})`;
}
