import { MAX_REPAIRS } from '../compiler/llm-compilation.ts';
import { commonBeginning } from './common-beginning.ts';
import type { TokenCounter } from './count-tokens.ts';
import { compilePrompts, EXAMPLE_DECISION, EXAMPLE_SENTENCE, EXAMPLE_STRATEGY, windowExamples } from './example-questions.ts';
import type { Price } from './price.ts';
import type { Measured } from './text-to-measured.ts';
import { addUsage, type Usage, usageToUsd } from './usage-to-cost.ts';

/** What is to be judged. */
export interface Work {
  /** Candles that the compiled strategy will run over. */
  readonly candles: number;
  /** Candles a window, and bars from one decision to the next. */
  readonly window: number;
  readonly every: number;
  readonly masked?: boolean;
  /** To compile. */
  readonly sentence?: string;
  /** What was used before: it counts in the place of the example's tokens. */
  readonly measured?: readonly Measured[];
}

/** The tokens of both ways, by our count or as measured; every model's alike, because each has a tokenizer of its own that we do not have. */
export interface TokensOfWays {
  /** One compilation, of which no answer had to be mended, and one of which as many had to be as are allowed. */
  readonly compiled: { readonly usage: Usage; readonly repairs: number; readonly isMeasured: boolean };
  readonly repaired: { readonly usage: Usage; readonly repairs: number };
  /** One decision. `sharedTokens`: with which all prompts begin. */
  readonly decision: { readonly usage: Usage; readonly sharedTokens: number; readonly isMeasured: boolean };
}

/** US dollars for a thousand candles, off the peak. */
export interface CostOfWays {
  readonly compiledUsd: number;
  readonly repairedUsd: number;
  readonly windowsUsd: number;
}

/** What both ways use: the real prompts, counted, with answers of usual length. */
export function tokensOfWays({ window, masked = false, sentence = EXAMPLE_SENTENCE, measured = [] }: Work, counter: TokenCounter): TokensOfWays {
  const strategyTokens = counter.tokensIn(EXAMPLE_STRATEGY);
  const compilation = (repairs: number): { usage: Usage; repairs: number } => ({
    repairs,
    usage: compilePrompts(repairs, sentence)
      .map((prompt) => ({ promptTokens: counter.tokensOf(prompt), cachedTokens: 0, completionTokens: strategyTokens }))
      .reduce(addUsage),
  });
  const compiled = measured.find(({ what }) => what === 'compilation');
  const decision = measured.find(({ what }) => what === 'decision');
  return {
    compiled: compiled ? { usage: compiled.usage, repairs: compiled.repairs, isMeasured: true } : { ...compilation(0), isMeasured: false },
    repaired: compilation(MAX_REPAIRS),
    decision: decision ? { usage: decision.usage, sharedTokens: 0, isMeasured: true } : countedDecision(window, masked, counter),
  };
}

function countedDecision(window: number, masked: boolean, counter: TokenCounter): TokensOfWays['decision'] {
  const questions = windowExamples(window, masked);
  const promptTokens = Math.round(questions.reduce((sum, question) => sum + counter.tokensOf(question), 0) / questions.length);
  const usage = { promptTokens, cachedTokens: 0, completionTokens: counter.tokensIn(EXAMPLE_DECISION) };
  return { usage, sharedTokens: counter.tokensOf(commonBeginning(questions)), isMeasured: false };
}

/**
 * Compiled once, a strategy costs the same for one candle as for a billion; by window, each decision is asked for. No cache is
 * counted on for a compilation; for decisions the beginning of the prompt that the provider recognises by itself.
 */
export function costOfWays({ compiled, repaired, decision }: TokensOfWays, { candles, every }: Work, price: Price): CostOfWays {
  const thousands = candles / 1_000;
  const { prefixCache } = price;
  const cached = decision.isMeasured
    ? decision.usage.cachedTokens
    : prefixCache && decision.sharedTokens >= prefixCache.leastTokens
      ? Math.floor(decision.sharedTokens / prefixCache.blockTokens) * prefixCache.blockTokens
      : 0;
  return {
    compiledUsd: usageToUsd(compiled.usage, price) / thousands,
    repairedUsd: usageToUsd(repaired.usage, price) / thousands,
    windowsUsd: (usageToUsd({ ...decision.usage, cachedTokens: cached }, price) * 1_000) / every,
  };
}
