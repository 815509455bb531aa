import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Share, Taken } from './taken.ts';

interface Model {
  readonly taken: Taken;
  /** What is taken, in no order. */
  shares: Share[];
}

const steps = fc.array(
  fc.oneof(
    fc.tuple(fc.oneof(fc.nat(100), fc.constant(Infinity)), fc.nat(9)).map(([backAtMs, amount]) => ({ taken, shares }: Model): void => {
      shares.push(taken.take(backAtMs, amount));
    }),
    fc.nat(20).map((which) => (model: Model): void => {
      const share = model.shares[which];
      if (share) model.taken.undo(share);
      model.shares = model.shares.filter((each) => each !== share);
    }),
    fc.nat(100).map((nowMs) => (model: Model): void => {
      model.taken.giveBack(nowMs);
      model.shares = model.shares.filter(({ backAtMs }) => backAtMs > nowMs);
    }),
  ),
  { maxLength: 30 },
);

test('room is where so much has come back that no more than the rest is taken', () => {
  const property = fc.property(steps, fc.integer({ min: -5, max: 40 }), (course, rest) => {
    const model: Model = { taken: new Taken(), shares: [] };
    for (const step of course) step(model);
    const leftAt = (timeMs: number): number => model.shares.filter(({ backAtMs }) => backAtMs > timeMs).reduce((sum, { amount }) => sum + amount, 0);
    const moments = [-Infinity, ...model.shares.map(({ backAtMs }) => backAtMs)].sort((a, b) => a - b);
    expect(model.taken.atMost(rest)).toBe(moments.find((timeMs) => leftAt(timeMs) <= Math.max(0, rest)));
  });
  fc.assert(property, { numRuns: 500 });
});

test('a share that has come back is not given back once more', () => {
  const taken = new Taken();
  const share = taken.take(1, 5);
  taken.take(10, 5);
  taken.giveBack(1);
  taken.undo(share);
  expect(taken.atMost(4)).toBe(10);
});
