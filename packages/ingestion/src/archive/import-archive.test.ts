import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CandleStore, HOUR_MS, isWickError } from '@wick/core';
import { memoryCandleStore } from '@wick/testkit';
import { importArchive } from './import-archive.ts';

const T0 = Date.UTC(2024, 10, 1);
const row = (hour: number, offsetMs = 0, close = 11): string => `${T0 + hour * HOUR_MS + offsetMs},10,12,9,${close},100,,,,,,0\n`;

let folder: string;
let store: CandleStore;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'wick-import-'))));
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => void (store = memoryCandleStore()));

async function imported(text: string, name = 'BTCUSDT-1h-2024-11.csv', portionRows = 1_000) {
  const path = join(folder, name);
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return importArchive({ path, store, batchRows: 4, portionRows });
}

describe('importing a file', () => {
  test('says what it held and what storing it did', async () => {
    const hours = [0, 1, 1, 2, 5, 6, 7, 8, 20].map((hour) => row(hour)).join('') + row(21, 14_789);
    expect(await imported(hours)).toMatchObject({
      candles: 9, duplicates: 1, added: 9, unchanged: 0, revised: 0, missing: 2 + 11, offGrid: 1,
      gaps: [
        { fromMs: T0 + 3 * HOUR_MS, toMs: T0 + 5 * HOUR_MS, missing: 2 },
        { fromMs: T0 + 9 * HOUR_MS, toMs: T0 + 20 * HOUR_MS, missing: 11 },
      ],
      firstOpenTimeMs: T0, lastOpenTimeMs: T0 + 21 * HOUR_MS + 14_789,
      unknownColumns: ['quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume', 'closeTime'],
    });
  });

  test('a second time changes nothing and says so; other values are revisions', async () => {
    await imported(row(0) + row(1) + row(2));
    expect(await imported(row(0) + row(1) + row(2))).toMatchObject({ added: 0, unchanged: 3, revised: 0 });
    expect(await imported(row(0) + row(1, 0, 11.5) + row(2))).toMatchObject({ added: 0, unchanged: 2, revised: 1 });
  });

  test('a file is one write, and a longer one as many as there are portions in it', async () => {
    const written: number[] = [];
    const plain = store;
    store = { ...plain, write: (batch, source) => (written.push(batch.length), plain.write(batch, source)) };
    const hours = Array.from({ length: 50 }, (_, hour) => row(hour)).join('');
    expect(await imported(hours, undefined, 50)).toMatchObject({ added: 50 });
    expect(await imported(hours, undefined, 20)).toMatchObject({ added: 0, unchanged: 50 });
    expect(written).toEqual([50, 20, 20, 10]);
  });

  test('is compared with the checksum beside it, and its hash is where the candles come from', async () => {
    const path = join(folder, 'BTCUSDT-1h-2024-10.csv');
    const sha256 = createHash('sha256').update(row(0)).digest('hex');
    const provenances: unknown[] = [];
    const plain = store;
    store = { ...plain, write: (batch, provenance) => (provenances.push(provenance), plain.write(batch, provenance)) };
    const run = () => imported(row(0), 'BTCUSDT-1h-2024-10.csv');
    expect(await run()).toMatchObject({ sha256, verified: false });
    await writeFile(`${path}.CHECKSUM`, `${sha256.toUpperCase()}  BTCUSDT-1h-2024-10.csv`);
    expect(await run()).toMatchObject({ sha256, verified: true });
    const provenance = { source: 'archive:BTCUSDT-1h-2024-10.csv', sha256 };
    expect(provenances).toEqual([provenance, provenance]);

    for (const [text, message] of [
      [`${'0'.repeat(64)}  BTCUSDT-1h-2024-10.csv\n`, 'BTCUSDT-1h-2024-10.csv does not match the checksum in BTCUSDT-1h-2024-10.csv.CHECKSUM.'],
      [`${sha256}0`, 'BTCUSDT-1h-2024-10.csv.CHECKSUM holds no SHA-256 checksum to compare BTCUSDT-1h-2024-10.csv with.'],
      ['', 'BTCUSDT-1h-2024-10.csv.CHECKSUM holds no SHA-256 checksum to compare BTCUSDT-1h-2024-10.csv with.'],
    ] as const) {
      await writeFile(`${path}.CHECKSUM`, text);
      await expect(run()).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED', message, details: { path, actualSha256: sha256 } });
    }
    expect(provenances).toHaveLength(2);
    await rm(`${path}.CHECKSUM`);
  });

  test('a file that is damaged at its very end leaves nothing behind', async () => {
    const sound = Array.from({ length: 50 }, (_, hour) => row(hour)).join('');
    for (const [text, name] of [[`${sound}1.7E+12,1,1,1,1,1,,,,,,0`, 'BTCUSDT-1h-2024-11.csv'], [`${sound}${row(3)}`, 'BTCUSDT-1h-2024-11.csv.gz']] as const) {
      const outcome: unknown = await imported(text, name).catch((error: unknown) => error);
      expect(isWickError(outcome)).toBe(true);
      expect(await store.series()).toEqual([]);
    }
  });
});
