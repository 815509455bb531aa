import type { Expression } from '@wick/core';

/**
 * An indicator at work: a computation with memory that takes its inputs a block at a time.
 *
 * What it answers for a bar depends on that bar and earlier ones only, and never on where one block ends and the next
 * begins: any split of a history into blocks gives the same bits. It allocates nothing after its creation.
 */
export interface Kernel {
  /**
   * Computes the next `length` bars.
   *
   * @param inputs the series arguments, then the candle columns that the indicator always reads; NaN is unknown
   * @param outputs one array an output, in the order of the signature; none of them is also an input
   */
  process(inputs: readonly Float64Array[], outputs: readonly Float64Array[], length: number): void;
}

/** An indicator that has arithmetic of its own. */
export interface KernelDefinition {
  /** Bars before the first value, where every input is known from the start. */
  warmup(parameters: readonly number[]): number;
  create(parameters: readonly number[]): Kernel;
}

/** An indicator that is an expression over others. What it shares with the rest of a strategy is computed once. */
export interface CompositeDefinition<Output extends string = string> {
  define(inputs: readonly Expression[], parameters: readonly number[]): Readonly<Record<Output, Expression>>;
}

export type IndicatorDefinition<Output extends string = string> = KernelDefinition | CompositeDefinition<Output>;
