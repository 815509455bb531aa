import { expect, test } from '@jest/globals';
import { DEFAULT_EXECUTION, parseExecution } from './execution.ts';

test('costs are not zero unless somebody says so', () => {
  expect(DEFAULT_EXECUTION.takerFeeRate).toBeGreaterThan(0);
  expect(DEFAULT_EXECUTION.slippageBps).toBeGreaterThan(0);
  expect(parseExecution({ takerFeeRate: 0 }).takerFeeRate).toBe(0);
});

test.each([
  [{ takerFeeRate: -0.1 }, 'takerFeeRate'],
  [{ initialCash: 0 }, 'initialCash'],
  [{ slippageBps: Number.NaN }, 'slippageBps'],
  [{ fill: 'never' as 'close' }, 'fill'],
])('%j is refused by the name of the option', (options, name) => {
  expect(() => parseExecution(options)).toThrow(`The option ${name} is not valid`);
});
