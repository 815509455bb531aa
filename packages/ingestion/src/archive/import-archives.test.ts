import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HOUR_MS, type Provenance, WickError } from '@wick/core';
import { memoryCandleStore } from '@wick/testkit';
import { importArchives } from './import-archives.ts';

const T0 = Date.UTC(2024, 10, 1);
const SERIES = { symbol: 'BTCUSDT', interval: '1h' } as const;
const hours = (from: number, count: number, close: number): string =>
  Array.from({ length: count }, (_, hour) => `${T0 + (from + hour) * HOUR_MS},10,12,9,${close},100,,,,,,0\n`).join('');

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'wick-imports-'))));
afterAll(() => rm(folder, { recursive: true }));

async function files(texts: readonly string[]): Promise<string[]> {
  const paths = texts.map((_, index) => join(folder, `file-${index}.csv`));
  await Promise.all(texts.map((text, index) => writeFile(paths[index]!, text)));
  return paths;
}

/** A store that takes its time, and tells what was under way at once. */
function slowStore() {
  const store = memoryCandleStore();
  const events: string[] = [];
  return {
    store,
    events,
    async write(...[batch, provenance]: Parameters<typeof store.write>) {
      const { source } = provenance as Provenance;
      events.push(`> ${source}`);
      await new Promise((resolve) => setImmediate(resolve));
      const report = await store.write(batch, provenance);
      events.push(`< ${source}`);
      return report;
    },
  };
}

test('files are written one after another in their order, so the later one counts where two contradict each other', async () => {
  const slow = slowStore();
  const outcomes = await importArchives({ paths: await files([hours(0, 500, 10), hours(0, 3, 11), hours(1, 1, 12)]), store: slow, series: SERIES });
  expect(outcomes).toMatchObject([{ added: 500 }, { revised: 3 }, { revised: 1 }]);
  expect(slow.events).toEqual([0, 1, 2].flatMap((index) => [`> archive:file-${index}.csv`, `< archive:file-${index}.csv`]));
  const { columns } = await slow.store.frame({ exchange: 'binance', market: 'spot', ...SERIES });
  expect([...columns.close.subarray(0, 4)]).toEqual([11, 12, 11, 10]);
});

test('a file that cannot be read is reported, and the others go on', async () => {
  const slow = slowStore();
  const outcomes = await importArchives({ paths: await files([hours(0, 2, 10), 'no,candles\n', hours(2, 2, 10)]), store: slow, series: SERIES });
  expect(outcomes).toMatchObject([{ added: 2 }, { path: join(folder, 'file-1.csv'), error: { code: 'CANDLES_DAMAGED' } }, { added: 2 }]);
});

test('a database that fails stops everything, and nothing is written afterwards', async () => {
  const written: string[] = [];
  const failing = {
    write: async (_: unknown, provenance: string | Provenance) => {
      written.push((provenance as Provenance).source);
      await new Promise((resolve) => setImmediate(resolve));
      throw new WickError('DATABASE_UNAVAILABLE', 'It is away.', { remedy: 'Try again.' });
    },
  };
  const work = importArchives({ paths: await files([hours(0, 2, 10), hours(2, 2, 10), hours(4, 2, 10)]), store: failing, series: SERIES });
  await expect(work).rejects.toThrow('It is away.');
  expect(written).toEqual(['archive:file-0.csv']);
});
