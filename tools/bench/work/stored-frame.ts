import type { Frame } from '@wick/core';
import { join } from 'node:path';
import type { StorageOptions } from '@wick/storage';
import type { Benchmark } from '../harness/benchmark.ts';

const BARS = 977_787;

/** Stored candles as a frame, against the rows by COPY BINARY into the same arrays. */
const frameOf = (options: (folder: string) => StorageOptions, rest: Pick<Benchmark, 'name' | 'work' | 'goal'>): Benchmark => ({
  ...rest,
  full: { bars: BARS },
  small: { bars: 3_000 },
  pairs: 9,
  async prepare(folder, { bars }) {
    const { importArchive } = await import('@wick/ingestion');
    const { candleFilesIn, MINUTES, writeCandleFiles } = await import('../candles/candle-files.ts');
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const { copyFilesIn, createRowTable } = await import('../candles/row-table.ts');
    writeCandleFiles(folder, MINUTES, bars, bars === BARS ? 'all' : 'some');
    const database = await openBenchDatabase(folder);
    const { storage, sql, server } = database;
    const paths = candleFilesIn(folder);
    for (const path of paths) await importArchive({ path, store: storage.candles, series: MINUTES.series });
    await createRowTable(sql);
    await copyFilesIn(sql, server, paths);
    await sql.query('vacuum analyze candle_row');
    await database.close();
  },
  async open(folder) {
    const { MINUTES } = await import('../candles/candle-files.ts');
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const database = await openBenchDatabase(folder, options(folder));
    const { candles } = database.storage;
    let frame: Frame;
    return {
      run: async () => (frame = await candles.frame(MINUTES.series)),
      answer: () => ({ openTimeMs: frame.openTimeMs, ...frame.columns }),
      close: () => database.close(),
    };
  },
  otherWay: {
    name: 'COPY BINARY of rows',
    async open(folder) {
      const { openBenchDatabase } = await import('../candles/bench-database.ts');
      const { FRAME_COLUMNS, readRowTable } = await import('../candles/row-table.ts');
      const database = await openBenchDatabase(folder);
      let columns: Record<string, Float64Array>;
      return {
        run: async () => (columns = await readRowTable(database.sql, FRAME_COLUMNS)),
        answer: () => columns,
        close: () => database.close(),
      };
    },
  },
  tolerance: 0,
  withServer: true,
});

export const storedFrame = frameOf(() => ({}), {
  name: 'stored-frame',
  work: ({ bars }) => `${bars.toLocaleString('en')} stored minutes → frame of 6 columns`,
  goal: { ratio: 1 / 5 },
});

export const cachedFrame = frameOf((folder) => ({ cacheDir: join(folder, 'cache') }), {
  name: 'cached-frame',
  work: () => 'the same from the cache',
  goal: { ratio: 1 / 25 },
});
