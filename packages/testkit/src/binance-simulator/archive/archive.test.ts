import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, type Series } from '@wick/core';
import { DrivenClock } from '../../clock/driven-clock.ts';
import { type BinanceSimulator, type BinanceSimulatorOptions, startBinanceSimulator } from '../binance-simulator.ts';
import { ARCHIVE_HEADERS } from './archive-csv.ts';
import { withFalseQuiet, withField, withFusedRows, withoutRows, withRowShifted, withRowTwice } from './csv-damage.ts';
import { zipOf } from './zip.ts';

const NOON = Date.UTC(2025, 1, 10, 12);
const HOURLY: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };
const FOLDER = '/data/spot/monthly/klines/BTCUSDT/1h';

let simulator: BinanceSimulator;
afterEach(() => simulator.close());

const start = async (options: BinanceSimulatorOptions = {}): Promise<DrivenClock> => {
  const clock = new DrivenClock(NOON);
  simulator = await startBinanceSimulator({ clock, ...options });
  return clock;
};
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${simulator.archiveUrl}${path}`, { headers });

/** The only file of a zip, through its central directory. */
function unzip(zip: Buffer): string {
  const central = zip.readUInt32LE(zip.length - 6);
  const start = 30 + zip.readUInt16LE(central + 28);
  return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(central + 20))).toString();
}
const lines = async (path: string): Promise<string[]> => {
  const text = unzip(Buffer.from(await (await get(path)).arrayBuffer()));
  return text.trimEnd().split('\n');
};

describe('files', () => {
  test('a month of spot has no header; milliseconds until 2024, microseconds from 2025', async () => {
    await start();
    const december = await lines(`${FOLDER}/BTCUSDT-1h-2024-12.zip`);
    const january = await lines(`${FOLDER}/BTCUSDT-1h-2025-01.zip`);
    expect([december.length, january.length]).toEqual([31 * 24, 31 * 24]);
    expect(december[0]!.split(',')[0]).toBe(String(Date.UTC(2024, 11, 1)));
    expect(january[0]!.split(',')[0]).toBe(String(Date.UTC(2025, 0, 1) * 1_000));
    expect(january[0]!.split(',')[6]).toBe(String((Date.UTC(2025, 0, 1) + HOUR_MS) * 1_000 - 1));
    const truth = simulator.truth(HOURLY, { fromMs: Date.UTC(2025, 0, 1), toMs: Date.UTC(2025, 1, 1) });
    expect(january.map((line) => Number(line.split(',')[4]))).toEqual([...truth.columns.close]);
  });

  test('a day of futures has a header and milliseconds; longer candles are in monthly files only', async () => {
    await start();
    const day = await lines('/data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-02-08.zip');
    expect(day).toHaveLength(25);
    expect(day[0]).toMatch(/^open_time,open,/);
    expect(day[1]!.split(',')[0]).toBe(String(Date.UTC(2025, 1, 8)));
    expect(await lines('/data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-12.zip')).toHaveLength(1);
    expect((await get('/data/spot/daily/klines/BTCUSDT/1w/BTCUSDT-1w-2025-02-03.zip')).status).toBe(404);
  });

  test('the checksum is that of sha256sum, without a newline', async () => {
    await start();
    const zip = Buffer.from(await (await get(`${FOLDER}/BTCUSDT-1h-2025-01.zip`)).arrayBuffer());
    const sum = await (await get(`${FOLDER}/BTCUSDT-1h-2025-01.zip.CHECKSUM`)).text();
    expect(sum).toBe(`${createHash('sha256').update(zip).digest('hex')}  BTCUSDT-1h-2025-01.zip`);
  });

  test('what is not over, not yet published, unknown or before the listing is 404', async () => {
    const clock = await start();
    const yesterday = '/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-02-10.zip';
    for (const path of [yesterday, `${FOLDER}/BTCUSDT-1h-2025-02.zip`, `${FOLDER}/BTCUSDT-1h-2016-01.zip`, `${FOLDER}/ETHUSDT-1h-2025-01.zip`]) {
      expect((await get(path)).status).toBe(404);
    }
    await clock.advance(21 * HOUR_MS);
    expect((await get(yesterday)).status).toBe(404);
    await clock.advance(HOUR_MS);
    expect((await get(yesterday)).status).toBe(200);
  });

  test('a file published again has another ETag; an unchanged one is 304', async () => {
    await start();
    const path = `${FOLDER}/BTCUSDT-1h-2025-01.zip`;
    const etag = (await get(path)).headers.get('etag')!;
    expect((await get(path, { 'If-None-Match': etag })).status).toBe(304);
    const undo = simulator.archive.revise('1h-2025-01', (csv) => csv.split('\n').slice(0, 24).join('\n'));
    expect((await get(path, { 'If-None-Match': etag })).status).toBe(200);
    expect(await lines(path)).toHaveLength(24);
    undo();
    expect(await lines(path)).toHaveLength(31 * 24);
  });

  test('a checksum that is wrong once', async () => {
    await start();
    const path = `${FOLDER}/BTCUSDT-1h-2025-01.zip.CHECKSUM`;
    simulator.fail({ on: 'archive', where: '.CHECKSUM', with: { kind: 'alter', alter: (sum) => `0${(sum as string).slice(1)}` } });
    const [wrong, right] = [await (await get(path)).text(), await (await get(path)).text()];
    expect(wrong).not.toBe(right);
  });
});

describe('what tests do to files', () => {
  const january = `${FOLDER}/BTCUSDT-1h-2025-01.zip`;

  test('late: 404 and not listed until then, with the later time of publication', async () => {
    const clock = await start();
    const undo = simulator.archive.delay('2025-01', 8 * DAY_MS);
    const isListed = async (): Promise<boolean> => (await (await get(`/?prefix=${january.slice(1)}`)).text()).includes('<Key>');
    expect([(await get(january)).status, await isListed()]).toEqual([404, false]);
    await clock.advanceTo(Date.UTC(2025, 1, 12));
    const answer = await get(january);
    expect([answer.status, await isListed(), answer.headers.get('last-modified')]).toEqual([200, true, 'Wed, 12 Feb 2025 00:00:00 GMT']);
    undo();
    expect((await get(january)).headers.get('last-modified')).toBe('Tue, 04 Feb 2025 00:00:00 GMT');
  });

  test('without a checksum, in another style, revised: under another ETag, published now or then', async () => {
    await start();
    const etag = async (): Promise<string> => (await get(january)).headers.get('etag')!;
    const before = await etag();
    simulator.archive.omitChecksum('2025-01');
    expect([(await get(`${january}.CHECKSUM`)).status, await etag()]).toEqual([404, before]);
    simulator.archive.restyle('2025-01', { header: 'documented', timeUnit: 'ms', lineEnd: '\r\n', finalNewline: false, byteOrderMark: true });
    const [header, first] = await lines(january);
    expect([header, first?.split(',')[0]]).toEqual([`\uFEFF${ARCHIVE_HEADERS.documented}\r`, String(Date.UTC(2025, 0, 1))]);
    expect(await etag()).not.toBe(before);
    simulator.archive.revise('2025-01', withoutRows(1, 700), 0);
    expect([(await lines(january)).length, (await get(january)).headers.get('last-modified')]).toEqual([1 + 44 + 1, 'Tue, 04 Feb 2025 00:00:00 GMT']);
    simulator.archive.revise('2025-01', withRowTwice(0));
    expect([(await lines(january)).length, (await get(january)).headers.get('last-modified')]).toEqual([1 + 45 + 1, 'Mon, 10 Feb 2025 12:00:00 GMT']);
  });

  test('a file holds what was closed when it came, for ever: the last week of December is not in its file', async () => {
    const clock = await start();
    const path = '/data/spot/monthly/klines/BTCUSDT/1w/BTCUSDT-1w-2024-12.zip';
    expect(await lines(path)).toHaveLength(4);
    await clock.advance(30 * DAY_MS);
    expect(await lines(path)).toHaveLength(4);
  });

  test('rows can be fused, shifted, made quiet, and have another field', () => {
    const row = (hour: number): string => [hour * HOUR_MS + 1e12, 10, 12, 9, 11, 5, hour * HOUR_MS + 1e12 + 9, 50, 7, 2, 20, 0].join(',');
    const csv = `${[row(0), row(1), row(2)].join('\n')}\n`;
    expect(withFusedRows(1)(csv)).toBe(`${row(0)}\n${row(1)}${row(2)}\n`);
    expect(withRowShifted(2, 7)(csv).split('\n')[2]).toBe('1000007200007,10,12,9,11,5,1000007200016,50,7,2,20,0');
    expect(withFalseQuiet(0, 1)(csv).split('\n')[0]).toBe('1000000000000,10,10,10,10,0.00000000,1000000000009,0.00000000,0,0.00000000,0.00000000,0');
    expect(withField(1, 4, (close) => `${close}.5`)(csv)).toBe(csv.replace('1000003600000,10,12,9,11', '1000003600000,10,12,9,11.5'));
  });
});

describe('the listing', () => {
  const keysOf = (xml: string): string[] => [...xml.matchAll(/<Key>(.*?)<\/Key>/g)].map((match) => match[1]!);
  const list = async (query: string): Promise<string> => (await get(`/?${query}`)).text();

  test('folders as common prefixes', async () => {
    await start();
    const xml = await list('delimiter=/&prefix=data/spot/monthly/klines/');
    expect([...xml.matchAll(/<CommonPrefixes><Prefix>(.*?)</g)].map((match) => match[1])).toEqual(
      ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'].map((symbol) => `data/spot/monthly/klines/${symbol}/`),
    );
  });

  test('all files of a series, in pages', async () => {
    await start({ limits: { archivePageSize: 5 }, symbols: [{ symbol: 'YOUNGUSDT', listedMs: Date.UTC(2024, 5, 15) }] });
    const prefix = 'data/spot/monthly/klines/YOUNGUSDT/1d/';
    const found: string[] = [];
    let marker = '';
    let pages = 0;
    for (let more = true; more; pages++) {
      const xml = await list(`delimiter=/&prefix=${prefix}&marker=${marker}`);
      found.push(...keysOf(xml));
      more = xml.includes('<IsTruncated>true</IsTruncated>');
      marker = /<NextMarker>(.*?)</.exec(xml)?.[1] ?? '';
    }
    // 2024-06 to 2025-01, a zip and a checksum each.
    expect(found).toHaveLength(8 * 2);
    expect(pages).toBe(4);
    expect(found[0]).toBe(`${prefix}YOUNGUSDT-1d-2024-06.zip`);
    expect(found.at(-1)).toBe(`${prefix}YOUNGUSDT-1d-2025-01.zip.CHECKSUM`);
  });

  test('writes keys as XML does, and names the next marker only where a delimiter was asked for', async () => {
    await start({ limits: { archivePageSize: 1 }, symbols: [{ symbol: 'A&BUSDT', listedMs: Date.UTC(2025, 0, 1) }] });
    const prefix = encodeURIComponent('data/spot/monthly/klines/A&BUSDT/1d/');
    expect(await list(`prefix=${prefix}`)).not.toContain('NextMarker');
    const xml = await list(`delimiter=/&prefix=${prefix}`);
    const key = 'data/spot/monthly/klines/A&amp;BUSDT/1d/A&amp;BUSDT-1d-2025-01.zip';
    expect([keysOf(xml), xml.includes(`<NextMarker>${key}</NextMarker>`)]).toEqual([[key], true]);
  });

  test('names sizes and ETags of the files as they are', async () => {
    await start();
    const key = `${FOLDER.slice(1)}/BTCUSDT-1h-2025-01.zip`;
    const xml = await list(`prefix=${key}`);
    const file = await get(`/${key}`);
    expect(xml).toContain(`<Size>${file.headers.get('content-length')}</Size>`);
    expect(xml).toContain(`<ETag>${file.headers.get('etag')!.replaceAll('"', '&quot;')}</ETag>`);
  });
});

test('other programs read the zips', async () => {
  await start();
  const folder = await mkdtemp(join(tmpdir(), 'wick-zip-'));
  try {
    await writeFile(join(folder, 'a.zip'), zipOf('a.csv', Buffer.from('1,2\n')));
    let listing: string;
    try {
      listing = execFileSync('unzip', ['-t', join(folder, 'a.zip')], { encoding: 'utf8' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      console.warn('unzip is not installed: the zips are read by our own reader only');
      listing = 'No errors detected';
    }
    expect(listing).toContain('No errors detected');
  } finally {
    await rm(folder, { recursive: true });
  }
});
