import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { type CassetteStore, type Clock, createFrame, type Frame, HOUR_MS, MINUTE_MS } from '@wick/core';
import { DrivenClock, type LlmRequest, type LlmSimulator, memoryCassetteStore, say, startLlmSimulator } from '@wick/testkit';
import type { Price } from '../cost/price.ts';
import { type Provider, PROVIDERS } from '../provider/providers.ts';
import { decisionsToLines } from './decisions-to-lines.ts';
import { type AskingOptions, type JudgingOptions, prepareJudging, type RanJudging } from './prepare-judging.ts';

jest.setTimeout(60_000);

const START = Date.UTC(2024, 6, 30);
const KEY = 'hs-simulator-0123456789abcdef';
const PRICES: readonly Price[] = [{
  models: ['deepseek-chat', 'gpt-4.1'], providers: ['holysheep'], inputUsd: 1, cachedInputUsd: 1, outputUsd: 1, date: '2026-01-02', source: 'a test',
  knowledgeCutOff: { date: '2024-07-31', kind: 'stated', source: 'a test' },
}];

const isFlat = (): number => 100;
const isWaving = (hour: number): number => 100 + 10 * Math.sin(hour / 4);

function hours(count: number, priceAt = isWaving): Frame {
  const close = Float64Array.from({ length: count }, (_, hour) => priceAt(hour));
  const columns = { open: close, high: close, low: close, close, volume: new Float64Array(count).fill(1) };
  return createFrame({ exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' }, close.map((_, hour) => START + hour * HOUR_MS), columns);
}

let simulator: LlmSimulator | undefined;
afterEach(() => simulator?.close());

const timeOf = ({ messages }: LlmRequest): string => (JSON.parse(messages.at(-1)!.content) as { time: string }).time;
const decision = (time: string, action: string): string => JSON.stringify({ time, reason: 'x', action, confidence: 0.5 });

/** Says something else every time that it is asked, as models do. */
async function fickleProvider(): Promise<Provider> {
  let answers = 0;
  simulator = await startLlmSimulator({ apiKey: KEY, handler: (request) => say(decision(timeOf(request), ['BUY', 'SELL', 'HOLD', 'HOLD', 'SELL'][answers++ % 5]!)) });
  const { limits: _limits, ...unlimited } = PROVIDERS.holysheep;
  return { ...unlimited, baseUrl: simulator.baseUrl };
}

const ASKING: AskingOptions = { maxUsd: 100, key: () => KEY };
const SETTINGS = { instruction: 'buy dips', candles: 5, every: 1, masked: false };

type Given = Partial<JudgingOptions> & Pick<JudgingOptions, 'provider' | 'cassettes'>;
const prepared = (given: Given) => prepareJudging({ frame: hours(60), settings: SETTINGS, prices: PRICES, ...given });
const judged = async (given: Given, asking: AskingOptions = ASKING): Promise<RanJudging> => (await prepared(given)).run(asking);
const fileOf = ({ header, decisions }: RanJudging): string => [...decisionsToLines(header, decisions)].join('');

describe('a run', () => {
  test('that is repeated gives the same file without asking, although the model would say something else', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const first = await judged({ provider, cassettes });
    expect(first.answers).toEqual({ total: 56, replayed: 0, asked: 56, unanswered: 0, requests: 56 });
    const again = await judged({ provider, cassettes }, { key: () => { throw new Error('no key is needed'); } });
    expect(again.answers).toEqual({ total: 56, replayed: 56, asked: 0, unanswered: 0, requests: 0 });
    expect(fileOf(again)).toBe(fileOf(first));
  });

  test('at the same time as another of the same asks what the other asks, and both write what was recorded first', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const both = await Promise.all([prepared({ provider, cassettes }), prepared({ provider, cassettes })]);
    const [one, other] = await Promise.all(both.map((each) => each.run(ASKING)));
    expect(simulator!.requests.length).toBeGreaterThan(56);
    expect(fileOf(one!)).toBe(fileOf(other!));
    expect(fileOf(await judged({ provider, cassettes }))).toBe(fileOf(one!));
  });

  test('that is run again from the same preparation asks only for what has no answer yet', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const { run } = await prepared({ provider, cassettes });
    const first = await run(ASKING);
    const again = await run(ASKING);
    expect(simulator!.requests).toHaveLength(56);
    expect(again.answers).toEqual({ total: 56, replayed: 56, asked: 0, unanswered: 0, requests: 0 });
    expect(fileOf(again)).toBe(fileOf(first));
  });

  test('asks once about windows that look the same, and counts their tokens once', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const flat = { provider, cassettes, frame: hours(60, isFlat), settings: { ...SETTINGS, masked: true } };
    expect((await prepared(flat)).planned).toMatchObject({ windows: 56, answers: 56, toAsk: 1 });
    const ran = await judged(flat);
    expect(simulator!.requests).toHaveLength(1);
    expect(ran.answers).toMatchObject({ asked: 56, unanswered: 0, requests: 1 });
    expect(ran.header).toMatchObject({ signals: { BUY: 56 }, tokens: { prompt: 1_000, cached: 200, completion: 100 } });
    expect(fileOf(await judged(flat))).toBe(fileOf(ran));
  });

  test('over what is recorded and is no answer has no signal there, and does not pay for it again', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    await judged({ provider, cassettes });
    const damaged: CassetteStore = {
      ...cassettes,
      cassettes: async (keys) => new Map([...(await cassettes.cassettes(keys))].map(([key, cassette], at) => [key, at === 3 ? { ...cassette, body: '{"choices":[]}' } : cassette])),
    };
    const ran = await judged({ provider, cassettes: damaged });
    expect(ran.answers).toMatchObject({ requests: 0, unanswered: 0 });
    expect(ran.header.noSignals).toMatchObject({ 'not-json': 1 });
  });

  test('over more candles asks about the new ones only', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const short = await judged({ provider, cassettes, frame: hours(40) });
    const long = await judged({ provider, cassettes });
    expect(long.answers).toMatchObject({ replayed: 36, asked: 20 });
    expect(long.decisions.slice(0, 40)).toEqual(short.decisions);
  });

  test.each<[string, Partial<JudgingOptions>]>([
    ['another instruction', { settings: { ...SETTINGS, instruction: 'sell rallies' } }],
    ['another model', { model: 'gpt-4.1' }],
    ['another temperature', { settings: { ...SETTINGS, temperature: 0.5 } }],
    ['longer answers', { settings: { ...SETTINGS, maxOutputTokens: 500 } }],
    ['a note', { settings: { ...SETTINGS, note: 'news' } }],
    ['longer windows', { settings: { ...SETTINGS, candles: 6 } }],
    ['a mask', { settings: { ...SETTINGS, masked: true } }],
  ])('with %s takes no answer to another question', async (_name, changes) => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    await judged({ provider, cassettes });
    expect((await prepared({ provider, cassettes, ...changes })).planned.recorded).toBe(0);
  });

  test('with more samples, or another rule of agreement, keeps the answers that it has', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    await judged({ provider, cassettes });
    const three = await judged({ provider, cassettes, settings: { ...SETTINGS, samples: 3, leastAgreement: 1 } });
    expect(three.answers).toMatchObject({ total: 168, replayed: 56, asked: 112 });
    const two = await judged({ provider, cassettes, settings: { ...SETTINGS, samples: 3, leastAgreement: 0.6 } });
    expect(two.answers).toMatchObject({ replayed: 168, requests: 0 });
    expect(two.header.noSignals.disagreement ?? 0).toBeLessThan(three.header.noSignals.disagreement!);
  });

  test('that is broken off keeps what was answered, and the next one asks for the rest', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const caller = new AbortController();
    const onProgress: AskingOptions['onProgress'] = ({ answered }) => {
      if (answered === 20) caller.abort(new Error('enough'));
    };
    await expect(judged({ provider, cassettes, concurrency: 2, signal: caller.signal }, { ...ASKING, onProgress })).rejects.toThrow('enough');
    const { planned } = await prepared({ provider, cassettes });
    expect(planned.recorded).toBeGreaterThanOrEqual(20);
    expect((await judged({ provider, cassettes })).answers).toMatchObject({ replayed: planned.recorded, requests: 56 - planned.recorded });
  });

  test('says of each decision whether the model may know what its window shows: the cut-off is the end of its day', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const { header, decisions, cutOff } = await judged({ provider, cassettes });
    const endMs = Date.UTC(2024, 7, 1);
    expect(cutOff).toMatchObject({ date: '2024-07-31' });
    const first = decisions.find(({ inSample }) => inSample === false)!;
    // Its first candle opens with the new day, and it is the fifth.
    expect(first.openTimeMs).toBe(endMs + 4 * HOUR_MS);
    expect(header.inSample).toBe(decisions.filter(({ inSample }) => inSample).length);
    const unknown = await judged({ provider, cassettes, prices: [{ ...PRICES[0]!, knowledgeCutOff: null }] });
    expect(unknown.header).toMatchObject({ knowledgeCutOff: null, inSample: null });
    expect(unknown.decisions.every(({ inSample }) => inSample === null)).toBe(true);
  });

  test('asks nothing without a limit of costs, a price, or enough', async () => {
    const [provider, cassettes] = [await fickleProvider(), memoryCassetteStore()];
    const unlimited: AskingOptions = { key: () => KEY };
    await expect(judged({ provider, cassettes }, unlimited)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED', remedy: expect.stringMatching(/^Run again with --max-cost 0\.\d+: expected are \$/) });
    await expect(judged({ provider, cassettes, model: 'nobody-knows' })).rejects.toMatchObject({ code: 'PRICE_UNKNOWN' });
    await expect(judged({ provider, cassettes }, { ...ASKING, maxUsd: 0.001 })).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED', details: { maxUsd: 0.001 } });
    expect(simulator!.requestCount).toBe(0);
  });
});

