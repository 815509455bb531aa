import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { HOUR_MS } from '@wick/core';
import { honestModel, type LlmAnswer, type LlmRequest, type LlmSimulator, type LlmSimulatorOptions, say, startLlmSimulator } from '@wick/testkit';
import type { Captured } from '../testing/run-captured.test-support.ts';
import { writeArchiveFile } from '../testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';
import { CHARGED_USD, judgeWindow, simulatorEnv, windowOf } from './window-model.test-support.ts';

jest.setTimeout(20_000);

const START = Date.UTC(2024, 0, 1);
const HOURS = 96;

let home: WickHome;
let simulator: LlmSimulator;
beforeAll(async () => {
  home = await createWickHome();
  await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: START, count: HOURS, without: [40, 44] })]);
});
afterEach(() => simulator.close());
afterAll(() => home.remove());

async function provider(options: LlmSimulatorOptions = {}): Promise<Record<string, string>> {
  simulator = await startLlmSimulator({ handler: judgeWindow, ...options });
  return simulatorEnv(home.folder, simulator);
}

/** Every test asks for something else, so that no other has its answers recorded. */
let asked = 0;
const ask = (): string[] => [
  'signals', 'BTCUSDT', '-i', '1h', '--window', '10', '--ask', `buy dips, test ${++asked}`, '--provider', simulator.baseUrl, '--model', 'deepseek-chat',
];

interface Row { timestamp: string; action: string; why?: string; inSample: boolean | null; agreement?: number; confidence?: number }
function fileOf(path: string): { header: Record<string, unknown>; rows: Row[]; bytes: string } {
  const bytes = readFileSync(path, 'utf8');
  const [header, ...rows] = bytes.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
  return { header: header as Record<string, unknown>, rows: rows as Row[], bytes };
}
const out = (name: string): string => join(home.folder, name);
const errorOf = ({ stdout }: Captured): unknown => (JSON.parse(stdout) as { error?: unknown }).error;

// 96 hours without 4 in the middle: 10 candles a window are there from the 10th candle on, and again from the 10th after the gap on.
const DECISIONS = HOURS - 4;
const WINDOWS = DECISIONS - 9 - 9;

