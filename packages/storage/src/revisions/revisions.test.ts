import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CandleBatch, HOUR_MS, type Series, sliceBatch, type TimeRange } from '@wick/core';
import { batchToRecords, memoryCandleStore, type CandleRecord, recordsToBatch } from '@wick/testkit';
import { candleBatches, retold } from '@wick/testkit/arbitraries';
import fc from 'fast-check';
import { BTC_1M, regularBatch } from '../../testing/batches.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import type { Storage } from '../storage.ts';
import { replacedToBytes } from './replaced-candles.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const JANUARY_MS = Date.UTC(2024, 0, 1);

async function recordsOf(batches: AsyncIterable<CandleBatch>): Promise<CandleRecord[]> {
  const records: CandleRecord[] = [];
  for await (const batch of batches) records.push(...batchToRecords(batch));
  return records;
}

describe('any history', () => {
  const kept = fc.constantFrom('replace', 'keep');
  const source = fc.constantFrom('archive', 'live');
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ pick: fc.nat(), conflict: kept, source, isFile: fc.boolean(), retell: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constantFrom('seal', 'unseal') },
  );

  test('every state comes back from the present: after each write, whatever replaced, kept, grew, sealed or unsealed', async () => {
    const storage = await server.open();
    let run = 0;
    const cases = candleBatches({ minLength: 8, maxLength: 30 }).chain((batch) => {
      const records = batchToRecords(batch);
      return fc.tuple(fc.constant(records), fc.tuple(...records.map(retold)), fc.array(step, { minLength: 2, maxLength: 10 }));
    });
    const property = fc.asyncProperty(cases, async ([records, retellings, steps]) => {
      const series: Series = { exchange: 'simulated', market: 'spot', symbol: `HISTORY${run++}`, interval: '1h' };
      const memory = memoryCandleStore();
      const states = new Map<number, CandleRecord[]>([[0, []]]);
      let next = 0;
      for (const one of steps) {
        if (one === 'seal') await storage.seal(Infinity);
        else if (one === 'unseal') await storage.unseal(series);
        else {
          // Mostly the next few candles, as they come; sometimes any of them, told in another way.
          const some = one.retell ? retellings.filter((_, i) => (i * 7 + one.pick) % 3 === 0) : records.slice(next, next + 1 + (one.pick % 4));
          if (!one.retell) next += some.length;
          const batch = recordsToBatch(series, some);
          const provenance = { source: one.source, ...(one.isFile && { sha256: 'ab'.repeat(32) }) };
          await storage.candles.write(batch, provenance, { conflict: one.conflict });
          await memory.write(batch, one.source, { conflict: one.conflict });
        }
        const [newest] = await storage.revisions.list(series, {}, 1);
        states.set(newest ? newest.id : 0, await recordsOf(memory.candles(series)));
      }
      const ids = [...states.keys()];
      for (const [id, wanted] of states) expect(await recordsOf(storage.revisions.candlesAt(series, id))).toEqual(wanted);
      await expectDifferences(storage, series, ids.at(-1)!, ids[Math.floor(ids.length / 2)]!, states);
    });
    await fc.assert(property, { numRuns: 40 });
  }, 120_000);
});

/** The differences are those of the two states, told value by value. */
async function expectDifferences(storage: Storage, series: Series, from: number, to: number, states: Map<number, CandleRecord[]>) {
  const [before, after] = [from, to].map((id) => new Map(states.get(id)!.map((record) => [record.openTimeMs, record])));
  const { added, removed, changed } = await storage.revisions.diff(series, from, to);
  const count = (runs: readonly { candles: number }[]): number => runs.reduce((sum, { candles }) => sum + candles, 0);
  expect(count(added)).toBe([...after!.keys()].filter((time) => !before!.has(time)).length);
  expect(count(removed)).toBe([...before!.keys()].filter((time) => !after!.has(time)).length);
  const told = changed.map(({ openTimeMs, column, before: old, after: now }) => [openTimeMs, column, old, now]);
  const wanted = [...before!.values()].flatMap((old) => {
    const now = after!.get(old.openTimeMs);
    if (!now) return [];
    const text = (time: number | null): string | null => (time === null ? null : String(time));
    const all = [['closeTimeMs', text(old.closeTimeMs), text(now.closeTimeMs)], ...Object.entries(old.values).map(([name, value]) => [name, value, now.values[name as 'open']])];
    return all.filter(([, a, b]) => a !== b).map(([name, a, b]) => [old.openTimeMs, name, a, b]);
  });
  const inOrder = (changes: readonly unknown[][]): string[] => changes.map((change) => JSON.stringify(change)).toSorted();
  expect(inOrder(told)).toEqual(inOrder(wanted));
}

