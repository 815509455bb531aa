import type { OrderReason } from '../order/order.ts';
import type { Side } from '../signal/signals.ts';

/** A position from its opening to its closing, or to the closing of a part of it. Money is in the quote asset. */
export interface Trade {
  /** Which position it belongs to, counted from 0 by opening: trades of one position share it. */
  readonly position: number;
  readonly side: Side;
  readonly status: 'open' | 'closed';
  /** Bars count from the first of the run; times are open times of those bars. */
  readonly entryBar: number;
  readonly entryTimeMs: number;
  /** Slippage included, as is the exit's. Where there were several entries: their size-weighted mean. */
  readonly entryPrice: number;
  /** For an open trade: the last bar, and its close as the price. */
  readonly exitBar: number;
  readonly exitTimeMs: number;
  readonly exitPrice: number;
  /** `end` marks a trade that is still open when the candles end. */
  readonly exitReason: OrderReason | 'end';
  /** Base asset: what was closed by this trade's exit, or is open. */
  readonly size: number;
  /** The part of the entries' fees that falls to `size`. */
  readonly entryFee: number;
  readonly exitFee: number;
  /** After both fees. */
  readonly pnl: number;
  /** pnl / (size × entry price), a share. */
  readonly returnRate: number;
  /**
   * Maximum adverse excursion: the worst price in the life of the position up to this exit against the entry price, a share,
   * 0 or negative. null if not recorded.
   */
  readonly mae: number | null;
  /**
   * Maximum favourable excursion: the best price in the life of the position up to this exit against the entry price, a share,
   * 0 or positive. null if not recorded.
   */
  readonly mfe: number | null;
  /** What is lost where the nearest stop is hit: size × its distance from the entry price. null without a stop. */
  readonly initialRisk: number | null;
  /** One bar did not say what came first (a stop and a target, an order filled within it), and the worse was taken. */
  readonly ambiguous: boolean;
}
