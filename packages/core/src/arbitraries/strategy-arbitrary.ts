import fc from 'fast-check';
import type { Distance, EntryOrder, PositionRules, Size } from '../strategy/position-rules.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { expressionArbitrary, type ExpressionLimits } from './expression-arbitrary.ts';

const positive = (maxHundredths: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: maxHundredths }).map((hundredths) => hundredths / 100);

const bars = (min = 1): fc.Arbitrary<number> => fc.integer({ min, max: 100 });

const distance: fc.Arbitrary<Distance> = fc.oneof(
  positive(10_000).map((percent) => ({ kind: 'percent' as const, percent })),
  fc.record({ kind: fc.constant('atr' as const), multiple: positive(2_000), period: bars() }),
);

const size: fc.Arbitrary<Size> = fc.oneof(
  positive(20_000).map((percent) => ({ kind: 'equity' as const, percent })),
  positive(1_000_000).map((value) => ({ kind: 'value' as const, value })),
  positive(1_000).map((amount) => ({ kind: 'amount' as const, amount })),
  positive(1_000).map((percent) => ({ kind: 'risk' as const, percent })),
  fc.record({ kind: fc.constant('volatility' as const), percent: positive(10_000), period: bars(2) }),
);

const entryOrder: fc.Arbitrary<EntryOrder> = fc.oneof(
  fc.record({ kind: fc.constantFrom('limit' as const, 'stop' as const), offset: distance, bars: bars() }),
  fc.record({ kind: fc.constant('stop-limit' as const), offset: distance, limit: distance, bars: bars() }),
);

/** Any part of a strategy that is not signals; a size by risk has a stop. */
export function positionRulesArbitrary(): fc.Arbitrary<PositionRules> {
  return fc
    .record(
      {
        stopLoss: distance,
        takeProfit: distance,
        trailingStop: distance,
        exitAfter: bars().map((count) => ({ bars: count })),
        size,
        entryOrder,
        scaleIn: fc.integer({ min: 2, max: 10 }).map((entries) => ({ entries })),
        scaleOut: fc.integer({ min: 1, max: 9_999 }).map((hundredths) => ({ percent: hundredths / 100 })),
      },
      { requiredKeys: ['size'] },
    )
    .filter(({ size: { kind }, stopLoss, trailingStop }) => kind !== 'risk' || (stopLoss ?? trailingStop) !== undefined);
}

/** Any valid strategy: long, short or both, with and without exits, and any rules for its positions. */
export function strategyArbitrary(limits: ExpressionLimits = {}): fc.Arbitrary<Strategy> {
  const { condition } = expressionArbitrary(limits);
  const rules = fc.record({ entry: condition, exit: condition }, { requiredKeys: ['entry'] });
  const signals = fc.record(
    {
      version: fc.constant(1 as const),
      name: fc.constantFrom('Golden cross', 'RSI 30: dips & spikes', 'x'),
      long: rules,
      short: rules,
    },
    { requiredKeys: ['version'] },
  );
  return fc
    .tuple(signals, positionRulesArbitrary())
    .map(([signal, position]) => ({ ...signal, ...position }))
    .filter((strategy) => strategy.long !== undefined || strategy.short !== undefined);
}
