import { candlesToBatch, DAY_MS, HOUR_MS, MINUTE_MS, openTimeOf } from '@wick/core';
import { type BinanceSimulator, startBinanceSimulator } from '@wick/testkit';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
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

const until = openTimeOf(Date.now() - 48 * HOUR_MS, '1h');
const since = until - 24 * HOUR_MS;
const iso = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);
const sync = (...symbols: string[]): string[] => ['candles', 'sync', ...symbols, '-i', '1h', '--since', iso(since), '--until', iso(until)];
const env = (): Record<string, string> => ({ WICK_BINANCE_REST_URL: exchange.restUrl });
const withArchive = (): Record<string, string> => ({ ...env(), WICK_BINANCE_ARCHIVE_URL: exchange.archiveUrl });

describe('candles sync', () => {
  test('shows its plan, fetches what is missing, and nothing the second time', async () => {
    const first = await home.run(sync('BTCUSDT'), env());
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(/^plan: +BTCUSDT 1h +1 REST page\n\n/);
    expect(first.stdout).toMatch(/Added[^\n]*\n✓ +BTCUSDT 1h +24 +0 +24 /);
    const second = await home.run(sync('BTCUSDT'), env());
    expect(second.stdout).toMatch(/^plan: +BTCUSDT 1h +nothing is missing\n/);
    expect(second.stdout).toMatch(/✓ +BTCUSDT 1h +0 +0 +24 /);
  });

  test('a symbol that fails is reported with what to do, and the others go on', async () => {
    const words = sync('BTCUSTD', 'ETHUSDT');
    const { exitCode, stdout, stderr } = await home.run([...words, '--json'], env());
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      series: [
        { series: { symbol: 'BTCUSTD' }, error: { code: 'SYMBOL_UNKNOWN', remedy: 'Did you mean BTCUSDT?' } },
        { series: { symbol: 'ETHUSDT' }, added: 24, coverage: { candles: 24, gaps: [] } },
      ],
    });
    expect((await home.run(words, env())).stdout).toMatch(/✗ +BTCUSTD 1h[^]*BTCUSTD 1h:\n +✗ [^\n]*BTCUSTD[^\n]*\n +→ Did you mean BTCUSDT\?/);
  });

  test('what the exchange has nothing for is asked for once, and has its reason in the coverage', async () => {
    const outage = { fromMs: until - 20 * DAY_MS, toMs: until - 20 * DAY_MS + 3 * HOUR_MS };
    const giveBack = exchange.withhold({ symbol: 'SOLUSDT', interval: '1h', ...outage });
    const words = ['candles', 'sync', 'SOLUSDT', '-i', '1h', '--since', iso(outage.fromMs - DAY_MS), '--until', iso(outage.toMs + DAY_MS), '--json'];
    const gaps = [{ ...outage, missing: 3, kind: 'no-trade' }];
    expect(JSON.parse((await home.run(words, env())).stdout)).toMatchObject({ series: [{ added: 48, coverage: { gaps } }] });
    expect(JSON.parse((await home.run(words, env())).stdout)).toMatchObject({ series: [{ received: 0, asked: [] }] });
    giveBack();
    expect(JSON.parse((await home.run([...words, '--recheck'], env())).stdout)).toMatchObject({ series: [{ added: 3, coverage: { gaps: [] } }] });
  });

  test('a reused ticker is two instruments: said once, and not again after it was joined', async () => {
    const born = openTimeOf(Date.now() - 30 * DAY_MS, '1d');
    const candles = [...Array(30).keys()].filter((day) => day < 3 || day > 20).map((day) => {
      const openTimeMs = born + day * DAY_MS;
      const price = day < 3 ? 0.0001 : 9;
      return { openTimeMs, closeTimeMs: openTimeMs + DAY_MS - 1, open: price, high: price, low: price, close: price, volume: 1, quoteVolume: price, trades: 1, takerBuyVolume: 1, takerBuyQuoteVolume: price };
    });
    exchange.setCandles(candlesToBatch({ exchange: 'simulated', market: 'spot', symbol: 'LUNAUSDT', interval: '1d' }, candles));
    const words = ['candles', 'sync', 'LUNAUSDT', '-i', '1d', '--since', iso(born), '--until', iso(born + 29 * DAY_MS)];
    const again = iso(born + 21 * DAY_MS).replace('T', ' ');
    expect((await home.run(words, env())).stdout).toContain(`! LUNAUSDT stands for another instrument from ${again} UTC on.`);
    expect((await home.run(['candles', 'instruments', 'LUNAUSDT', '--join', iso(born + 21 * DAY_MS)])).exitCode).toBe(0);
    expect((await home.run(words, env())).stdout).not.toContain('another instrument');
    expect((await home.run(['candles', 'instruments', 'LUNAUSDT', '--json'])).stdout).not.toContain('After');
  });

  test('all symbols unknown: each is reported', async () => {
    const { exitCode, stdout } = await home.run([...sync('NOPE', 'NADA'), '--json'], env());
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ series: [{ error: { code: 'SYMBOL_UNKNOWN' } }, { error: { code: 'SYMBOL_UNKNOWN' } }] });
  });

  test('--plan stores nothing; several intervals, each once', async () => {
    const { exitCode, stdout } = await home.run([...sync('SOLUSDT'), '-i', '1h, 4h,1h', '--plan', '--json'], env());
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      plans: [
        { series: { symbol: 'SOLUSDT', interval: '1h' }, missing: 24, restPages: 1, archives: [] },
        { series: { symbol: 'SOLUSDT', interval: '4h' }, missing: 6, restPages: 1, archives: [] },
      ],
    });
    expect((await home.run(['candles', 'coverage', 'SOLUSDT', '-i', '4h'])).exitCode).toBe(1);
  });

  test('a month of minutes comes from the archive, checked, and its hours are those of REST', async () => {
    const month = openTimeOf(Date.now() - 40 * DAY_MS, '1M');
    const of = { exchange: 'binance', market: 'spot', symbol: 'ETHUSDT', interval: '1m' } as const;
    const range = { fromMs: month, toMs: month + 28 * DAY_MS };
    const words = ['candles', 'sync', 'ETHUSDT', '-i', '1m', '--since', iso(range.fromMs), '--until', iso(range.toMs)];
    const { exitCode, stdout } = await home.run(words, withArchive());
    expect(stdout).toMatch(/^plan: +ETHUSDT 1m +1 month from archives \(\d.*MB\)/);
    expect(exitCode).toBe(0);
    const truth = exchange.truth(of, range);
    const stored = await home.storage.candles.frame(of, range);
    expect([stored.length, [...stored.columns.close]]).toEqual([28 * DAY_MS / MINUTE_MS, [...truth.columns.close]]);
    expect(await home.storage.archives.archives(of)).toMatchObject([{ state: 'imported' }]);
    const asked = exchange.archiveRequests.length;
    expect((await home.run([...words, '--no-archives'], withArchive())).stdout).toMatch(/nothing is missing/);
    expect(exchange.archiveRequests.length).toBe(asked);
  });

  test.each([
    [['--concurrency', 'many'], '--concurrency cannot be "many"'],
    [['-i', '1h,7m'], '"7m" is not a Binance candle interval'],
    [['--market', 'futures'], '--market cannot be "futures"'],
  ])('refuses %j', async (words, sentence) => {
    const { exitCode, stderr } = await home.run([...sync('BTCUSDT'), ...words], env());
    expect([exitCode, stderr]).toEqual([expect.any(Number), expect.stringContaining(sentence)]);
    expect(exitCode).toBeGreaterThan(0);
  });
});

test('of futures, funding rates are stored beside the candles, unless they are not wanted', async () => {
  const futures = (...more: string[]): Promise<{ stdout: string }> => home.run([...sync('ETHUSDT'), '--market', 'um', '--json', ...more], env());
  expect(JSON.parse((await futures('--no-funding')).stdout)).toEqual({ series: [expect.objectContaining({ added: 24 })] });
  expect(JSON.parse((await futures()).stdout)).toMatchObject({ funding: [{ contract: { market: 'um', symbol: 'ETHUSDT' }, payments: 3, added: 3 }] });
});

test('coin-margined futures', async () => {
  const { exitCode, stdout } = await home.run([...sync('BTCUSD_PERP'), '--market', 'cm'], env());
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/✓ +BTCUSD_PERP 1h +24 /);
  expect(stdout).toContain('BTCUSD_PERP cm  3 payments of funding');
});
