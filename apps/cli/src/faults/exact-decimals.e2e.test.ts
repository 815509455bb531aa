import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CandleBatch, DAY_MS, MINUTE_MS, openTimeOf, type Series } from '@wick/core';
import { createLiveSource, createRestSource } from '@wick/ingestion';
import { type BinanceSimulator, DrivenClock, recordsToBatch, startBinanceSimulator } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const SERIES: Series = { exchange: 'binance', market: 'spot', symbol: 'PEPEUSDT', interval: '1m' };
/** Midnight of today, and the exchange's clock a little after it: what closes then, closes when the test says so. */
const TODAY = openTimeOf(Date.now(), '1d');
const YESTERDAY = TODAY - DAY_MS;
const [ROWS, LIVE] = [2 * 1_440, 3] as const;

/** Every value has digits of its own, and no volume of the base or quote asset is a float64. */
function textsOf(minute: number): readonly [open: string, high: string, low: string, close: string, volume: string, quoteVolume: string] {
  const digits = `${100 + (minute % 900)}1`;
  return ['0.00001234', '0.00009999', '0.00000001', `0.0000${digits}`, `123456789012.1234${digits}`, `98765432109876.5432${digits}`];
}

/** Yesterday, the day before it, and the first minutes of today. */
function candles(): CandleBatch {
  const records = Array.from({ length: ROWS + LIVE + 10 }, (_, minute) => {
    const [open, high, low, close, volume, quoteVolume] = textsOf(minute);
    const openTimeMs = YESTERDAY - DAY_MS + minute * MINUTE_MS;
    return { openTimeMs, closeTimeMs: openTimeMs + MINUTE_MS - 1, values: { open, high, low, close, volume, quoteVolume, trades: '7', takerBuyVolume: '0.00000001', takerBuyQuoteVolume: '0' } };
  });
  return recordsToBatch(SERIES, records);
}

let clock: DrivenClock;
let home: WickHome;
let exchange: BinanceSimulator;
beforeAll(async () => {
  clock = new DrivenClock(TODAY + 30_000);
  [home, exchange] = await Promise.all([createWickHome(), startBinanceSimulator({ clock, symbols: [{ symbol: SERIES.symbol }], candles: [candles()] })]);
});
afterAll(async () => {
  await exchange.close();
  await home.remove();
});

const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
const exported = async (): Promise<string[]> => (await home.run(['candles', 'export', SERIES.symbol, '-i', '1m'])).stdout.trimEnd().split('\n').slice(1);

/** The day before yesterday. */
async function importArchive(): Promise<void> {
  const name = `${SERIES.symbol}-1m-${day(YESTERDAY - DAY_MS)}.zip`;
  const zip = await fetch(`${exchange.archiveUrl}/data/spot/daily/klines/${SERIES.symbol}/1m/${name}`);
  writeFileSync(join(home.folder, name), new Uint8Array(await zip.arrayBuffer()));
  expect(await home.run(['candles', 'import', join(home.folder, name)])).toMatchObject({ exitCode: 0 });
}

async function syncYesterday(): Promise<void> {
  const words = ['candles', 'sync', SERIES.symbol, '-i', '1m', '--since', day(YESTERDAY), '--until', day(TODAY)];
  expect(await home.run(words, { WICK_BINANCE_REST_URL: exchange.restUrl })).toMatchObject({ exitCode: 0, stderr: '' });
}

/** The first minutes of today, as the worker stores them. */
async function storeLive(): Promise<void> {
  const stop = new AbortController();
  const rest = createRestSource({ market: 'spot', baseUrl: exchange.restUrl, clock });
  const live = createLiveSource({ market: 'spot', wsUrl: exchange.wsUrl, rest, clock });
  let stored = 0;
  const storing = (async () => {
    for await (const batch of live.closedCandles([SERIES], { signal: stop.signal })) {
      await home.storage.candles.writeAll([batch], live.name);
      stored += batch.length;
    }
  })();
  const asked = exchange.requestCount;
  while (exchange.connections[0]?.streams.size !== 1) await turn();
  for (let minute = 1; minute <= LIVE; minute++) {
    await clock.advanceTo(TODAY + minute * MINUTE_MS);
    while (stored < minute) await turn();
  }
  // By the stream, not by REST in its place.
  expect(exchange.requests.slice(asked).filter(({ path }) => path.endsWith('klines'))).toEqual([]);
  stop.abort(new Error('enough'));
  await storing;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('prices such as 0.00001234 and volumes such as 123456789012.12345678: through archive, REST and WebSocket into PostgreSQL, and out as CSV', async () => {
  await importArchive();
  await syncYesterday();
  await storeLive();
  const expectAll = async (): Promise<void> => {
    const lines = await exported();
    expect(lines).toHaveLength(ROWS + LIVE);
    const wrong = lines.flatMap((line, minute) => (line.split(',').slice(2, 8).join() === textsOf(minute).join() ? [] : [`${line} is not ${textsOf(minute).join()}`]));
    expect(wrong).toEqual([]);
  };
  await expectAll();
  await home.storage.seal(Infinity);
  await expectAll();
});
