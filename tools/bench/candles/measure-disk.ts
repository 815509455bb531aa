import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importArchive } from '@wick/ingestion';
import { openBenchDatabase } from './bench-database.ts';
import { ALL_COLUMNS, type CandleFiles, candleFilesIn, HOURS, MINUTES, writeCandleFiles } from './candle-files.ts';
import { copyFilesIn, createRowTable } from './row-table.ts';

export interface DiskRow {
  readonly work: string;
  /** Bytes a candle. */
  readonly ours: string;
  readonly rows: string;
  readonly 'to reach': string;
}

const SUBJECTS: readonly { files: CandleFiles; work: string; limit?: number }[] = [
  { files: HOURS, work: 'hours, every column', limit: 35 },
  { files: ALL_COLUMNS, work: 'minutes, every column', limit: 35 },
  { files: MINUTES, work: 'minutes, prices and volumes' },
];

/**
 * Bytes on disk a candle: all of wick's tables with their indexes, against the same candles as rows with their key.
 * @param size `some`: a few generated candles, of which the figures mean nothing
 */
export async function measureDisk(size: 'all' | 'some'): Promise<DiskRow[]> {
  const rows: DiskRow[] = [];
  for (const subject of SUBJECTS) rows.push(await measureOne(subject, size));
  return rows;
}

async function measureOne({ files, work, limit }: (typeof SUBJECTS)[number], size: 'all' | 'some'): Promise<DiskRow> {
  const folder = mkdtempSync(join(tmpdir(), 'wick-bench-'));
  writeCandleFiles(folder, files, 3_000, size);
  const database = await openBenchDatabase(folder);
  try {
    const { storage, sql, server } = database;
    const paths = candleFilesIn(folder);
    const empty = (await storage.status()).bytesOnDisk;
    for (const path of paths) await importArchive({ path, store: storage.candles, series: files.series });
    const { bytesOnDisk, candles } = await storage.status();
    await createRowTable(sql);
    await copyFilesIn(sql, server, paths);
    const table = Number((await sql.query(`select pg_total_relation_size('candle_row')`))[0]![0]);
    return {
      work: `${files.series.symbol}, ${candles.toLocaleString('en')} ${work}`,
      ours: ((bytesOnDisk - empty) / candles).toFixed(1),
      rows: (table / candles).toFixed(1),
      'to reach': limit === undefined ? '–' : `≤ ${limit}`,
    };
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
