import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { paintFor } from '../output/paint.ts';

export const strategyShowCommand = (context: CliContext): Command =>
  leafCommand('show', 'a strategy in English and as rules; with --json, its JSON form too')
    .argument('<strategy>', 'a .json or .wick file, or the strategy itself')
    .action(async (given: string, options: OutputOptions) => {
      const [{ readStrategy }, { originToLines, strategyToDocument, strategyToLines }] = await Promise.all([
        import('../strategy/read-strategy.ts'),
        import('../strategy/strategy-to-lines.ts'),
      ]);
      const found = await readStrategy(given);
      const { provenance, isChanged = false } = found;
      const document = { ...strategyToDocument(found), ...(provenance && { provenance, changedSinceCompiled: isChanged }) };
      emit(context, options, document, () => [strategyToLines(found, paintFor(context.stdout, context.env)), ...originToLines(found)].join('\n'));
    });
