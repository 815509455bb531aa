import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(90_000);

let home: WickHome;
let report: string;
beforeAll(async () => {
  home = await createWickHome();
  report = join(home.folder, 'reports', 'demo.html');
});
afterAll(() => home.remove());

describe('the demo, where Binance is out of reach', () => {
  test('runs on the simulator and says so in plain words', async () => {
    const { exitCode, stdout } = await home.spawn(['demo', '--out', report]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('SIMULATED MARKET. Binance does not answer');
    expect(stdout).toMatch(/Candles .* 8,760 candles fetched, 8,760 new, in the embedded PostgreSQL/);
    expect(stdout).toContain('RSI oversold (<30) with volume spike (>1.5x 20-period MA)');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Report: ${report}`);
    expect(readFileSync(report, 'utf8')).toContain('SIMULATED MARKET');
  });

  test('stores its candles as an exchange of their own', async () => {
    expect(await home.runJson(['candles', 'coverage'])).toMatchObject([{ series: { exchange: 'simulated', symbol: 'BTCUSDT', interval: '1h' } }]);
  });

  test('finds most of its candles stored the second time, and gives one JSON document', async () => {
    const { stdout, stderr } = await home.spawn(['demo', '--out', report, '--json']);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(document).toMatchObject({ market: 'simulated', report, result: { manifest: { candles: 8_760 } } });
    // An hour may have ended in between.
    expect(stderr).toMatch(/all stored before|1 candle fetched/);
  });
});
