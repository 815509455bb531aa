import { describe, expect, test } from '@jest/globals';
import { DEFAULT_EXECUTION, DEFAULT_SIZE } from '@wick/core';
import fc from 'fast-check';
import { createSimulation } from '../simulation.ts';
import { anyRun } from './random-run.test-support.ts';
import { simulateMany } from './simulate-many.ts';

describe('many runs', () => {
  test('come each to what a simulation of it comes to, to the bit', () => {
    fc.assert(
      fc.property(fc.array(anyRun(), { minLength: 1, maxLength: 5 }), ([first, ...others]) => {
        const { rules, execution } = first!;
        const scenarios = [first!, ...others].map(({ scenario }) => scenario);
        const totals = simulateMany(scenarios, rules, execution);
        const short = simulateMany(scenarios, rules, execution, { sums: false });
        expect(short).toEqual({ finalValue: totals.finalValue, orders: totals.orders, trades: undefined, feesPaid: undefined });
        for (const [run, { block, signals }] of scenarios.entries()) {
          const simulation = createSimulation(rules, execution, { excursions: 'discard' });
          const equity = new Float64Array(block.length);
          simulation.push(block, signals, equity);
          const { fills, trades } = simulation.result();
          const { finalValue, orders, trades: closed, feesPaid } = totals;
          expect([finalValue[run], orders[run], closed?.[run], feesPaid?.[run]]).toEqual([
            equity.at(-1), fills.length, trades.filter(({ status }) => status === 'closed').length, fills.reduce((sum, { fee }) => sum + fee, 0),
          ]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('are refused where they are more than whole positions, or have signals of another length', () => {
    const { scenario } = fc.sample(anyRun(), { numRuns: 1, seed: 4 })[0]!;
    const error = expect.objectContaining({ code: 'OPTION_INVALID' });
    const stop = { size: DEFAULT_SIZE, stopLoss: { kind: 'percent', percent: 1 } } as const;
    expect(() => simulateMany([scenario], stop, DEFAULT_EXECUTION, { arithmetic: 'tolerant' })).toThrow(error);
    const longer = { ...scenario, signals: { ...scenario.signals, length: scenario.block.length + 1 } };
    expect(() => simulateMany([longer], { size: DEFAULT_SIZE }, DEFAULT_EXECUTION)).toThrow(error);
  });
});
