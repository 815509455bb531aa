/**
 * What one run knows between two bars: a row of numbers in a table of runs, `table[run × LANE_FIELDS + field]`.
 *
 * Thousands of runs are walked over the same bars, one after another, so a run's numbers lie together in four cache
 * lines instead of one line a column. A copy of the row is a checkpoint. All money is in the quote asset.
 */
export const LANE_FIELDS = 32;

export const CASH = 0;
/** Base asset: positive is long, negative short, 0 flat. */
export const POSITION = 1;
/** Slippage included; 0 when flat. */
export const ENTRY_PRICE = 2;
/** Best price since the entry that a trailing stop follows; 0 when flat. */
export const BEST_PRICE = 3;
export const ENTRY_FEE = 4;
/** Signals of the last bar that are due at the next one, as the portfolio's `PENDING_*` flags. */
export const PENDING = 5;
export const BARS_IN_POSITION = 6;
export const CONFLICTING_SIGNALS = 7;
export const NO_CASH = 8;
export const NO_PRICE = 9;
/** Entries that were filled with less than was asked for. */
export const REDUCED = 28;
/** The bar of the run on which the position has been held as long as its rules say, and is closed; nothing where they do not. */
export const TIME_EXIT = 29;

/* Sums over fills, in their order. */
export const ORDERS = 10;
export const FEES_PAID = 11;
export const SLIPPAGE_PAID = 12;
/** Σ size × price. */
export const TRADED = 13;

/* Of closed trades. */
export const LONG_TRADES = 14;
export const SHORT_TRADES = 15;
export const WINS = 16;
export const LOSSES = 17;
/** Σ P&L above zero, and of the losses −Σ. */
export const GAINED = 18;
export const LOST = 19;
export const PROFIT = 20;
export const BEST_TRADE = 21;
export const WORST_TRADE = 22;
export const AMBIGUOUS_TRADES = 23;

/* The tolerant arithmetic keeps three more accounts, see walk-tolerant.ts. */
export const FREE_CASH = 24;
export const SERIES_CASH = 25;
export const PROFIT_CASH = 26;
export const DEBT = 27;

/** Rows for `count` runs that start with `initialCash`. */
export function createLanes(count: number, initialCash: number): Float64Array {
  const table = new Float64Array(count * LANE_FIELDS);
  resetLanes(table, initialCash);
  return table;
}

/** Every run back to its first bar. */
export function resetLanes(table: Float64Array, initialCash: number): void {
  table.fill(0);
  for (let row = 0; row < table.length; row += LANE_FIELDS) {
    table[row + CASH] = initialCash;
    table[row + FREE_CASH] = initialCash;
    table[row + SERIES_CASH] = initialCash;
    table[row + BEST_TRADE] = -Infinity;
    table[row + WORST_TRADE] = Infinity;
  }
}
