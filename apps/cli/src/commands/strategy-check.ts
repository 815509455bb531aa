import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { paintFor } from '../output/paint.ts';

export const strategyCheckCommand = (context: CliContext): Command =>
  leafCommand('check', 'say whether a strategy can be read, and if not, where it is wrong')
    .argument('<strategy>', 'a sentence, the text form, or a .json or .wick file')
    .action(async (given: string, options: OutputOptions) => {
      const { readStrategy } = await import('../strategy/read-strategy.ts');
      const { strategyHash } = await import('@wick/core');
      const { strategy, form } = await readStrategy(given);
      const hash = strategyHash(strategy);
      const paint = paintFor(context.stdout, context.env);
      emit(context, options, { valid: true, form, strategyHash: hash }, () => `${paint('green', '✓')} The strategy is valid (${form}, ${hash.slice(0, 12)}).`);
    });
