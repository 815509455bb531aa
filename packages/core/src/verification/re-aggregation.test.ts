import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Candle, DIFFERENCES, type Difference, HOUR_MS, MINUTE_MS, reAggregation, type ReAggregationReport, type Series } from '../index.ts';
import { batchesOf, cleanRows, MINUTES, START_MS } from './rows.test-support.ts';

const HOURS: Series = { ...MINUTES, interval: '1h' };

function compare(lower: readonly Candle[], higher: readonly Candle[], cuts: readonly number[] = []): ReAggregationReport & { found: [string, number][] } {
  const comparison = reAggregation(MINUTES, HOURS, batchesOf(HOURS, higher, cuts));
  for (const batch of batchesOf(MINUTES, lower, cuts)) comparison.push(batch);
  return { ...comparison.report(), found: comparison.findings().map(({ severity, count }) => [severity, count]) };
}

const round = (value: number): number => Math.round(value * 1e8) / 1e8;
const sum = (rows: readonly Candle[], column: keyof Candle): number => round(rows.reduce((total, row) => total + row[column], 0));

/** What rows add up to, by the book. Volumes of the tests have few decimals, so that rounding gives the exact sum. */
function addedUp(rows: readonly Candle[], openTimeMs: number): Candle {
  return {
    openTimeMs, closeTimeMs: openTimeMs + HOUR_MS - 1, open: rows[0]!.open, close: rows.at(-1)!.close,
    high: Math.max(...rows.map(({ high }) => high)), low: Math.min(...rows.map(({ low }) => low)),
    volume: sum(rows, 'volume'), quoteVolume: sum(rows, 'quoteVolume'), trades: sum(rows, 'trades'),
    takerBuyVolume: sum(rows, 'takerBuyVolume'), takerBuyQuoteVolume: sum(rows, 'takerBuyQuoteVolume'),
  };
}

const hourOf = ({ openTimeMs }: Candle): number => Math.floor(openTimeMs / HOUR_MS) * HOUR_MS;
const byHour = (rows: readonly Candle[]): Map<number, Candle[]> => Map.groupBy(rows, hourOf);
const hoursOf = (rows: readonly Candle[]): Candle[] => [...byHour(rows)].map(([hour, inHour]) => addedUp(inHour, hour));

const minutes = cleanRows(600).map((row) => ({ ...row, quoteVolume: round(row.quoteVolume), takerBuyQuoteVolume: round(row.takerBuyQuoteVolume) }));
const hours = hoursOf(minutes);
const change = (rows: readonly Candle[], at: number, to: (row: Candle) => Partial<Candle>): Candle[] => rows.map((row, i) => (i === at ? { ...row, ...to(row) } : row));
const fourthHour = START_MS + 3 * HOUR_MS;

describe('each kind of difference, planted once', () => {
  test.each<[string, Candle[], Candle[], Difference, string]>([
    ['a low', minutes, change(hours, 3, ({ low }) => ({ low: low - 0.01 })), 'price', 'error'],
    ['the last digit of a volume', minutes, change(hours, 3, ({ volume }) => ({ volume: volume + 1e-8 })), 'volume', 'warning'],
    ['a quote volume', minutes, change(hours, 3, ({ quoteVolume }) => ({ quoteVolume: quoteVolume + 1e-6 })), 'volume', 'warning'],
    ['one trade', minutes, change(hours, 3, ({ trades }) => ({ trades: trades + 1 })), 'volume', 'warning'],
    ['a minute left out', minutes.filter((_, at) => at !== 200), hours, 'incomplete', 'note'],
    ['a minute left out, and yet more volume than the hour', minutes.filter((_, at) => at !== 200), change(hours, 3, () => ({ volume: 1 })), 'volume', 'warning'],
    ['a first minute without trades, at a price of its own', change(minutes, 180, untraded), change(hours, 3, () => addedUp(minutes.slice(181, 240), fourthHour)), 'quiet', 'note'],
  ])('%s', (_what, lower, higher, kind, severity) => {
    const report = compare(lower, higher, [100, 190]);
    expect(report).toMatchObject({ compared: 10, agree: 9, differ: 1, differAtMs: [fourthHour], notComparable: 0, higherMissing: 0 });
    expect(report.differences).toEqual({ ...Object.fromEntries(DIFFERENCES.map((each) => [each, 0])), [kind]: 1 });
    expect(report.found).toEqual([[severity, 1]]);
  });

  test('candles that reach over the border', () => {
    const late = minutes.map((row, at) => (at >= 190 && at < 250 ? { ...row, openTimeMs: row.openTimeMs + 20_799 } : row)).filter((_, at) => at !== 250);
    const report = compare(late, change(change(hours, 3, ({ volume }) => ({ volume: volume + 1 })), 4, ({ open }) => ({ open: open - 1, low: 0 })));
    expect(report).toMatchObject({ differ: 2, differences: { 'off-grid': 2 }, found: [['warning', 2]] });
  });

  test('hours without minutes, minutes without an hour, and what only one of both covers', () => {
    const report = compare(minutes.filter((_, at) => at >= 60 && (at < 180 || at >= 240)), hours.filter((_, at) => at !== 5));
    expect(report).toMatchObject({ compared: 7, agree: 7, notComparable: 1, higherMissing: 1, found: [['warning', 1], ['note', 1]] });
    expect(compare(minutes.slice(0, 120), hours.slice(3))).toMatchObject({ compared: 0, higherMissing: 0, notComparable: 0 });
  });
});

