import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readArchive } from '../archive/read-archive.ts';
import { compareDays } from './compare-days.ts';
import { type DaySum, DaySummer } from './day-sums.ts';

const folder = process.env['WICK_REAL_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data/binance');
const present = existsSync(join(folder, 'spot'));
if (!present) console.warn(`real days are not tested: there is no folder ${folder} (set WICK_REAL_DATA)`);
const onRealData: (name: string, body: () => void) => void = present ? describe : () => undefined;

async function sumsOf(name: string): Promise<readonly DaySum[]> {
  const summer = new DaySummer();
  for await (const batch of readArchive(join(folder, 'spot', name))) summer.add(batch);
  return summer.end();
}

/**
 * The minutes come from another source than the days: somebody added trades up. Their days differ from the exchange's where trades
 * were missing, or minutes were off the grid.
 */
onRealData('real candles of a day are what is added up here, to the last digit:', () => {
  test.each([
    ['1h/BTCUSDT-1h.csv.gz', '1d/BTCUSDT-1d.csv.gz', 3041, 0],
    ['1h/SOLUSDT-1h.csv.gz', '1d/SOLUSDT-1d.csv.gz', 2088, 0],
    ['4h/ETHUSDT-4h.csv.gz', '1d/ETHUSDT-1d.csv.gz', 3178, 0],
    ['15m/BTCUSDT-15m-2023Q1.csv.gz', '1d/BTCUSDT-1d.csv.gz', 88, 0],
    ['1m/BTCUSDT-1m-2017.csv.gz', '1d/BTCUSDT-1d.csv.gz', 136, 15],
    ['1m/BTCUSDT-1m-2019H1.csv.gz', '1d/BTCUSDT-1d.csv.gz', 180, 1],
  ])('%s against %s, %i days, %i differ', async (finer, daily, days, differ) => {
    const [summed, native] = [await sumsOf(finer), await sumsOf(daily)];
    // The last day may have been going on when the file was made.
    const whole = { fromMs: summed[0]!.dayMs, toMs: summed.at(-1)!.dayMs };
    expect(summed.length - 1).toBe(days);
    expect(compareDays(summed, native, whole)).toHaveLength(differ);
  }, 60_000);
});

test('the folder of real candles is named by WICK_REAL_DATA or lies beside the repository', () => {
  expect(folder).toMatch(/binance/);
});
