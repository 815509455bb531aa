import { type Frame, type Instrument, type InstrumentRegistry, type InstrumentSpan, instrumentsOf, WickError } from '@wick/core';
import { formatTime } from '../output/format.ts';
import { timeOption } from '../options/time-option.ts';

/**
 * Refuses candles of several instruments: between them a price jumps that nobody could trade.
 * @throws WickError INSTRUMENTS_MIXED, with the periods and how to choose one
 */
export async function requireOneInstrument(registry: InstrumentRegistry, { series, openTimeMs }: Frame): Promise<void> {
  const spans = instrumentsOf(openTimeMs, await registry.instruments(series));
  if (spans.length < 2) return;
  const { symbol } = series;
  const [, { instrument: { fromMs: atMs } }] = spans as [InstrumentSpan, InstrumentSpan];
  const choices = spans.map(({ instrument }, place) => optionsOf(instrument, place === 0, place === spans.length - 1));
  throw new WickError('INSTRUMENTS_MIXED', `${symbol} is ${spans.length} instruments in this range: ${spans.map(spanToText).join(', then ')}.`, {
    remedy: `Choose one of them: ${choices.join(', or ')}. If it is the same all along: wick candles instruments ${symbol} --join ${timeOption(atMs!)}`,
    details: { series, instruments: spans.map(({ instrument }) => instrument) },
  });
}

const spanToText = ({ firstOpenTimeMs, lastOpenTimeMs }: InstrumentSpan): string =>
  `one from ${formatTime(firstOpenTimeMs)} to ${formatTime(lastOpenTimeMs)}`;

/** What chooses one instrument out of a range that the first and the last of them reach beyond. */
const optionsOf = ({ fromMs, toMs }: Instrument, isFirst: boolean, isLast: boolean): string =>
  [isFirst ? [] : [`--since ${timeOption(fromMs!)}`], isLast ? [] : [`--until ${timeOption(toMs!)}`]].flat().join(' ');
