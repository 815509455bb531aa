import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { withStorage } from '../with-storage.ts';

export const dbMigrateCommand = (context: CliContext): Command =>
  leafCommand('migrate', 'bring the tables up to date').action(async (options: OutputOptions) => {
    const applied = await withStorage(context, (storage) => storage.migrate());
    emit(context, options, { applied }, () => (applied.length === 0 ? 'The tables are up to date.' : `Applied: ${applied.join(', ')}.`));
  });
