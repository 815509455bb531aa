import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { HOUR_MS, sliceBatch } from '@wick/core';
import { batchToRecords, generateCandles, recordsToBatch } from '@wick/testkit';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(90_000);

const series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' } as const;
const FROM_MS = Date.UTC(2024, 0, 1);
const all = generateCandles({ series, fromMs: FROM_MS, count: 600 });
/** Two closes are other ones. */
const revised = (() => {
  const records = batchToRecords(sliceBatch(all, 0, 300));
  for (const row of [100, 101]) records[row] = { ...records[row]!, values: { ...records[row]!.values, close: records[row]!.values.low } };
  return recordsToBatch(series, records);
})();

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
  const { candles } = home.storage;
  await candles.write(sliceBatch(all, 0, 500), { source: 'archive:BTCUSDT-1h-2024-01.zip', sha256: 'cd'.repeat(32) });
});
afterAll(() => home.remove());

const of = (command: string, ...words: string[]): string[] => ['candles', command, 'BTCUSDT', '-i', '1h', ...words];
const saved = (): string => join(home.folder, 'result.json');

describe('candles that are revised', () => {
  test('a run is saved, and its candles are revised afterwards', async () => {
    const { stdout } = await home.run(['backtest', 'BTCUSDT', '-i', '1h', '-s', 'Buy when RSI(14) is below 30', '--json']);
    writeFileSync(saved(), stdout);
    expect(await home.storage.candles.write(revised, 'archive:BTCUSDT-1h-2024-01.zip (2)')).toMatchObject({ revised: 2 });
    await home.storage.candles.write(sliceBatch(all, 500, 501), 'binance-live');
    await home.storage.candles.write(sliceBatch(all, 501, 502), 'binance-live');
  });

  test('are listed, newest first', async () => {
    const { revisions } = (await home.runJson(of('history'))) as { revisions: Record<string, unknown>[] };
    expect(revisions).toMatchObject([
      { source: 'binance-live', added: 2, revised: 0, grows: true },
      { source: 'archive:BTCUSDT-1h-2024-01.zip (2)', added: 0, revised: 2, sha256: null },
      { source: 'archive:BTCUSDT-1h-2024-01.zip', added: 500, sha256: 'cd'.repeat(32) },
    ]);
    const { stdout } = await home.run(of('history'));
    expect(stdout).toMatch(/Change +Written \(UTC\) +Added +Revised/);
    expect(stdout).toMatch(/500 +0 +2024-01-01 00:00 +2024-01-21 19:00 +cdcdcdcd +archive:BTCUSDT-1h-2024-01\.zip\n?/);
  });

  test('are compared: what the newest change did, and between any two', async () => {
    expect((await home.run(of('diff'))).stdout).toContain('  2 candles added: 2024-01-21 20:00 … 2024-01-21 21:00');
    const { revisions } = (await home.runJson(of('history'))) as { revisions: { id: number }[] };
    const words = of('diff', '--from', String(revisions[2]!.id), '--to', String(revisions[1]!.id));
    const record = batchToRecords(all)[100]!;
    const { added, changed } = (await home.runJson(words)) as { added: unknown[]; changed: unknown[] };
    expect([added, changed.length]).toEqual([[], 2]);
    expect(changed[0]).toEqual({ openTimeMs: FROM_MS + 100 * HOUR_MS, column: 'close', before: record.values.close, after: record.values.low });
    expect((await home.run(words)).stdout).toMatch(/2024-01-05 04:00 +close +[\d.]+ +[\d.]+/);
    expect((await home.run(of('diff', '--from', String(revisions[0]!.id)))).stdout).toContain('nothing changed');
  });

  test('do not keep a saved run from being repeated, over the candles as they were', async () => {
    const { stdout } = await home.run(['report', saved()]);
    expect(stdout).toMatch(/over the candles as they were then, with the same result\. Since: 2 candles were revised by archive:BTCUSDT-1h-2024-01\.zip \(2\) on 20\d\d-/);
    expect(await home.runJson(['report', saved()])).toMatchObject({ reproduced: true, since: [{ revised: 2, added: 0 }] });
  });

  test('a saved run of candles that never were is refused, with what has changed', async () => {
    const result = JSON.parse((await home.run(['backtest', 'BTCUSDT', '-i', '1h', '-s', 'Buy when RSI(14) is below 30', '--json'])).stdout) as { manifest: { datasetHash: string } };
    result.manifest.datasetHash = '0'.repeat(64);
    writeFileSync(join(home.folder, 'never.json'), JSON.stringify(result));
    const { exitCode, stderr } = await home.run(['report', join(home.folder, 'never.json')]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('are not those that');
    expect(stderr).toContain('No known state of them is, either.');
    expect(stderr).toContain('2 candles were revised by');
  });
});

describe('rows for SQL', () => {
  test('come out of blocks and go back into them; what is exported stays the same', async () => {
    const before = (await home.run(of('export'))).stdout;
    expect(await home.runJson(of('unseal'))).toMatchObject({ unsealedCandles: 500, resealedPeriods: null });
    expect((await home.run(of('unseal'))).stdout).toContain("0 candles of BTCUSDT 1h became rows: select * from wick.candle where symbol = 'BTCUSDT'");
    expect((await home.run(of('export'))).stdout).toBe(before);
    expect(await home.runJson(of('unseal', '--seal'))).toMatchObject({ unsealedCandles: null, resealedPeriods: 1 });
    expect((await home.run(of('export'))).stdout).toBe(before);
  });
});

test('prices such as 0.00001234 and volumes such as 123456789012.12345678: written, sealed, unsealed, exported', async () => {
  const tiny = { ...series, symbol: 'PEPEUSDT' };
  const [record] = batchToRecords(sliceBatch(all, 0, 1));
  const texts = { open: '0.00001234', high: '0.00001235', low: '0.00000001', close: '0.00001234', volume: '123456789012.12345678' };
  await home.storage.candles.write(recordsToBatch(tiny, [{ ...record!, values: { ...record!.values, ...texts } }]), 'test');
  const exported = async (): Promise<string> => (await home.run(['candles', 'export', 'PEPEUSDT', '-i', '1h'])).stdout;
  const before = await exported();
  expect(before).toContain('0.00001234,0.00001235,0.00000001,0.00001234,123456789012.12345678,');
  await home.storage.seal(Infinity);
  expect(await exported()).toBe(before);
  expect(await home.runJson(['candles', 'unseal', 'PEPEUSDT', '-i', '1h'])).toMatchObject({ unsealedCandles: 1 });
  expect(await exported()).toBe(before);
});

describe('what is there at a glance', () => {
  test('of one series, and of several on one axis', async () => {
    const one = (await home.run(of('coverage'))).stdout;
    expect(one).toContain(`${'█'.repeat(20)}▓\nA cell a day`);
    expect(one).toContain('Missing  0 in 0 gaps');
    await home.storage.candles.write({ ...sliceBatch(all, 48, 96), series: { ...series, symbol: 'ETHUSDT' } }, 'test');
    const many = (await home.run(['candles', 'coverage'])).stdout;
    expect(many).toMatch(/ETHUSDT 1h +48 +2024-01-03 +2024-01-04 +0 {4}██ +–/);
    expect(await home.runJson(of('coverage'))).toMatchObject({ series, candles: 502, gaps: [], outside: [], missing: 0 });
  });
});

test.each([
  [['history', 'NOPEUSDT', '-i', '1h'], 'CANDLES_MISSING'],
  [['diff', 'NOPEUSDT', '-i', '1h'], 'CANDLES_MISSING'],
  [['unseal', 'NOPEUSDT', '-i', '1h'], 'CANDLES_MISSING'],
  [['diff', 'BTCUSDT', '-i', '1h', '--from', 'x'], 'OPTION_INVALID'],
  [['diff', 'BTCUSDT', '-i', '1h', '--from', '999'], 'OPTION_INVALID'],
])('%j is refused: %s', async (words, code) => {
  expect(await home.runJson(['candles', ...words])).toMatchObject({ error: { code } });
});
