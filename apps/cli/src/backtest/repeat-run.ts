import { type BacktestResult, canonicalJson, type Frame, type FundingRates, seriesKey, signalsHash, WickError } from '@wick/core';
import { backtest, backtestSignals } from '@wick/engine';
import type { LoadedMarket } from './load-market.ts';
import { openSignals } from './open-signals.ts';
import type { SavedResult } from './read-result.ts';

/**
 * Runs a saved result again over the candles that it was computed from.
 *
 * @param signalsPath the file of signals that it was computed from, where it was
 * @throws WickError RESULT_INVALID if the funding, the signals or the numbers are not those of the saved result any more,
 *   FILE_NOT_FOUND | SIGNALS_INVALID
 */
export async function repeatRun({ frame, funding }: LoadedMarket, saved: SavedResult, signalsPath?: string): Promise<BacktestResult> {
  const { path, manifest, metrics } = saved;
  const result = manifest.strategy
    ? backtest(frame, manifest.strategy, { execution: manifest.execution, funding })
    : await repeatSignals(frame, saved, signalsPath, funding);
  if (result.manifest.funding?.hash !== manifest.funding?.hash) {
    throw new WickError('RESULT_INVALID', `The stored funding of ${seriesKey(frame.series)} is not that which "${path}" was computed from.`, {
      remedy: 'Rates were added or revised since; run "wick backtest" again for a result over what is stored now.',
      details: { saved: manifest.funding, stored: result.manifest.funding ?? null },
    });
  }
  if (canonicalJson(result.metrics) !== canonicalJson(metrics)) {
    throw new WickError('RESULT_INVALID', `The same candles and rules now give other numbers than "${path}" holds.`, {
      remedy: `It was computed by engine ${manifest.engineVersion}, and this is ${result.manifest.engineVersion}; run "wick backtest" again.`,
      details: { engineVersion: manifest.engineVersion, metrics: result.metrics },
    });
  }
  return { ...result, manifest: { ...manifest, engineVersion: result.manifest.engineVersion } };
}

async function repeatSignals(frame: Frame, { path, manifest }: SavedResult, signalsPath?: string, funding?: FundingRates): Promise<BacktestResult> {
  const { hash, rules, origin: before } = manifest.signals!;
  if (signalsPath === undefined) {
    throw new WickError('OPTION_INVALID', `"${path}" was computed from the signals of "${before!.source}".`, {
      remedy: `Name that file: wick report ${path} --signals ${before!.source}`,
      details: { option: '--signals', sha256: before!.sha256 },
    });
  }
  const { timestamps, sell, minConfidence } = before!;
  const source = await openSignals(signalsPath, { timestamps, sell, ...(minConfidence !== null && { minConfidence }) });
  const { signals, origin } = await source.signals(frame);
  if (origin.sha256 !== before!.sha256 || signalsHash(signals) !== hash) {
    throw new WickError('RESULT_INVALID', `"${signalsPath}" does not hold the signals that "${path}" was computed from.`, {
      remedy: 'Name the file as it was then, or run "wick backtest" again.',
      details: { sha256: before!.sha256, sha256Now: origin.sha256 },
    });
  }
  return backtestSignals(frame, signals, { ...rules, origin, execution: manifest.execution, funding });
}
