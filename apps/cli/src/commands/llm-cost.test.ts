import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { PRICES } from '@wick/llm-signals';
import { formatUsd } from '../llm/format-usd.ts';
import { runCaptured } from '../testing/run-captured.test-support.ts';

const folder = mkdtempSync(join(tmpdir(), 'wick-prices-'));
afterAll(() => rmSync(folder, { recursive: true }));

const save = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const OWN = { models: ['deepseek-chat'], providers: ['holysheep'], inputUsd: 0, cachedInputUsd: 0, outputUsd: 1, date: '2026-11-25', source: 'a contract' };

interface Comparison {
  readonly models: readonly { readonly provider: string; readonly model: string; readonly dayUsd: number; readonly yearUsd: number; readonly per1000Candles: { compiledUsd: number; repairedUsd: number; windowsUsd: number } }[];
}
const compare = async (words: readonly string[], env: Record<string, string> = {}): Promise<Comparison> => {
  const { exitCode, stdout, stderr } = await runCaptured(['llm', 'cost', '--json', ...words], env);
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Comparison;
};

describe('wick llm cost', () => {
  test('a million tokens of output a day at $0.42 per million are $153.30 a year', async () => {
    const { exitCode, stdout } = await runCaptured(['llm', 'cost']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/deepseek-chat {6}holysheep +0\.28 +0\.028 +0\.42 +\$0\.42 +\$12\.60 +\$153\.30/);
    expect(stdout).toContain('deepseek-flash at deepseek costs 2 times as much on weekdays 01:00–04:00 and 06:00–10:00 UTC.');
    expect(stdout).toContain("2026-11-22: HolySheep's listed output price");
    expect(stdout).toContain('claude-sonnet-4-5 at anthropic and holysheep: Anthropic');
  });

  test('is as its page says, within a tenth: prompts change by a word now and then', async () => {
    const page = readFileSync(new URL('../../../../docs/llm.md', import.meta.url), 'utf8');
    const rows = [.../```text\n([^`]+)```/.exec(page)![1]!.matchAll(/^(\S+) +(\w+) +\$(\S+) +\$(\S+) +\$(\S+)$/gm)].map(([, ...cells]) => cells);
    expect(rows).toHaveLength(3);
    const { models } = await compare([]);
    for (const [model, provider, ...shown] of rows) {
      const { compiledUsd, repairedUsd, windowsUsd } = models.find((each) => each.model === model && each.provider === provider)!.per1000Candles;
      for (const [at, usd] of [compiledUsd, repairedUsd, windowsUsd].entries()) expect(Math.abs(Number(shown[at]) / usd - 1)).toBeLessThan(0.1);
    }
    for (const { knowledgeCutOff } of PRICES) expect(page).toContain(`| ${knowledgeCutOff!.date} |`);
  });

  test('compiled with the default provider is at most $0.00001 per 1,000 of a million candles', async () => {
    const { models } = await compare(['--provider', 'holysheep', '--model', 'deepseek-chat']);
    expect(models).toHaveLength(1);
    expect(models[0]!.per1000Candles.repairedUsd).toBeLessThanOrEqual(0.00001);
    expect(models[0]!.per1000Candles.windowsUsd).toBeGreaterThan(0.01);
  });

  test('asks less often and shows less where it is told to', async () => {
    const usd = async (...words: string[]): Promise<number> => (await compare(['--model', 'gpt-4.1', '--provider', 'openai', ...words])).models[0]!.per1000Candles.windowsUsd;
    const each = await usd();
    expect(await usd('--every', '10')).toBeCloseTo(each / 10, 12);
    expect(await usd('--window', '20')).toBeLessThan(each);
    expect(await usd('--masked')).toBeLessThan(each);
  });

  test('takes prices from a file, by option or by environment, ahead of ours', async () => {
    const path = save('own.json', JSON.stringify({ prices: [OWN] }));
    for (const [words, env] of [[['--prices', path], {}], [[], { WICK_LLM_PRICES: path }]] as const) {
      const { models } = await compare([...words, '--provider', 'holysheep', '--model', 'deepseek-chat'], env);
      expect(models.map(({ dayUsd }) => dayUsd)).toEqual([1, 0.42]);
    }
  });

  test('takes tokens from what was charged', async () => {
    const header = { wick: 'signals', provider: 'openai', modelAsked: 'gpt-4.1', settings: { samples: 1 }, decisions: 10, noSignals: {}, tokens: { prompt: 10_000, cached: 0, completion: 1_000 } };
    const path = save('signals.ndjson', `${JSON.stringify(header)}\n`);
    const { models } = await compare(['--measured', path, '--model', 'gpt-4.1', '--provider', 'openai']);
    // 1,000 × $2 + 100 × $8 per million, a thousand times
    expect(models[0]!.per1000Candles.windowsUsd).toBeCloseTo(2.8, 12);
    const { stdout } = await runCaptured(['llm', 'cost', '--measured', path]);
    expect(stdout).toContain('The tokens of a decision are those that openai charged for gpt-4.1');
    const { exitCode, stderr } = await runCaptured(['llm', 'cost', '--measured', save('golden.wick', 'entry: close > open')]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('does not say how many tokens')]);
  });

  test.each([
    ['a file that is not there', 'none.json', undefined, 'does not exist'],
    ['what is not JSON', 'text.json', 'cheap', 'is not JSON'],
    ['a price that is none', 'bad.json', JSON.stringify({ prices: [{ ...OWN, outputUsd: -1 }] }), 'prices[0].outputUsd'],
  ])('of %s says what is wrong', async (_what, name, text, problem) => {
    const path = text === undefined ? join(folder, name) : save(name, text);
    const { exitCode, stdout, stderr } = await runCaptured(['llm', 'cost', '--prices', path]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(problem);
  });

  test('of a model without a price is unknown, not free', async () => {
    const { exitCode, stderr } = await runCaptured(['llm', 'cost', '--model', 'gpt-4.1-mini']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('No price is known of gpt-4.1-mini');
  });
});

describe('wick llm prices', () => {
  test('prints what can be saved, edited and read back', async () => {
    const { stdout } = await runCaptured(['llm', 'prices', '--json']);
    const path = save('saved.json', stdout.replaceAll('"outputUsd": 0.42', '"outputUsd": 0.84'));
    const { models } = await compare(['--prices', path, '--model', 'deepseek-chat', '--provider', 'holysheep']);
    expect(models[0]!.yearUsd).toBeCloseTo(306.6, 9);
  });

  test('says what each model may know', async () => {
    const { stdout } = await runCaptured(['llm', 'prices']);
    expect(stdout).toContain('gpt-4.1 may know everything up to 2024-06-30 (by its maker).');
    expect(stdout).toContain('deepseek-chat may know everything up to 2025-12-01 (the day of its release, as its maker states none).');
  });
});

test.each([
  [0, '$0.00'],
  [153.3, '$153.30'],
  [2_920, '$2,920.00'],
  [0.01, '$0.01'],
  [0.42, '$0.42'],
  [0.0134, '$0.0134'],
  [0.014996, '$0.015'],
  [0.9996, '$1.00'],
  [0.0023, '$0.0023'],
  [0.00000103, '$0.0000010'],
  [0.00000000045, '$0.00000000045'],
])('%d is written %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});
