import type { StorageStatus } from '@wick/storage';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { formatBytes, formatCount } from '../output/format.ts';
import { formatPairs } from '../output/table.ts';
import { withStorage } from '../with-storage.ts';

export const dbStatusCommand = (context: CliContext): Command =>
  leafCommand('status', 'which database is used, and what is in it').action(async (options: OutputOptions) => {
    const status = await withStorage(context, (storage) => storage.status());
    emit(context, options, status, () => statusToText(status));
  });

const statusToText = (status: StorageStatus): string =>
  formatPairs([
    ['Database', `PostgreSQL ${status.serverVersion}, ${status.kind}`],
    ['Location', status.location],
    ['Candles', `${formatCount(status.candles)} in ${formatCount(status.series)} series`],
    ['On disk', formatBytes(status.bytesOnDisk)],
    ...(status.cache ? [['Cache', `${formatBytes(status.cache.bytes)} in ${status.cache.folder}`] as const] : []),
    ['Migrations', status.pendingMigrations.length === 0 ? `${status.appliedMigrations.length} applied, none pending` : `pending: ${status.pendingMigrations.join(', ')}`],
  ]);
