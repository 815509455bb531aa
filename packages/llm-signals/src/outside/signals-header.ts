import { EXCHANGES, type Frame, INTERVALS, MARKETS, seriesKey, WickError } from '@wick/core';
import { z } from 'zod';
import { NO_SIGNAL_REASONS } from '../judgement/judgement.ts';
import type { Line } from './bytes-to-lines.ts';
import { lineError } from './signal-row.ts';

const count = z.number().int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * The first line of a file of `wick signals`: what the decisions below it were made from. Nothing in it differs between
 * asking a model and replaying what it answered.
 */
const signalsHeaderSchema = z.object({
  wick: z.literal('signals'),
  version: z.literal(1),
  series: z.object({ exchange: z.enum(EXCHANGES), market: z.enum(MARKETS), symbol: z.string().min(1), interval: z.enum(INTERVALS) }),
  /** Of the candles that the windows were cut from. */
  datasetHash: hash,
  provider: z.string(),
  modelAsked: z.string(),
  /** What the answers name, in alphabetical order. */
  modelsAnswered: z.array(z.string()),
  /** The last day that the model may know of; null where nobody says. */
  knowledgeCutOff: day.nullable(),
  settings: z.object({
    instruction: z.string(),
    candles: count,
    every: count,
    masked: z.boolean(),
    note: z.string().optional(),
    temperature: z.number(),
    maxOutputTokens: count,
    samples: count,
    leastAgreement: z.number(),
  }),
  templateHash: hash,
  schemaHash: hash,
  /** Lines below this one. */
  decisions: count,
  /** Decisions before the knowledge cut-off; null where it is unknown. */
  inSample: count.nullable(),
  signals: z.object({ BUY: count, SELL: count, HOLD: count }),
  noSignals: z.partialRecord(z.enum(NO_SIGNAL_REASONS), count),
  /** Over the windows of which several samples were asked for: the mean and the least share that agreed. */
  agreement: z.object({ mean: z.number(), least: z.number() }).nullable(),
  /** Tokens that the answers used; null where a provider did not say. */
  tokens: z.object({ prompt: count, cached: count, completion: count }).nullable(),
});

export type SignalsHeader = z.infer<typeof signalsHeaderSchema>;

/** The header, if a line is one; undefined for what another program wrote. @throws WickError SIGNALS_INVALID for one that is damaged or of another version */
export function lineToHeader({ number, text }: Line): SignalsHeader | undefined {
  if (!/^\s*\{\s*"wick"\s*:/.test(text)) return undefined;
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    throw lineError(number, 'it begins as a header of "wick signals" does, and is not JSON', REPEAT);
  }
  const header = signalsHeaderSchema.safeParse(object);
  if (header.success) return header.data;
  const at = header.error.issues[0]!;
  throw lineError(number, `it begins as a header of "wick signals" does, and its "${at.path.join('.')}" cannot be read`, REPEAT);
}

const REPEAT = 'Run "wick signals" again: what was answered before is replayed and costs nothing.';

/**
 * Signals count only over the candles that they were made for, which no column of a CSV would tell.
 * @throws WickError SIGNALS_INVALID
 */
export function requireSameSeries({ series }: SignalsHeader, frame: Frame, name: string): void {
  const { symbol, interval } = frame.series;
  if (series.symbol === symbol && series.interval === interval) return;
  throw new WickError('SIGNALS_INVALID', `The signals in "${name}" are for ${series.symbol} ${series.interval}, not for ${symbol} ${interval}.`, {
    remedy: `Run the backtest on ${series.symbol} -i ${series.interval}, or "wick signals" on ${symbol} -i ${interval}.`,
    details: { signals: seriesKey(series), candles: seriesKey(frame.series) },
  });
}
