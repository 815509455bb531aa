import { signatureOf } from '../indicator/catalogue.ts';
import { DEFAULT_SIZE, type Distance, type EntryOrder, type ExitAfter, type PositionRules, type ScaleIn, type ScaleOut, type Size } from './position-rules.ts';
import { StatementReader } from './statement-reader.ts';
import type { Statement } from './statements.ts';

type Parts = Required<PositionRules>;

/** The statement that each part is written in. */
export const POSITION_STATEMENTS = {
  stopLoss: 'stop loss', takeProfit: 'take profit', trailingStop: 'trailing stop', exitAfter: 'exit after', size: 'size',
  entryOrder: 'entry order', scaleIn: 'scale in', scaleOut: 'scale out',
} as const satisfies Record<keyof Parts, string>;

const READERS: { readonly [Part in keyof Parts]: (reader: StatementReader) => Parts[Part] } = {
  stopLoss: readDistance,
  takeProfit: readDistance,
  trailingStop: readDistance,
  exitAfter: readExitAfter,
  size: readSize,
  entryOrder: readEntryOrder,
  scaleIn: readScaleIn,
  scaleOut: readScaleOut,
};

/**
 * What is not signals, from the statements of a text; ranges are not checked here.
 *
 * @throws WickError STRATEGY_SYNTAX with line and column
 */
export function statementsToPositionRules(text: string, statements: ReadonlyMap<string, Statement>): PositionRules {
  const read = <Part extends keyof Parts>(part: Part): Parts[Part] | undefined => {
    const statement = statements.get(POSITION_STATEMENTS[part]);
    return statement && readWhole(part, new StatementReader(text, statement));
  };
  return {
    stopLoss: read('stopLoss'),
    takeProfit: read('takeProfit'),
    trailingStop: read('trailingStop'),
    exitAfter: read('exitAfter'),
    size: read('size') ?? DEFAULT_SIZE,
    entryOrder: read('entryOrder'),
    scaleIn: read('scaleIn'),
    scaleOut: read('scaleOut'),
  };
}

/**
 * One part from the value of its statement: `3 atr(14)` for `stopLoss`, `1% risk` for `size`. Ranges are not checked.
 *
 * @throws WickError STRATEGY_SYNTAX with the column
 */
export const textToPositionRule = <Part extends keyof Parts>(part: Part, text: string): Parts[Part] =>
  readWhole(part, new StatementReader(text, { key: POSITION_STATEMENTS[part], value: text, offset: 0 }));

function readWhole<Part extends keyof Parts>(part: Part, reader: StatementReader): Parts[Part] {
  const value = READERS[part](reader);
  reader.end();
  return value;
}

const PERCENT = /(\d*\.?\d+)\s*%/y;
/** `3 atr(14)`, `3 * atr(14)`, `3 atr`. */
const ATR = /(\d*\.?\d+)\s*\*?\s*atr\b(?:\s*\(\s*(\d+)\s*\))?/iy;

function readDistance(reader: StatementReader): Distance {
  const percent = reader.take(PERCENT);
  if (percent) return { kind: 'percent', percent: Number(percent[1]) };
  const atr = reader.need(ATR, 'a distance such as 2% or 3 atr(14) is needed here');
  return { kind: 'atr', multiple: Number(atr[1]), period: Number(atr[2] ?? signatureOf('atr').parameters[0]!.default) };
}

function readExitAfter(reader: StatementReader): ExitAfter {
  return { bars: Number(reader.need(/(\d+)\s+bars?\b/iy, 'a number of whole bars such as "10 bars" is needed here')[1]) };
}

const SIZE = /(\d*\.?\d+)\s*(?:(% of equity|% risk|quote|base)\b|%\s*volatility\s*\(\s*(\d+)\s*\)|%(?!\s*\w))/iy;

function readSize(reader: StatementReader): Size {
  const [, digits, unit, period] = reader.need(
    SIZE,
    'a size is written "50% of equity", "1000 quote", "0.5 base", "1% risk" or "20% volatility(30)"',
  );
  const value = Number(digits);
  if (period !== undefined) return { kind: 'volatility', percent: value, period: Number(period) };
  switch (unit?.toLowerCase()) {
    case 'quote':
      return { kind: 'value', value };
    case 'base':
      return { kind: 'amount', amount: value };
    case '% risk':
      return { kind: 'risk', percent: value };
    default:
      return { kind: 'equity', percent: value };
  }
}

function readEntryOrder(reader: StatementReader): EntryOrder {
  const kind = reader.need(/(limit|stop)\b/iy, 'an order begins with "limit" or "stop"')[1]!.toLowerCase() as 'limit' | 'stop';
  const offset = readDistance(reader);
  const limit = kind === 'stop' && reader.take(/limit\b/iy) ? readDistance(reader) : undefined;
  const bars = Number(reader.need(/for\s+(\d+)\s+bars?\b/iy, 'how long the order is good for is needed here, such as "for 3 bars"')[1]);
  return limit ? { kind: 'stop-limit', offset, limit, bars } : { kind, offset, bars };
}

function readScaleIn(reader: StatementReader): ScaleIn {
  return { entries: Number(reader.need(/(\d+)\s+entries\b/iy, 'a number of entries such as "3 entries" is needed here')[1]) };
}

function readScaleOut(reader: StatementReader): ScaleOut {
  return { percent: Number(reader.need(PERCENT, 'a share of the position such as 50% is needed here')[1]) };
}
