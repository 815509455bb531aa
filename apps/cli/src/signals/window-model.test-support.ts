import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LlmAnswer, type LlmRequest, type LlmSimulator, type LlmUsage, say } from '@wick/testkit';

/** What the simulated model sees of a window. */
export interface SeenWindow {
  readonly time: string;
  readonly symbol?: string;
  readonly candles: readonly (readonly unknown[])[];
}

export const windowOf = ({ messages }: LlmRequest): SeenWindow => JSON.parse(messages.at(-1)!.content) as SeenWindow;

/** Answers a window as a model does that follows the form: what it says depends on the window only. */
export function judgeWindow(request: LlmRequest): LlmAnswer {
  const { time } = windowOf(request);
  const dice = createHash('sha256').update(request.messages.at(-1)!.content).digest();
  const action = ['BUY', 'SELL', 'HOLD'][dice[0]! % 3]!;
  return say(JSON.stringify({ time, reason: `dice ${dice[1]}`, action, confidence: dice[2]! / 255 }), { usage: usageOf(request) });
}

const DOLLARS_PER_MILLION = { inputUsd: 10, cachedInputUsd: 10, outputUsd: 0.01 };

/** About what the prompt has; every request uses the same, so that what was charged is the number of answers. */
const usageOf = (_request: LlmRequest): LlmUsage => ({ promptTokens: 1_000, cachedTokens: 0, completionTokens: 100 });

/** What the provider charges for one answer of {@link judgeWindow}, in US dollars. */
export const CHARGED_USD = (1_000 * DOLLARS_PER_MILLION.inputUsd + 100 * DOLLARS_PER_MILLION.outputUsd) / 1_000_000;

/** The environment of a user of the simulator, with a file of prices of its own. By its address it has no limit of requests, by the name of a provider it has that one's. */
export function simulatorEnv(folder: string, { baseUrl, apiKey }: Pick<LlmSimulator, 'baseUrl' | 'apiKey'>): Record<string, string> {
  const path = join(folder, 'prices.json');
  const price = {
    models: ['deepseek-chat', 'deepseek-next'], providers: ['holysheep', new URL(baseUrl).host], ...DOLLARS_PER_MILLION, date: '2026-01-02', source: 'a test',
    knowledgeCutOff: { date: '2024-01-03', kind: 'stated', source: 'a test' },
  };
  writeFileSync(path, JSON.stringify({ prices: [price] }));
  return { OPENAI_API_KEY: apiKey, HOLYSHEEP_BASE_URL: baseUrl, HOLYSHEEP_API_KEY: apiKey, WICK_LLM_PRICES: path };
}
