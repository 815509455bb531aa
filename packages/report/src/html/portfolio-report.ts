import type { Frame } from '@wick/core';
import type { PortfolioRun } from '../facts/portfolio-run.ts';

/** What the page of a portfolio is made of. */
export interface PortfolioReport extends PortfolioRun {
  /** The candles of each market, in their order. */
  readonly frames: readonly Frame[];
  /** Heading of the page. Default: the symbols and the interval. */
  readonly title?: string;
  /** What the user asked for, in English. */
  readonly sentence?: string;
  /** How it was understood, in English. */
  readonly paraphrase?: string;
}
