import type { BacktestResult, Frame } from '@wick/core';

/** What a page is made of. */
export interface HtmlReport {
  readonly result: BacktestResult;
  /** The candles of the run, one row for each bar of the result. */
  readonly frame: Frame;
  /** Heading of the page. Default: the symbol and the interval. */
  readonly title?: string;
  /** What the user asked for, in English. */
  readonly sentence?: string;
  /** How it was understood, in English. */
  readonly paraphrase?: string;
}
