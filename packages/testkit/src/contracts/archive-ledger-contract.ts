import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ArchiveLedger, ArchiveRecord } from '@wick/core';
import fc from 'fast-check';
import { newSeries } from './store-under-test.ts';

const PATIENCE_MS = 120_000;

const record = (fields: Partial<ArchiveRecord> = {}): ArchiveRecord => ({
  key: 'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-11.zip',
  etag: 'a1',
  sha256: 'f'.repeat(64),
  state: 'imported',
  detail: null,
  atMs: Date.UTC(2024, 11, 3),
  ...fields,
});

/** Every promise of {@link ArchiveLedger}, as tests, on series of their own. */
export function archiveLedgerContract(name: string, open: () => Promise<{ ledger: ArchiveLedger; close(): Promise<void> }>): void {
  describe(`${name} keeps the promises of an archive ledger`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let ledger: ArchiveLedger;
    beforeAll(async () => {
      opened = await open();
      ledger = opened.ledger;
    });
    afterAll(() => opened.close());

    test('a series of which nothing was read has no archives', async () => {
      expect(await ledger.archives(newSeries())).toEqual([]);
    });

    test('what was recorded comes back, the unknown too, ordered by key, and for its series only', async () => {
      const [series, other] = [newSeries(), newSeries()];
      const quarantined = record({ key: 'b', sha256: null, state: 'quarantined', detail: 'The file ends in its middle.' });
      await ledger.recordArchive(series, quarantined);
      await ledger.recordArchive(series, record({ key: 'a' }));
      await ledger.recordArchive(series, record({ key: 'B' }));
      await ledger.recordArchive(other, record({ key: 'c' }));
      expect(await ledger.archives(series)).toEqual([record({ key: 'B' }), record({ key: 'a' }), quarantined]);
      expect(await ledger.archives(other)).toEqual([record({ key: 'c' })]);
    });

    test('of the editions of a file the newest counts, whatever the order in which they are recorded', async () => {
      const edition = fc.record({
        key: fc.constantFrom('one', 'two', 'three'),
        etag: fc.nat({ max: 9 }).map((edition) => `etag ${edition}`),
        state: fc.constantFrom('imported', 'quarantined'),
        atMs: fc.integer({ min: 0, max: 5 }),
      });
      const property = fc.asyncProperty(fc.array(edition, { maxLength: 12 }), async (editions) => {
        const series = newSeries();
        for (const one of editions) await ledger.recordArchive(series, record(one));
        const wanted = ['one', 'three', 'two'].flatMap((key) => {
          const ofKey = editions.filter((one) => one.key === key);
          const newest = Math.max(...ofKey.map(({ atMs }) => atMs));
          return ofKey.filter(({ atMs }) => atMs === newest).slice(-1);
        });
        expect(await ledger.archives(series)).toEqual(wanted.map(record));
      });
      await fc.assert(property, { numRuns: 30 });
    }, PATIENCE_MS);
  });
}
