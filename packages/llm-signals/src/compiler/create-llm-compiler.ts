import { systemClock, WickError } from '@wick/core';
import { checkApiKey } from '../provider/check-api-key.ts';
import type { Provider } from '../provider/providers.ts';
import { refererVariable, resolveProvider } from '../provider/resolve-provider.ts';
import type { AskedModel, LlmCompilation, LlmCompilerOptions } from './llm-compilation.ts';

const DEFAULT_TIMEOUT_MS = 120_000;
const LONGEST_SENTENCE = 4_000;

export interface LlmCompiler {
  readonly provider: Provider;
  readonly model: string;
  /**
   * @throws WickError LLM_FAILED or LLM_REFUSED with `details.reason`, which is `rerouted` where another model answers;
   *   BUDGET_EXHAUSTED or PRICE_UNKNOWN where there is a limit of costs; SENTENCE_NOT_UNDERSTOOD if the model says that a
   *   part cannot be expressed; the signal's reason if it aborts
   */
  compile(sentence: string, options?: { signal?: AbortSignal }): Promise<LlmCompilation>;
}

/**
 * Compiles sentences with a language model. The model fills in rules in the text form; they are parsed and checked like
 * rules that a person wrote, and an invalid answer goes back with the checker's own message.
 *
 * @throws WickError API_KEY_MISSING, API_KEY_MALFORMED or OPTION_INVALID
 */
export function createLlmCompiler(options: LlmCompilerOptions = {}): LlmCompiler {
  const { env = process.env, model, timeoutMs = DEFAULT_TIMEOUT_MS, clock = systemClock } = options;
  const provider = resolveProvider(options.provider, env);
  const key = checkApiKey(options.apiKey ?? env[provider.keyVariable], provider);
  // An empty variable counts as not set.
  const referer = options.referer ?? (env[refererVariable(provider)] || undefined);
  const asked: AskedModel = {
    ...options, provider, key, timeoutMs, clock,
    model: model ?? provider.defaultModel,
    ...(referer !== undefined && { referer }),
  };
  return {
    provider,
    model: asked.model,
    async compile(sentence, { signal } = {}) {
      checkSentence(sentence);
      // The client of the protocol is large; whoever only uses the grammar does not load it.
      const { compileWithModel } = await import('./compile-with-model.ts');
      return compileWithModel(asked, sentence, signal);
    },
  };
}

function checkSentence(sentence: string): void {
  if (sentence.trim() === '' || sentence.length > LONGEST_SENTENCE) {
    throw new WickError('SENTENCE_NOT_UNDERSTOOD', sentence.trim() === '' ? 'The sentence is empty.' : `The sentence is longer than ${LONGEST_SENTENCE} characters.`, {
      remedy: 'Say in a sentence or two when to buy and when to sell.',
      details: { fragments: [] },
    });
  }
}
