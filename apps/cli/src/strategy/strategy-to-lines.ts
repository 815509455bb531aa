import { strategyHash, strategyToText } from '@wick/core';
import { paraphrase } from '@wick/llm-signals';
import type { Paint } from '../output/paint.ts';
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
