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
export { commentsToProvenance } from './compiler/comments-to-provenance.ts';
export { compilationToProvenance, isByModel, splitProvenance, type StrategyProvenance } from './compiler/strategy-provenance.ts';
export { strategyToFile } from './compiler/strategy-to-file.ts';
export { compareWithGrammar, type GrammarComparison } from './compiler/compare-with-grammar.ts';
export { type PartDifference, strategiesToDiff, type StrategyDiff } from './compiler/strategies-to-diff.ts';
export { strategyToNormalForm } from './compiler/strategy-to-normal-form.ts';
export type { FailureReason } from './chat/failure.ts';

// provider and cost: who can be asked, with which key, for how much.
export { checkApiKey, shownKey } from './provider/check-api-key.ts';
export { askOnce, type Failed, type OneRequest } from './chat/ask.ts';
export type { Reply } from './chat/completion.ts';
export type { AnswerSchema, Message, Question } from './chat/question.ts';
export { type ListedModels, listModels } from './chat/list-models.ts';
export { type Chat, type ChatOptions, openChat } from './chat/open-chat.ts';
export * from './provider/providers.ts';
export { isAskedModel } from './provider/is-asked-model.ts';
export { refererVariable, resolveProvider } from './provider/resolve-provider.ts';
export type { KnowledgeCutOff, PrefixCache, Price } from './cost/price.ts';
export { PRICES } from './cost/prices.ts';
export { pricesToJson, readPrices } from './cost/read-prices.ts';
export { findPrice, isVariantOf } from './cost/find-price.ts';
export { usdToText } from './cost/usd-to-text.ts';
export { type Cost, type Usage, usageToCost, usageToUsd } from './cost/usage-to-cost.ts';
export { worstUsd } from './cost/worst-usd.ts';
export { loadTokenCounter, type TokenCounter } from './cost/count-tokens.ts';
export { type PriceRow, type PriceState, priceTable } from './cost/price-table.ts';
export { type CostOfWays, costOfWays, type TokensOfWays, tokensOfWays, type Work } from './cost/ways-to-cost.ts';
export { type Measured, textToMeasured } from './cost/text-to-measured.ts';
export { type Estimate, estimateRun, type MeasuredAnswer, type PlannedRun } from './cost/estimate.ts';

// leakage: what a model may have known.
export { type Comparison, FALSE_ALARM_RATE, type Leakage, LEAST_PAIRS, maskedAgainstPlain, type Verdict } from './leakage/masked-against-plain.ts';
export { type JudgedTwiceOver, type JudgingTwiceOptions, type PreparedTwice, prepareTwice } from './leakage/judge-twice.ts';
export { type SpreadWindows, spreadWindows } from './leakage/spread-windows.ts';
export { pairDecisions } from './leakage/pair-decisions.ts';
export type { JudgedTwice } from './leakage/score-decisions.ts';
export { cutOffMs, cutOffToSentence, isInSample, knowledgeCutOff } from './leakage/cut-offs.ts';

// windows → judgements: candles → questions, answers → signals, and the key under which an answer is recorded.
export { cassetteKey, type CassetteParts } from './judging/cassette-key.ts';
export { agree, type Agreement } from './judgement/agree.ts';
export { type Judgement, NO_SIGNAL_REASONS, type NoSignalReason } from './judgement/judgement.ts';
export { replyToJudgement } from './judgement/reply-to-judgement.ts';
export { DEFAULT_OUTPUT_TOKENS, type DecisionWindow, type WindowSettings } from './windows/decision-window.ts';
export { frameToWindows, type SkippedDecision } from './windows/frame-to-windows.ts';
export { type WindowQuestions, windowQuestions } from './windows/window-to-question.ts';

// gates: what each request to a model has to pass. A limit of costs, the provider's limits, a journal of what is spent.
export { type Gate, gatesInARow, type Outcome, type Pass } from './chat/gate.ts';
export { createRateLimit, type RateLimit, type RateLimitOptions } from './limits/rate-limit.ts';
export { type Budget, type BudgetOptions, createBudget } from './spending/budget.ts';
export { journalled, type JournalOptions } from './spending/journal.ts';
export { readSpentUsd } from './spending/read-spent-usd.ts';

// judging: windows → decisions, asked once, recorded, replayed.
export type { Judged } from './judging/answers-to-decisions.ts';
export type { AskingProgress } from './judging/ask-open.ts';
export type { Decision } from './judging/decision.ts';
export { decisionsToLines } from './judging/decisions-to-lines.ts';
export type { RunEstimate } from './judging/estimate-open.ts';
export type { JudgingSettings } from './judging/judging-plan.ts';
export {
  type AskingOptions, DEFAULT_CONCURRENCY, type JudgingOptions, type PlannedJudging, type PreparedJudging, prepareJudging, type RanJudging,
} from './judging/prepare-judging.ts';
export type { SignalsHeader } from './outside/signals-header.ts';
