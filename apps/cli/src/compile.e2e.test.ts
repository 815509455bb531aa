import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textToStrategy } from '@wick/core';
import { PROVIDER_NAMES, PROVIDERS } from '@wick/llm-signals';
import { type LlmSimulator, type LlmSimulatorOptions, say, startLlmSimulator } from '@wick/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const START = Date.UTC(2024, 0, 1);
const SENTENCE = 'buy when RSI is below 40; sell when RSI is above 60';
const KEY = 'sk-simulator-0123456789abcdef';
const NOTHING = {
  entry: 'rsi(14) < 40', exit: 'rsi(14) > 60', shortEntry: null, shortExit: null, stopLoss: null, takeProfit: null, trailingStop: null,
  size: null, entryOrder: null, exitAfter: null, scaleIn: null, scaleOut: null, assumptions: ['RSI looks back 14 bars.'], notExpressible: [],
};
const rules = (changes: Record<string, unknown> = {}): string => JSON.stringify({ ...NOTHING, ...changes });

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
  const hours = (symbol: string, count: number) =>
    home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: `${symbol}-1h-2024-01.csv`, fromMs: START, count, symbol })]);
  await hours('BTCUSDT', 700);
  await hours('ETHUSDT', 120);
});
afterAll(() => home.remove());

/** Closed with the test that started them. */
const running: LlmSimulator[] = [];
afterEach(async () => {
  for (const models of running.splice(0)) await models.close();
});

/** Compiles with a model that the environment puts in the place of a provider's. */
async function modelAt(options: LlmSimulatorOptions, provider = 'holysheep') {
  const models = await startLlmSimulator({ apiKey: KEY, ...options });
  running.push(models);
  const name = provider.toUpperCase();
  const env = { [`${name}_API_KEY`]: KEY, [`${name}_BASE_URL`]: models.baseUrl };
  const line = (sentence: string, words: readonly string[]): string[] => ['strategy', 'compile', sentence, '--provider', provider, ...words];
  return {
    models,
    text: (words: readonly string[] = [], sentence = SENTENCE, more = {}) => home.run(line(sentence, words), { ...env, ...more }),
    json: (words: readonly string[] = [], sentence = SENTENCE, more = {}) => home.runJson(line(sentence, words), { ...env, ...more }),
  };
}

const answering = (content: string, provider?: string) => modelAt({ handler: () => say(content) }, provider);

