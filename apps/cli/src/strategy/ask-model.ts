import { createLlmCompiler, type LlmCompilation } from '@wick/llm-signals';
import type { CompileOptions } from '../commands/strategy-compile.ts';
import type { CliContext } from '../context.ts';
import { loadPrices } from '../llm/load-prices.ts';
import { readDollars, readSeconds } from '../options/asking-limits.ts';

/** Asks the model that the options name. @throws WickError OPTION_INVALID, API_KEY_MISSING, API_KEY_MALFORMED, LLM_FAILED, LLM_REFUSED, SENTENCE_NOT_UNDERSTOOD, PRICES_INVALID */
export async function askModel({ env, signal }: CliContext, sentence: string, options: CompileOptions): Promise<LlmCompilation> {
  const { provider, model, referer, acceptModel, anyModel, timeout, maxCost, prices } = options;
  const compiler = createLlmCompiler({
    env,
    prices: await loadPrices({ env }, prices),
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(referer !== undefined && { referer }),
    ...(timeout !== undefined && { timeoutMs: readSeconds('--timeout', timeout) * 1_000 }),
    ...(maxCost !== undefined && { maxUsd: readDollars('--max-cost', maxCost) }),
    acceptModels: anyModel ? 'any' : (acceptModel ?? []),
  });
  return compiler.compile(sentence, { signal });
}
