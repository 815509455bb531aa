import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { formatBytes } from '../output/format.ts';

interface Options extends OutputOptions {
  readonly clear?: boolean;
}

export const dbCacheCommand = (context: CliContext): Command =>
  leafCommand('cache', 'the decoded candles that a backtest reads again quickly: how much there is')
    .option('--clear', 'remove it; the database has all of it, and the next backtest takes a little longer')
    .action(async (options: Options) => {
      const { clearCache, readCacheStatus, resolveCacheDir } = await import('@wick/storage');
      const folder = resolveCacheDir(context.env);
      const cleared = options.clear ?? false;
      const found = await (cleared ? clearCache(folder) : readCacheStatus(folder));
      emit(context, options, { ...found, cleared }, () => `${cleared ? 'Removed ' : ''}${formatBytes(found.bytes)} in ${found.folder}.`);
    });
