import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Absence, ABSENCE_KINDS, type AbsenceLedger } from '@wick/core';
import fc from 'fast-check';
import { newSeries } from './store-under-test.ts';

const absence = (fromMs: number, toMs: number, more: Partial<Absence> = {}): Absence => ({
  fromMs, toMs, kind: 'nothing-there', source: 'contract', notedAtMs: 1, ...more,
});

/** Every promise of {@link AbsenceLedger}, as tests. It is opened once and need not be empty. */
export function absenceLedgerContract(name: string, open: () => Promise<{ ledger: AbsenceLedger; close(): Promise<void> }>, runs = 30): void {
  describe(`${name} keeps the promises of an absence ledger`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    test('what is noted comes back in order, each series for itself', async () => {
      const { ledger } = opened;
      const [series, other] = [newSeries(), newSeries()];
      const noted = [absence(50, 60, { kind: 'fetch-failed', detail: 'The bucket answered 503.' }), absence(-10, 20, { kind: 'not-listed' })];
      await ledger.noteAbsences(series, noted);
      await ledger.noteAbsences(other, []);
      expect(await ledger.absences(series)).toEqual(noted.toReversed());
      expect(await ledger.absences(other)).toEqual([]);
    });

    test('later knowledge replaces what it covers, and no more', async () => {
      const { ledger } = opened;
      const series = newSeries();
      await ledger.noteAbsences(series, [absence(0, 100)]);
      await ledger.noteAbsences(series, [absence(40, 60, { kind: 'delisted', notedAtMs: 2 })]);
      expect(await ledger.absences(series)).toEqual([absence(0, 40), absence(40, 60, { kind: 'delisted', notedAtMs: 2 }), absence(60, 100)]);
    });

    test('what is to be asked for again is forgotten, cut at the ends', async () => {
      const { ledger } = opened;
      const series = newSeries();
      await ledger.noteAbsences(series, [absence(0, 100), absence(200, 300)]);
      await ledger.forgetAbsences(series, { fromMs: 50, toMs: 250 });
      expect(await ledger.absences(series)).toEqual([absence(0, 50), absence(250, 300)]);
      await ledger.forgetAbsences(newSeries(), { fromMs: 0, toMs: 1 });
    });

    test('any notes and any forgetting leave at each time what was last said of it', async () => {
      const range = fc.tuple(fc.nat(30), fc.nat(30));
      const step = fc.oneof(
        fc.record({ forget: range }),
        fc.record({ note: fc.array(fc.tuple(range, fc.constantFrom(...ABSENCE_KINDS)), { maxLength: 3 }) }),
      );
      const property = fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const series = newSeries();
        const said: (string | undefined)[] = [];
        const say = ([a, b]: [number, number], what: string | undefined): void => {
          for (let time = Math.min(a, b); time < Math.max(a, b); time++) said[time] = what;
        };
        for (const one of steps) {
          if ('forget' in one) {
            const [a, b] = one.forget;
            say(one.forget, undefined);
            await opened.ledger.forgetAbsences(series, { fromMs: Math.min(a, b), toMs: Math.max(a, b) });
            continue;
          }
          for (const [times, kind] of one.note) say(times, kind);
          const noted = one.note.map(([[a, b], kind]) => absence(Math.min(a, b), Math.max(a, b), { kind }));
          await opened.ledger.noteAbsences(series, noted);
        }
        const absences = await opened.ledger.absences(series);
        const heard = Array.from({ length: 30 }, (_, time) => absences.find(({ fromMs, toMs }) => fromMs <= time && time < toMs)?.kind);
        expect(heard).toEqual(Array.from({ length: 30 }, (_, time) => said[time]));
        absences.slice(1).forEach(({ fromMs }, i) => expect(fromMs).toBeGreaterThanOrEqual(absences[i]!.toMs));
      });
      await fc.assert(property, { numRuns: runs });
    }, 60_000);
  });
}
