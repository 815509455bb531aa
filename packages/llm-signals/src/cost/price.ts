/** What a model costs at some providers, in US dollars per million tokens, and what else is known of it. An entry of the file of prices. */
export interface Price {
  /** Names under which a provider answers. A dated variant such as `gpt-4.1-2025-04-14` has the price of its model. */
  readonly models: readonly string[];
  /** Names of providers, or the host of a base URL such as `llm.example`. */
  readonly providers: readonly string[];
  readonly inputUsd: number;
  readonly cachedInputUsd: number;
  /** For prompts that a provider is asked to keep; wick asks for none. */
  readonly cacheWriteUsd?: number;
  readonly outputUsd: number;
  /** Day on which the price was entered here. Nobody has looked it up at the provider since: it is printed with every cost. */
  readonly date: string;
  readonly source: string;
  /** First and last day on which it holds, UTC; open where it is left out. */
  readonly from?: string;
  readonly until?: string;
  /** Hours of weekdays, UTC, in which everything costs so many times as much. */
  readonly peak?: { readonly hours: readonly (readonly [fromHour: number, toHour: number])[]; readonly factor: number };
  /** Day since which the model is not to be had any more, or is answered by another, by somebody's word: see the note. */
  readonly retired?: string;
  readonly note?: string;
  /** Beginnings of prompts that the provider recognises and charges less for, by itself; left out where nothing is known. */
  readonly prefixCache?: PrefixCache;
  /** The most tokens of the provider for one of ours: see {@link worstUsd}. */
  readonly tokenFactor?: number;
  /** Up to when the model may have read; null where it is known that nobody knows. */
  readonly knowledgeCutOff?: KnowledgeCutOff | null;
}

/** What two prompts have in common at their beginning counts in whole blocks, from so many tokens on. */
export interface PrefixCache {
  readonly leastTokens: number;
  readonly blockTokens: number;
}

export interface KnowledgeCutOff {
  /** The last day that the model may know, UTC, such as `2025-07-31`. */
  readonly date: string;
  /** Stated by its maker; or not stated, and the release of the model stands in, which is later for certain. */
  readonly kind: 'stated' | 'release date stands in';
  readonly source: string;
}
