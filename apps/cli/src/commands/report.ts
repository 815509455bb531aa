import type { Manifest } from '@wick/core';
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
A result names all that it was computed from. The run is repeated over the stored candles, and the report is written
only if the candles are still the same and the repeated run gives the same numbers.`,
    )
    .action((path: string, options: Options) => reportResult(context, path, options));

async function reportResult(context: CliContext, path: string, options: Options): Promise<void> {
  const [{ readResult }, { columnsOfStrategy, nextOpenTime }, { loadMarket }, { repeatRun }, { writeReport }] = await Promise.all([
    import('../backtest/read-result.ts'),
    import('@wick/core'),
    import('../backtest/load-market.ts'),
    import('../backtest/repeat-run.ts'),
    import('../backtest/run-to-report.ts'),
  ]);
  const saved = await readResult(path);
  const { series, strategy, ...manifest } = saved.manifest;
  const market = await loadMarket(context, series, rangeOf(manifest, (lastMs) => nextOpenTime(lastMs, series.interval)), strategy ? columnsOfStrategy(strategy) : []);
  const result = await repeatRun(market, saved, options.signals);
  const written = await writeReport(options.out ?? path.replace(/(\.json)?$/i, '.html'), { result, frame: market.frame });
  emit(context, options, { report: written, datasetHash: result.manifest.datasetHash, reproduced: true }, () =>
    `The run was repeated with the same result.\nReport: ${written}`,
  );
}

const rangeOf = ({ firstOpenTimeMs, lastOpenTimeMs }: Pick<Manifest, 'firstOpenTimeMs' | 'lastOpenTimeMs'>, after: (timeMs: number) => number) => ({
  ...(firstOpenTimeMs !== null && { fromMs: firstOpenTimeMs }),
  ...(lastOpenTimeMs !== null && { toMs: after(lastOpenTimeMs) }),
});
