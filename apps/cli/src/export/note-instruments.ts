import type { InstrumentRegistry, Series } from '@wick/core';
import type { CliContext } from '../context.ts';
import type { ExportTally } from './export-series.ts';

/** Says so, beside the output, if what was written is of several instruments. */
export async function noteInstruments({ stderr }: CliContext, registry: InstrumentRegistry, series: Series, { firstMs, lastMs }: ExportTally): Promise<void> {
  const { severalToSentence } = await import('../instruments/instruments-to-text.ts');
  const written = (await registry.instruments(series)).filter(({ fromMs, toMs }) => (fromMs ?? -Infinity) <= lastMs && (toMs ?? Infinity) > firstMs);
  const sentence = severalToSentence(written);
  if (sentence !== undefined) stderr.write(`${sentence}\n`);
}
