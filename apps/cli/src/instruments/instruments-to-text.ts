import type { Instrument } from '@wick/core';
import { formatTime } from '../output/format.ts';
import { timeOption } from '../options/time-option.ts';
import { formatTable } from '../output/table.ts';

/** A line an instrument. */
export const instrumentsToText = (instruments: readonly Instrument[]): string =>
  formatTable(
    [{ title: 'Exchange' }, { title: 'Market' }, { title: 'Symbol' }, { title: 'From (UTC)' }, { title: 'Until (UTC)' }, { title: 'Why' }],
    instruments.map(({ exchange, market, symbol, fromMs, toMs, reason }) => [
      exchange, market, symbol, fromMs === null ? '–' : formatTime(fromMs), toMs === null ? '–' : formatTime(toMs), reason,
    ]),
  );

/** A sentence for candles of several instruments of a ticker, ascending; undefined for those of one. */
export function severalToSentence(instruments: readonly Instrument[]): string | undefined {
  if (instruments.length < 2) return undefined;
  const [{ symbol, exchange, market }, ...others] = instruments as [Instrument, ...Instrument[]];
  const changes = others.map(({ fromMs }) => formatTime(fromMs!));
  return `${symbol} (${exchange} ${market}) stands for another instrument from ${changes.join(', and again from ')} UTC on.`;
}

/** What is said of a ticker that was found to be given to something else. */
export const reuseToSentence = ({ symbol, fromMs, reason }: Instrument): string =>
  `${symbol} stands for another instrument from ${formatTime(fromMs!)} UTC on. ${reason} ` +
  `If it is the same: wick candles instruments ${symbol} --join ${timeOption(fromMs!)}`;
