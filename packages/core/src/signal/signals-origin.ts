/**
 * Which bar a timestamp of a signal names. Either way the signal counts from that bar's close, and never earlier.
 *
 * `open`: the bar that opens then, or that closes then as Binance writes it (the last millisecond of the bar). A signal
 * that was known at its timestamp comes a bar late; one that carries the opening time of the bar it was computed from,
 * as candles do, comes in time. It cannot look ahead, whichever of the two a file means.
 *
 * `close`: the bar that ends then. 10:00 is the end of the bar before, so the signal fills at the open of 10:00. Only for
 * signals that were known at their timestamp: those labelled by opening times would see one bar ahead.
 */
export const SIGNAL_TIMESTAMPS = ['open', 'close'] as const;
export type SignalTimestamps = (typeof SIGNAL_TIMESTAMPS)[number];

/** What SELL means to who has no long position. `exit`: nothing. `short`: open a short one, which BUY closes. */
export const SELL_MEANINGS = ['exit', 'short'] as const;
export type SellMeaning = (typeof SELL_MEANINGS)[number];

/**
 * The model that judged, as a file of `wick signals` tells it. What a model was trained on it has read: a decision that lies
 * before its knowledge cut-off is in-sample for it, however honest the backtest is.
 */
export interface SignalsModel {
  readonly provider: string;
  readonly modelAsked: string;
  /** What the answers name, in alphabetical order. */
  readonly modelsAnswered: readonly string[];
  /** The last day that the model may know of, such as 2024-07-31; null where nobody says. */
  readonly knowledgeCutOff: string | null;
  /** Symbol, dates and the scale of prices were hidden from it. */
  readonly masked: boolean;
  /** What it was told to judge by. */
  readonly instruction: string;
  /** Bars from one decision to the next. */
  readonly every: number;
  /** Rows that name a bar of this run, those without a signal included. */
  readonly decisions: number;
  /** Those before the cut-off; null where it is unknown. */
  readonly inSample: number | null;
  /** Opening times of the first and the last bar that was decided on; null where none was. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Bars of this run before the first decision and after the last. */
  readonly barsBeyond: number;
}

/** What signals were read from, how, and what became of each row. */
export interface SignalsOrigin {
  /** A file's name without its folder. */
  readonly source: string;
  /** SHA-256 of what was read, byte for byte. */
  readonly sha256: string;
  readonly timestamps: SignalTimestamps;
  readonly sell: SellMeaning;
  /** Rows with less were dropped; null where every row counts. */
  readonly minConfidence: number | null;
  /** Every row is counted here, and in exactly one of the counts below. */
  readonly rows: number;
  /** Signals to act on. */
  readonly buys: number;
  readonly sells: number;
  readonly holds: number;
  readonly belowConfidence: number;
  /** Before the first candle or after the last. */
  readonly outsideRange: number;
  /** Between them, and the time of no bar. */
  readonly unmatched: number;
  /** The first few of these times, in the order of the rows. */
  readonly firstUnmatchedMs: readonly number[];
  /** Rows that say again what another said of the same bar. */
  readonly repeated: number;
  /** Rows of bars of which rows say different things: nothing is done there. */
  readonly conflicting: number;
  /** The first few opening times of such bars, from the earliest. */
  readonly firstConflictingMs: readonly number[];
  /** Rows that say that a bar was looked at and there is no signal, by reason; only where there are some. Never taken for HOLD. */
  readonly noSignals?: Readonly<Record<string, number>>;
  /** Only for the decisions of a language model that a file says so of. */
  readonly model?: SignalsModel;
}