describe('wick signals', () => {
  test('plans, runs, and replays without a call and with the same bytes', async () => {
    const env = await provider();
    const command = ask();

    const plan = await home.runJson([...command, '--plan'], env);
    expect(plan).toMatchObject({ plan: { windows: WINDOWS, skipped: 18, answers: WINDOWS, recorded: 0, toAsk: WINDOWS, estimate: { priceDate: '2026-01-02' } } });
    expect((await home.run([...command, '--plan'], env)).stdout).toContain(`${WINDOWS}, of which 0 are recorded and ${WINDOWS} would be asked for`);
    const refused = await home.run(command, env);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/74 of 74 answers are not recorded, and nothing is asked without a limit of what it may cost\.\n.* Run again with --max-cost \d\.\d+: expected are \$.*, by prices of 2026-01-02\./);
    expect(simulator.requests).toHaveLength(0);

    const run = await home.run([...command, '--max-cost', '5', '--out', out('a.ndjson')], env);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain(`${WINDOWS} requests, expected to cost $`);
    expect(simulator.requests).toHaveLength(WINDOWS);
    const { header, rows, bytes } = fileOf(out('a.ndjson'));
    expect(header).toMatchObject({
      wick: 'signals', provider: new URL(simulator.baseUrl).host, modelAsked: 'deepseek-chat', modelsAnswered: ['deepseek-chat'], knowledgeCutOff: '2024-01-03', decisions: DECISIONS,
      noSignals: { gap: 9, 'short-history': 9 }, tokens: { prompt: WINDOWS * 1_000, completion: WINDOWS * 100 }, agreement: null,
    });
    expect(rows).toHaveLength(DECISIONS);
    // What the model saw, said of every window.
    expect(rows.filter(({ action }) => action !== 'NONE').map(({ timestamp, action }) => `${Date.parse(timestamp) + HOUR_MS} ${action}`).sort()).toEqual(
      simulator.requests.map((request) => {
        const answer = judgeWindow(request) as Extract<LlmAnswer, { kind: 'content' }>;
        return `${Date.parse(windowOf(request).time)} ${(JSON.parse(answer.content!) as Row).action}`;
      }).sort(),
    );

    // No limit, no key, no provider: nothing is needed for a replay.
    const { OPENAI_API_KEY: _key, ...keyless } = env;
    const replay = await home.runJson([...command, '--out', out('b.ndjson')], keyless);
    expect(replay).toMatchObject({ answers: { total: WINDOWS, replayed: WINDOWS, asked: 0, unanswered: 0, requests: 0 }, spending: { requests: WINDOWS, unsettled: 0 } });
    expect(simulator.requestCount).toBe(WINDOWS);
    expect(fileOf(out('b.ndjson')).bytes).toBe(bytes);
    expect((replay['spending'] as { settledUsd: number }).settledUsd).toBeCloseTo(WINDOWS * CHARGED_USD, 9);
  });

  test('writes what a backtest reads, labelled with what the model may have known', async () => {
    const env = await provider();
    expect((await home.run([...ask(), '--max-cost', '5', '--out', out('labels.ndjson')], env)).exitCode).toBe(0);
    const page = out('labels.html');
    const words = ['backtest', 'BTCUSDT', '-i', '1h', '--signals', out('labels.ndjson')];
    const { stdout } = await home.run([...words, '--report', page]);
    const saved = out('labels.json');
    writeFileSync(saved, (await home.run([...words, '--json'])).stdout);
    expect(await home.runJson(['report', saved, '--signals', out('labels.ndjson'), '--out', out('again.html')])).toMatchObject({ reproduced: true });
    for (const text of [stdout, ...[page, out('again.html')].map((path) => readFileSync(path, 'utf8').replaceAll('&#39;', "'"))]) {
      const flat = text.replaceAll(/\s+/g, ' ');
      expect(flat).toMatch(/\d+ of 92 decisions are before the model's knowledge cut-off \(2024-01-03\): in-sample for the model\./);
      expect(flat).toContain('18 decisions have no signal, and nothing was done there: gap 9, short-history 9.');
    }
    const { header, rows } = fileOf(out('labels.ndjson'));
    const json = await home.runJson(words);
    expect(json).toMatchObject({ manifest: { signals: { origin: { noSignals: { gap: 9, 'short-history': 9 }, model: { decisions: DECISIONS, inSample: header['inSample'] } } } } });
    expect(header['inSample']).toBe(rows.filter(({ inSample }) => inSample).length);
    expect(header['inSample']).toBeGreaterThan(60);
    expect(header['inSample']).toBeLessThan(DECISIONS);
  });

  test('counts every answer that must not be used by its reason, and never holds instead', async () => {
    const bad: readonly ((request: LlmRequest) => LlmAnswer)[] = [
      () => say('{"time": "x", "action', { finishReason: 'length' }),
      () => say('', { refusal: 'I give no advice.' }),
      () => say('x', { finishReason: 'content_filter' }),
      () => say('  '),
      () => say('I would buy.'),
      (request) => say(`{"time":"${windowOf(request).time}","reason":"x","action":"BUY","confidence":NaN}`),
      (request) => say(JSON.stringify({ time: windowOf(request).time, reason: 'x', action: 'BUY', confidence: 87 })),
      () => say('{"reason":"x","action":"BUY","confidence":1}'),
      () => say('{"time":"2030-01-01T00:00:00Z","reason":"x","action":"BUY","confidence":1}'),
      (request) => say(JSON.stringify([1, 2].map(() => ({ time: windowOf(request).time, reason: 'x', action: 'BUY', confidence: 1 })))),
      (request) => say(JSON.stringify({ time: windowOf(request).time, reason: 'x', action: 'LONG', confidence: 1 })),
    ];
    let at = 0;
    const env = await provider({ handler: (request) => (at < bad.length ? bad[at++]!(request) : judgeWindow(request)) });
    const command = [...ask(), '--max-cost', '5', '--concurrency', '1'];
    const first = await home.runJson([...command, '--out', out('bad.ndjson')], env);
    const { noSignals } = first as { noSignals: Record<string, number> };
    const { gap: _gap, 'short-history': _short, ...reasons } = noSignals;
    expect(Object.values(reasons).reduce((sum, times) => sum + times, 0)).toBe(bad.length);
    expect(reasons).toMatchObject({ truncated: 1, refused: 1, filtered: 1, empty: 1, 'out-of-range': 1, 'timestamp-missing': 1, 'timestamp-wrong': 1, 'timestamp-extra': 1, schema: 1 });
    const { signals } = first as { signals: Record<string, number> };
    expect(signals['BUY']! + signals['SELL']! + signals['HOLD']!).toBe(WINDOWS - bad.length);
    // They were paid for: a replay has them, too.
    const again = await home.runJson([...command, '--out', out('bad-again.ndjson')], env);
    expect(again).toMatchObject({ answers: { requests: 0 }, noSignals });
    expect(fileOf(out('bad-again.ndjson')).bytes).toBe(fileOf(out('bad.ndjson')).bytes);
  });

  test('asks a window several times, and takes what does not agree for no signal', async () => {
    let at = 0;
    const env = await provider({
      handler: (request) => {
        const action = ['BUY', 'BUY', at++ % 2 === 0 ? 'BUY' : 'SELL'][at % 3]!;
        return say(JSON.stringify({ time: windowOf(request).time, reason: 'x', action, confidence: 0.5 }));
      },
    });
    const command = [...ask(), '--every', '10', '--samples', '3', '--max-cost', '5'];
    const strict = await home.runJson([...command, '--out', out('strict.ndjson')], env);
    const windows = (strict['answers'] as { total: number }).total / 3;
    expect(simulator.requests).toHaveLength(3 * windows);
    expect(simulator.requests.every(({ body }) => body['temperature'] === 1)).toBe(true);
    const { rows, header } = fileOf(out('strict.ndjson'));
    const disagreeing = rows.filter(({ why }) => why === 'disagreement');
    expect(disagreeing.length).toBeGreaterThan(0);
    for (const { agreement } of disagreeing) expect(agreement).toBeCloseTo(2 / 3, 9);
    expect(header['agreement']).toMatchObject({ least: 2 / 3 });
    // The same answers under another rule.
    const loose = await home.runJson([...command, '--agreement', '0.6', '--out', out('loose.ndjson')], env);
    expect(loose).toMatchObject({ answers: { requests: 0 } });
    expect(fileOf(out('loose.ndjson')).rows.filter(({ why }) => why === 'disagreement')).toHaveLength(0);
  });

  test.each([
    ['a tokenizer that is ours', 1, []],
    ['another one, once some answers are there to go by', 1.15, ['--until', '2024-01-02T12:00']],
  ])('prints before the run what it costs, within 10%%: at a model with %s', async (_name, scale, part) => {
    // At the prices that come with wick.
    const env = { ...(await provider({ handler: honestModel(), tokenizer: { scale } })), WICK_LLM_PRICES: '' };
    const command = [...ask(), '--provider', 'holysheep', '--window', '30', '--max-cost', '1'];
    if (part.length > 0) await home.run([...command, ...part], env);
    const { plan } = (await home.runJson([...command, '--plan'], env)) as { plan: { toAsk: number; spending: { settledUsd: number }; estimate: { expectedUsd: number } } };
    expect(plan.toAsk).toBeGreaterThan(20);
    const { spending } = (await home.runJson(command, env)) as { spending: { settledUsd: number; unsettled: number } };
    expect(spending.unsettled).toBe(0);
    const costUsd = spending.settledUsd - plan.spending.settledUsd;
    expect(Math.abs(plan.estimate.expectedUsd / costUsd - 1)).toBeLessThan(0.1);
  });

  test('shows a masked model neither symbol nor dates', async () => {
    const env = await provider();
    const ofHolySheep = [...ask(), '--provider', 'holysheep', '--every', '4'];
    expect((await home.run([...ofHolySheep, '--masked', '--max-cost', '5', '--out', out('masked.ndjson')], env)).exitCode).toBe(0);
    expect(simulator.requests.length).toBeGreaterThan(15);
    for (const { body } of simulator.requests) expect(JSON.stringify(body)).not.toMatch(/BTCUSDT|2024|202\d-/);
    const { stdout } = await home.run(['backtest', 'BTCUSDT', '-i', '1h', '--signals', out('masked.ndjson')]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('did not see symbol, dates and scale of prices');
  });

  test('notes an instruction that tells a masked model what it sees', async () => {
    const env = await provider();
    const noted = async (...more: string[]): Promise<unknown> => (await home.runJson([...ask(), '--ask', 'buy dips of BTC', '--plan', ...more], env))['notes'];
    expect(await noted('--masked')).toContain('The instruction says "BTC", to a masked model too: it can tell by that what it sees.');
    expect(JSON.stringify(await noted())).not.toContain('The instruction says');
  });
});

describe('wick signals stops', () => {
  test('when another model answers, and uses its answers only if that is told', async () => {
    const env = await provider({ handler: (request) => ({ ...judgeWindow(request), model: 'deepseek-next' }) as LlmAnswer });
    const command = [...ask(), '--max-cost', '5', '--concurrency', '2'];
    const refused = await home.run([...command, '--json'], env);
    expect(refused.exitCode).toBe(1);
    expect(errorOf(refused)).toMatchObject({ code: 'LLM_REFUSED', message: `${new URL(simulator.baseUrl).host} lets deepseek-next answer in the place of deepseek-chat.`, details: { reason: 'rerouted' } });
    const paid = simulator.requests.length;
    expect(paid).toBeLessThanOrEqual(2);
    // Not silently on the way back either: it is still to be asked for.
    expect(await home.runJson([...command, '--plan'], env)).toMatchObject({ plan: { recorded: 0 } });
    const accepted = await home.runJson([...command, '--accept-model', 'deepseek-next', '--out', out('rerouted.ndjson')], env);
    expect(accepted).toMatchObject({ modelsAnswered: ['deepseek-next'], answers: { total: WINDOWS, replayed: paid, asked: WINDOWS - paid } });
    expect(simulator.requests).toHaveLength(WINDOWS);
    // They are those of the model that answered.
    expect(await home.runJson([...command, '--model', 'deepseek-next', '--plan'], env)).toMatchObject({ plan: { recorded: WINDOWS } });
  });

  test.each([
    ['a wrong key', { kind: 'status', status: 401 }, 'unauthorized'],
    ['an empty balance', { kind: 'status', status: 402 }, 'balance'],
    ['a quota that is used up', { kind: 'status', status: 429, code: 'insufficient_quota' }, 'quota'],
  ] as const)('at once with %s, and keeps what was answered', async (_name, refusal, reason) => {
    let at = 0;
    const env = await provider({ handler: (request) => (at++ < 20 ? judgeWindow(request) : refusal) });
    const command = [...ask(), '--max-cost', '5', '--concurrency', '4'];
    const refused = await home.run([...command, '--json'], env);
    expect(errorOf(refused)).toMatchObject({ code: 'LLM_REFUSED', details: { reason } });
    expect(simulator.requests.length).toBeLessThanOrEqual(24);
    expect(await home.runJson([...command, '--plan'], env)).toMatchObject({ plan: { recorded: 20, toAsk: WINDOWS - 20 } });
  });

  test('without a key before anything is asked', async () => {
    const { OPENAI_API_KEY: _key, ...env } = await provider();
    expect(errorOf(await home.run([...ask(), '--max-cost', '5', '--json'], env))).toMatchObject({ code: 'API_KEY_MISSING' });
    expect(errorOf(await home.run([...ask(), '--max-cost', '5', '--json'], { ...env, OPENAI_API_KEY: '"hs-0123456789"' }))).toMatchObject({ code: 'API_KEY_MALFORMED' });
    expect(simulator.requestCount).toBe(0);
  });

  test('where a price is not known, and where more is expected than allowed', async () => {
    const env = await provider();
    const unknown = await home.run([...ask(), '--model', 'nobody-knows', '--max-cost', '5', '--json'], env);
    expect([errorOf(unknown), unknown.stderr]).toMatchObject([{ code: 'PRICE_UNKNOWN' }, '']);
    expect(errorOf(await home.run([...ask(), '--max-cost', '0.2', '--json'], env))).toMatchObject({ code: 'BUDGET_EXHAUSTED', message: expect.stringContaining('are expected to cost') as unknown });
    expect(simulator.requestCount).toBe(0);
  });

  test('before the limit is exceeded, and goes on from there with a higher one', async () => {
    // More tokens than are counted here, as another tokenizer has them: the run costs more than expected.
    const env = await provider({ handler: (request) => ({ ...judgeWindow(request), usage: { promptTokens: 1_600, cachedTokens: 0, completionTokens: 100 } }) as LlmAnswer });
    const eachUsd = (1_600 * 10 + 100 * 0.01) / 1e6;
    const command = ask();
    const { plan } = (await home.runJson([...command, '--plan'], env)) as { plan: { estimate: { expectedUsd: number } } };
    const maxUsd = plan.estimate.expectedUsd * 1.05;
    const refused = await home.run([...command, '--max-cost', maxUsd.toFixed(4), '--json'], env);
    const answered = simulator.requests.length;
    expect(answered).toBeLessThan(WINDOWS);
    expect(errorOf(refused)).toMatchObject({ code: 'BUDGET_EXHAUSTED', message: expect.stringMatching(`^${answered} of ${WINDOWS} answers are there, `) as unknown });
    expect(answered * eachUsd).toBeLessThanOrEqual(maxUsd);
    expect((await home.run([...command, '--max-cost', '5'], env)).exitCode).toBe(0);
    expect(simulator.requests).toHaveLength(WINDOWS);
  });

  test('not for what passes by itself: what has no answer after four requests is told, and only that is asked for again', async () => {
    const stubborn = new Set<string>();
    const env = await provider({ handler: (request) => (stubborn.has(windowOf(request).time) ? { kind: 'status', status: 500 } : judgeWindow(request)) });
    stubborn.add(new Date(START + 20 * HOUR_MS).toISOString().replace('.000Z', 'Z'));
    const command = [...ask(), '--max-cost', '5', '--out', out('some.ndjson')];
    const some = await home.run([...command, '--json'], env);
    expect(some.exitCode).toBe(1);
    const { header } = fileOf(out('some.ndjson'));
    const { noSignals } = header as { noSignals: Record<string, number> };
    expect(noSignals['unanswered']).toBe(1);
    expect(simulator.requests).toHaveLength(WINDOWS - 1 + 4);
    stubborn.clear();
    expect(await home.runJson(command, env)).toMatchObject({ answers: { replayed: WINDOWS - 1, asked: 1, unanswered: 0, requests: 1 } });
  });

  test('nothing for a 429: everybody waits as long as Retry-After says, and each window is answered once', async () => {
    let at = 0;
    const refusedAtMs: number[] = [];
    const seenMs: number[] = [];
    const env = await provider({
      handler: (request) => {
        seenMs.push(performance.now());
        if (at++ !== 10) return judgeWindow(request);
        refusedAtMs.push(performance.now());
        return { kind: 'status', status: 429, code: 'rate_limit_exceeded', retryAfterSeconds: 2 };
      },
    });
    const { stdout, stderr } = await home.run([...ask(), '--max-cost', '5', '--concurrency', '1', '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({ answers: { asked: WINDOWS, requests: WINDOWS + 1 } });
    expect(stderr.match(/wants nothing from us until \d{4}-\d\d-\d\d [\d:]+ UTC: wick waits/g)).toHaveLength(1);
    const next = seenMs.find((time) => time > refusedAtMs[0]!)!;
    expect(next - refusedAtMs[0]!).toBeGreaterThan(1_990);
  });
});
