import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { realDataFolder } from '../testing/real-data.test-support.ts';
import { createWickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(180_000);

const data = realDataFolder();

interface Report {
  readonly findings: readonly { check: string; severity: string; series: { interval: string }; count: number; message: string }[];
  readonly reAggregations: readonly { lower: { interval: string }; higher: { interval: string }; differ: number; differAtMs: number[]; [key: string]: unknown }[];
}

/**
 * The data's README counts 74 hours from 2018-01 to 2026-04 in which BTCUSDT 1m and 1h differ: minutes grouped by the hour in which
 * they open, whichever of them are there, and open, high, low, close and volume compared as decimals. 42 of them lie before 2019-07,
 * where the minutes that are at hand end: 22 in volume only, and 20 in a price too, of which 19 are off the grid. An
 * independent count over the decimals of the files gave these 42, their kinds and this digest.
 */
const DIFFERING_HOURS = 'bada91eef9c6a9f84b3f4020ba12b96330e5c4bcae980478842b8d80e69d4066';

if (data === undefined) test('real candles are not at hand', () => expect(data).toBeUndefined());
else {
  test('every hour in which BTCUSDT 1m and 1h differ is found, and no other', async () => {
    const home = await createWickHome();
    try {
      const files = [...['2017', '2018', '2019H1'].map((part) => join(data, `spot/1m/BTCUSDT-1m-${part}.csv.gz`)), join(data, 'spot/1h/BTCUSDT-1h.csv.gz')];
      await home.spawn(['candles', 'import', ...files, '--json']);
      const { exitCode, stdout } = await home.spawn(['candles', 'verify', 'BTCUSDT', '--json']);
      expect(exitCode).toBe(1);
      const { findings, reAggregations } = JSON.parse(stdout) as Report;
      expect(reAggregations).toHaveLength(1);
      expect(reAggregations[0]).toMatchObject({
        compared: 13_026, agree: 12_984, agreeIncomplete: 10, differ: 42, notComparable: 0, higherMissing: 1,
        differences: { price: 1, volume: 21, 'off-grid': 20, incomplete: 0, quiet: 0 },
      });
      const hours = reAggregations[0]!.differAtMs.map((timeMs) => new Date(timeMs).toISOString());
      expect(createHash('sha256').update(hours.join('\n')).digest('hex')).toBe(DIFFERING_HOURS);
      const counts = findings.map(({ check, severity, series, count }) => [series.interval, check, severity, count]);
      // As the manifest of the data says.
      expect(counts).toEqual(expect.arrayContaining([
        ['1m', 'grid', 'warning', 20_401 + 1_201], ['1m', 'grid', 'warning', 1], ['1m', 'gaps', 'warning', 496 + 3_975 + 1_021],
        ['1h', 'gaps', 'warning', 122], ['1h', 'closing-times', 'note', 12],
      ]));
      expect(counts.filter(([, , severity]) => severity === 'error')).toEqual([['1h', 're-aggregation', 'error', 1]]);
    } finally {
      await home.remove();
    }
  });
}
