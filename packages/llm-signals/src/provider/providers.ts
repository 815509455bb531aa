/** Which form of answer a provider can be held to. */
export type StructuredOutput = 'json_schema' | 'json_object';

/** An OpenAI-compatible service. */
export interface Provider {
  readonly name: string;
  readonly title: string;
  readonly baseUrl: string;
  /** Environment variable that holds the key. Another base URL is taken from the one that ends in `_BASE_URL` instead. */
  readonly keyVariable: string;
  /** What a key of this provider begins with; empty where any will do. */
  readonly keyPrefixes: readonly string[];
  readonly defaultModel: string;
  readonly structuredOutput: StructuredOutput;
  /** What an account may ask a minute, where the provider says so. */
  readonly limits?: { readonly requestsPerMinute?: number; readonly tokensPerMinute?: number };
  /** Models for which `json_schema` is refused although the provider has it. */
  readonly objectOnlyModels?: RegExp;
  /** Other names under which a model that was asked answers. */
  readonly answersAs?: Readonly<Record<string, readonly string[]>>;
}

export const PROVIDERS = {
  holysheep: {
    name: 'holysheep',
    title: 'HolySheep',
    baseUrl: 'https://api.holysheep.ai/v1',
    keyVariable: 'HOLYSHEEP_API_KEY',
    keyPrefixes: ['sk-', 'hs-'],
    defaultModel: 'deepseek-chat',
    structuredOutput: 'json_schema',
    objectOnlyModels: /deepseek/i,
    answersAs: { 'deepseek-chat': ['deepseek-v3.2'], 'claude-sonnet-4-5': ['claude-sonnet-4.5'], 'claude-sonnet-4.5': ['claude-sonnet-4-5'] },
    limits: { requestsPerMinute: 300 },
  },
  openai: {
    name: 'openai',
    title: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyVariable: 'OPENAI_API_KEY',
    keyPrefixes: ['sk-'],
    defaultModel: 'gpt-4.1',
    structuredOutput: 'json_schema',
  },
  deepseek: {
    name: 'deepseek',
    title: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    keyVariable: 'DEEPSEEK_API_KEY',
    keyPrefixes: ['sk-'],
    defaultModel: 'deepseek-flash',
    structuredOutput: 'json_object',
  },
  anthropic: {
    name: 'anthropic',
    title: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    keyVariable: 'ANTHROPIC_API_KEY',
    keyPrefixes: ['sk-'],
    defaultModel: 'claude-sonnet-4-5',
    structuredOutput: 'json_schema',
  },
  gemini: {
    name: 'gemini',
    title: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyVariable: 'GEMINI_API_KEY',
    keyPrefixes: [],
    defaultModel: 'gemini-2.5-flash',
    structuredOutput: 'json_schema',
  },
} as const satisfies Record<string, Provider>;

export type ProviderName = keyof typeof PROVIDERS;

export const PROVIDER_NAMES = Object.keys(PROVIDERS) as ProviderName[];

export const DEFAULT_PROVIDER: ProviderName = 'holysheep';