describe('what a model compiled', () => {
  test('is compared with what the grammar understands, part by part', async () => {
    const model = await answering(rules({ exit: 'rsi(14) > 65', stopLoss: '2%' }));
    expect((await model.json())['grammar']).toMatchObject({
      understood: true,
      same: ['entry', 'size'],
      differences: [
        { part: 'exit', left: 'rsi(14) > 65', right: 'rsi(14) > 60' },
        { part: 'stop loss', left: '2%', right: null },
      ],
    });
    const { stdout } = await model.text([], `${SENTENCE}, trailing stop of 5%`);
    expect(stdout).toContain('The grammar understands it otherwise; the same: entry, size.');
    expect(stdout).toContain('  exit           the model:   rsi(14) > 65\n                 the grammar: rsi(14) > 60\n');
    expect(stdout).toContain('  stop loss      only the model: 2%\n  trailing stop  only the grammar: 5%\n');
  });

  test('is said to be the same where it is, and the words that the grammar does not know are named', async () => {
    const model = await answering(rules({ entry: '40 > rsi(14)' }));
    expect((await model.text()).stdout).toContain('The grammar understands the same (entry, exit, size), without a model.');
    expect((await model.json([], 'buy when RSI is below 40 and the moon is full'))['grammar']).toMatchObject({
      understood: false, fragments: [expect.objectContaining({ text: expect.stringContaining('moon') })],
    });
  });

  test('is tried on the longest series, which is said to be assumed', async () => {
    const model = await answering(rules());
    const { stdout } = await model.text();
    const traded = /Would have traded (\d+) times over BTCUSDT 1h \(binance spot\), 2024-01-01 00:00 to 2024-01-30 03:00 \(700 candles\); first (.{16}), last (.{16})\./.exec(stdout);
    expect(stdout).toContain('These candles are assumed');
    const { metrics, trades } = (await home.runJson(['backtest', 'BTCUSDT', '-i', '1h', '-s', SENTENCE])) as { metrics: { trades: number; openTrades: number }; trades: { entryTimeMs: number }[] };
    expect(Number(traded?.[1])).toBe(metrics.trades + metrics.openTrades);
    const entries = trades.map(({ entryTimeMs }) => new Date(entryTimeMs).toISOString().slice(0, 16).replace('T', ' '));
    expect([traded?.[2], traded?.[3]]).toEqual([entries[0], entries.at(-1)]);
    expect((await model.json())['dryRun']).toMatchObject({ tried: true, isAssumed: true, positions: trades.length, longs: trades.length, shorts: 0, openAtEnd: metrics.openTrades, warmupBars: 14 });
  });

  test('is tried on the candles that are named', async () => {
    const model = await answering(rules());
    const { dryRun } = await model.json(['--symbol', 'ethusdt', '-i', '1h', '--since', '2024-01-02', '--until', '2024-01-05']);
    expect((await model.json(['-i', '1h']))['dryRun']).toMatchObject({ isAssumed: true, series: { symbol: 'BTCUSDT' } });
    expect(dryRun).toMatchObject({ isAssumed: false, candles: 72, series: { symbol: 'ETHUSDT' }, firstOpenTimeMs: START + 86_400_000 });
  });

  test('is not asked for where nothing of the candles that are named is stored', async () => {
    const model = await answering(rules());
    for (const words of [['--symbol', 'SOLUSDT'], ['--symbol', 'BTCUSDT', '-i', '5m'], ['--since', '2025-01-01']]) {
      expect(await model.json(words)).toMatchObject({ error: { code: 'CANDLES_MISSING' } });
    }
    expect(model.models.requestCount).toBe(0);
  });

  test('that needs more candles than there are, or shorter ones, is not tried, and that is said', async () => {
    const long = await answering(rules({ entry: 'close > sma(close, 200)', exit: null }));
    const short = await answering(rules({ entry: '15m: (rsi(14) < 40)' }));
    const [tooLong, tooShort] = [await long.text(['--symbol', 'ETHUSDT']), await short.text()];
    expect(tooLong).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Not tried on candles: The strategy needs at least 200 candles of ETHUSDT 1h, and there are 120.') });
    expect(tooShort).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Not tried on candles: ') });
  });

  test('that closes positions in parts, long and short, has traded as often as it opened one', async () => {
    const model = await answering(rules({ shortEntry: 'rsi(14) > 65', shortExit: 'rsi(14) < 50', scaleOut: '40%' }));
    const path = join(home.folder, 'parts.json');
    const { dryRun } = await model.json(['--out', path]);
    const { trades } = (await home.runJson(['backtest', 'BTCUSDT', '-i', '1h', '-s', path])) as { trades: { position: number; side: string }[] };
    const opened = [...new Set(trades.map(({ position, side }) => `${side} ${position}`))];
    const of = (side: string): number => opened.filter((each) => each.startsWith(side)).length;
    expect(trades.length).toBeGreaterThan(opened.length);
    expect(of('short')).toBeGreaterThan(0);
    expect(dryRun).toMatchObject({ positions: opened.length, longs: of('long'), shorts: of('short') });
  });

  test('is not tried where the database is out of reach, which costs nothing where candles are named', async () => {
    const model = await answering(rules());
    const elsewhere = { DATABASE_URL: 'postgres://127.0.0.1:9/nothing' };
    const { exitCode, stdout } = await model.text([], SENTENCE, elsewhere);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Not tried on candles: .*127\.0\.0\.1/);
    expect(await model.json(['--symbol', 'BTCUSDT'], SENTENCE, elsewhere)).toMatchObject({ error: { code: 'DATABASE_UNAVAILABLE' } });
    expect(model.models.requestCount).toBe(1);
  });

  test('is not tried where nothing is stored, and no database is made for it', async () => {
    const model = await answering(rules());
    const folder = join(home.folder, 'nowhere');
    expect((await model.text([], SENTENCE, { WICK_DATA_DIR: folder })).stdout).toContain('Not tried on candles: no candles are stored.');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('a strategy that never trades', () => {
  const never = rules({ entry: 'rsi(14) < 1 and volume > 0', assumptions: [] });

  test('is refused with how often each part of its entry held, and is not saved', async () => {
    const model = await answering(never);
    const path = join(home.folder, 'never.json');
    const { exitCode, stdout, stderr } = await model.text(['--out', path]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('The strategy would never have traded over BTCUSDT 1h (binance spot), 2024-01-01 00:00 to 2024-01-30 03:00 (700 candles); nothing is saved.');
    expect(stderr).toContain('The long entry held on none of 700 candles. Of its parts:\n    on 0: rsi(14) < 1\n    on 700: volume > 0\n');
    // It was paid for: what came of it is shown.
    expect(stderr).toContain('  entry: rsi(14) < 1 and volume > 0\n');
    expect(stderr).toMatch(/Cost: \$0\.000272/);
    expect(existsSync(path)).toBe(false);
    expect(await model.json()).toMatchObject({ error: { code: 'STRATEGY_NEVER_TRADES', details: { dryRun: { positions: 0 }, provenance: { attempts: 1 } } } });
  });

  test('is taken where that is allowed, and it is said', async () => {
    const model = await answering(never);
    const path = join(home.folder, 'allowed.json');
    const { exitCode, stdout } = await model.text(['--out', path, '--allow-no-trades']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Would never have traded over BTCUSDT 1h');
    expect(existsSync(path)).toBe(true);
  });

  test('is told from one whose parts hold, never at once, and from one that can never be true', async () => {
    const apart = await answering(rules({ entry: 'rsi(14) < 40 and rsi(14) > 60' }));
    expect((await apart.text()).stderr).toContain('held on none of 700 candles, though each of its parts did, never all at once. Of its parts:');
    const absurd = await answering(rules({ entry: 'close < close', exit: null }));
    expect((await absurd.text()).stderr).toContain('The entry rule can never be true: close < close is false on every bar.');
  });

  test('is told that most of the candles are warm-up, where they are', async () => {
    const model = await answering(rules({ entry: 'close > 3 * sma(close, 100)', exit: null }));
    expect((await model.text(['--symbol', 'ETHUSDT'])).stderr).toContain('99 of the candles are warm-up, on which some rule cannot be known yet');
  });

  test('is told from one whose orders were refused', async () => {
    const unreached = await answering(rules({ entryOrder: 'limit 90% for 1 bars' }));
    expect((await unreached.text()).stderr).toMatch(/limit or stop orders were not reached in time/);
  });

  test('is refused of the grammar too, where it is tried', async () => {
    expect(await home.run(['strategy', 'compile', 'buy when RSI is below 1'])).toMatchObject({ exitCode: 0 });
    const error = await home.runJson(['strategy', 'compile', 'buy when RSI is below 1', '--symbol', 'BTCUSDT']);
    expect(error).toMatchObject({ error: { code: 'STRATEGY_NEVER_TRADES' } });
  });
});

describe('a saved compilation', () => {
  const strange = 'buy when RSI < 40; # "quoted"\n\u2028买 when\tRSI > 60 — entry: close > 0';

  test.each(['saved.json', 'saved.wick'])('as %s is run by backtest with its sentence, and shown with what it came from', async (name) => {
    const model = await modelAt({ handler: () => say(rules(), { model: 'deepseek-v3.2' }) });
    const path = join(home.folder, name);
    const compiled = await model.json(['--out', path], strange);
    expect(compiled).toMatchObject({ saved: path, sentence: strange, modelAnswered: 'deepseek-v3.2', warnings: [] });
    const { manifest } = (await home.runJson(['backtest', 'BTCUSDT', '-i', '1h', '-s', path])) as { manifest: Record<string, unknown> };
    expect(manifest).toMatchObject({ strategyHash: compiled['strategyHash'], strategy: compiled['strategy'], assumptions: expect.arrayContaining(['RSI looks back 14 bars.']) });
    expect(await home.runJson(['strategy', 'show', path])).toMatchObject({
      strategyHash: compiled['strategyHash'], assumptions: ['RSI looks back 14 bars.'], changedSinceCompiled: false,
      provenance: { sentence: strange, modelAsked: 'deepseek-chat', modelAnswered: 'deepseek-v3.2', fingerprint: 'fp_simulated', promptHash: compiled['promptHash'], usage: { promptTokens: 1000 }, cost: compiled['cost'], compiledAt: compiled['compiledAt'] },
    });
    expect((await home.run(['strategy', 'show', path])).stdout).toContain('Compiled by  deepseek-v3.2 at holysheep, asked for deepseek-chat, at the first attempt');
  });

  test('in which a line of a model would be a rule holds no such rule', async () => {
    const model = await modelAt({ handler: () => say(rules({ assumptions: ['One.\nshort entry: close > 0', 'Two; exit: close > 0'] }), { model: 'x\nsize: 1 base' }) });
    const path = join(home.folder, 'injected.wick');
    const { strategy } = await model.json(['--out', path, '--any-model']);
    expect(textToStrategy(readFileSync(path, 'utf8'))).toEqual(strategy);
  });

  test('whose rules were changed since does not pass for what was compiled', async () => {
    const path = join(home.folder, 'changed.wick');
    await (await answering(rules())).text(['--out', path]);
    writeFileSync(path, readFileSync(path, 'utf8').replace('rsi(14) < 40', 'rsi(14) < 35'));
    expect(await home.runJson(['strategy', 'show', path])).toMatchObject({ changedSinceCompiled: true, assumptions: [] });
    expect((await home.run(['strategy', 'show', path])).stdout).toContain('The rules were changed after they were compiled');
  });

  test('with a provenance that is none is refused with its place', async () => {
    const path = join(home.folder, 'damaged.json');
    await (await answering(rules())).text(['--out', path]);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"attempts": 1', '"attempts": "one"'));
    expect(await home.runJson(['strategy', 'check', path])).toMatchObject({ error: { code: 'STRATEGY_INVALID', message: expect.stringContaining('provenance.attempts') } });
  });
});

describe('the conversation', () => {
  test.each(PROVIDER_NAMES)('is had with %s at the address of its _BASE_URL', async (provider) => {
    const model = await answering(rules(), provider);
    expect(await model.json()).toMatchObject({ provider, compiledBy: 'model', modelAsked: PROVIDERS[provider].defaultModel });
    expect(model.models.requestCount).toBe(1);
  });

  test('falls back to json_object, and mends an answer in prose with the message of the checker', async () => {
    const prose = `Sure! ${rules({ entry: 'rsj(14) < 40' })}`;
    const model = await modelAt({ quirks: { noJsonSchema: true }, answers: [say(prose), say(`\`\`\`json\n${rules()}\n\`\`\``)] }, 'openai');
    expect(await model.json()).toMatchObject({ attempts: 2 });
    expect(model.models.requests.map(({ responseFormat }) => responseFormat)).toEqual(['json_schema', 'json_object', 'json_object']);
    const [, , answer, repair] = model.models.requests[2]!.messages;
    expect(answer).toEqual({ role: 'assistant', content: prose });
    expect(JSON.parse(repair!.content)).toMatchObject({ problems: [expect.stringContaining('"rsj"')] });
  });

  test('ends after three repairs, and with an answer that is cut off at once', async () => {
    const hopeless = await answering('{}');
    expect(await hopeless.json()).toMatchObject({ error: { code: 'LLM_FAILED', details: { reason: 'invalid-answer', attempts: 4 } } });
    const cut = await modelAt({ handler: () => say(rules(), { finishReason: 'length' }) });
    expect(await cut.json()).toMatchObject({ error: { code: 'LLM_FAILED', details: { reason: 'truncated' } } });
    expect([hopeless.models.requestCount, cut.models.requestCount]).toEqual([4, 1]);
  });

  test('ends where another model answers, unless that is accepted', async () => {
    const model = await modelAt({ handler: () => say(rules(), { model: 'cheap-7b' }) });
    expect(await model.json()).toMatchObject({ error: { code: 'LLM_REFUSED', details: { reason: 'rerouted', modelAnswered: 'cheap-7b' } } });
    const accepted = await model.text(['--accept-model', 'cheap-8b', '--accept-model', 'cheap-7b']);
    expect(accepted).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('! HolySheep was asked for deepseek-chat, but cheap-7b answered.') });
  });

  test('costs no more than it may', async () => {
    const model = await answering(rules());
    expect(await model.json(['--max-cost', '0.0001'])).toMatchObject({ error: { code: 'BUDGET_EXHAUSTED' } });
    expect(model.models.requestCount).toBe(0);
    expect(await model.json(['--max-cost', '$0.05'])).toMatchObject({ cost: { known: true } });
  });

  test('says what is wrong with a key, and shows no more of it than its beginning', async () => {
    const model = await answering(rules());
    const { exitCode, stderr } = await model.text([], SENTENCE, { HOLYSHEEP_API_KEY: 'hs-another-key-0123456789' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('HolySheep does not accept the API key.');
    expect(stderr).toMatch(/Make a new key at \S+ and set HOLYSHEEP_API_KEY/);
    expect(stderr).not.toContain('another-key');
  });

  test('sends a referer, of the option or the environment', async () => {
    const model = await answering(rules());
    await model.text(['--referer', 'https://desk.example']);
    await model.text([], SENTENCE, { HOLYSHEEP_REFERER: 'https://env.example' });
    expect(model.models.requests.map(({ headers }) => headers['http-referer'])).toEqual(['https://desk.example', 'https://env.example']);
  });
});

describe('wrong usage', () => {
  test.each([
    [['--referer', 'https://desk.example'], "option '--referer' needs '--provider <provider>'"],
    [['--provider', 'holysheep', '--max-cost', '-1'], '--max-cost cannot be "-1".'],
    [['--provider', 'holysheep', '--max-cost', '1e9'], '--max-cost is not a number: "1e9".'],
    [['--provider', 'holysheep', '--max-cost', '9000001'], 'Give US dollars from 0 to 9,000,000'],
    [['--accept-model', 'x'], "option '--accept-model' needs '--provider <provider>'"],
    [['--no-dry-run', '--symbol', 'BTCUSDT'], "option '--no-dry-run' cannot be used with options that name candles"],
    [['--provider', 'holysheep', '--timeout', '0'], '--timeout cannot be "0".'],
    [['--provider', 'holysheep', '--timeout', 'soon'], '--timeout is not a number: "soon".'],
    [['-i', '7m'], '7m'],
  ])('is told before anything is done: %j', async (words, message) => {
    const { exitCode, stderr } = await home.run(['strategy', 'compile', SENTENCE, ...words], { HOLYSHEEP_API_KEY: KEY, HOLYSHEEP_BASE_URL: 'http://127.0.0.1:9' });
    expect(exitCode).toBe(2);
    expect(stderr.toLowerCase()).toContain(message.toLowerCase());
  });
});
