import { z } from 'zod';
import type { Column } from '../candle/candle.ts';
import { MAX_PERIOD } from '../indicator/signature.ts';

/** Most that a strategy may hold, in percent of the equity: 125 times, the highest leverage that Binance lends. */
export const MAX_EQUITY_PERCENT = 12_500;

const percent = (max: number): z.ZodNumber => z.number().gt(0).max(max);
const bars = (min = 1): z.ZodNumber => z.int().min(min).max(MAX_PERIOD);

/** How far from a price: from the entry price, for a trailing stop from the best price since. */
const distanceSchema = z.discriminatedUnion('kind', [
  /** Of that price. */
  z.strictObject({ kind: z.literal('percent'), percent: percent(100) }),
  /** `multiple` × ATR (Wilder, the indicator `atr`) of the signal's bar, a difference of prices that stays as it was when the position opens. */
  z.strictObject({ kind: z.literal('atr'), multiple: z.number().gt(0).max(1_000), period: bars() }),
]);

const sizeSchema = z.discriminatedUnion('kind', [
  /** Of the equity at the moment of the fill, fees included. More than 100 needs leverage, which is an option of the run. */
  z.strictObject({ kind: z.literal('equity'), percent: percent(MAX_EQUITY_PERCENT) }),
  /** Of the quote asset, for example 1000 USDT. */
  z.strictObject({ kind: z.literal('value'), value: z.number().positive() }),
  /** Of the base asset, for example 0.5 BTC. */
  z.strictObject({ kind: z.literal('amount'), amount: z.number().positive() }),
  /** What is lost at the stop, the nearer of stop loss and trailing stop, is this share of the equity. */
  z.strictObject({ kind: z.literal('risk'), percent: percent(100) }),
  /** Value = equity × this volatility a year / annualised standard deviation of the returns of the last `period` bars. */
  z.strictObject({ kind: z.literal('volatility'), percent: percent(1_000), period: bars(2) }),
]);

/** The position is closed on the bar that comes so many bars after that of its first entry, counted in bars that exist. */
const exitAfterSchema = z.strictObject({ bars: bars() });

/** How a position is entered. Without it: at the market. The order is good for `bars` bars. */
const entryOrderSchema = z.discriminatedUnion('kind', [
  /** Buys at `offset` below the close of the signal's bar, or better; sells short above it. */
  z.strictObject({ kind: z.literal('limit'), offset: distanceSchema, bars: bars() }),
  /** Buys once the price has risen to `offset` above the close of the signal's bar; sells short below it. */
  z.strictObject({ kind: z.literal('stop'), offset: distanceSchema, bars: bars() }),
  /** A stop that, once touched, is a limit order at `limit` beyond the price of the stop. */
  z.strictObject({ kind: z.literal('stop-limit'), offset: distanceSchema, limit: distanceSchema, bars: bars() }),
]);

/** An entry signal in a position of its side adds `size` again, up to so many entries in all. The stops follow the mean entry. */
const scaleInSchema = z.strictObject({ entries: z.int().min(2).max(1_000) });

/** An exit signal closes this share of the largest size that the position had; what would remain below that share goes with it. */
const scaleOutSchema = z.strictObject({ percent: z.number().gt(0).lt(100) });

/** The fields of {@link positionRulesSchema}, which a strategy has as well. */
export const positionRulesShape = {
  stopLoss: distanceSchema.optional(),
  takeProfit: distanceSchema.optional(),
  /** Follows the best price since the entry at this distance. */
  trailingStop: distanceSchema.optional(),
  exitAfter: exitAfterSchema.optional(),
  size: sizeSchema,
  entryOrder: entryOrderSchema.optional(),
  scaleIn: scaleInSchema.optional(),
  scaleOut: scaleOutSchema.optional(),
};

/** Says what is wrong between the fields. */
export function checkPositionRules(rules: PositionRules, context: z.RefinementCtx): void {
  if (rules.size.kind !== 'risk' || rules.stopLoss || rules.trailingStop) return;
  context.addIssue({ code: 'custom', path: ['size'], message: 'a size by risk needs a stop loss or a trailing stop, at which that share is lost' });
}

/** The part of a strategy that is not signals: how to enter, how much to hold, and which stops protect it. */
export const positionRulesSchema = z.strictObject(positionRulesShape).superRefine(checkPositionRules);

export type Distance = z.infer<typeof distanceSchema>;
export type Size = z.infer<typeof sizeSchema>;
export type ExitAfter = z.infer<typeof exitAfterSchema>;
export type EntryOrder = z.infer<typeof entryOrderSchema>;
export type ScaleIn = z.infer<typeof scaleInSchema>;
export type ScaleOut = z.infer<typeof scaleOutSchema>;
export type PositionRules = z.infer<z.ZodObject<typeof positionRulesShape, z.core.$strict>>;

/** All of the equity in each trade: what a strategy that names no size gets. */
export const DEFAULT_SIZE: Size = { kind: 'equity', percent: 100 };

/** Every distance of the rules, in a fixed order. */
export function distancesOf({ stopLoss, takeProfit, trailingStop, entryOrder }: PositionRules): Distance[] {
  const limit = entryOrder?.kind === 'stop-limit' ? entryOrder.limit : undefined;
  return [stopLoss, takeProfit, trailingStop, entryOrder?.offset, limit].filter((distance) => distance !== undefined);
}

/** Candle columns that distances and sizes measure: those of the ATR, and the closes of a volatility or of an order beside the close. */
export function columnsOfPositionRules(rules: PositionRules): Column[] {
  const ranges = distancesOf(rules).some(({ kind }) => kind === 'atr');
  const closes = rules.entryOrder !== undefined || rules.size.kind === 'volatility';
  return ranges ? ['high', 'low', 'close'] : closes ? ['close'] : [];
}
