import { WickError } from '@wick/core';
import { createLlmCompiler, type LlmCompilation } from '@wick/llm-signals';
import type { CompileOptions } from '../commands/strategy-compile.ts';
import type { CliContext } from '../context.ts';
import { loadPrices } from '../llm/load-prices.ts';
import { readNumber } from '../options/execution-options.ts';

/** Asks the model that the options name. @throws WickError OPTION_INVALID, API_KEY_MISSING, API_KEY_MALFORMED, LLM_FAILED, LLM_REFUSED, SENTENCE_NOT_UNDERSTOOD, PRICES_INVALID */
export async function askModel({ env, signal }: CliContext, sentence: string, options: CompileOptions): Promise<LlmCompilation> {
  const { provider, model, referer, acceptModel, anyModel, timeout, maxCost, prices } = options;
  const compiler = createLlmCompiler({
    env,
    prices: await loadPrices({ env }, prices),
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(referer !== undefined && { referer }),
    ...(timeout !== undefined && { timeoutMs: readSeconds(timeout) * 1_000 }),
    ...(maxCost !== undefined && { maxUsd: readNumber('--max-cost', maxCost.replace(/^\$/, '')) }),
    acceptModels: anyModel ? 'any' : (acceptModel ?? []),
  });
  return compiler.compile(sentence, { signal });
}

/** A day: what a timer can hold is not much longer. */
const LONGEST_SECONDS = 86_400;

function readSeconds(text: string): number {
  const seconds = readNumber('--timeout', text);
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds;
  throw new WickError('OPTION_INVALID', `--timeout cannot be "${text}".`, {
    remedy: `Give seconds, more than 0 and at most ${LONGEST_SECONDS}, for example 300.`,
    details: { option: '--timeout', value: text },
  });
}
