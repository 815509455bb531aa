import { z } from 'zod';

/** What to do with two signals of one bar that contradict each other. `adjacent` keeps the one that fits the position, `opposite` the other. */
const conflict = z.enum(['ignore', 'entry', 'exit', 'adjacent', 'opposite']);

/**
 * The rules of vectorbt 1.1, for comparing with it: each bar and instrument has at most one order, at one price, made by
 * a stop that the bar touches or else by the bar's own signals. Our own rules (see the engine's README) are what holds
 * without this group.
 *
 * Sums of cash and position within 1e-9 (relative) or 1e-12 (absolute) of zero are zero, and sizes are compared with the
 * same tolerance. A size of 100% of the equity means all the cash there is, and for a short all the free cash. Other
 * percentages are of the cash, and cannot reverse a position.
 */
export const conventionsSchema = z.strictObject({
  /** Entry and exit of one side on one bar. */
  longConflict: conflict.default('ignore'),
  shortConflict: conflict.default('ignore'),
  /** Entries of both sides on one bar. */
  sideConflict: z.enum(['ignore', 'long', 'short', 'adjacent', 'opposite']).default('ignore'),
  /** An entry against the position. `reverse-reduce` reverses in one order, or reduces where exits do. */
  oppositeEntry: z.enum(['ignore', 'close', 'close-reduce', 'reverse', 'reverse-reduce']).default('reverse-reduce'),
  /** `add`: entries add to the position. `remove`: exits take off the size instead of closing. `both`: both. */
  accumulate: z.enum(['none', 'add', 'remove', 'both']).default('none'),
  /** What stops are measured from: the bar's close, the order's price before or after slippage, or the price that values the position. */
  stopBase: z.enum(['close', 'order-price', 'fill-price', 'valuation-price']).default('close'),
  /** Where a stop fills: at its price without slippage or with it, at the close, or at the order's price. */
  stopFill: z.enum(['stop-limit', 'stop-market', 'close', 'order-price']).default('stop-limit'),
  /** What a stop does to the position. */
  stopAction: z.enum(['close', 'close-reduce', 'reverse', 'reverse-reduce']).default('close'),
  /** What an order that adds to a position does to its stops: nothing, a new one where it has one, or whatever it has. */
  stopUpdate: z.enum(['keep', 'override', 'override-unknown']).default('override'),
  /** A short locks the cash that it would take to buy it back. */
  lockCash: z.boolean().default(false),
  /** false: an order that cannot be filled whole is refused. */
  partialFills: z.boolean().default(true),
});

export type Conventions = z.infer<typeof conventionsSchema>;

/** As vectorbt does where nobody tells it otherwise. */
export const VECTORBT_CONVENTIONS: Conventions = conventionsSchema.parse({});
