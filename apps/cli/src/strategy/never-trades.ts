import { WickError } from '@wick/core';
import type { Compilation, StrategyProvenance } from '@wick/llm-signals';
import type { Tried } from './dry-run.ts';
import { triedOn, whyNoneToLines } from './dry-run-to-text.ts';
import { costToText } from './provenance-to-text.ts';

/** A strategy that does nothing, with the rules that were compiled (they may have been paid for) and how often each held. */
export function neverTrades(trial: Tried, { strategy, strategyText }: Compilation, provenance: StrategyProvenance): WickError {
  const paid = provenance.compiledBy === 'model' ? ['', `Cost: ${costToText(provenance.cost)}`] : [];
  return new WickError('STRATEGY_NEVER_TRADES', `The strategy would never have traded over ${triedOn(trial)}; nothing is saved.`, {
    remedy: 'Reword the sentence, name other candles (--symbol, --interval, --since), write the rules above as they should be, or take it all the same with --allow-no-trades.',
    details: { excerpt: [strategyText, '', ...whyNoneToLines(trial), ...paid].join('\n'), dryRun: trial, strategy, strategyText, provenance },
  });
}
