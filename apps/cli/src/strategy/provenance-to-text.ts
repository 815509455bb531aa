import type { Cost, StrategyProvenance } from '@wick/llm-signals';
import { formatUsd } from '../llm/format-usd.ts';
import { formatCount, formatTime } from '../output/format.ts';
import { formatPairs } from '../output/table.ts';

/** Who compiled a strategy, when, and for how much. */
export function provenanceToText(provenance: StrategyProvenance): string {
  if (provenance.compiledBy === 'grammar') return formatPairs([['Compiled by', 'the grammar']]);
  const { provider, modelAsked, modelAnswered, fingerprint, promptHash, attempts, usage, cost, compiledAt } = provenance;
  const asked = modelAsked === modelAnswered ? '' : `, asked for ${modelAsked}`;
  const repairs = attempts === 1 ? 'at the first attempt' : attempts === 2 ? 'after 1 repair' : `after ${attempts - 1} repairs`;
  return formatPairs([
    ['Compiled by', onOneLine(`${modelAnswered} at ${provider}${asked}, ${repairs}`)],
    ['Compiled at', `${formatTime(Date.parse(compiledAt))} UTC`],
    ['Fingerprint', onOneLine(fingerprint ?? 'not stated by the provider')],
    ['Prompt', `sha256 ${promptHash}`],
    ['Tokens', usage ? `${formatCount(usage.promptTokens)} in (${formatCount(usage.cachedTokens)} of them cached), ${formatCount(usage.completionTokens)} out` : 'not stated by the provider'],
    ['Cost', costToText(cost)],
  ]);
}

/** What others wrote, without what moves a cursor or turns the writing round. */
export const onOneLine = (text: string): string => text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();

export const costToText = (cost: Cost): string =>
  cost.known ? `${formatUsd(cost.usd)}, at prices of ${cost.priceDate} (${cost.source})` : `unknown: ${cost.reason}`;
