import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';

export const dbStopCommand = (context: CliContext): Command =>
  leafCommand('stop', 'stop the embedded server; the next command that needs it starts it again').action(async (options: OutputOptions) => {
    const { resolveDataDir, stopEmbeddedServer } = await import('@wick/storage');
    const dataDir = resolveDataDir(context.env);
    const stopped = await stopEmbeddedServer(dataDir);
    emit(context, options, { dataDir, stopped }, () => (stopped ? `Stopped the server of ${dataDir}.` : `No server runs for ${dataDir}.`));
  });
