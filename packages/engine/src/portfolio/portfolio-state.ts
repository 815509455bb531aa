/**
 * All that a portfolio knows between two bars, as plain numbers: a copy of it is a checkpoint. What happened
 * before is in the fill log.
 */
export interface PortfolioState {
  /** Bars seen so far; the next bar of the run has this index. */
  bars: number;
  /** Quote asset. A short's proceeds are in it. */
  cash: number;
  /** Base asset: positive is long, negative short, 0 flat. */
  position: number;
  /** Of the position, slippage included; 0 when flat. */
  entryPrice: number;
  /** Best price since the entry that a trailing stop follows; 0 when flat. */
  bestPrice: number;
  /** Signals of the last bar that are due at the next bar, as `PENDING_*` flags; always 0 when fills are at the close. */
  pending: number;
  barsInPosition: number;
  conflictingSignals: number;
  noCash: number;
  noPrice: number;
  /** Of the last bar; NaN before the first. */
  lastOpenTimeMs: number;
  lastClose: number;
}

export const createPortfolioState = (initialCash: number): PortfolioState => ({
  bars: 0,
  cash: initialCash,
  position: 0,
  entryPrice: 0,
  bestPrice: 0,
  pending: 0,
  barsInPosition: 0,
  conflictingSignals: 0,
  noCash: 0,
  noPrice: 0,
  lastOpenTimeMs: Number.NaN,
  lastClose: Number.NaN,
});
