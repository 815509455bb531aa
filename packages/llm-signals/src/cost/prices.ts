/** What a model costs, in US dollars per million tokens. */
export interface Price {
  /** Names under which a provider answers. A dated variant such as `gpt-4.1-2025-04-14` has the price of its model. */
  readonly models: readonly string[];
  readonly providers: readonly string[];
  readonly inputUsd: number;
  readonly cachedInputUsd: number;
  readonly outputUsd: number;
  /** Day on which the price was entered here. Nobody has looked it up at the provider since: it is printed with every cost. */
  readonly date: string;
  readonly source: string;
  /** First and last day on which it holds, UTC; open where it is left out. */
  readonly from?: string;
  readonly until?: string;
  /** Hours of weekdays, UTC, in which it costs so many times as much. */
  readonly peak?: { readonly hours: readonly (readonly [fromHour: number, toHour: number])[]; readonly factor: number };
}

const date = '2026-11-22';
const listOf = (maker: string): string => `list price of ${maker}, from this project's notes on providers`;
/** HolySheep's input prices are not known here: the maker's stand in for them. */
const HOLYSHEEP = "HolySheep's listed output price, and the maker's input prices, from this project's notes on providers";

export const PRICES: readonly Price[] = [
  { models: ['deepseek-chat'], providers: ['deepseek'], inputUsd: 0.28, cachedInputUsd: 0.028, outputUsd: 0.42, date, source: listOf('DeepSeek'), until: '2026-07-24' },
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
  },
  { models: ['deepseek-chat', 'deepseek-v3.2'], providers: ['holysheep'], inputUsd: 0.28, cachedInputUsd: 0.028, outputUsd: 0.42, date, source: HOLYSHEEP },
  { models: ['gpt-4.1'], providers: ['openai'], inputUsd: 2, cachedInputUsd: 0.5, outputUsd: 8, date, source: listOf('OpenAI'), until: '2027-01-14' },
  { models: ['gpt-4.1'], providers: ['holysheep'], inputUsd: 2, cachedInputUsd: 0.5, outputUsd: 8, date, source: HOLYSHEEP },
  { models: ['claude-sonnet-4-5', 'claude-sonnet-4.5'], providers: ['anthropic'], inputUsd: 3, cachedInputUsd: 0.3, outputUsd: 15, date, source: listOf('Anthropic') },
  { models: ['claude-sonnet-4-5', 'claude-sonnet-4.5'], providers: ['holysheep'], inputUsd: 3, cachedInputUsd: 0.3, outputUsd: 15, date, source: HOLYSHEEP },
  { models: ['gemini-2.5-flash'], providers: ['gemini'], inputUsd: 0.3, cachedInputUsd: 0.075, outputUsd: 2.5, date, source: listOf('Google') },
  { models: ['gemini-2.5-flash'], providers: ['holysheep'], inputUsd: 0.3, cachedInputUsd: 0.075, outputUsd: 2.5, date, source: HOLYSHEEP },
];
