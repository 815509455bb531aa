import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type FundingRates, HOUR_MS, type Manifest, type Metrics } from '@wick/core';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(120_000);

const START = Date.UTC(2024, 0, 1);
const WORDS = ['-i', '1h', '--market', 'um', '-s', 'entry: rsi(14) < 40; exit: rsi(14) > 55; size: 20% of equity'];

/** Three payments a day of January 2024, in which longs pay 0.1%. */
function ratesOf(symbol: string, days = 31): FundingRates {
  const timeMs = Float64Array.from({ length: days * 3 }, (_, slot) => START + slot * 8 * HOUR_MS + 3);
  return { contract: { exchange: 'binance', market: 'um', symbol }, length: timeMs.length, timeMs, rate: timeMs.map(() => 0.001), markPrice: timeMs.map(() => NaN) };
}

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
  const file = (symbol: string, seed: number): string =>
    writeArchiveFile({ folder: home.folder, name: `${symbol}-1h-2024-01.csv`, symbol, seed, fromMs: START, count: 744 });
  await home.run(['candles', 'import', file('BTCUSDT', 1), file('ETHUSDT', 2), '--market', 'um']);
  await home.run(['candles', 'import', file('BTCUSDT', 1)]);
});
afterAll(() => home.remove());

type Document = Readonly<{ manifest: Manifest; metrics: Metrics; markets: { fundingPaid?: number }[] }>;
const run = async (...words: string[]): Promise<Document> => (await home.runJson(['backtest', ...words])) as unknown as Document;

describe('the funding of a contract', () => {
  test('of which none is stored is not charged, and that is said', async () => {
    const { metrics, manifest } = await run('BTCUSDT', ...WORDS);
    expect(metrics).toMatchObject({ fundingPaid: null, fundingShare: null });
    expect(manifest.assumptions).toContain('Funding is not charged.');
  });

  test('is charged as soon as it is stored, unless somebody says no, and shown', async () => {
    await home.storage.funding.writeFunding(ratesOf('BTCUSDT'), { source: 'test' });
    const [charged, not] = [await run('BTCUSDT', ...WORDS), await run('BTCUSDT', ...WORDS, '--no-funding')];
    expect(charged.metrics.fundingPaid).toBeGreaterThan(1);
    expect(charged.metrics.finalValue).toBeLessThan(not.metrics.finalValue);
    expect(charged.manifest.funding).toMatchObject({ payments: 93, firstTimeMs: START + 3 });
    expect(not.metrics.fundingPaid).toBeNull();
    expect((await home.run(['backtest', 'BTCUSDT', ...WORDS])).stdout).toMatch(/Funding paid +│ +[\d.]+/);
    expect((await home.run(['backtest', 'BTCUSDT', ...WORDS, '--no-funding'])).stdout).not.toContain('Funding paid');
  });

  test('is no matter of spot, nor of the conventions of vectorbt', async () => {
    expect((await run('BTCUSDT', ...WORDS, '--market', 'spot')).metrics.fundingPaid).toBeNull();
    const conventions = await run('BTCUSDT', '-i', '1h', '--market', 'um', '-s', 'entry: rsi(14) < 40; exit: rsi(14) > 55', '--conventions', 'vectorbt');
    expect(conventions.metrics.fundingPaid).toBeNull();
  });

  test('of several symbols is charged to each', async () => {
    await home.storage.funding.writeFunding(ratesOf('ETHUSDT'), { source: 'test' });
    const { metrics, markets } = await run('BTCUSDT', 'ETHUSDT', ...WORDS);
    expect(markets.map(({ fundingPaid }) => fundingPaid! > 0)).toEqual([true, true]);
    expect(metrics.fundingPaid).toBeCloseTo(markets[0]!.fundingPaid! + markets[1]!.fundingPaid!, 9);
  });

  test('belongs to what a report repeats: with other rates it is refused', async () => {
    const [path, out] = [join(home.folder, 'result.json'), join(home.folder, 'result.html')];
    writeFileSync(path, JSON.stringify(await run('BTCUSDT', ...WORDS)));
    expect(await home.runJson(['report', path, '--out', out])).toMatchObject({ reproduced: true });
    const rates = ratesOf('BTCUSDT', 1);
    await home.storage.funding.writeFunding({ ...rates, rate: rates.rate.map(() => 0.002) }, { source: 'test' });
    expect(await home.runJson(['report', path, '--out', out])).toMatchObject({
      error: { code: 'RESULT_INVALID', message: expect.stringContaining('The stored funding of binance:um:BTCUSDT:1h is not that which') },
    });
  });
});
