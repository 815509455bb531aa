// indicators → signals: the rules of a strategy, or any expression, over blocks of candles.
export { createSignalStream, type SignalStream, type SignalStreamOptions } from './signals/signal-stream.ts';
export { computeCondition, computeSeries } from './signals/compute-expression.ts';
