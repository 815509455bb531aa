import type { Clock } from '@wick/core';
import OpenAI from 'openai';
import type { Provider, StructuredOutput } from '../provider/providers.ts';
import { withBoundedErrors } from './bounded-errors.ts';

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
  const { provider, key, model, referer, fetch = globalThis.fetch } = options;
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
    adminAPIKey: null,
    // Set here, lest OPENAI_CUSTOM_HEADERS puts another in its place.
    defaultHeaders: { Authorization: `Bearer ${key}`, ...(referer !== undefined && { 'HTTP-Referer': referer }) },
    fetch: withBoundedErrors(withSentHeaders(fetch)),
  });
  const structuredOutput = provider.objectOnlyModels?.test(model) ? 'json_object' : provider.structuredOutput;
  return { ...options, client, structuredOutput };
}

/** What a provider is told, and nothing that OPENAI_CUSTOM_HEADERS means for another one. */
const SENT_HEADERS = ['authorization', 'content-type', 'accept', 'user-agent', 'http-referer'];

function withSentHeaders(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    const sent = SENT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!] satisfies [string, string]] : []));
    return fetch(input, { ...init, headers: sent });
  };
}
