import { z } from 'zod';
import { WickError } from '../errors/wick-error.ts';
import { conventionsSchema } from './conventions.ts';

const rate = z.number().min(0).max(0.5);

/**
 * How orders become fills and what that costs. Every default is non-zero where the market's is, and every report
 * prints them. What an option of a venue is (steps, minima) stays out of force until somebody says it.
 */
export const executionSchema = z.strictObject({
  /** `next-open`: a signal at a bar's close fills at the next bar's open. `close`: at the same bar's close. */
  fill: z.enum(['next-open', 'close']).default('next-open'),
  /** In the quote asset. */
  initialCash: z.number().positive().default(10_000),
  /** Share of the traded value; market orders and stops take. Binance spot, lowest tier: 0.001. */
  takerFeeRate: rate.default(0.001),
  /** Share of the traded value for resting orders, such as a take profit. */
  makerFeeRate: rate.default(0.001),
  /** In the quote asset, for each fill, on top of the rate. */
  fixedFee: z.number().min(0).max(1e9).optional(),
  /** Taker fills are worse than the price by this many hundredths of a percent. */
  slippageBps: z.number().min(0).max(5_000).default(2),
  /** And by this share of the bar's range, high − low. */
  slippageRangeShare: z.number().min(0).max(1).optional(),
  /** And by this many hundredths of a percent × √(size / volume of the bar): the square-root law of market impact. */
  volumeImpactBps: z.number().min(0).max(100_000).optional(),
  /** Open positions may be worth this many times the equity. */
  leverage: z.number().min(1).max(125).optional(),
  /** With leverage: a position is liquidated where the equity falls to this share of the value of all positions. 0: never. */
  maintenanceMarginRate: z.number().min(0).max(0.5).optional(),
  /** Sizes are whole multiples of it (base asset). */
  stepSize: z.number().positive().optional(),
  /** Smallest and largest size of an order that opens or adds, in the base asset. */
  minSize: z.number().min(0).optional(),
  maxSize: z.number().positive().optional(),
  /** Smallest value of an order that opens or adds, in the quote asset. */
  minNotional: z.number().min(0).optional(),
  /**
   * In which order instruments that share cash have their turn on one bar: as listed, the other way round, or sales first.
   * Without it: all exits before all entries, and written orders and target weights with the sales first.
   */
  sequence: z.enum(['listed', 'reversed', 'sells-first']).optional(),
  /** The rules of vectorbt instead of ours, for comparing. */
  conventions: conventionsSchema.optional(),
  /** Yearly, for Sharpe and Sortino. */
  riskFreeRate: z.number().min(-0.5).max(1).default(0),
  /** Days in a year of this market, for annualising. Crypto never closes. */
  daysPerYear: z.number().positive().max(366).default(365),
});

export type Execution = z.infer<typeof executionSchema>;
/** What somebody said of it; the rest takes its default. */
export type GivenExecution = z.input<typeof executionSchema>;

export const DEFAULT_EXECUTION: Execution = executionSchema.parse({});

/** Of the position's value, where leverage is used and nobody says otherwise: the lowest tier of Binance's USD-M futures. */
export const DEFAULT_MAINTENANCE_MARGIN_RATE = 0.005;

/** Fills in the defaults. @throws WickError OPTION_INVALID that names the option */
export function parseExecution(options: GivenExecution): Execution {
  const parsed = executionSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = issue?.path.join('.') ?? '';
  throw new WickError('OPTION_INVALID', `The option ${option} is not valid: ${issue?.message ?? 'unknown'}.`, {
    remedy: 'Give a value in the stated range or leave the option out to take its default.',
    details: { option },
  });
}
