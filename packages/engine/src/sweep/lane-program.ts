import type { Expression, TemplatePlace } from '@wick/core';
import type { ArithmeticOperator } from '../plan/node.ts';

/**
 * A part of the rules that is computed by the shared plan, once for each set of values that its parameters take: the average
 * over `$fast` once for each fast period, whatever the slow ones are.
 */
export interface Site {
  readonly expression: Expression;
  readonly isCondition: boolean;
  /** Where parameters stand in it. */
  readonly places: readonly TemplatePlace[];
  /** The parameters that it depends on, as their numbers, ascending. */
  readonly parameters: readonly number[];
}

/** A number a bar: of a site, or of a step of the combination's own. */
export type NumberSource = { readonly site: number } | { readonly scratch: number };
/** A bit a bar. */
export type BitSource = { readonly site: number } | { readonly register: number };

/**
 * What is computed for each combination on its own, in this order: what depends on so many of the parameters that hardly two
 * combinations share it, and needs no memory but that of the bar before.
 */
export type LaneStep =
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: NumberSource; readonly right: NumberSource; readonly out: number }
  | { readonly kind: 'order'; readonly left: NumberSource; readonly right: NumberSource; readonly less: number; readonly greater: number; readonly equal: number }
  | { readonly kind: 'cross'; readonly left: NumberSource; readonly right: NumberSource; readonly above: number; readonly below: number; readonly memory: number }
  | { readonly kind: 'and' | 'or'; readonly left: BitSource; readonly right: BitSource; readonly out: number }
  /** What was on the bar before; false on the first. */
  | { readonly kind: 'before'; readonly of: BitSource; readonly out: number; readonly memory: number };

/** The rules of a template, ready to be computed for many combinations side by side. */
export interface LaneProgram {
  readonly sites: readonly Site[];
  readonly steps: readonly LaneStep[];
  /** Arrays of numbers, words of bits, and words that a combination remembers between blocks. */
  readonly scratches: number;
  readonly registers: number;
  readonly memories: number;
  /** Long entry, long exit, short entry, short exit; undefined where the strategy has no such rule. */
  readonly rules: readonly (BitSource | undefined)[];
}
