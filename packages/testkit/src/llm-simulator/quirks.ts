/** Habits of providers, all off by default. */
export interface LlmQuirks {
  /** Answers 400 to `json_schema`, as DeepSeek does. */
  readonly noJsonSchema?: boolean;
  /** Answers 400 to `json_object` where no message has the word "json". */
  readonly wantsWordJson?: boolean;
  /** Answers 400 to a strict schema that leaves something open: further properties, or ones that may be missing. */
  readonly strictSchemas?: boolean;
  /** Answers 403 without an `HTTP-Referer`, as keys of organisations at HolySheep get. */
  readonly wantsReferer?: boolean;
  /** Wraps answers in a Markdown fence, in JSON mode too. */
  readonly fences?: boolean;
  /** Blank lines that are sent before the answer while the model is busy. */
  readonly blankLines?: number;
  /** `: keep-alive` comments that are sent before the answer. */
  readonly keepAliveComments?: number;
  /** Every so manieth answer has no content. */
  readonly emptyEvery?: number;
  /** Leaves `system_fingerprint` out. */
  readonly noFingerprint?: boolean;
  /** Sends `x-ratelimit-*` headers, if it has limits. */
  readonly rateLimitHeaders?: boolean;
  /** Lists its models for a key in `x-api-key` with an `anthropic-version`, and for no bearer of one. */
  readonly listsByOwnHeaders?: boolean;
  /** What stands before the names of models where they are listed. */
  readonly listedAs?: string;
  /** The form of errors. OpenAI's by default. */
  readonly errors?: 'openai' | 'deepseek' | 'anthropic' | 'gemini';
  /** Requests a minute, unless the limits of the simulator say otherwise. */
  readonly requestsPerMinute?: number;
}

/** Providers whose habits are known. */
export type SimulatedProvider = 'deepseek' | 'openai' | 'holysheep' | 'anthropic' | 'gemini';

/**
 * As the providers document themselves, and as issues of their clients report them: DeepSeek's keep-alive lines, its JSON
 * mode and its error for `json_schema`; OpenAI's strict schemas and headers; that Anthropic's compatible endpoint ignores
 * what it does not know and has no fingerprint, while its list of models wants headers of its own; that Gemini's sends errors in a list and lists models as `models/…`.
 */
const QUIRKS: Readonly<Record<SimulatedProvider, LlmQuirks>> = {
  deepseek: { noJsonSchema: true, wantsWordJson: true, fences: true, blankLines: 3, keepAliveComments: 2, emptyEvery: 20, errors: 'deepseek' },
  openai: { strictSchemas: true, wantsWordJson: true, rateLimitHeaders: true },
  holysheep: { noJsonSchema: true, requestsPerMinute: 300 },
  anthropic: { fences: true, noFingerprint: true, listsByOwnHeaders: true, errors: 'anthropic' },
  gemini: { noFingerprint: true, errors: 'gemini', listedAs: 'models/' },
};

export const quirksOf = (provider: SimulatedProvider): LlmQuirks => QUIRKS[provider];
