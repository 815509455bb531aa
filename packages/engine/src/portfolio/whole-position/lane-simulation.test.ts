import { describe, expect, test } from '@jest/globals';
import { DEFAULT_EXECUTION, DEFAULT_SIZE, type Execution } from '@wick/core';
import fc from 'fast-check';
import { finite } from '../../metrics/finite.ts';
import { costMetrics } from '../../metrics/cost-metrics.ts';
import { tradeMetrics } from '../../metrics/trade-metrics.ts';
import type { PositionRules } from '../position-rules.ts';
import type { Simulation } from '../simulation.ts';
import { createWalkSimulation } from '../walk-simulation.ts';
import {
  AMBIGUOUS_TRADES, BEST_TRADE, createLanes, FEES_PAID, GAINED, LONG_TRADES, LOSSES, LOST, ORDERS, PROFIT, SHORT_TRADES, SLIPPAGE_PAID, WINS, WORST_TRADE,
} from './lane-row.ts';
import { compileLaneRules, isWholePosition } from './lane-rules.ts';
import { createLaneSimulation } from './lane-simulation.ts';
import { anyRun, partsOf, type RandomRun } from './random-run.test-support.ts';
import { createWalk, walkLane } from './walk.ts';
import { walkExact } from './walk-exact.ts';
import { walkPlain } from './walk-plain.ts';

/** Texts of numbers and of their bits are one to one; NaN is written as null. */
function resultOf(simulation: Simulation, { scenario }: RandomRun, cuts: readonly number[] = []): string {
  const equity = new Float64Array(scenario.block.length);
  let from = 0;
  for (const { block, signals } of partsOf(scenario, cuts)) {
    simulation.push(block, signals, equity.subarray(from, from + block.length));
    from += block.length;
  }
  const { bar, side, size, price, fee } = simulation.orders();
  const orders = [bar, side, size, price, fee].map((column) => [...column]);
  return JSON.stringify({ ...simulation.result(), orders, equity: [...equity], state: simulation.state });
}

describe('a run on the lane', () => {
  test('has every fill, trade, refusal and equity value of the simulation, to the bit', () => {
    fc.assert(
      fc.property(anyRun(), (run) => {
        expect(isWholePosition(run.rules, run.execution)).toBe(true);
        const simulated = resultOf(createWalkSimulation(run.rules, run.execution), run);
        expect(resultOf(createLaneSimulation(run.rules, run.execution), run)).toBe(simulated);
      }),
      { numRuns: 4000 },
    );
  });

  test('refuses what has no price as the simulation does', () => {
    fc.assert(
      fc.property(anyRun(true), (run) => {
        const simulated = resultOf(createWalkSimulation(run.rules, run.execution), run);
        expect(resultOf(createLaneSimulation(run.rules, run.execution), run)).toBe(simulated);
      }),
      { numRuns: 1000 },
    );
  });

  test('is the same for every split into blocks', () => {
    fc.assert(
      fc.property(anyRun(), fc.array(fc.nat(139), { maxLength: 20, size: 'max' }), (run, cuts) => {
        const whole = resultOf(createLaneSimulation(run.rules, run.execution), run);
        expect(resultOf(createLaneSimulation(run.rules, run.execution), run, cuts)).toBe(whole);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps in its row, without a single fill kept, what the metrics of trades and costs sum up', () => {
    fc.assert(
      fc.property(anyRun(), (run) => {
        const { block, signals } = run.scenario;
        const oracle = createWalkSimulation(run.rules, run.execution, { excursions: 'discard' });
        oracle.push(block, signals, new Float64Array(block.length));
        const { fills, trades } = oracle.result();
        const expected = tradeMetrics(trades);
        const costs = costMetrics(fills, { bars: 1, barsInPosition: 0, netProfit: 0, meanEquity: 1, years: 1 });

        const table = createLanes(1, run.execution.initialCash);
        const walk = createWalk(table, compileLaneRules(run.rules, run.execution));
        walk.bars = { firstBar: 0, length: block.length, openTimeMs: block.openTimeMs, ...block.columns };
        const { longEntry, longExit, shortEntry, shortExit } = signals;
        const words = { longEntry: longEntry.words, longExit: longExit.words, shortEntry: shortEntry.words, shortExit: shortExit.words };
        walkLane(walk, 0, words, walkExact);
        const plain = createLanes(1, run.execution.initialCash);
        walkPlain({ ...walk, table: plain }, 0, words);
        expect(walk.rules.isPlain ? plain : table).toEqual(table);

        const closed = table[LONG_TRADES]! + table[SHORT_TRADES]!;
        expect([table[LONG_TRADES], table[SHORT_TRADES], table[ORDERS]]).toEqual([expected.longTrades, expected.shortTrades, fills.length]);
        expect([table[FEES_PAID], table[SLIPPAGE_PAID]]).toEqual([costs.feesPaid, costs.slippagePaid]);
        expect(table[AMBIGUOUS_TRADES]).toBe(trades.filter((trade) => trade.ambiguous).length);
        const ratios = [table[WINS]! / closed, table[PROFIT]! / closed, table[BEST_TRADE]!, table[WORST_TRADE]!, table[GAINED]! / table[LOST]!];
        const { winRate, expectancy, bestTrade, worstTrade, profitFactor } = expected;
        expect(ratios.map(finite)).toEqual([winRate, expectancy, bestTrade, worstTrade, profitFactor]);
        expect(table[LOSSES]).toBe(trades.filter(({ status, pnl }) => status === 'closed' && pnl < 0).length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the lane', () => {
  const rules: PositionRules = { size: DEFAULT_SIZE };

  test('answers no to options that it does not know', () => {
    expect(isWholePosition(rules, DEFAULT_EXECUTION)).toBe(true);
    expect(isWholePosition({ ...rules, accumulate: true } as PositionRules, DEFAULT_EXECUTION)).toBe(false);
    expect(isWholePosition({ size: { kind: 'risk' } } as unknown as PositionRules, DEFAULT_EXECUTION)).toBe(false);
    expect(isWholePosition({ ...rules, stopLoss: { kind: 'atr' } } as unknown as PositionRules, DEFAULT_EXECUTION)).toBe(false);
    expect(isWholePosition({ ...rules, long: { limit: 1 } } as unknown as PositionRules, DEFAULT_EXECUTION)).toBe(false);
    expect(isWholePosition(rules, { ...DEFAULT_EXECUTION, leverage: 2 } as Execution)).toBe(false);
    expect(isWholePosition(rules, { ...DEFAULT_EXECUTION, fill: 'vwap' } as unknown as Execution)).toBe(false);
  });

  test('refuses signals of another length', () => {
    const [part] = partsOf(fc.sample(anyRun(), { numRuns: 1, seed: 1 })[0]!.scenario, []);
    const { block, signals } = part!;
    const simulation = createLaneSimulation(rules, DEFAULT_EXECUTION);
    const error = expect.objectContaining({ code: 'OPTION_INVALID' });
    expect(() => simulation.push(block, { ...signals, length: block.length + 1 }, new Float64Array(block.length))).toThrow(error);
  });
});
