import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LlmSimulator, SIMULATOR_API_KEY, startLlmSimulator } from '@wick/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCaptured } from '../testing/run-captured.test-support.ts';

const SENTENCE = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA)';
const RULE = 'entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)';

let folder: string;
let models: LlmSimulator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wick-compile-'));
  models = await startLlmSimulator();
});
afterAll(async () => {
  await models.close();
  rmSync(folder, { recursive: true });
});

/** Where nothing is stored. */
const compile = (words: readonly string[], env: Record<string, string> = {}) =>
  runCaptured(['strategy', 'compile', ...words], { WICK_DATA_DIR: join(folder, 'none'), ...env });

describe('by the grammar', () => {
  test('a sentence becomes English, rules and a list of what was assumed', async () => {
    const { exitCode, stdout } = await compile([SENTENCE]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Go long when RSI\(14\) is below 30/);
    expect(stdout).toContain(`  ${RULE}\n`);
    expect(stdout).toContain('Assumed\n  · RSI: period 14');
  });

  test.each(['saved.json', 'saved.wick'])('what is saved as %s is the same strategy when it is read again', async (name) => {
    const path = join(folder, name);
    const { stdout } = await compile(['buy when RSI < 30; sell when RSI > 60', '--out', path, '--json']);
    const { strategyHash } = JSON.parse(stdout) as { strategyHash: string };
    const shown = await runCaptured(['strategy', 'show', path, '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ strategyHash });
    expect(readFileSync(path, 'utf8')).toMatch(name.endsWith('.json') ? /^\{/ : /^# sentence: "buy when RSI/);
  });

  test('words that are not understood are marked', async () => {
    const { exitCode, stderr } = await compile(['buy when the moon is full']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/ {2}buy when the moon is full\n.*\^\^\^\^/);
  });
});

describe('by a model', () => {
  const byModel = (words: readonly string[]) =>
    compile([SENTENCE, "--provider", models.baseUrl, ...words], { OPENAI_API_KEY: SIMULATOR_API_KEY });

  test('the same strategy, with the tokens that it took and what they cost', async () => {
    const { stdout } = await byModel(['--json']);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(document).toMatchObject({ compiledBy: 'model', attempts: 1, cost: { known: false } });
    expect(document['text']).toContain(RULE);
    expect((await byModel([])).stdout).toMatch(/Tokens +[\d,]+ in .*\nCost +unknown: there is no price/);
  });

  test.each([
    [undefined, 'API_KEY_MISSING'],
    ['"hs-quoted-key-0123"', 'API_KEY_MALFORMED'],
  ])('without a usable key (%s) it refuses before it asks', async (key, code) => {
    const { exitCode, stdout } = await compile([SENTENCE, '--provider', models.baseUrl, '--json'], key === undefined ? {} : { OPENAI_API_KEY: key });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
  });

  test('a provider that does not exist is wrong usage', async () => {
    const { exitCode, stderr } = await compile([SENTENCE, '--provider', 'holyshep']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean holysheep?');
  });
});
