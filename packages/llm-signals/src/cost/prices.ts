import type { KnowledgeCutOff, PrefixCache, Price } from './price.ts';

const date = '2026-11-22';
const listOf = (maker: string): string => `list price of ${maker}, from this project's notes on providers`;
/** HolySheep's input prices are not known here: the maker's stand in for them. */
const HOLYSHEEP = "HolySheep's listed output price, and the maker's input prices, from this project's notes on providers";

/** A month that is stated counts to its last day. */
const KNOWS = {
  'deepseek-v3.2': { date: '2025-12-01', kind: 'release date stands in', source: 'DeepSeek states none; V3.2 was released on 2025-12-01' },
  'deepseek-flash': {
    date: '2026-10-17',
    kind: 'release date stands in',
    source: 'DeepSeek states none; V4.1 was released on 2026-09-10, and other weights have answered to the same name since 2026-10-17 (third party)',
  },
  'gpt-4.1': { date: '2024-06-30', kind: 'stated', source: "OpenAI's announcement of GPT-4.1: June 2024; its model page: 1 June 2024" },
  'claude-sonnet-4.5': {
    date: '2025-07-31',
    kind: 'stated',
    source: "Anthropic's table of models: training data until July 2025, the later of its two dates (reliable knowledge until January 2025)",
  },
  'gemini-2.5-flash': { date: '2025-01-31', kind: 'stated', source: "Google's model page: January 2025" },
} as const satisfies Record<string, KnowledgeCutOff>;

/** DeepSeek's guide to context caching. */
const DEEPSEEK_CACHE: PrefixCache = { leastTokens: 64, blockTokens: 64 };
/** OpenAI's guide to prompt caching. */
const OPENAI_CACHE: PrefixCache = { leastTokens: 1_024, blockTokens: 128 };

/** DeepSeek's tokenizer cuts digits into groups of up to three, as ours does, and has another vocabulary of words. */
const DEEPSEEK_FACTOR = 1.5;
/** OpenAI's tokenizer is ours; the form of the answer and the marks between messages are charged too. */
const OPENAI_FACTOR = 1.25;

const CLAUDE_RETIRED = { retired: '2026-11-30', note: "Anthropic's model page names 2026-11-30 as its last day; a third party has written 2026-09-29." };
const GEMINI_REROUTED = { retired: '2026-12-01', note: 'A third party reroutes it from 2026-12-01; other notices name October and November 2026.' };
const DEEPSEEK_CHAT_GONE = 'DeepSeek announced that it cannot be reached there after 2026-07-24.';

/** What we know of prices, dated and sourced. A file of the user's comes before it: see {@link readPrices}. */
export const PRICES: readonly Price[] = [
  {
    models: ['deepseek-chat', 'deepseek-v3.2'],
    providers: ['holysheep'],
    inputUsd: 0.28,
    cachedInputUsd: 0.028,
    outputUsd: 0.42,
    date,
    source: HOLYSHEEP,
    note: `DeepSeek V3.2. ${DEEPSEEK_CHAT_GONE} HolySheep lists it.`,
    tokenFactor: DEEPSEEK_FACTOR,
    knowledgeCutOff: KNOWS['deepseek-v3.2'],
  },
  {
    models: ['deepseek-chat'],
    providers: ['deepseek'],
    inputUsd: 0.28,
    cachedInputUsd: 0.028,
    outputUsd: 0.42,
    date,
    source: listOf('DeepSeek'),
    until: '2026-07-24',
    retired: '2026-07-25',
    note: `DeepSeek V3.2. ${DEEPSEEK_CHAT_GONE}`,
    prefixCache: DEEPSEEK_CACHE,
    tokenFactor: DEEPSEEK_FACTOR,
    knowledgeCutOff: KNOWS['deepseek-v3.2'],
  },
  {
    models: ['deepseek-flash'],
    providers: ['deepseek'],
    inputUsd: 0.15,
    cachedInputUsd: 0.003,
    outputUsd: 0.6,
    date,
    source: listOf('DeepSeek'),
    from: '2026-08-16',
    peak: { hours: [[1, 4], [6, 10]], factor: 2 },
    note: 'DeepSeek V4.1 flash. The hours of the peak began on 2026-08-16; third parties date these prices, and the model, to 2026-09-10.',
    prefixCache: DEEPSEEK_CACHE,
    tokenFactor: DEEPSEEK_FACTOR,
    knowledgeCutOff: KNOWS['deepseek-flash'],
  },
  ...(['openai', 'holysheep'] as const).map((provider): Price => ({
    models: ['gpt-4.1'],
    providers: [provider],
    inputUsd: 2,
    cachedInputUsd: 0.5,
    outputUsd: 8,
    date,
    source: provider === 'openai' ? listOf('OpenAI') : HOLYSHEEP,
    ...(provider === 'openai' && { until: '2027-01-14', prefixCache: OPENAI_CACHE }),
    retired: '2027-01-15',
    note: 'OpenAI shuts it down on 2027-01-14.',
    tokenFactor: OPENAI_FACTOR,
    knowledgeCutOff: KNOWS['gpt-4.1'],
  })),
  ...(['anthropic', 'holysheep'] as const).map((provider): Price => ({
    models: ['claude-sonnet-4-5', 'claude-sonnet-4.5'],
    providers: [provider],
    inputUsd: 3,
    cachedInputUsd: 0.3,
    cacheWriteUsd: 3.75,
    outputUsd: 15,
    date,
    source: provider === 'anthropic' ? listOf('Anthropic') : HOLYSHEEP,
    ...CLAUDE_RETIRED,
    knowledgeCutOff: KNOWS['claude-sonnet-4.5'],
  })),
  ...(['gemini', 'holysheep'] as const).map((provider): Price => ({
    models: ['gemini-2.5-flash'],
    providers: [provider],
    inputUsd: 0.3,
    // Between 0.03 and 0.075, by the source: the dearer.
    cachedInputUsd: 0.075,
    outputUsd: 2.5,
    date,
    source: provider === 'gemini' ? listOf('Google') : HOLYSHEEP,
    ...GEMINI_REROUTED,
    knowledgeCutOff: KNOWS['gemini-2.5-flash'],
  })),
];
