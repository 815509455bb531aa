import type { Cassette, CassetteStore } from '@wick/core';
import { createHash } from 'node:crypto';
import type { Benchmark } from '../harness/benchmark.ts';

const SENT_AT_MS = Date.UTC(2024, 4, 1);
const AT_ONCE = 50;

const keyOf = (index: number): string => createHash('sha256').update(String(index)).digest('hex');

/** Some 600 bytes, as a chat completion has them. */
const bodyOf = (index: number): string =>
  JSON.stringify({
    id: `chatcmpl-${keyOf(index).slice(0, 24)}`,
    object: 'chat.completion',
    created: 1_714_564_800 + index,
    model: 'deepseek-chat',
    choices: [{ index: 0, message: { role: 'assistant', content: JSON.stringify({ action: 'HOLD', confidence: 0.5, reason: keyOf(-index).repeat(3) }) }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 700, completion_tokens: 60, total_tokens: 760, prompt_tokens_details: { cached_tokens: 640 } },
  });

/** One request as the journal of a run enters it: before it is sent, and with its answer. */
async function record(cassettes: CassetteStore, index: number): Promise<void> {
  const key = keyOf(index);
  const request = await cassettes.begin({ key, provider: 'simulated', sentAtMs: SENT_AT_MS + index, tokens: 1_100, worstUsd: 0.0005 });
  await cassettes.settle(request, { usd: 0.00025, cassette: { key, body: bodyOf(index), answeredAtMs: SENT_AT_MS + index + 900 } });
}

/** What a replay of a whole run asks the database for: every answer, and what was paid for them. */
export const recordedAnswers: Benchmark = {
  name: 'recorded-answers',
  work: ({ bars }) => `${bars.toLocaleString('en')} recorded answers of a model ← database, and what they have cost`,
  full: { bars: 10_000 },
  small: { bars: 200 },
  pairs: 15,
  goal: { ms: 500 },
  async prepare(folder, { bars }) {
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const database = await openBenchDatabase(folder);
    for (let start = 0; start < bars; start += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, bars - start) }, (_, i) => record(database.storage.cassettes, start + i)));
    }
    await database.sql.query('analyze');
    await database.close();
  },
  async open(folder, { bars }) {
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const database = await openBenchDatabase(folder);
    const { cassettes } = database.storage;
    const keys = Array.from({ length: bars }, (_, index) => keyOf(index));
    let found = new Map<string, Cassette>();
    let usd = NaN;
    return {
      async run() {
        found = await cassettes.cassettes(keys);
        ({ settledUsd: usd } = await cassettes.spending(keys));
      },
      answer: () => ({ lacking: Float64Array.of(keys.filter((key, index) => found.get(key)?.body !== bodyOf(index)).length), usd: Float64Array.of(usd) }),
      close: () => database.close(),
    };
  },
  tolerance: 0,
  withServer: true,
};

/**
 * What a journal adds to each request to a model: two statements, each of them on the disk before it goes on. A tenth of the time
 * between two requests at 300 a minute is nothing that anybody would notice.
 */
export const journalledRequest: Benchmark = {
  name: 'journalled-request',
  work: () => 'a request to a model entered before, and its answer stored after it',
  full: { bars: 1 },
  small: { bars: 1 },
  pairs: 200,
  goal: { ms: 20 },
  prepare: () => undefined,
  async open(folder) {
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const database = await openBenchDatabase(folder);
    const { cassettes } = database.storage;
    let next = 0;
    return {
      run: () => record(cassettes, next++),
      answer: async () => ({ lacking: Float64Array.of(next - (await cassettes.cassettes(Array.from({ length: next }, (_, index) => keyOf(index)))).size) }),
      close: () => database.close(),
    };
  },
  tolerance: 0,
  withServer: true,
};
