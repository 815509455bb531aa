import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';

interface Options extends OutputOptions {
  readonly out?: string;
  readonly signals?: string;
}

export const reportCommand = (context: CliContext): Command =>
  leafCommand('report', 'an HTML report of a result that "wick backtest --json" printed')
    .argument('<result>', 'the file with that JSON')
    .option('-o, --out <file>', 'the HTML file (default: beside the result, with .html)')
    .option('--signals <file>', 'the file of signals, if the result was computed from one')
    .addHelpText(
      'after',
      `
A result names all that it was computed from. The run is repeated over the stored candles, or over those that were stored
then if some were changed since, and the report is written only if the repeated run gives the same numbers.`,
    )
    .action((path: string, options: Options) => reportResult(context, path, options));

async function reportResult(context: CliContext, path: string, options: Options): Promise<void> {
  const [{ readResult }, { loadFrameOfRun }, { repeatRun }, { writeReport }, { revisionsToClauses, revisionToJson }] = await Promise.all([
    import('../backtest/read-result.ts'),
    import('../backtest/load-frame-of-run.ts'),
    import('../backtest/repeat-run.ts'),
    import('../backtest/run-to-report.ts'),
    import('../output/revision-to-text.ts'),
  ]);
  const saved = await readResult(path);
  const { frame, funding, since } = await loadFrameOfRun(context, saved);
  const result = await repeatRun({ frame, funding }, saved, options.signals);
  const written = await writeReport(options.out ?? path.replace(/(\.json)?$/i, '.html'), { result, frame });
  const { datasetHash } = result.manifest;
  emit(context, options, { report: written, datasetHash, reproduced: true, since: since.map(revisionToJson) }, () =>
    since.length === 0
      ? `The run was repeated with the same result.\nReport: ${written}`
      : `The run was repeated over the candles as they were then, with the same result. Since: ${revisionsToClauses(since)}.\nReport: ${written}`,
  );
}
