/** Where a portfolio of one instrument stands after the last bar. */
export interface PortfolioState {
  /** Bars seen so far; the next bar of the run has this index. */
  readonly bars: number;
  /** Quote asset. A short's proceeds are in it. */
  readonly cash: number;
  /** Base asset: positive is long, negative short, 0 flat. */
  readonly position: number;
  readonly barsInPosition: number;
  /** Filled so far. */
  readonly orders: number;
  /** Of the last bar; NaN before the first. */
  readonly lastOpenTimeMs: number;
  readonly lastClose: number;
}
