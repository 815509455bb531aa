/** Every file of the real candles' manifest, with exactly the anomalies that it lists. Left out, with a reason, where it is not at hand. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import {
  type CandleBatch, type CandleStore, COLUMNS, countMissing, findGaps, followingOpenTime, type Gap, intervalMs, type Interval, isOnGrid, isWickError, type Market,
  openTimeOf,
} from '@wick/core';
import { joinBatches } from '../candle/join-batches.ts';
import { klinesToBatch } from '../rest/klines-to-batch.ts';
import { importArchive } from './import-archive.ts';

interface ManifestEntry {
  readonly file: string;
  readonly kind: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly sha256_uncompressed?: string;
  readonly market: string;
  readonly symbol: string;
  readonly interval: Interval;
  readonly ts_unit: 'ms' | 'us' | 'damaged';
  readonly header?: boolean;
  readonly header_line?: string | null;
  readonly rows: number;
  readonly first_open?: string;
  readonly last_open?: string;
  readonly gaps?: readonly { readonly first_missing: string; readonly next: string; readonly missing: number }[];
  readonly missing_candles?: number;
  readonly anomalies?: readonly string[];
}

const folder = process.env['WICK_REAL_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data/binance');
const present = existsSync(resolve(folder, 'manifest.json'));
if (!present) console.warn(`the manifest of real candles is not tested: there is no ${folder}/manifest.json (set WICK_REAL_DATA)`);
const { files } = (present ? JSON.parse(readFileSync(resolve(folder, 'manifest.json'), 'utf8')) : { files: [] }) as { files: ManifestEntry[] };
const at = ({ file }: ManifestEntry): string => resolve(folder, file);

/** In the manifest's words and order: what is odd about candles, with nothing left out. */
function oddities({ openTimeMs, closeTimeMs, columns, series: { interval } }: CandleBatch): string[] {
  const offsets = new Map<number, number>();
  let short = 0;
  let quiet = 0;
  const closes: string[] = [];
  for (const [row, timeMs] of openTimeMs.entries()) {
    if (!isOnGrid(timeMs, interval)) {
      const offset = timeMs - openTimeOf(timeMs, interval);
      offsets.set(offset, (offsets.get(offset) ?? 0) + 1);
    }
    if (row > 0 && interval !== '1M' && timeMs - openTimeMs[row - 1]! < intervalMs(interval)) short++;
    if (columns.volume[row] === 0) quiet++;
    if (!Number.isNaN(closeTimeMs[row]) && closeTimeMs[row] !== followingOpenTime(timeMs, interval) - 1) closes.push(iso(timeMs));
  }
  const unknown = ['closeTime', ...COLUMNS].filter((name) => (name === 'closeTime' ? closeTimeMs : columns[name as 'open']).every(Number.isNaN));
  return [
    ...[...offsets].map(([offset, count]) => `open times off the interval grid: ${count} rows at +${offset} ms`),
    ...(short > 0 ? [`${short} step(s) shorter than the interval`] : []),
    ...(quiet > 0 ? [`${quiet} zero-volume candles`] : []),
    ...(closes.length > 0 ? [`${closes.length} close_time not open_time+interval-1 (${closes.join(', ')})`] : []),
    ...(unknown.length > 0 ? [unknown.join() === ALL_DETAILS ? 'close_time, quote_volume, trades, taker_* empty in every row' : `empty: ${unknown.join(', ')}`] : []),
  ];
}

const ALL_DETAILS = 'closeTime,quoteVolume,trades,takerBuyVolume,takerBuyQuoteVolume';
/** As the manifest writes times: milliseconds only where there are any. */
const iso = (timeMs: number): string => new Date(timeMs).toISOString().replace('.000Z', 'Z');
const isoGaps = (gaps: readonly Gap[]): ManifestEntry['gaps'] => gaps.map(({ fromMs, toMs, missing }) => ({ first_missing: iso(fromMs), next: iso(toMs), missing }));

function expectListed(batch: CandleBatch, entry: ManifestEntry): void {
  const gaps = findGaps(batch.openTimeMs, entry.interval);
  expect({
    rows: batch.length, first_open: iso(batch.openTimeMs[0]!), last_open: iso(batch.openTimeMs.at(-1)!),
    gaps: isoGaps(gaps), missing_candles: countMissing(gaps), anomalies: oddities(batch),
  }).toEqual({
    rows: entry.rows, first_open: entry.first_open, last_open: entry.last_open,
    gaps: entry.gaps, missing_candles: entry.missing_candles, anomalies: entry.anomalies,
  });
}

