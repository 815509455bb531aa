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
  /** One bar held both a stop and a target, and the worse was taken. */
  readonly ambiguous: boolean;
}
