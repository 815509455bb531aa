import { z } from 'zod';
import { WickError } from '../errors/wick-error.ts';

const rate = z.number().min(0).max(0.5);

/**
 * How orders become fills and what that costs. Every default is non-zero where the market's is, and every report
 * prints them.
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
  /** Taker fills are worse than the price by this many hundredths of a percent. */
  slippageBps: z.number().min(0).max(5_000).default(2),
  /** Yearly, for Sharpe and Sortino. */
  riskFreeRate: z.number().min(-0.5).max(1).default(0),
  /** Days in a year of this market, for annualising. Crypto never closes. */
  daysPerYear: z.number().positive().max(366).default(365),
});

export type Execution = z.infer<typeof executionSchema>;

export const DEFAULT_EXECUTION: Execution = executionSchema.parse({});

/** Fills in the defaults. @throws WickError OPTION_INVALID that names the option */
export function parseExecution(options: Partial<Execution>): Execution {
  const parsed = executionSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = issue?.path.join('.') ?? '';
  throw new WickError('OPTION_INVALID', `The option ${option} is not valid: ${issue?.message ?? 'unknown'}.`, {
    remedy: 'Give a value in the stated range or leave the option out to take its default.',
    details: { option },
  });
}
