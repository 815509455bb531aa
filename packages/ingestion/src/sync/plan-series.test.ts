import { describe, expect, test } from '@jest/globals';
import { type ArchiveRecord, DAY_MS, HOUR_MS, type Interval, MINUTE_MS, nextOpenTime, openTimeOf, type Series, type TimeRange } from '@wick/core';
import fc from 'fast-check';
import type { ArchiveFile } from '../bucket/bucket.ts';
import { type PlanFacts, planSeries, type SeriesPlan } from './plan-series.ts';
import { clipRanges, subtractRanges } from './ranges.ts';
import { fileCostMs, restCostMs, SYNC_COSTS } from './sync-costs.ts';

const series = (interval: Interval, market: Series['market'] = 'spot'): Series => ({ exchange: 'binance', market, symbol: 'BTCUSDT', interval });
const at = (text: string): number => Date.parse(text);
const range = (from: string, to: string): TimeRange => ({ fromMs: at(from), toMs: at(to) });

/** Sizes as Binance's: 55 bytes a row in a zip. */
function file(period: ArchiveFile['period'], date: string, interval: Interval = '1m', etag = 'e1'): ArchiveFile {
  const fromMs = at(date);
  const toMs = nextOpenTime(fromMs, period === 'monthly' ? '1M' : '1d');
  const rows = (toMs - fromMs) / ({ '1s': 1_000, '1m': MINUTE_MS, '1h': HOUR_MS }[interval as string] ?? DAY_MS);
  return { key: `${period}/${date}`, period, range: { fromMs, toMs }, etag, sizeBytes: Math.round(55 * rows), modifiedMs: toMs, hasChecksum: true };
}
const record = ({ key, etag }: ArchiveFile, state: ArchiveRecord['state'] = 'imported'): ArchiveRecord => ({ key, etag, state, sha256: 'f', detail: null, atMs: 0 });

const plan = (facts: Partial<PlanFacts> & Pick<PlanFacts, 'missing'>): SeriesPlan =>
  planSeries({ series: series('1m'), monthly: [], daily: [], records: [], costs: SYNC_COSTS.spot, ...facts });
const keys = ({ archives }: SeriesPlan): string[] => archives.map(({ file: { key } }) => key);

describe('the cheapest way', () => {
  const months = ['2024-01', '2024-02', '2024-03'].map((date) => file('monthly', date));

  test('whole months of minutes are files, and the rest is REST', () => {
    const planned = plan({ missing: [range('2024-01-01', '2024-04-02T12:00')], monthly: months });
    expect(keys(planned)).toEqual(['monthly/2024-01', 'monthly/2024-02', 'monthly/2024-03']);
    expect(planned.rest).toEqual([range('2024-04-01', '2024-04-02T12:00')]);
    expect(planned).toMatchObject({ restPages: 3, missing: (91 + 1.5) * 1440, archiveBytes: 55 * 91 * 1440 });
  });

  test.each([
    ['a month of which ten days are there', range('2024-01-11', '2024-02-01'), ['monthly/2024-01']],
    ['a month of which all but nine days are there', range('2024-01-23', '2024-02-01'), []],
    ['a hole of an hour', range('2024-01-15T03:00', '2024-01-15T04:00'), []],
  ])('%s', (_, missing, expected) => expect(keys(plan({ missing: [missing], monthly: months }))).toEqual(expected));

  test('a spot day of minutes costs less over REST than as a file, one of futures more', () => {
    const daily = ['2024-04-01', '2024-04-02'].map((date) => file('daily', date));
    const missing = [range('2024-04-01', '2024-04-03')];
    expect(keys(plan({ missing, daily }))).toEqual([]);
    expect(keys(plan({ missing, daily, series: series('1m', 'um'), costs: SYNC_COSTS.um }))).toEqual(['daily/2024-04-01', 'daily/2024-04-02']);
  });

  test('seconds come by the day, because a month of them does not fit into memory', () => {
    const daily = Array.from({ length: 31 }, (_, day) => file('daily', `2024-01-${String(day + 1).padStart(2, '0')}`, '1s'));
    const planned = plan({ series: series('1s'), missing: [range('2024-01-01', '2024-02-01')], monthly: [file('monthly', '2024-01', '1s')], daily });
    expect(keys(planned)).toHaveLength(31);
    expect(planned.rest).toEqual([]);
  });

  test('hours of spot are always REST', () => {
    const monthly = months.map((_, month) => file('monthly', `2024-0${month + 1}`, '1h'));
    expect(keys(plan({ series: series('1h'), missing: [range('2024-01-01', '2024-04-01')], monthly }))).toEqual([]);
  });

  test('small holes near each other are one request', () => {
    const holes = [range('2024-01-01T00:05', '2024-01-01T00:06'), range('2024-01-01T10:00', '2024-01-01T10:30'), range('2024-01-01T23:00', '2024-01-01T23:10')];
    expect(plan({ missing: holes }).rest).toEqual([{ fromMs: holes[0]!.fromMs, toMs: holes[1]!.toMs }, holes[2]]);
    expect(plan({ missing: holes })).toMatchObject({ restPages: 2, missing: 41 });
  });
});