describe('900 windows at a provider that takes 300 requests a minute', () => {
  /** A provider of the strictest kind: no 60 seconds, wherever they begin, may see more. */
  class StrictProvider {
    readonly sentAtMs: number[] = [];
    rejected = 0;
    readonly #clock: Clock;

    constructor(clock: Clock) {
      this.#clock = clock;
    }

    answer(request: { messages: { content: string }[]; model: string }): Response {
      const nowMs = this.#clock.nowMs();
      this.sentAtMs.push(nowMs);
      if (this.sentAtMs.filter((timeMs) => timeMs > nowMs - MINUTE_MS).length > 300) this.rejected++;
      const { time } = JSON.parse(request.messages.at(-1)!.content) as { time: string };
      return Response.json({ model: request.model, choices: [{ finish_reason: 'stop', message: { content: decision(time, 'HOLD') } }], usage: { prompt_tokens: 700, completion_tokens: 40 } });
    }
  }

  test('are asked at more than 95% of the limit, and none is refused', async () => {
    const clock = new DrivenClock(START);
    const provider = new StrictProvider(clock);
    const fetch = (async (_url: unknown, init?: RequestInit) => provider.answer(JSON.parse(init!.body as string) as never)) as typeof globalThis.fetch;
    const cassettes: CassetteStore = memoryCassetteStore();
    const run = judged({ provider: PROVIDERS.holysheep, cassettes, clock, frame: hours(904) }, { ...ASKING, fetch });
    let over = false;
    const ended = run.finally(() => (over = true));
    while (!over) await clock.advance(500);
    expect((await ended).answers).toMatchObject({ asked: 900, requests: 900 });
    expect(provider.rejected).toBe(0);
    // After the first minute's worth, which goes at once, 600 are left for the limit to hold back.
    const tookMs = provider.sentAtMs.at(-1)! - START;
    expect(600 / (tookMs / MINUTE_MS)).toBeGreaterThan(0.95 * 300);
  });
});
