import { type Strategy, strategyToText } from '@wick/core';
import { provenanceToComments } from './provenance-to-comments.ts';
import type { StrategyProvenance } from './strategy-provenance.ts';

/** The text of a file of a compiled strategy, in its JSON form or its text form, with what it came from. */
export function strategyToFile(strategy: Strategy, provenance: StrategyProvenance, form: 'json' | 'text'): string {
  if (form === 'json') return `${JSON.stringify({ ...strategy, provenance }, null, 2)}\n`;
  return `${[...provenanceToComments(provenance), strategyToText(strategy)].join('\n')}\n`;
}