describe('what was read before', () => {
  const january = file('monthly', '2024-01');
  const missing = [january.range];

  test('is not read again for what it lacks', () => expect(plan({ missing, monthly: [january], records: [record(january)] })).toMatchObject({ archives: [], rest: missing }));
  test('stays in quarantine', () => expect(keys(plan({ missing, monthly: [january], records: [record(january, 'quarantined')] }))).toEqual([]));
  test('is tried in another edition', () => {
    const again = file('monthly', '2024-01', '1m', 'e2');
    expect(plan({ missing, monthly: [again], records: [record(january, 'quarantined')] }).archives).toEqual([{ file: again, republished: false }]);
  });
  test('and was published again replaces the earlier edition, although nothing is missing', () => {
    const again = file('monthly', '2024-01', '1m', 'e2');
    expect(plan({ missing: [], monthly: [again], records: [record(january)] })).toMatchObject({ archives: [{ file: again, republished: true }], rest: [] });
  });
});

describe('whatever is missing', () => {
  const span = range('2023-12-20', '2024-04-10');
  const all: TimeRange = span;
  const ranges = fc.array(fc.tuple(fc.nat({ max: 112 * 1440 }), fc.integer({ min: 1, max: 40 * 1440 })), { maxLength: 8 }).map((drawn) => {
    const taken = drawn.map(([from, length]) => ({ fromMs: span.fromMs + from * MINUTE_MS, toMs: Math.min(span.toMs, span.fromMs + (from + length) * MINUTE_MS) }));
    return subtractRanges([all], subtractRanges([all], taken.filter(({ fromMs, toMs }) => fromMs < toMs)));
  });
  const some = <T,>(items: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...items]);
  const monthly = some(['2023-12', '2024-01', '2024-02', '2024-03'].map((date) => file('monthly', date)));
  const dates = Array.from({ length: 112 }, (_, day) => new Date(span.fromMs + day * DAY_MS).toISOString().slice(0, 10));
  const daily = some(dates.map((date) => file('daily', date)));
  const facts = fc.record({ missing: ranges, monthly, daily, market: fc.constantFrom('spot', 'um', 'cm') }).map(
    ({ market, ...given }): PlanFacts => ({ ...given, series: series('1m', market as Series['market']), costs: SYNC_COSTS[market as Series['market']], records: [] }),
  );
  const priceOf = ({ archives, rest }: Pick<SeriesPlan, 'archives' | 'rest'>, { costs }: PlanFacts): number =>
    archives.reduce((sum, { file: one }) => sum + fileCostMs(one, costs), 0) + restCostMs(rest, '1m', costs);

  test('is planned: by a file or by REST, and no file for nothing', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { archives, rest } = planSeries(given);
        expect(subtractRanges(given.missing, [...archives.map(({ file: one }) => one.range), ...rest])).toEqual([]);
        for (const { file: one } of archives) expect(clipRanges(given.missing, one.range)).not.toEqual([]);
        const bounds = rest.flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
        expect(bounds).toEqual([...new Set(bounds)].toSorted((a, b) => a - b));
      }),
    );
  });

  test('costs no more than REST alone, than all monthly files, or than all days would', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const needed = (files: readonly ArchiveFile[]) => files.filter(({ range: of }) => clipRanges(given.missing, of).length > 0);
        const withFiles = (files: readonly ArchiveFile[]): number =>
          priceOf({ archives: files.map((one) => ({ file: one, republished: false })), rest: subtractRanges(given.missing, files.map((one) => one.range)) }, given);
        const { archives } = planSeries(given);
        const price = withFiles(archives.map(({ file: one }) => one));
        for (const other of [[], needed(given.monthly), needed(given.daily)]) expect(price).toBeLessThanOrEqual(withFiles(other) + 1e-6);
      }),
    );
  });

  test('is asked for once: no two files of a plan overlap', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const files = planSeries(given).archives.map(({ file: one }) => one.range).toSorted((a, b) => a.fromMs - b.fromMs);
        for (let index = 1; index < files.length; index++) {
          const [before, after] = [files[index - 1]!, files[index]!];
          // A month may be taken for what its days do not have; its days are then left alone.
          expect(after.fromMs).toBeGreaterThanOrEqual(before.toMs);
          expect(openTimeOf(after.fromMs, '1d')).toBe(after.fromMs);
        }
      }),
    );
  });
});
