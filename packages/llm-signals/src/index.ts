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
export { type Price, PRICES } from './cost/prices.ts';
export { type Cost, type Usage, usageToCost } from './cost/usage-to-cost.ts';

// gates: what each request to a model has to pass. A limit of costs, the provider's limits, a journal of what is spent.
export { type Gate, gatesInARow, type Outcome, type Pass } from './chat/gate.ts';
export { type Budget, type BudgetOptions, createBudget } from './spending/budget.ts';
export { journalled, type JournalOptions } from './spending/journal.ts';
export { readSpentUsd } from './spending/read-spent-usd.ts';
export { createRateLimit, type RateLimit, type RateLimitOptions } from './limits/rate-limit.ts';
