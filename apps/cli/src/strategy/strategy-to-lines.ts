import { strategyHash, strategyToText } from '@wick/core';
import { paraphrase } from '@wick/llm-signals';
import type { Paint } from '../output/paint.ts';
import { onOneLine, provenanceToText } from './provenance-to-text.ts';
import type { GivenStrategy } from './read-strategy.ts';

/** A strategy for people: in English, as rules, and what was assumed. */
export function strategyToLines({ strategy, assumptions }: Pick<GivenStrategy, 'strategy' | 'assumptions'>, paint: Paint): string {
  const assumed = assumptions.length === 0 ? [] : ['', paint('bold', 'Assumed'), ...assumptions.map((sentence) => `  · ${sentence}`)];
  return [
    paraphrase(strategy),
    '',
    ...strategyToText(strategy).split('\n').map((line) => `  ${line}`),
    ...assumed,
    '',
    paint('dim', `sha256 ${strategyHash(strategy)}`),
  ].join('\n');
}

/** The same for programs. */
export const strategyToDocument = ({ strategy, assumptions }: Pick<GivenStrategy, 'strategy' | 'assumptions'>): Record<string, unknown> => ({
  strategy,
  text: strategyToText(strategy),
  paraphrase: paraphrase(strategy),
  assumptions,
  strategyHash: strategyHash(strategy),
});

/** Of a strategy that was compiled: what it came from, for people; nothing of any other. */
export function originToLines({ provenance, isChanged }: GivenStrategy): string[] {
  if (!provenance) return [];
  return [
    '',
    `Sentence     ${onOneLine(provenance.sentence)}`,
    provenanceToText(provenance),
    ...(isChanged ? ['! The rules were changed after they were compiled; what was assumed then is not listed.'] : []),
  ];
}
