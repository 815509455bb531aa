import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Candle, findGaps, MINUTE_MS } from '../index.ts';
import { naiveFinding, RULES } from './naive-checks.test-support.ts';
import { brokenRows, cleanRows, findingsOf, MINUTES, START_MS } from './rows.test-support.ts';

const OPTIONS = { zeroVolume: { minRun: 2, activeRows: 3 } };
const cutsOf = fc.array(fc.nat(1_000), { maxLength: 4 });

describe('every check finds what its rule says of each row, however the rows are cut into batches', () => {
  test.each(Object.keys(RULES))('%s', (name) => {
    let found = 0;
    fc.assert(
      fc.property(brokenRows, cutsOf, (rows, cuts) => {
        const finding = findingsOf(rows, MINUTES, cuts, OPTIONS).find(({ message }) => message.startsWith(`${name}: `));
        const naive = naiveFinding(name, rows);
        found += naive === undefined ? 0 : 1;
        expect(finding && { count: finding.count, fromMs: finding.fromMs, toMs: finding.toMs, runs: finding.runs, places: finding.places }).toEqual(naive);
      }),
      { numRuns: 300 },
    );
    // A rule that never applied would have proved nothing.
    expect(found).toBeGreaterThan(10);
  });

  test('gaps are those of a frame', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(1, 1, 2, 50), { maxLength: 40 }), cutsOf, (steps, cuts) => {
        let minute = 0;
        const rows = cleanRows(steps.length).map((row, at) => ({ ...row, openTimeMs: START_MS + (minute += steps[at]!) * MINUTE_MS }));
        const gaps = findGaps(Float64Array.from(rows, ({ openTimeMs }) => openTimeMs), '1m');
        const places = findingsOf(rows, MINUTES, cuts).find(({ check }) => check === 'gaps')?.places ?? [];
        expect(places).toEqual(gaps.map(({ fromMs, toMs, missing }) => ({ fromMs, toMs: toMs - MINUTE_MS, candles: missing })));
      }),
    );
  });
});

describe('a defect in a clean market is found, and nothing else', () => {
  const rows = cleanRows(2_000);
  const at = (row: number, change: (candle: Candle) => Partial<Candle>): Candle[] => rows.map((candle, i) => (i === row ? { ...candle, ...change(candle) } : candle));
  const shifted = (from: number, to: number, byMs: number): Candle[] =>
    rows.map((candle, i) => (i >= from && i < to ? { ...candle, openTimeMs: candle.openTimeMs + byMs, closeTimeMs: candle.closeTimeMs + byMs } : candle));

  test('the clean market has no findings', () => {
    expect(findingsOf(rows)).toEqual([]);
    expect(findingsOf([])).toEqual([]);
  });

  test.each<[string, Candle[], object[]]>([
    ['a low above the open', at(700, ({ open }) => ({ low: open + 0.01 })), [{ check: 'prices', severity: 'error', count: 1 }, { check: 'columns', severity: 'error', count: 1 }]],
    ['a price of zero', at(700, () => ({ low: 0 })), [{ check: 'prices', severity: 'error', count: 1 }]],
    ['a candle twice', [...rows.slice(0, 701), rows[700]!, ...rows.slice(701)], [{ check: 'times', severity: 'error', count: 1 }]],
    ['ten candles 20.799 s late', shifted(700, 710, 20_799), [{ check: 'grid', count: 10, runs: 1 }, { check: 'grid', count: 1 }]],
    ['a closing time before the opening', at(700, ({ openTimeMs }) => ({ closeTimeMs: openTimeMs - 118_800_001 })), [{ check: 'closing-times', severity: 'warning', count: 1 }]],
    ['a maintenance in mid-candle', at(700, ({ openTimeMs }) => ({ closeTimeMs: openTimeMs + 14_837 })), [{ check: 'closing-times', severity: 'note', count: 1 }]],
    ['three candles left out', rows.filter((_, i) => i < 700 || i > 702), [{ check: 'gaps', count: 3, runs: 1 }]],
    ['a false zero-volume row', at(700, () => ({ volume: 0, quoteVolume: 0, takerBuyVolume: 0, takerBuyQuoteVolume: 0 })), [{ check: 'zero-volume', severity: 'error', count: 1 }]],
    ['six flat candles while everybody trades', flat(rows, 700, 706), [{ check: 'zero-volume', severity: 'warning', count: 6, runs: 1 }]],
    ['six flat candles at the beginning', flat(rows, 0, 6), [{ check: 'zero-volume', severity: 'note', count: 6, runs: 1 }]],
    ['four flat candles: not worth a word', flat(rows, 700, 704), []],
    ['a quote volume of another unit', at(700, ({ quoteVolume }) => ({ quoteVolume: quoteVolume * 1_000 })), [{ check: 'columns', severity: 'error', count: 1 }]],
    ['more bought by takers than traded', at(700, ({ volume }) => ({ takerBuyVolume: volume + 0.01 })), [{ check: 'columns', severity: 'error', count: 1 }]],
    ['volume without trades', at(700, () => ({ trades: 0 })), [{ check: 'columns', severity: 'error', count: 1 }]],
    ['a feed that hangs for three candles', rows.map((candle, i) => (i > 700 && i < 704 ? { ...rows[700]!, openTimeMs: candle.openTimeMs, closeTimeMs: candle.closeTimeMs } : candle)), [{ check: 'repeats', severity: 'warning', count: 3, runs: 1 }]],
    ['a spike that comes back', scaled(rows, 700, 701, 1.2), [{ check: 'jumps', severity: 'warning', count: 1 }]],
    ['a price that stays elsewhere', scaled(rows, 700, 2_000, 1.2), [{ check: 'jumps', severity: 'note', count: 1 }]],
    ['a last candle elsewhere', scaled(rows, 1_999, 2_000, 1.2), [{ check: 'jumps', severity: 'note', count: 1 }]],
  ])('%s', (_name, planted, expected) => {
    const findings = findingsOf(planted, MINUTES, [333, 700, 701, 1_500]);
    expect(findings).toMatchObject(expected);
    expect(findings).toHaveLength(expected.length);
    for (const { fromMs, example } of findings) {
      expect([0, 700, 701, 710, 1_999].map((row) => START_MS + row * MINUTE_MS + (fromMs % MINUTE_MS))).toContain(fromMs);
      expect(example).toContain('2024-01-0');
    }
  });
});

