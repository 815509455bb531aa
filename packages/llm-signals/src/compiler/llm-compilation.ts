import type { Clock } from '@wick/core';
import type { Price } from '../cost/price.ts';
import type { Cost, Usage } from '../cost/usage-to-cost.ts';
import type { Compilation } from '../grammar/compilation.ts';
import type { Provider, ProviderName } from '../provider/providers.ts';

/** How often a model may mend an invalid answer. */
export const MAX_REPAIRS = 3;

export interface LlmCompilerOptions {
  /** A known provider or the base URL of an OpenAI-compatible service; HolySheep by default. */
  readonly provider?: ProviderName | (string & {});
  /** Where keys, base URLs and referers are looked up, such as HOLYSHEEP_API_KEY, HOLYSHEEP_BASE_URL and HOLYSHEEP_REFERER; `process.env` by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Instead of the one in the environment. */
  readonly apiKey?: string;
  readonly model?: string;
  /** Models that may answer in the place of the one that is asked; none by default. */
  readonly acceptModels?: readonly string[] | 'any';
  /** For one whole compilation, with its retries and repairs. */
  readonly timeoutMs?: number;
  /** What one compilation may cost at most, in US dollars, each request counted at its worst before it is sent; no limit by default. */
  readonly maxUsd?: number;
  /** Sent as `HTTP-Referer`, which keys of organisations at HolySheep want. */
  readonly referer?: string;
  /** Ours by default; `readPrices` puts a user's ahead of them. */
  readonly prices?: readonly Price[];
  readonly clock?: Clock;
  readonly fetch?: typeof globalThis.fetch;
}

/** What is settled once for all sentences. */
export interface AskedModel extends Pick<LlmCompilerOptions, 'acceptModels' | 'referer' | 'fetch' | 'prices' | 'maxUsd'> {
  readonly provider: Provider;
  readonly key: string;
  readonly model: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** A compilation with its provenance. */
export interface LlmCompilation extends Compilation {
  /** The clock's, epoch milliseconds UTC. */
  readonly compiledAtMs: number;
  readonly provider: string;
  readonly modelAsked: string;
  readonly modelAnswered: string;
  /** As the provider states it; undefined if it does not. */
  readonly fingerprint: string | undefined;
  /** SHA-256 of the first prompt. */
  readonly promptHash: string;
  /** Answers that were needed: 1, and 1 for each repair. */
  readonly attempts: number;
  /** Of all answers together; undefined if the provider did not say for one of them. */
  readonly usage: Usage | undefined;
  readonly cost: Cost;
  /** What a person should know before trusting it, such as that another model answered. */
  readonly warnings: readonly string[];
}
