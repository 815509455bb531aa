import { type BacktestResult, canonicalJson, datasetHash, type Frame, seriesKey, WickError } from '@wick/core';
import { backtest } from '@wick/engine';
import type { SavedResult } from './read-result.ts';

/**
 * Runs a saved result again over the candles that are stored now.
 * @throws WickError RESULT_INVALID if the candles or the numbers are not those of the saved result any more
 */
export function repeatRun(frame: Frame, { path, manifest, metrics }: SavedResult): BacktestResult {
  const storedHash = datasetHash(frame);
  if (storedHash !== manifest.datasetHash) {
    throw new WickError('RESULT_INVALID', `The stored candles of ${seriesKey(frame.series)} are not those that "${path}" was computed from.`, {
      remedy: 'Candles were added or revised since; run "wick backtest" again for a result over what is stored now.',
      details: { datasetHash: manifest.datasetHash, storedHash, candles: manifest.candles, storedCandles: frame.length },
    });
  }
  const result = backtest(frame, manifest.strategy, { execution: manifest.execution });
  if (canonicalJson(result.metrics) !== canonicalJson(metrics)) {
    throw new WickError('RESULT_INVALID', `The same candles and rules now give other numbers than "${path}" holds.`, {
      remedy: `It was computed by engine ${manifest.engineVersion}, and this is ${result.manifest.engineVersion}; run "wick backtest" again.`,
      details: { engineVersion: manifest.engineVersion, metrics: result.metrics },
    });
  }
  return { ...result, manifest: { ...manifest, engineVersion: result.manifest.engineVersion } };
}