describe('what a write leaves behind', () => {
  test('live candles extend one revision, until something else changes', async () => {
    const { candles, revisions } = await server.open();
    const batch = regularBatch(30, JANUARY_MS);
    for (let row = 0; row < 10; row++) await candles.write(sliceBatch(batch, row, row + 1), 'live');
    for (let row = 10; row < 20; row++) await candles.writeAll([sliceBatch(batch, row, row + 1)], 'live');
    expect(await revisions.list(BTC_1M)).toMatchObject([{ source: 'live', grows: true, added: 20, revised: 0, sha256: null }]);
    await candles.write(sliceBatch(batch, 20, 21), 'rest');
    await candles.write(sliceBatch(batch, 21, 22), 'live');
    await candles.write({ ...batch, columns: { ...batch.columns, close: batch.columns.close.map((close) => close + 1) } }, 'archive');
    const list = await revisions.list(BTC_1M);
    expect(list.map(({ source, grows, added, revised }) => [source, grows, added, revised])).toEqual([
      ['archive', false, 8, 22], ['live', true, 1, 0], ['rest', true, 1, 0], ['live', true, 20, 0],
    ]);
    expect(list[0]!.addedRuns).toEqual([{ firstOpenTimeMs: batch.openTimeMs[22], lastOpenTimeMs: batch.openTimeMs[29] }]);
    expect((await revisions.list(BTC_1M, { toMs: batch.openTimeMs[20]! })).map(({ id }) => id)).toEqual([list[0]!.id, list[3]!.id]);
  });

  test('a write that changes nothing leaves nothing', async () => {
    const { candles, revisions } = await server.open();
    await candles.write(regularBatch(300, JANUARY_MS), 'archive');
    await candles.write(regularBatch(300, JANUARY_MS), 'archive again');
    await candles.write(regularBatch(300, JANUARY_MS, { seed: 1 }), 'other', { conflict: 'keep' });
    expect(await revisions.list(BTC_1M)).toHaveLength(1);
  });

  test('a plain import of a month costs less than 300 bytes of history', async () => {
    const schema = `wick_test_bytes_${process.pid}`;
    const { candles, revisions } = await server.open(schema);
    await candles.write(regularBatch(31 * 1440, JANUARY_MS), { source: 'archive:BTCUSDT-1m-2024-01.zip', sha256: '0f'.repeat(32) });
    const [row] = await server.query(`select sum(pg_column_size(r))::int as bytes, count(*)::int as rows from ${schema}.revision r`);
    expect(row!['rows']).toBe(1);
    expect(row!['bytes']).toBeLessThan(300);
    expect(await revisions.list(BTC_1M)).toMatchObject([{ sha256: '0f'.repeat(32), added: 31 * 1440, grows: false }]);
  });

  test('candles of several months: a revision each, and a range of them', async () => {
    const { candles, revisions } = await server.open();
    const series: Series = { ...BTC_1M, interval: '1h' };
    const batch = regularBatch(1000, JANUARY_MS, { series, stepMs: HOUR_MS });
    await candles.write(batch, 'archive');
    const before = (await revisions.list(series))[0]!.id;
    const range: TimeRange = { fromMs: Date.UTC(2024, 1, 1) - HOUR_MS, toMs: Date.UTC(2024, 1, 1) + HOUR_MS };
    await candles.write(regularBatch(1000, JANUARY_MS, { series, stepMs: HOUR_MS, seed: 3 }), 'archive 2');
    expect((await revisions.list(series)).map(({ source }) => source)).toEqual(['archive 2', 'archive 2', 'archive', 'archive']);
    const wanted = batchToRecords(batch).filter(({ openTimeMs }) => openTimeMs >= range.fromMs && openTimeMs < range.toMs);
    expect(await recordsOf(revisions.candlesAt(series, before, range))).toEqual(wanted);
    expect((await revisions.diff(series, before, 'now', range)).changed.map(({ openTimeMs }) => openTimeMs)).toEqual(
      expect.arrayContaining(wanted.map(({ openTimeMs }) => openTimeMs)),
    );
  });

  test('growth never extends a revision of a file, though both are said to come from the same source', async () => {
    const { candles, revisions } = await server.open();
    const batch = regularBatch(60 * 1440, JANUARY_MS);
    const imported = 50 * 1440;
    await candles.write(sliceBatch(batch, 0, imported), { source: 'same', sha256: '11'.repeat(32) });
    await candles.write(sliceBatch(batch, imported, imported + 5), 'same');
    const listed = await revisions.list(BTC_1M);
    expect(listed.map(({ added }) => added)).toEqual([5, 19 * 1440, 31 * 1440]);
    expect(await recordsOf(revisions.candlesAt(BTC_1M, listed[1]!.id))).toHaveLength(imported);
  });

  test('replaced candles keep their bytes while others are encoded', async () => {
    const bytes = await replacedToBytes(regularBatch(100, JANUARY_MS));
    const before = Buffer.from(bytes);
    await replacedToBytes(regularBatch(80, 0));
    expect(bytes.equals(before)).toBe(true);
  });

  test('a revision that the series does not have is refused with what to do', async () => {
    const { candles, revisions } = await server.open();
    await candles.write(regularBatch(2, JANUARY_MS), 'test');
    const refused = { code: 'OPTION_INVALID', message: 'binance:spot:BTCUSDT:1m has no revision 99.', remedy: expect.stringContaining('wick candles history') };
    await expect(revisions.diff(BTC_1M, 99, 'now')).rejects.toMatchObject(refused);
    await expect(recordsOf(revisions.candlesAt(BTC_1M, 99))).rejects.toMatchObject(refused);
    await expect(revisions.diff(BTC_1M, 1.5, 'now')).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    expect(await recordsOf(revisions.candlesAt({ ...BTC_1M, symbol: 'NONE' }, 0))).toEqual([]);
    expect(await revisions.list({ ...BTC_1M, symbol: 'NONE' })).toEqual([]);
  });
});
