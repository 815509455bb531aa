import { COLUMNS, type Series } from '@wick/core';
import type { Benchmark } from '../harness/benchmark.ts';
import type { CandleFiles } from '../candles/candle-files.ts';
import { COPY_NAME } from '../candles/row-table.ts';

interface ImportRow extends Pick<Benchmark, 'name' | 'work' | 'goal'> {
  readonly bars: number;
  readonly files: () => Promise<CandleFiles>;
}

/**
 * Plain CSV into sealed blocks, committed, against the same files into a table of rows on the same server: reading, parsing and
 * writing all count. What is loaded only when it runs keeps the memory of the other benchmarks small.
 */
const importOf = ({ bars, files, ...rest }: ImportRow): Benchmark => ({
  ...rest,
  full: { bars },
  small: { bars: 3_000 },
  pairs: 7,
  async prepare(folder, scale) {
    const { writeCandleFiles } = await import('../candles/candle-files.ts');
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    writeCandleFiles(folder, await files(), scale.bars, scale.bars === bars ? 'all' : 'some');
    await (await openBenchDatabase(folder)).close();
  },
  async open(folder) {
    const { importArchives } = await import('@wick/ingestion');
    const { candleFilesIn } = await import('../candles/candle-files.ts');
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const database = await openBenchDatabase(folder);
    const { candles } = database.storage;
    const paths = candleFilesIn(folder);
    const { series } = await files();
    let run = 0;
    const seriesOfRun = (): Series => ({ ...series, symbol: `RUN${run}` });
    return {
      async run() {
        run++;
        await importArchives({ paths, store: candles, series: seriesOfRun() });
      },
      async answer() {
        const frame = await candles.frame(seriesOfRun(), {}, COLUMNS);
        return { openTimeMs: frame.openTimeMs, ...frame.columns };
      },
      close: () => database.close(),
    };
  },
  otherWay: {
    name: COPY_NAME,
    async open(folder) {
      const { candleFilesIn } = await import('../candles/candle-files.ts');
      const { openBenchDatabase } = await import('../candles/bench-database.ts');
      const { ALL_COLUMNS, copyFilesIn, createRowTable, readRowTable } = await import('../candles/row-table.ts');
      const database = await openBenchDatabase(folder);
      const { sql, server } = database;
      const paths = candleFilesIn(folder);
      return {
        async run() {
          await createRowTable(sql);
          await copyFilesIn(sql, server, paths);
        },
        answer: () => readRowTable(sql, ALL_COLUMNS),
        close: () => database.close(),
      };
    },
  },
  tolerance: 0,
  withServer: true,
});

export const archiveImport = importOf({
  name: 'archive-import',
  work: ({ bars }) => `${bars.toLocaleString('en')} minutes of archive CSV → sealed blocks`,
  bars: 977_787,
  files: async () => (await import('../candles/candle-files.ts')).MINUTES,
  goal: { ratio: 1 / 4 },
});

export const archiveImportAllColumns = importOf({
  name: 'archive-import-all-columns',
  work: ({ bars }) => `the same with every column known, ${bars.toLocaleString('en')} minutes`,
  bars: 128_160,
  files: async () => (await import('../candles/candle-files.ts')).ALL_COLUMNS,
  goal: { ratio: 1 / 4 },
});
