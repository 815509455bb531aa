import { isWickError, type Strategy } from '@wick/core';
import type { Compilation } from '../grammar/compilation.ts';
import { compileSentence } from '../grammar/compile-sentence.ts';
import type { Fragment } from '../grammar/refusal/not-understood.ts';
import { type StrategyDiff, strategiesToDiff } from './strategies-to-diff.ts';

/** What the grammar makes of the sentence that a model compiled. */
export type GrammarComparison =
  /** `left` is the model's part, `right` the grammar's. */
  | ({ readonly understood: true; readonly strategyText: string; readonly assumptions: readonly string[] } & StrategyDiff)
  | { readonly understood: false; readonly problem: string; readonly fragments: readonly Fragment[] };

/** Compiles the sentence with the grammar as well, and compares. */
export function compareWithGrammar(sentence: string, byModel: Strategy): GrammarComparison {
  let byGrammar: Compilation;
  try {
    byGrammar = compileSentence(sentence);
  } catch (error) {
    if (!isWickError(error)) throw error;
    const { fragments = [] } = error.details as { fragments?: readonly Fragment[] };
    return { understood: false, problem: error.message, fragments };
  }
  const { strategy, strategyText, assumptions } = byGrammar;
  return { understood: true, strategyText, assumptions, ...strategiesToDiff(byModel, strategy) };
}
