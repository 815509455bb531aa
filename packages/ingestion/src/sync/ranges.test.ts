import { describe, expect, test } from '@jest/globals';
import type { Absence, TimeRange } from '@wick/core';
import fc from 'fast-check';
import { clipRanges, hullOf, joinNearRanges, subtractRanges } from './ranges.ts';
import { DOUBT_MS, settledRanges } from './settled-ranges.ts';
import { nameAbsences } from './symbol-life.ts';

const END = 40;
const range: fc.Arbitrary<TimeRange> = fc.tuple(fc.nat({ max: END }), fc.integer({ min: 1, max: 12 })).map(([fromMs, length]) => ({ fromMs, toMs: Math.min(END + 1, fromMs + length) }));
const some = fc.array(range, { maxLength: 6 });
/** Ascending, without overlaps or neighbours that touch. */
const ascending = some.map((ranges) => joinNearRanges(ranges.toSorted((a, b) => a.fromMs - b.fromMs), 0));
const within = (ranges: readonly TimeRange[]) => Array.from({ length: END + 2 }, (_, time) => ranges.some(({ fromMs, toMs }) => time >= fromMs && time < toMs));

describe('ranges, compared time by time with the plain definition:', () => {
  test('clipped', () => fc.assert(fc.property(ascending, range, (ranges, to) => {
    const inside = within([to]);
    expect(within(clipRanges(ranges, to))).toEqual(within(ranges).map((there, time) => there && inside[time]!));
  })));

  test('subtracted, in whatever order and overlap', () => fc.assert(fc.property(ascending, some, (ranges, taken) => {
    const gone = within(taken);
    const left = subtractRanges(ranges, taken);
    expect(within(left)).toEqual(within(ranges).map((there, time) => there && !gone[time]!));
    expect(left).toEqual(left.filter(({ fromMs, toMs }) => fromMs < toMs).toSorted((a, b) => a.fromMs - b.fromMs));
  })));

  test('joined: nothing is lost, no hull is longer than allowed but for what touched, and neighbours stay apart', () => fc.assert(fc.property(ascending, fc.nat({ max: 20 }), (ranges, longest) => {
    const joined = joinNearRanges(ranges, longest);
    expect(subtractRanges(ranges, joined)).toEqual([]);
    expect(joined.filter((hull) => hull.toMs - hull.fromMs > longest && !ranges.some(({ fromMs, toMs }) => fromMs === hull.fromMs && toMs === hull.toMs))).toEqual([]);
    expect(joined.slice(1).every((next, before) => next.toMs - joined[before]!.fromMs > longest)).toBe(true);
  })));

  test('their hull', () => expect(hullOf([{ fromMs: 3, toMs: 5 }, { fromMs: 1, toMs: 2 }])).toEqual({ fromMs: 1, toMs: 5 }));
});

describe('what is settled', () => {
  const noted = (kind: Absence['kind'], fromMs: number, toMs: number, notedAtMs: number): Absence => ({ kind, fromMs, toMs, notedAtMs, source: 's' });
  const now = 100 * DOUBT_MS;
  test.each([
    ['what was old when it was asked for', noted('nothing-there', 0, 5, now), [[0, 5]]],
    ['and the old part of what was young in part', noted('nothing-there', 0, now, now), [[0, now - DOUBT_MS]]],
    ['not what was young', noted('nothing-there', now - 5, now, now), []],
    ['the time before a listing, however young', noted('not-listed', now - 5, now, now), [[now - 5, now]]],
    ['the time after a delisting', noted('delisted', 0, now, now), [[0, now - DOUBT_MS]]],
    ['no failure', noted('fetch-failed', 0, 5, now), []],
    ['no file that is late', noted('not-published', 0, 5, now), []],
  ])('%s', (_, absence, expected) => expect(settledRanges([absence])).toEqual(expected.map(([fromMs, toMs]) => ({ fromMs, toMs }))));
});

describe('absences are named by the life of the symbol', () => {
  const named = (life: TimeRange): unknown => nameAbsences([{ fromMs: 0, toMs: 30 }, { fromMs: 40, toMs: 50 }], life, 's', 1).map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]);
  test.each([
    ['of which nothing is known', { fromMs: -Infinity, toMs: Infinity }, [['nothing-there', 0, 30], ['nothing-there', 40, 50]]],
    ['listed and delisted within', { fromMs: 10, toMs: 45 }, [['not-listed', 0, 10], ['nothing-there', 10, 30], ['nothing-there', 40, 45], ['delisted', 45, 50]]],
    ['over before', { fromMs: -5, toMs: 0 }, [['delisted', 0, 30], ['delisted', 40, 50]]],
  ])('%s', (_, life, expected) => expect(named(life)).toEqual(expected));
});
