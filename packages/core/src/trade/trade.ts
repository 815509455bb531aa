import type { OrderReason } from '../order/order.ts';
import type { Side } from '../signal/signals.ts';

/** A position from its opening to its closing. Money is in the quote asset. */
export interface Trade {
  readonly side: Side;
  readonly status: 'open' | 'closed';
  /** Bars count from the first of the run; times are open times of those bars. */
  readonly entryBar: number;
  readonly entryTimeMs: number;
  /** Slippage included, as is the exit's. */
  readonly entryPrice: number;
  /** For an open trade: the last bar, and its close as the price. */
  readonly exitBar: number;
  readonly exitTimeMs: number;
  readonly exitPrice: number;
  /** `end` marks a trade that is still open when the candles end. */
  readonly exitReason: OrderReason | 'end';
  /** Base asset. */
  readonly size: number;
  readonly entryFee: number;
  readonly exitFee: number;
  /** After both fees. */
  readonly pnl: number;
  /** pnl / (size × entry price), a share. */
  readonly returnRate: number;
  /** Maximum adverse excursion: the worst price while open against the entry price, a share, 0 or negative. null if not recorded. */
  readonly mae: number | null;
  /** Maximum favourable excursion: the best price while open against the entry price, a share, 0 or positive. null if not recorded. */
  readonly mfe: number | null;
  /** What is lost where the nearest stop is hit: size × its distance from the entry price. null without a stop. */
  readonly initialRisk: number | null;
  /** One bar held both a stop and a target, and the worse was taken. */
  readonly ambiguous: boolean;
}
