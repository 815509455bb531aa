import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { compareWithGrammar, compilationToProvenance, compileSentence, isByModel, strategyToFile } from '@wick/llm-signals';
import { UsageError } from '../command.ts';
import type { CompileOptions } from '../commands/strategy-compile.ts';
import type { CliContext } from '../context.ts';
import { writeFileWhole } from '../files/write-file-whole.ts';
import { emit } from '../output/emit.ts';
import { paintFor } from '../output/paint.ts';
import { askModel } from './ask-model.ts';
import { readWantedCandles, type WantedCandles } from './candles-to-try.ts';
import { dryRunToLines } from './dry-run-to-text.ts';
import { grammarToLines } from './grammar-to-text.ts';
import { neverTrades } from './never-trades.ts';
import { provenanceToText } from './provenance-to-text.ts';
import { strategyToDocument, strategyToLines } from './strategy-to-lines.ts';
import { requireCandles, tryStored } from './try-stored.ts';

/**
 * Sentence → strategy, by the grammar or by a model; compared, tried, printed, and saved where asked. What can be wrong
 * with the command, its candles or its file is found before a model is paid.
 */
export async function compile(context: CliContext, sentence: string, options: CompileOptions): Promise<void> {
  const { out } = options;
  const asksModel = options.provider !== undefined || options.model !== undefined;
  const wanted = readWantedCandles(options);
  checkUsage(options, wanted, asksModel);
  if (wanted.isNamed) await requireCandles(context, wanted);
  if (out !== undefined) await mkdir(dirname(resolve(out)), { recursive: true });

  const compilation = asksModel ? await askModel(context, sentence, options) : compileSentence(sentence);
  const provenance = compilationToProvenance(compilation, sentence);
  const grammar = asksModel ? compareWithGrammar(sentence, compilation.strategy) : undefined;
  const trial = options.dryRun && (asksModel || wanted.isNamed) ? await tryStored(context, compilation.strategy, wanted) : undefined;
  if (trial?.tried && trial.positions === 0 && !options.allowNoTrades) throw neverTrades(trial, compilation, provenance);
  if (out !== undefined) await writeFileWhole(out, [strategyToFile(compilation.strategy, provenance, /\.json$/i.test(out) ? 'json' : 'text')]);

  const document = {
    ...strategyToDocument(compilation), ...provenance,
    ...(isByModel(compilation) && { warnings: compilation.warnings }),
    ...(grammar && { grammar }),
    ...(trial && { dryRun: trial }),
    ...(out !== undefined && { saved: out }),
  };
  emit(context, options, document, () => [
    strategyToLines(compilation, paintFor(context.stdout, context.env)),
    ...(isByModel(compilation) ? [[provenanceToText(provenance), ...compilation.warnings.map((warning) => `! ${warning}`)].join('\n')] : []),
    ...(grammar ? [grammarToLines(grammar).join('\n')] : []),
    ...(trial ? [dryRunToLines(trial).join('\n')] : []),
    ...(out === undefined ? [] : [`Saved: ${out}`]),
  ].join('\n\n'));
}

const OF_A_MODEL = ['acceptModel', 'anyModel', 'referer', 'timeout', 'maxCost', 'prices'] as const satisfies readonly (keyof CompileOptions)[];

function checkUsage(options: CompileOptions, wanted: WantedCandles, asksModel: boolean): void {
  const flag = (name: string): string => `'--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}'`;
  const ofModel = OF_A_MODEL.find((name) => options[name] !== undefined);
  const problem =
    ofModel !== undefined && !asksModel ? `option ${flag(ofModel)} needs '--provider <provider>'`
    : !options.dryRun && wanted.isNamed ? "option '--no-dry-run' cannot be used with options that name candles"
    : undefined;
  if (problem !== undefined) throw new UsageError(problem, 'wick strategy compile');
}
