import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BudgetModel, type Ending } from './budget-model.test-support.ts';

const endings = fc.constantFrom<Ending>('reply', 'silent reply', 'free failure', 'failure', 'aborted');
const which = fc.nat(50);
type Step = (model: BudgetModel) => Promise<void>;

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 400 }).map((worst): Step => (model) => model.ask(worst)) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(which, endings, fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([which, ending, share]): Step => (model) => model.settle(which, ending, share)),
    },
    { weight: 1, arbitrary: which.map((which): Step => (model) => model.abort(which)) },
  ),
  { maxLength: 60 },
);

test('whatever the order of outcomes: the truth never exceeds the limit, and nothing is refused or kept waiting that fits', async () => {
  const property = fc.asyncProperty(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 300 }), steps, async (max, before, course) => {
    const model = new BudgetModel(max, before);
    for (const step of course) await step(model);
    // In the end all is charged at its worst.
    while (model.underWay > 0) await model.settle(0, 'reply', 1);
    expect(model.problems).toEqual([]);
    expect(model.waiting).toBe(0);
  });
  await fc.assert(property, { numRuns: 400 });
});
