import { columnsOfStrategy, datasetHash, nextOpenTime, seriesKey, WickError } from '@wick/core';
import type { Revision } from '@wick/storage';
import type { CliContext } from '../context.ts';
import { revisionsToClauses } from '../output/revision-to-text.ts';
import { withStorage } from '../with-storage.ts';
import { findState, type PastState } from './find-state.ts';
import { fundingOf, type LoadedMarket } from './load-market.ts';
import type { SavedResult } from './read-result.ts';

/**
 * The candles that a saved result was computed from: those that are stored now, or, if they were changed since, as they were
 * then. Funding as it is stored now, if the result was computed with some.
 *
 * @throws WickError CANDLES_MISSING if none are stored, RESULT_INVALID if no known state has the hash of the saved result
 */
export const loadFrameOfRun = (context: CliContext, saved: SavedResult): Promise<PastState & LoadedMarket> =>
  withStorage(context, async ({ candles, revisions, funding: rates }) => {
    const { series, strategy, firstOpenTimeMs, lastOpenTimeMs, ...wanted } = saved.manifest;
    const range = {
      fromMs: firstOpenTimeMs ?? Number.MIN_SAFE_INTEGER,
      toMs: lastOpenTimeMs === null ? Number.MAX_SAFE_INTEGER : nextOpenTime(lastOpenTimeMs, series.interval),
    };
    const frame = await candles.frame(series, range, strategy ? columnsOfStrategy(strategy) : []);
    if (frame.length === 0) {
      const { candlesMissing } = await import('../candles-missing.ts');
      throw await candlesMissing(series, candles, range);
    }
    const funding = wanted.funding && (await fundingOf(rates, frame));
    const storedHash = datasetHash(frame);
    if (storedHash === wanted.datasetHash) return { frame, funding, since: [] };
    const { state, looked } = await findState(revisions, frame, range, wanted);
    if (state) return { ...state, funding };
    throw otherCandles(saved, looked, { storedHash, storedCandles: frame.length });
  });

function otherCandles({ path, manifest }: SavedResult, looked: readonly Revision[], stored: Readonly<Record<string, unknown>>): WickError {
  const { series, datasetHash: hash, candles } = manifest;
  const known = looked.length > 0 ? ` What is known to have changed: ${revisionsToClauses(looked)}.` : '';
  return new WickError('RESULT_INVALID', `The stored candles of ${seriesKey(series)} are not those that "${path}" was computed from.`, {
    remedy: `No known state of them is, either.${known} Run "wick backtest" again for a result over what is stored now.`,
    details: { datasetHash: hash, candles, ...stored, revisions: looked.map(({ id }) => id) },
  });
}
