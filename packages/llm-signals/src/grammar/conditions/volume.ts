import type { Expression } from '@wick/core';
import { column, compare, number, sma, times } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { COMPARATORS } from '../states/comparison.ts';

const SPIKES = ['volume spike', 'volume surge', 'spike in volume', 'surge in volume', 'volume is spike', 'unusual volume', 'volume explosion', 'volume burst', 'volume expansion'];
const LEVELS = {
  '>': ['high volume', 'strong volume', 'heavy volume', 'above average volume', 'volume above average', 'high trading volume', 'elevated volume', 'good volume', 'volume support'],
  '<': ['low volume', 'weak volume', 'light volume', 'below average volume', 'volume below average', 'thin volume'],
} as const;
/** A spike without a figure, as in the usual scanners. */
const SPIKE_FACTOR = 1.5;
const AVERAGE_BARS = 20;
const BEYOND = { '>=': COMPARATORS['>='], '>': [...COMPARATORS['>'], 'by'] };
/** `double the average volume`, `2x average volume`. */
const FACTORS = { 2: ['twice', 'double'], 3: ['triple'] };
const USUAL = ['average volume', 'normal volume', 'usual volume', 'average'];

/** `volume spike (>1.5x 20-period MA)`, `2x volume spike`, `high volume`. */
export const volumePhrase: Phrase = {
  vocabulary: [...SPIKES, ...USUAL, ...Object.values(FACTORS).flat(), ...LEVELS['>'], ...LEVELS['<']],
  examples: ['volume spike (>1.5x 20-period MA)', 'volume above twice its 20-day average', 'high volume'],
  read: (reader) => reader.attempt(() => readSpike(reader)) ?? reader.attempt(() => readMultiple(reader)) ?? readLevel(reader),
};

function readSpike(reader: Reader): Expression | undefined {
  const leading = reader.attempt(() => {
    const value = reader.takeNumber();
    return value !== undefined && reader.take(['x', 'times', '*']) ? value : undefined;
  });
  if (!reader.take(SPIKES)) return undefined;
  const volume = column('volume');
  const threshold = leading === undefined ? reader.attempt(() => readThreshold(reader)) : { operator: '>' as const, level: spikeOf(reader, leading) };
  if (!threshold) reader.assume(`A volume spike is more than ${SPIKE_FACTOR} times the ${AVERAGE_BARS}-bar average of the volume.`);
  return compare(volume, threshold?.operator ?? '>', threshold?.level ?? times(SPIKE_FACTOR, sma(volume, AVERAGE_BARS)));
}

interface Threshold {
  readonly operator: '>' | '>=';
  readonly level: Expression;
}

/** `on double the average volume`. */
function readMultiple(reader: Reader): Expression | undefined {
  const word = reader.takeKey(FACTORS as unknown as Record<string, readonly string[]>);
  const factor = word === undefined ? reader.takeNumber() : Number(word);
  if (factor === undefined || factor <= 1 || (word === undefined && !reader.take(['x', 'times']))) return undefined;
  if (!reader.take(USUAL) || reader.peek(-1).text !== 'volume' || !endsHere(reader)) return undefined;
  return compare(column('volume'), '>', spikeOf(reader, factor));
}

const endsHere = (reader: Reader): boolean => reader.atEnd || reader.sees([',', '.', 'and', 'with', 'or', ';', 'but', 'while']);

/** `(>1.5x 20-period MA)`, `of 2x`, `above twice its average`. */
function readThreshold(reader: Reader): Threshold | undefined {
  const bracketed = reader.take(['(']);
  const introduced = reader.take(['of', 'is', 'at']);
  reader.take(['volume']);
  const compared = reader.takeKey(BEYOND);
  if (!bracketed && !introduced && !compared) return undefined;
  const threshold = reader.attempt(() => readFactor(reader, bracketed)) ?? reader.operandBeside(column('volume'));
  return threshold && threshold.kind !== 'number' && (!bracketed || reader.take([')'])) ? { operator: compared ?? '>', level: threshold } : undefined;
}

/** `2x` and no more: of the usual average. */
function readFactor(reader: Reader, bracketed: boolean): Expression | undefined {
  const factor = reader.takeNumber();
  if (factor === undefined || !reader.take(['x', 'times'])) return undefined;
  const ends = bracketed ? reader.sees([')']) : endsHere(reader);
  return ends ? spikeOf(reader, factor) : undefined;
}

function spikeOf(reader: Reader, factor: number): Expression {
  reader.assume(`The volume is compared with its ${AVERAGE_BARS}-bar average.`);
  return times(number(factor), sma(column('volume'), AVERAGE_BARS));
}

function readLevel(reader: Reader): Expression | undefined {
  const operator = reader.takeKey(LEVELS);
  if (!operator) return undefined;
  reader.assume(`High or low volume is volume above or below its ${AVERAGE_BARS}-bar average.`);
  return compare(column('volume'), operator, sma(column('volume'), AVERAGE_BARS));
}