function untraded({ open }: Candle): Partial<Candle> {
  const last = open - 7;
  return { open: last, high: last, low: last, close: last, volume: 0, quoteVolume: 0, trades: 0, takerBuyVolume: 0, takerBuyQuoteVolume: 0 };
}

test('an hour differs exactly if the book says so, with gaps, shifts and unknown columns, for every cut into batches', () => {
  const columns = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume'] as const;
  const edit = fc.record({ at: fc.nat(9), column: fc.constantFrom(...columns), by: fc.constantFrom(0.01, 1e-8, Number.NaN, 1) });
  fc.assert(
    fc.property(fc.array(fc.nat(599), { maxLength: 200 }), fc.array(edit, { maxLength: 5 }), fc.array(fc.nat(2_000), { maxLength: 4 }), (missing, edits, cuts) => {
      const lower = minutes.filter((_, at) => !missing.includes(at));
      // Prices are compared to the bit; an unknown price is no candle.
      const higher = edits.reduce((rows, { at, column, by }) => change(rows, at, (row) => ({ [column]: row[column] + (columns.indexOf(column) < 4 && !(by >= 0.01) ? 0.01 : by) })), hours);
      const book = [...byHour(lower)].filter(([hour, inHour]) => {
        const candle = higher.find(({ openTimeMs }) => openTimeMs === hour)!;
        const added = addedUp(inHour, hour);
        return columns.some((name) => Math.abs(added[name] - candle[name]) > 5e-9);
      });
      expect(compare(lower, higher, cuts).differAtMs).toEqual(book.map(([hour]) => hour));
    }),
  );
});

test('intervals that do not divide each other are refused', () => {
  expect(() => reAggregation({ ...MINUTES, interval: '3d' }, { ...MINUTES, interval: '1w' }, [])).toThrow('Candles of 1w do not consist of candles of 3d.');
  expect(() => reAggregation(HOURS, HOURS, [])).toThrow('do not consist');
});

test('a sum is as exact as its decimals: ten thousand volumes of 0.1 and one of 1e9', () => {
  const flat = (at: number, volume: number): Candle => ({ ...minutes[0]!, openTimeMs: START_MS + at * MINUTE_MS, volume, quoteVolume: Number.NaN, trades: Number.NaN, takerBuyVolume: Number.NaN, takerBuyQuoteVolume: Number.NaN });
  const DAYS: Series = { ...MINUTES, interval: '1w' };
  const monday = Date.UTC(2024, 0, 1);
  const compareWeek = (volume: number): number => {
    const week = reAggregation(MINUTES, DAYS, batchesOf(DAYS, [{ ...flat(0, volume), openTimeMs: monday }]));
    for (const batch of batchesOf(MINUTES, [flat(0, 1e9), ...Array.from({ length: 10_000 }, (_, at) => flat(at + 1, 0.1))])) week.push(batch);
    return week.report().differ;
  };
  expect(compareWeek(1_000_001_000)).toBe(0);
  expect(compareWeek(1_000_001_000.00001)).toBe(1);
});
