import { join } from 'node:path';
import { DAY_MS, HOUR_MS, openTimeOf } from '@wick/core';
import { stopEmbeddedServer } from '@wick/storage';
import { banned, type BinanceSimulator, startBinanceSimulator } from '@wick/testkit';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const UNTIL = openTimeOf(Date.now() - 48 * HOUR_MS, '1h');
const iso = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);

let home: WickHome;
let exchange: BinanceSimulator;
let dataDir: string;
beforeEach(async () => {
  [home, exchange] = await Promise.all([createWickHome(), startBinanceSimulator()]);
  // A database that nobody but the processes of the test has open: its server stops with each of them.
  dataDir = join(home.folder, 'own');
});
afterEach(async () => {
  await exchange.close();
  await stopEmbeddedServer(dataDir);
  await home.remove();
});

const sync = (...more: string[]) =>
  home.spawn(['candles', 'sync', 'BTCUSDT', '-i', '1h', '--since', iso(UNTIL - DAY_MS), '--until', iso(UNTIL), ...more], {
    WICK_DATA_DIR: dataDir, WICK_BINANCE_REST_URL: exchange.restUrl, WICK_BINANCE_ARCHIVE_URL: exchange.archiveUrl,
  });

test('418 for three days: another wick, after the server was restarted too, asks nothing and says until when', async () => {
  const untilMs = openTimeOf(Date.now() + 3 * DAY_MS, '1m');
  // Once: whoever asks in vain a second time is given candles, and found out.
  exchange.fail({ on: 'rest', with: { kind: 'answer', answer: banned(untilMs, Date.now()) } });
  const first = await sync('--json');
  expect([first.exitCode, first.stderr]).toEqual([1, '']);
  const asked = exchange.requestCount;
  expect(asked).toBeGreaterThan(0);
  await stopEmbeddedServer(dataDir);

  const second = await sync('--json');
  expect(second.exitCode).toBe(1);
  expect(JSON.parse(second.stdout)).toMatchObject({ series: [{ error: { code: 'EXCHANGE_BANNED', details: { untilMs } } }] });
  expect((await sync()).stdout).toContain(`Binance has banned this address until ${new Date(untilMs).toISOString()}.`);
  expect(exchange.requestCount).toBe(asked);
});
