import { z } from 'zod';
import { strictSchema } from '../chat/strict-schema.ts';

/** What a model is told that left a field out, or filled it with something else. */
const text = z.string('write a text, or null where there is nothing to say');
const rule = text.max(4_000).nullable();
const part = text.max(200).nullable();

/** What a model fills in: rules and values of statements in the text form, which are checked and never executed. */
export const answerSchema = z.strictObject({
  entry: rule.describe('when to open a long position; null for none'),
  exit: rule.describe('when to close a long position; null for none'),
  shortEntry: rule.describe('when to open a short position; null for none'),
  shortExit: rule.describe('when to close a short position; null for none'),
  stopLoss: part.describe('a distance from the entry price: "2%", or "3 atr(14)" for three times the ATR of 14 bars; null for none'),
  takeProfit: part.describe('a distance as for stopLoss; null for none'),
  trailingStop: part.describe('a distance as for stopLoss, from the best price since the entry; null for none'),
  exitAfter: part.describe('how long a position is held at most, in bars: "10 bars"; null for no limit'),
  size: part.describe(
    'how much each trade buys: "50% of equity", "1000 quote", "0.5 base", "1% risk" (what is lost at the stop; needs stopLoss or trailingStop) or "15% volatility(30)" (a year, from the last 30 bars); null if the sentence does not say',
  ),
  entryOrder: part.describe(
    'measured from the close of the signal: "limit 0.5% for 3 bars" (a buy below it), "stop 1 atr(14) for 5 bars" (a buy above it) or "stop 1% limit 0.2% for 5 bars"; null to enter at the market',
  ),
  scaleIn: part.describe('how many entry signals may add to one position: "3 entries"; null for one'),
  scaleOut: part.describe('the share of the position that each exit signal closes: "50%"; null for all'),
  assumptions: z.array(z.string().max(500)).max(30).describe('everything the sentence left open and you filled in, one plain sentence each'),
  notExpressible: z.array(z.string().max(500)).max(30).describe('words of the sentence that these rules cannot express'),
});

export type Answer = z.infer<typeof answerSchema>;

/** The same as JSON Schema, in the subset that strict modes take: every property required, none further allowed. */
export const ANSWER_JSON_SCHEMA: Record<string, unknown> = strictSchema(answerSchema);
