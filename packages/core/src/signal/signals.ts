import type { Bits } from './bits.ts';

/** What a strategy wants at each bar's close. A bar may ask for several things at once; the engine resolves conflicts. */
export interface Signals {
  readonly length: number;
  readonly longEntry: Bits;
  readonly longExit: Bits;
  readonly shortEntry: Bits;
  readonly shortExit: Bits;
}

export type Side = 'long' | 'short';
