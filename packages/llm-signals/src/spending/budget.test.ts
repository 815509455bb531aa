import { describe, expect, test } from '@jest/globals';
import type { Outcome, Pass } from '../chat/gate.ts';
import { type BudgetOptions, createBudget } from './budget.ts';
import { ABORTED, failed, questionOf, replyOf, tokensAsUsd } from './outcomes.test-support.ts';

const never = new AbortController().signal;
/** Questions and answers are worth what they say. */
const budgetOf = (maxUsd: number, given: Partial<BudgetOptions> = {}) => createBudget({ maxUsd, worstUsd: ({ temperature }) => temperature, usdOf: tokensAsUsd, ...given });

/** What became of a request: a pass, an error, or nothing yet. */
async function stateOf(entering: Promise<Pass>): Promise<Pass | string> {
  const waits = new Promise<string>((resolve) => setImmediate(resolve, 'waits'));
  return Promise.race([entering.catch((error: unknown) => (error as { code?: string }).code ?? String(error)), waits]);
}

describe('what a request may cost', () => {
  test('is reserved until its real cost is known, and then makes room', async () => {
    const budget = budgetOf(1);
    const pass = await budget.enter(questionOf(0.75), never);
    expect(budget).toMatchObject({ maxUsd: 1, spentUsd: 0, reservedUsd: 0.75 });
    await pass.settle(replyOf(0.25));
    expect(budget).toMatchObject({ spentUsd: 0.25, reservedUsd: 0 });
    await budget.enter(questionOf(0.75), never);
    expect(budget).toMatchObject({ spentUsd: 0.25, reservedUsd: 0.75 });
  });

  test.each<[string, Outcome, number]>([
    ['an answer at its cost', replyOf(0.125), 0.125],
    ['an answer for nothing', replyOf(0), 0],
    ['an answer without usage at its worst', replyOf(undefined), 0.5],
    ['an answer whose cost is NaN at its worst', replyOf(NaN), 0.5],
    ['an answer that claims to cost less than nothing at its worst', replyOf(-1), 0.5],
    ['a failure that was not charged at nothing', failed(false), 0],
    ['a failure that may have been charged at its worst', failed(true), 0.5],
    ['a request that was aborted at its worst', ABORTED, 0.5],
    ['an answer that cost more than its worst at that', replyOf(0.75), 0.75],
  ])('counts %s', async (_name, outcome, usd) => {
    const budget = budgetOf(10);
    await (await budget.enter(questionOf(0.5), never)).settle(outcome);
    expect(budget).toMatchObject({ spentUsd: usd, reservedUsd: 0 });
  });

  test('counts at its worst where counting fails, and the error is told', async () => {
    const usdOf = (): number => {
      throw new Error('no such price');
    };
    const budget = budgetOf(10, { usdOf });
    await expect((await budget.enter(questionOf(0.5), never)).settle(replyOf(1))).rejects.toThrow('no such price');
    expect(budget).toMatchObject({ spentUsd: 0.5, reservedUsd: 0 });
  });

  test('must be known: without a price nothing is let through, and nothing is reserved', async () => {
    for (const worst of [null, NaN, Infinity, -1]) {
      const budget = budgetOf(10, { worstUsd: () => worst });
      await expect(budget.enter(questionOf(0), never)).rejects.toMatchObject({ code: 'PRICE_UNKNOWN', remedy: expect.stringContaining('price') });
      expect(budget).toMatchObject({ spentUsd: 0, reservedUsd: 0 });
    }
  });

  test('is counted exactly: three times $0.10 are $0.30, and a billionth more is too much', async () => {
    const budget = budgetOf(0.3);
    for (let i = 0; i < 3; i++) await (await budget.enter(questionOf(0.1), never)).settle(replyOf(0.1));
    expect(budget.spentUsd).toBe(0.3);
    expect(await stateOf(budget.enter(questionOf(0.000_000_001), never))).toBe('BUDGET_EXHAUSTED');
    expect(await stateOf(budget.enter(questionOf(0), never))).not.toBe('BUDGET_EXHAUSTED');
  });

  test('is rounded up to a billionth of a dollar, so that a million requests for less than that are not free', async () => {
    const budget = budgetOf(0.000_001);
    for (let i = 0; i < 1_000; i++) await (await budget.enter(questionOf(1e-12), never)).settle(replyOf(1e-12));
    expect(await stateOf(budget.enter(questionOf(1e-12), never))).toBe('BUDGET_EXHAUSTED');
  });
});

