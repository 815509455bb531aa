import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BinanceSimulator, startBinanceSimulator, startLlmSimulator } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { checkCandles } from '../doctor/database-check.ts';
import { checkNode } from '../doctor/node-check.ts';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

let home: WickHome;
let exchange: BinanceSimulator;
beforeAll(async () => {
  [home, exchange] = await Promise.all([createWickHome(), startBinanceSimulator()]);
});
afterAll(async () => {
  await exchange.close();
  await home.remove();
});

interface Diagnosis {
  readonly healthy: boolean;
  readonly checks: readonly { readonly name: string; readonly status: string; readonly remedy?: string }[];
}
const examine = async (env: Record<string, string>): Promise<Diagnosis & { exitCode: number; statuses: Record<string, string> }> => {
  const { exitCode, stdout } = await home.run(['doctor', '--json'], { WICK_BINANCE_REST_URL: exchange.restUrl, ...env });
  const diagnosis = JSON.parse(stdout) as Diagnosis;
  return { ...diagnosis, exitCode, statuses: Object.fromEntries(diagnosis.checks.map(({ name, status }) => [name, status])) };
};

test('finds nothing to mend where everything works', async () => {
  const { exitCode, healthy, statuses } = await examine({});
  expect({ exitCode, healthy }).toEqual({ exitCode: 0, healthy: true });
  expect(statuses).toMatchObject({ Node: 'ok', Disk: 'ok', Database: 'ok', Binance: 'ok', Clock: 'ok' });
});

test('a data folder that cannot be written fails, with what to do', async () => {
  const file = join(home.folder, 'a file');
  writeFileSync(file, '');
  const { exitCode, statuses, checks } = await examine({ WICK_DATA_DIR: file });
  expect(exitCode).toBe(1);
  expect(statuses['Disk']).toBe('failed');
  expect(checks.find(({ name }) => name === 'Disk')?.remedy).toContain('WICK_DATA_DIR');
});

test('a database that does not answer fails', async () => {
  const { exitCode, statuses } = await examine({ DATABASE_URL: 'postgres://wick@127.0.0.1:9/wick' });
  expect({ exitCode, statuses }).toMatchObject({ exitCode: 1, statuses: { Database: 'failed' } });
});

test('a key of the wrong shape fails, and is not shown', async () => {
  const { exitCode, checks } = await examine({ HOLYSHEEP_API_KEY: 'pk-very-secret-key' });
  expect(exitCode).toBe(1);
  expect(checks.at(-1)).toMatchObject({ name: 'API key', status: 'failed', remedy: expect.stringContaining('HOLYSHEEP_API_KEY') as unknown });
  expect(JSON.stringify(checks)).not.toContain('very-secret');
});

test('a key that the provider accepts is well, and one that it rejects fails and says what to do', async () => {
  const models = await startLlmSimulator({ models: ['deepseek-chat'] });
  try {
    const env = { HOLYSHEEP_BASE_URL: models.baseUrl };
    const accepted = await examine({ ...env, HOLYSHEEP_API_KEY: models.apiKey });
    expect(accepted.exitCode).toBe(0);
    expect(accepted.checks.at(-1)).toEqual({ name: 'API key', status: 'ok', detail: 'HOLYSHEEP_API_KEY is accepted by HolySheep; deepseek-chat is there' });
    const rejected = await examine({ ...env, HOLYSHEEP_API_KEY: 'sk-of-somebody-0123456789' });
    expect(rejected.exitCode).toBe(1);
    expect(rejected.checks.at(-1)).toMatchObject({ name: 'API key', status: 'failed' });
    expect(JSON.stringify([accepted, rejected])).not.toMatch(/somebody|0123456789/);
  } finally {
    await models.close();
  }
});

test('people get a line for each check, with a mark', async () => {
  const { stdout } = await home.run(['doctor'], { WICK_BINANCE_REST_URL: exchange.restUrl });
  expect(stdout).toMatch(/^✓ Node {6}\d+\.\d+\.\d+\n✓ Disk .*writable.*\n✓ Database {2}embedded, PostgreSQL 18/);
});

test('stored candles are counted, and those that a portfolio can be made of are named', () => {
  const series = (symbol: string, interval: '1h' | '1d', market: 'spot' | 'um' = 'spot') => ({ exchange: 'binance', market, symbol, interval }) as const;
  expect(checkCandles([])).toMatchObject({ status: 'warning', remedy: expect.stringContaining('wick demo') as unknown });
  expect(checkCandles([series('BTCUSDT', '1h'), series('BTCUSDT', '1d'), series('ETHUSDT', '1h', 'um')])).toEqual({ name: 'Candles', status: 'ok', detail: '3 series' });
  expect(checkCandles([series('BTCUSDT', '1h'), series('ETHUSDT', '1h'), series('SOLUSDT', '1h'), series('SOLUSDT', '1d')]).detail).toBe('4 series; can share one cash: 3 symbols on binance spot 1h');
});

test('Node must be one that runs TypeScript', () => {
  expect(['22.17.1', '20.20.2', '22.18.0', '24.0.0'].map((version) => checkNode(version).status)).toEqual(['failed', 'failed', 'ok', 'ok']);
});
