import type { Clock } from '@wick/core';
import OpenAI from 'openai';
import type { Provider, StructuredOutput } from '../provider/providers.ts';

export interface ChatOptions {
  readonly provider: Provider;
  readonly key: string;
  readonly model: string;
  readonly clock: Clock;
  /** Sent as `HTTP-Referer`, which keys of organisations at HolySheep want. */
  readonly referer?: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** One model of one provider, ready to be asked: connections are kept between questions. */
export interface Chat extends ChatOptions {
  readonly client: OpenAI;
  /** Falls back to `json_object` for good when the provider refuses `json_schema`. */
  structuredOutput: StructuredOutput;
}

/** Retries and time limits are ours: the client drops long waits, and its timeout is for one attempt. */
export function openChat(options: ChatOptions): Chat {
  const { provider, key, model, referer, fetch } = options;
  const client = new OpenAI({
    apiKey: key,
    baseURL: provider.baseUrl,
    maxRetries: 0,
    // Whoever asks has a deadline of his own.
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    // Only what is set here is sent: not an organisation or project that OPENAI_* variables name for another provider.
    organization: null,
    project: null,
    ...(referer !== undefined && { defaultHeaders: { 'HTTP-Referer': referer } }),
    ...(fetch && { fetch }),
  });
  const structuredOutput = provider.objectOnlyModels?.test(model) ? 'json_object' : provider.structuredOutput;
  return { ...options, client, structuredOutput };
}
