/**
 * The words of wick, in the order in which they travel:
 * exchange → candles → storage → frame → indicators → signals → orders → fills → portfolio → metrics → report.
 */

// candle: one interval of trading, as rows and as columns, and the exact decimals of an exchange.
export * from './interval/interval.ts';
export * from './candle/candle.ts';
export * from './candle/candle-batch.ts';
export * from './candle/decimal.ts';
export * from './candle/series.ts';

// instrument: what a ticker stands for, and what its holders are paid.
export * from './instrument/instrument.ts';
export { findReuse, mayHideReuse, type PricedGap } from './instrument/find-reuse.ts';
export * from './instrument/instruments-of.ts';
export * from './instrument/splits-to-instruments.ts';
export * from './funding/funding-rates.ts';

// frame: a range of candles as columns, with its gaps.
export * from './frame/gap.ts';
export * from './frame/frame.ts';

// strategy: rules over indicators, as JSON and as text.
export * from './indicator/signature.ts';
export * from './indicator/catalogue.ts';
export * from './expression/expression.ts';
export { BINDING, bindingOf } from './expression/binding.ts';
export { checkExpression, typeOf } from './expression/check-expression.ts';
export { closestName } from './expression/closest-name.ts';
export { expressionToText } from './expression/expression-to-text.ts';
export { indicatorCall } from './expression/indicator-call.ts';
export { textToExpression } from './expression/text-to-expression.ts';
export * from './strategy/position-rules.ts';
export * from './strategy/position-rules-to-text.ts';
export { textToPositionRule } from './strategy/statements-to-position-rules.ts';
export * from './strategy/strategy.ts';
export * from './strategy/strategy-hash.ts';
export * from './strategy/strategy-to-text.ts';
export * from './strategy/text-to-position-rules.ts';
export * from './strategy/text-to-strategy.ts';

// signals → orders → fills → trades → result.
export * from './signal/bits.ts';
export * from './signal/signals.ts';
export * from './signal/signals-hash.ts';
export * from './signal/signals-origin.ts';
export * from './order/conventions.ts';
export * from './order/execution.ts';
export * from './order/order.ts';
export * from './trade/trade.ts';
export * from './result/metrics.ts';
export * from './result/metrics-per-bar.ts';
export * from './result/metric-conventions.ts';
export * from './result/result.ts';
export * from './result/portfolio-result.ts';

// sweep: a strategy with named parameters, and which values of them to try.
export * from './sweep/parameter.ts';
export { type Constraint, textToConstraint } from './sweep/constraint.ts';
export * from './sweep/combinations.ts';
export * from './sweep/template.ts';

// verification: what is wrong with candles, or worth knowing.
export * from './verification/finding.ts';
export * from './verification/candle-verification.ts';
export { type Difference, DIFFERENCES } from './verification/compare-window.ts';
export { reAggregation, type ReAggregationReport } from './verification/re-aggregation.ts';

// ports: where packages meet that do not know each other.
export * from './ports/absence-ledger.ts';
export * from './ports/archive-ledger.ts';
export * from './ports/candle-source.ts';
export * from './ports/candle-store.ts';
export * from './ports/cassette-store.ts';
export * from './ports/clock.ts';
export * from './ports/funding-store.ts';
export * from './ports/instrument-registry.ts';
export * from './ports/limit-ledger.ts';
export * from './ports/progress.ts';
export * from './ports/provenance.ts';
export * from './ports/signal-source.ts';

export * from './errors/wick-error.ts';