/** A store that only keeps what it is given. */
function keepingStore(): { readonly store: CandleStore; readonly written: CandleBatch[] } {
  const written: CandleBatch[] = [];
  const write: CandleStore['write'] = (batch) => {
    written.push(batch);
    return Promise.resolve({ received: batch.length, added: batch.length, unchanged: 0, revised: 0 });
  };
  return { store: { write } as CandleStore, written };
}

/** The one file that cannot be read, and why. */
const REFUSALS: Readonly<Record<string, { readonly line: number; readonly message: string }>> = {
  'odd/BTCUSDT-1h-2023-11-18_excel-damaged.csv': {
    line: 2,
    message: 'BTCUSDT-1h-2023-11-18_excel-damaged.csv, line 2, has the open time 1.70027E+12, a number rounded by a spreadsheet.',
  },
};

async function expectRefusal(entry: ManifestEntry): Promise<void> {
  const { store, written } = keepingStore();
  const error: unknown = await importArchive({ path: at(entry), store }).catch((reason: unknown) => reason);
  if (!isWickError(error)) throw new Error('was not refused', { cause: error });
  expect({ code: error.code, message: error.message, line: error.details['line'] }).toEqual({ code: 'CANDLES_DAMAGED', ...REFUSALS[entry.file] });
  expect(written).toEqual([]);
}

/** What is done with each kind of file; a kind that is not here fails. */
const CHECKS: Readonly<Record<string, (entry: ManifestEntry) => void | Promise<void>>> = {
  async 'klines-csv'(entry) {
    if (entry.ts_unit === 'damaged') return expectRefusal(entry);
    const { store, written } = keepingStore();
    const report = await importArchive({ path: at(entry), store });
    const batch = joinBatches(written);
    expectListed(batch, entry);
    expect(report).toMatchObject({
      candles: entry.rows, added: entry.rows, duplicates: 0, hasHeader: entry.header, ignoredColumns: [],
      timeUnit: entry.ts_unit === 'us' ? 'µs' : 'ms', missing: entry.missing_candles,
      series: { exchange: 'binance', market: entry.market, symbol: entry.symbol, interval: entry.interval },
    });
    expect(isoGaps(report.gaps)).toEqual(entry.gaps);
    expect([iso(report.firstOpenTimeMs), iso(report.lastOpenTimeMs)]).toEqual([entry.first_open, entry.last_open]);
    const offGrid = entry.anomalies?.flatMap((text) => /grid: (\d+) rows/.exec(text)?.[1] ?? []).map(Number) ?? [];
    expect(report.offGrid).toBe(offGrid[0] ?? 0);
  },
  'rest-klines-json'(entry) {
    const { market, symbol, interval, rows } = entry;
    const json = JSON.parse(readFileSync(at(entry), 'utf8')) as string[][];
    expect(json).toHaveLength(rows);
    if (rows === 0) return;
    expectListed(klinesToBatch({ exchange: 'binance', market: market as Market, symbol, interval }, json, Date.UTC(2030, 0, 1)), entry);
  },
  async 'refetch-differences'(entry) {
    const lines = readFileSync(at(entry), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1 + entry.rows);
    const error: unknown = await importArchive({ path: at(entry), store: keepingStore().store }).catch((reason: unknown) => reason);
    expect(isWickError(error) && error.message).toContain('does not name each column once');
  },
  // Captures of other interfaces, read by the tests of the live feed and of REST.
  'ws-capture': () => undefined,
  'ws-klines-ndjson': () => undefined,
  'exchange-info-json': () => undefined,
};

test('the manifest lists every file of the folder, and of each what is known here', () => {
  expect(present || files.length === 0).toBe(true);
  const onDisk = present ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()) : [];
  const names = onDisk.map(({ parentPath, name }) => resolve(parentPath, name)).filter((path) => !/[\\/](README\.md|manifest\.json)$/.test(path));
  expect(names.toSorted()).toEqual(files.map(at).toSorted());
  expect(files.map(({ kind }) => kind).filter((kind) => !(kind in CHECKS))).toEqual([]);
  expect(Object.keys(REFUSALS)).toEqual(present ? files.filter(({ ts_unit }) => ts_unit === 'damaged').map(({ file }) => file) : Object.keys(REFUSALS));
});

if (present) {
  test.each(files.map((entry) => [entry.file, entry] as const))('%s', async (_file, entry) => {
    const bytes = readFileSync(at(entry));
    expect([bytes.length, sha256(bytes)]).toEqual([entry.bytes, entry.sha256]);
    const plain = entry.file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    expect(sha256(plain)).toBe(entry.sha256_uncompressed ?? entry.sha256);
    const firstLine = plain.toString('utf8', 0, plain.indexOf('\n')).trim();
    expect(firstLine).toBe(entry.header_line ?? firstLine);
    await CHECKS[entry.kind]!(entry);
  }, 60_000);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
