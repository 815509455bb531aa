import { PRICE_COLUMNS } from '@wick/core';
import { TIME_UNITS, type TimeUnit } from './csv-to-rows.ts';
import type { Field } from './header-to-columns.ts';

/** Why a row is refused: what is wrong, as the end of a sentence, and what the reader can do. */
export interface RowFault {
  readonly what: string;
  readonly remedy: string;
}

const DOWNLOAD_AGAIN = 'Download the file again; if it stays so, fetch these days from the exchange instead.';
const NO_SPREADSHEET = 'Download the file again and import it without opening it in a spreadsheet program.';

const NAMES: Readonly<Partial<Record<Field, string>>> = {
  openTime: 'open time',
  closeTime: 'close time',
  quoteVolume: 'quote volume',
  trades: 'number of trades',
  takerBuyVolume: 'taker buy volume',
  takerBuyQuoteVolume: 'taker buy quote volume',
};
const nameOf = (field: Field): string => NAMES[field] ?? field;

/** Explains a row that the fast path refused. Called once per file at most, so it takes its time. */
export function rowToFault(line: string, fields: readonly Field[], unit: TimeUnit): RowFault {
  const texts = line.split(',');
  if (texts.length !== fields.length) {
    return { what: `has ${texts.length} columns where ${fields.length} are expected`, remedy: DOWNLOAD_AGAIN };
  }
  const values: Partial<Record<Field, number>> = {};
  for (const [index, field] of fields.entries()) {
    const text = texts[index]!;
    const fault = field === 'ignore' ? undefined : textFault(text, field);
    if (fault) return fault;
    values[field] = Number(text);
  }
  return { what: timeFault(values, unit) ?? priceFault(values), remedy: DOWNLOAD_AGAIN };
}

function textFault(text: string, field: Field): RowFault | undefined {
  if (text === '') {
    const needed = field === 'openTime' || (PRICE_COLUMNS as readonly string[]).includes(field);
    return needed ? { what: `has no ${nameOf(field)}`, remedy: DOWNLOAD_AGAIN } : undefined;
  }
  if (/^\d+(\.\d+)?$/.test(text)) return undefined;
  if (/^-?\d+(\.\d+)?E[+-]?\d+$/i.test(text)) {
    return { what: `has the ${nameOf(field)} ${text}, a number rounded by a spreadsheet`, remedy: NO_SPREADSHEET };
  }
  if (/^-\d/.test(text)) return { what: `has the negative ${nameOf(field)} ${text}`, remedy: DOWNLOAD_AGAIN };
  return { what: `has the ${nameOf(field)} ${JSON.stringify(text)}, which is not a number`, remedy: DOWNLOAD_AGAIN };
}

const UNIT_NAMES = { ms: 'milliseconds', µs: 'microseconds' } as const;

function timeFault(values: Partial<Record<Field, number>>, unit: TimeUnit): string | undefined {
  for (const field of ['openTime', 'closeTime'] as const) {
    const time = values[field];
    if (time === undefined || time === 0 || (time >= unit.first && time < unit.end)) continue;
    const other = TIME_UNITS.find(({ first, end }) => time >= first && time < end);
    return other
      ? `has the ${nameOf(field)} ${time} in ${UNIT_NAMES[other.name]}, while the file began in ${UNIT_NAMES[unit.name]}`
      : `has the ${nameOf(field)} ${time}, which is neither in milliseconds nor in microseconds`;
  }
  return undefined;
}

function priceFault(values: Partial<Record<Field, number>>): string {
  const { open, high, low, close } = values as Record<Field, number>;
  if (Math.min(open, high, low, close) === 0) return 'has a price of zero';
  if (high < low) return `has a high of ${high} below its low of ${low}`;
  if (open < low || open > high) return `has an open of ${open} outside its range ${low} to ${high}`;
  if (close < low || close > high) return `has a close of ${close} outside its range ${low} to ${high}`;
  return 'is not a row of candles';
}