test('coin-margined volume is in contracts, so it is not compared with the second volume', () => {
  const rows = cleanRows(50).map((row) => ({ ...row, quoteVolume: 0.3, takerBuyQuoteVolume: 0.1 }));
  expect(findingsOf(rows).map(({ check }) => check)).toEqual(['columns']);
  expect(findingsOf(rows, { ...MINUTES, market: 'cm' })).toEqual([]);
});

test('unknown details break no rule', () => {
  const unknown = { closeTimeMs: Number.NaN, quoteVolume: Number.NaN, trades: Number.NaN, takerBuyVolume: Number.NaN, takerBuyQuoteVolume: Number.NaN };
  expect(findingsOf(cleanRows(500).map((row) => ({ ...row, ...unknown })))).toEqual([]);
});

test('calendar months follow each other without gap and on their grid', () => {
  const months = cleanRows(30).map((row, at) => ({ ...row, openTimeMs: Date.UTC(2022, at), closeTimeMs: Date.UTC(2022, at + 1) - 1 }));
  expect(findingsOf(months, { ...MINUTES, interval: '1M' })).toEqual([]);
  expect(findingsOf(months.filter((_, at) => at !== 7), { ...MINUTES, interval: '1M' })).toMatchObject([{ check: 'gaps', count: 1, fromMs: Date.UTC(2022, 7), toMs: Date.UTC(2022, 7) }]);
});

/** The rows of a range at the last close, with nothing traded. */
function flat(rows: readonly Candle[], from: number, to: number): Candle[] {
  const last = from === 0 ? rows[0]!.open : rows[from - 1]!.close;
  const none = { open: last, high: last, low: last, close: last, volume: 0, quoteVolume: 0, trades: 0, takerBuyVolume: 0, takerBuyQuoteVolume: 0 };
  return rows.map((row, at) => (at >= from && at < to ? { ...row, ...none } : row));
}

function scaled(rows: readonly Candle[], from: number, to: number, factor: number): Candle[] {
  const times = ({ open, high, low, close, quoteVolume, takerBuyQuoteVolume }: Candle): Partial<Candle> => ({
    open: open * factor, high: high * factor, low: low * factor, close: close * factor, quoteVolume: quoteVolume * factor, takerBuyQuoteVolume: takerBuyQuoteVolume * factor,
  });
  return rows.map((row, at) => (at >= from && at < to ? { ...row, ...times(row) } : row));
}