describe('a request for which there is no room', () => {
  test('is refused if nothing is under way, and told what was spent, reserved and allowed, and what to do', async () => {
    const budget = budgetOf(1, { spentUsd: 0.75 });
    await expect(budget.enter(questionOf(0.000_27 + 0.25), never)).rejects.toMatchObject({
      code: 'BUDGET_EXHAUSTED',
      message: 'The limit of $1.00 leaves no room: $0.75 is spent and the next request may cost $0.251.',
      remedy: expect.stringContaining('Raise the limit'),
      details: { maxUsd: 1, spentUsd: 0.75, reservedUsd: 0, worstUsd: 0.25027 },
    });
    expect(await stateOf(budget.enter(questionOf(0.25), never))).toMatchObject({ settle: expect.any(Function) });
  });

  test('waits while requests are under way, and goes as soon as they leave room', async () => {
    const budget = budgetOf(1);
    const pass = await budget.enter(questionOf(0.75), never);
    const waiting = budget.enter(questionOf(0.5), never);
    expect(await stateOf(waiting)).toBe('waits');
    await pass.settle(replyOf(0.5));
    expect(await stateOf(waiting)).toMatchObject({ settle: expect.any(Function) });
    expect(budget.reservedUsd).toBe(0.5);
  });

  test('waits, and is refused as soon as they have left none', async () => {
    const budget = budgetOf(1);
    const passes = [await budget.enter(questionOf(0.25), never), await budget.enter(questionOf(0.5), never)];
    const waiting = budget.enter(questionOf(0.75), never);
    waiting.catch(() => undefined);
    await passes[0]!.settle(replyOf(0.125));
    expect(await stateOf(waiting)).toBe('waits');
    await passes[1]!.settle(ABORTED);
    await expect(waiting).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED', details: { spentUsd: 0.625, reservedUsd: 0 } });
  });

  test('is refused at once if even free answers would leave no room; who waits before it goes on waiting', async () => {
    const budget = budgetOf(1);
    const pass = await budget.enter(questionOf(0.75), never);
    const waiting = budget.enter(questionOf(0.5), never);
    const beyond = budget.enter(questionOf(1.5), never);
    beyond.catch(() => undefined);
    await pass.settle(replyOf(0.25));
    expect(await stateOf(waiting)).toMatchObject({ settle: expect.any(Function) });
    await expect(beyond).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
  });

  test('is not overtaken by smaller ones, and does not hold them up once it was aborted', async () => {
    const budget = budgetOf(1);
    await budget.enter(questionOf(0.5), never);
    const controller = new AbortController();
    const large = budget.enter(questionOf(0.75), controller.signal);
    const small = budget.enter(questionOf(0.25), never);
    expect(await stateOf(small)).toBe('waits');
    controller.abort(new Error('enough'));
    await expect(large).rejects.toThrow('enough');
    expect(await stateOf(small)).toMatchObject({ settle: expect.any(Function) });
    expect(budget.reservedUsd).toBe(0.75);
  });

  test('that is aborted already is not let in', async () => {
    const budget = budgetOf(1);
    await expect(budget.enter(questionOf(0.5), AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(budget.reservedUsd).toBe(0);
  });
});

describe('the limit', () => {
  test.each([NaN, -1, -0, Infinity, 1e10])('cannot be %s', (maxUsd) => {
    expect(() => budgetOf(maxUsd)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringContaining('maxUsd') }));
    expect(() => budgetOf(1, { spentUsd: maxUsd })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringContaining('spentUsd') }));
  });

  test('of zero lets free requests through only', async () => {
    expect(await stateOf(budgetOf(0).enter(questionOf(0), never))).toMatchObject({ settle: expect.any(Function) });
    expect(await stateOf(budgetOf(0).enter(questionOf(1e-9), never))).toBe('BUDGET_EXHAUSTED');
  });

  test('that is below what is spent already lets nothing through', async () => {
    expect(await stateOf(budgetOf(1, { spentUsd: 2 }).enter(questionOf(0), never))).toBe('BUDGET_EXHAUSTED');
  });
});
