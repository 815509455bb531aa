import fc from 'fast-check';
import type { Strategy } from '../strategy/strategy.ts';
import { expressionArbitrary, type ExpressionLimits } from './expression-arbitrary.ts';

const positive = (maxHundredths: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: maxHundredths }).map((hundredths) => hundredths / 100);

const distance = positive(10_000).map((percent) => ({ kind: 'percent' as const, percent }));

const size = fc.oneof(
  positive(10_000).map((percent) => ({ kind: 'equity' as const, percent })),
  positive(1_000_000).map((value) => ({ kind: 'value' as const, value })),
  positive(1_000).map((amount) => ({ kind: 'amount' as const, amount })),
);

/** Any valid strategy: long, short or both, with and without exits and stops. */
export function strategyArbitrary(limits: ExpressionLimits = {}): fc.Arbitrary<Strategy> {
  const { condition } = expressionArbitrary(limits);
  const rules = fc.record({ entry: condition, exit: condition }, { requiredKeys: ['entry'] });
  return fc
    .record(
      {
        version: fc.constant(1 as const),
        name: fc.constantFrom('Golden cross', 'RSI 30: dips & spikes', 'x'),
        long: rules,
        short: rules,
        stopLoss: distance,
        takeProfit: distance,
        trailingStop: distance,
        size,
      },
      { requiredKeys: ['version', 'size'] },
    )
    .filter((strategy) => strategy.long !== undefined || strategy.short !== undefined);
}
