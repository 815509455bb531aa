import { createHash } from 'node:crypto';
import { type CassetteStore, createFrame, type Frame, HOUR_MS } from '@wick/core';
import type { JudgingSettings } from '@wick/llm-signals';
import type { Benchmark } from '../harness/benchmark.ts';

const CANDLES = 50;
const MODEL = 'deepseek-chat';
const SETTINGS: JudgingSettings = { instruction: 'Buy dips in an uptrend, sell when it breaks.', candles: CANDLES, every: 1, masked: false };
const START_MS = Date.UTC(2023, 0, 1);
const AT_ONCE = 50;

/** A wave: as many candles as there are windows, and those that the first window needs. */
function waveOf(windows: number): Frame {
  const close = Float64Array.from({ length: windows + CANDLES - 1 }, (_, hour) => 30_000 + 1_000 * Math.sin(hour / 20) + 40 * Math.cos(hour / 3));
  const columns = { open: close, high: close.map((price) => price + 25), low: close.map((price) => price - 25), close, volume: close.map((price) => price / 7) };
  return createFrame({ exchange: 'simulated', market: 'spot', symbol: 'WAVE', interval: '1h' }, close.map((_, hour) => START_MS + hour * HOUR_MS), columns);
}

/** Records an answer for each window, as a run would have done. */
async function recordAll(cassettes: CassetteStore, frame: Frame): Promise<void> {
  const { cassetteKey, DEFAULT_OUTPUT_TOKENS, frameToWindows, windowQuestions } = await import('@wick/llm-signals');
  const questions = windowQuestions(frame, SETTINGS);
  const { templateHash, schemaHash } = questions;
  const parts = { provider: 'holysheep', model: MODEL, templateHash, schemaHash, temperature: 0, maxOutputTokens: DEFAULT_OUTPUT_TOKENS, sample: 0 };
  const { windows } = frameToWindows(frame, SETTINGS);
  const record = async (index: number): Promise<void> => {
    const window = windows[index]!;
    const key = cassetteKey({ ...parts, windowHash: questions.windowHash(window) });
    const decision = { time: questions.timeLabel(window), reason: `The fall slows down, and volume says so: ${key}.`, action: ['BUY', 'SELL', 'HOLD'][index % 3], confidence: 0.6 };
    const body = JSON.stringify({
      id: `chatcmpl-${key.slice(0, 24)}`,
      object: 'chat.completion',
      created: 1_714_564_800 + index,
      model: MODEL,
      choices: [{ index: 0, message: { role: 'assistant', content: JSON.stringify(decision) }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1_400, completion_tokens: 70, total_tokens: 1_470, prompt_tokens_details: { cached_tokens: 256 } },
    });
    const request = await cassettes.begin({ key, provider: 'holysheep', sentAtMs: START_MS, tokens: 1_800, worstUsd: 0.002 });
    await cassettes.settle(request, { usd: 0.0004, cassette: { key, body, answeredAtMs: START_MS + index } });
  };
  for (let start = 0; start < windows.length; start += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, windows.length - start) }, (_, i) => record(start + i)));
  }
}

/** A run of `wick signals` of which every answer is recorded: windows, questions, keys, answers, decisions, the bytes of the file. */
export const signalsReplay: Benchmark = {
  name: 'signals-replay',
  work: ({ bars }) => `${bars.toLocaleString('en')} recorded answers of a model → the file of signals, no request`,
  full: { bars: 10_000 },
  small: { bars: 200 },
  pairs: 9,
  goal: { ms: 2_000 },
  async prepare(folder, { bars }) {
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const database = await openBenchDatabase(folder);
    await recordAll(database.storage.cassettes, waveOf(bars));
    await database.sql.query('analyze');
    await database.close();
  },
  async open(folder, { bars }) {
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const { decisionsToLines, prepareJudging, PROVIDERS } = await import('@wick/llm-signals');
    const database = await openBenchDatabase(folder);
    const frame = waveOf(bars);
    const files = new Set<string>();
    let requests = NaN;
    let decisions = NaN;
    return {
      async run() {
        const prepared = await prepareJudging({ frame, settings: SETTINGS, provider: PROVIDERS.holysheep, cassettes: database.storage.cassettes });
        const ran = await prepared.run({ key: () => '' });
        const hash = createHash('sha256');
        for (const line of decisionsToLines(ran.header, ran.decisions)) hash.update(line);
        files.add(hash.digest('hex'));
        requests = ran.answers.requests;
        decisions = ran.header.signals.BUY + ran.header.signals.SELL + ran.header.signals.HOLD;
      },
      answer: () => ({ requests: Float64Array.of(requests), lacking: Float64Array.of(bars - decisions), differentFiles: Float64Array.of(files.size - 1) }),
      close: () => database.close(),
    };
  },
  tolerance: 0,
  withServer: true,
};
