import { datasetHash, type Frame, type Gap, seriesKey } from '@wick/core';
import { version } from '../version.ts';
import type { Decimals } from './export-columns.ts';

/** What a file of candles says about itself, as its metadata. */
export type FileFacts = Readonly<Record<string, string>>;

/**
 * @param frame the candles with prices and volume: the dataset hash is the one of a backtest on these columns
 * @param gaps those between the candles, with their reasons where these are known
 * @returns names and texts; gaps as JSON, with times in milliseconds UTC
 */
export const fileFacts = (frame: Frame, gaps: readonly Gap[], decimals: Decimals): FileFacts => ({
  'wick.series': seriesKey(frame.series),
  'wick.candles': String(frame.length),
  'wick.dataset_hash': datasetHash(frame),
  'wick.gaps': JSON.stringify(gaps),
  'wick.decimals': decimals,
  'wick.version': version(),
});
