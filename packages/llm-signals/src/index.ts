/** A sentence in, a typed strategy out: by a grammar that needs nothing, or by a model. */

// grammar: English → strategy and back, with no key and no network.
export type { Compilation, Understood } from './grammar/compilation.ts';
export { compileSentence } from './grammar/compile-sentence.ts';
export { paraphrase } from './grammar/paraphrase/paraphrase.ts';
export type { Fragment } from './grammar/refusal/not-understood.ts';

// outside: signals that another program wrote into a file → one bit a bar.
export { createOutsideSignals, type OutsideSignalsOptions } from './outside/outside-signals.ts';

// compiler: English → strategy by a language model, checked like a strategy that a person wrote.
export { createLlmCompiler, type LlmCompiler } from './compiler/create-llm-compiler.ts';
export { type LlmCompilation, type LlmCompilerOptions, MAX_REPAIRS } from './compiler/llm-compilation.ts';
export type { FailureReason } from './chat/failure.ts';

// provider and cost: who can be asked, with which key, for how much.
export { checkApiKey } from './provider/check-api-key.ts';
export * from './provider/providers.ts';
export { resolveProvider } from './provider/resolve-provider.ts';
export type { KnowledgeCutOff, PrefixCache, Price } from './cost/price.ts';
export { PRICES } from './cost/prices.ts';
export { pricesToJson, readPrices } from './cost/read-prices.ts';
export { findPrice, isVariantOf } from './cost/find-price.ts';
export { type Cost, type Usage, usageToCost, usageToUsd } from './cost/usage-to-cost.ts';
export { worstUsd } from './cost/worst-usd.ts';
export { loadTokenCounter, type TokenCounter } from './cost/count-tokens.ts';
export { type PriceRow, type PriceState, priceTable } from './cost/price-table.ts';
export { type CostOfWays, costOfWays, type TokensOfWays, tokensOfWays, type Work } from './cost/ways-to-cost.ts';
export { type Estimate, estimateRun, type MeasuredAnswer, type PlannedRun } from './cost/estimate.ts';

// leakage: what a model may have known.
export { type Comparison, FALSE_ALARM_RATE, type Leakage, LEAST_PAIRS, maskedAgainstPlain, type Verdict } from './leakage/masked-against-plain.ts';
export type { JudgedTwice } from './leakage/score-decisions.ts';
export { cutOffMs, cutOffToSentence, isInSample, knowledgeCutOff } from './leakage/cut-offs.ts';
