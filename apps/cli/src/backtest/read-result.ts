import { readFile } from 'node:fs/promises';
import {
  type Manifest, type Metrics, parseExecution, parseSeriesKey, parseStrategy, positionRulesSchema, SELL_MEANINGS, seriesKey,
  SIGNAL_TIMESTAMPS, type SignalsManifest, WickError,
} from '@wick/core';
import { oneOf } from '../options/series-options.ts';
import { fileError } from '../files/file-error.ts';

/** The parts of a saved result that say what was run and what came out. */
export interface SavedResult {
  readonly path: string;
  readonly manifest: Manifest;
  readonly metrics: Metrics;
}

/**
 * Reads what "wick backtest --json" printed. All that a run is repeated from is checked.
 * @throws WickError FILE_NOT_FOUND | RESULT_INVALID
 */
export async function readResult(path: string): Promise<SavedResult> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw fileError(error.code ?? '', path, error) ?? error;
  });
  try {
    const { manifest, metrics, markets } = JSON.parse(text) as { manifest?: Manifest; metrics?: Metrics; markets?: unknown };
    if (markets !== undefined) throw ofSeveral(path);
    if (!manifest?.series || !metrics) throw new Error('it holds no manifest and metrics');
    const checked: Manifest = {
      ...manifest,
      series: parseSeriesKey(seriesKey(manifest.series)),
      strategy: manifest.signals ? null : parseStrategy(manifest.strategy),
      signals: manifest.signals ? readSignals(manifest.signals) : null,
      execution: parseExecution(manifest.execution),
    };
    return { path, manifest: checked, metrics };
  } catch (error) {
    if (error instanceof WickError && error.code === 'RESULT_INVALID') throw error;
    throw new WickError('RESULT_INVALID', `"${path}" is not a result of wick: ${(error as Error).message.replace(/\.$/, '')}.`, {
      remedy: 'Save one with: wick backtest SYMBOL --interval 1h --strategy "…" --json > result.json',
      details: { path },
      cause: error,
    });
  }
}

const ofSeveral = (path: string): WickError =>
  new WickError('RESULT_INVALID', `"${path}" is the result of several symbols, and a report of a saved result is made of one.`, {
    remedy: 'Run "wick backtest" again with --report out.html; the same candles give the same numbers.',
    details: { path },
  });

function readSignals({ hash, rules, origin }: SignalsManifest): SignalsManifest {
  if (!origin) throw new Error('it does not say what its signals were read from');
  const { timestamps, sell } = origin;
  return {
    hash,
    rules: positionRulesSchema.parse(rules),
    origin: { ...origin, timestamps: oneOf('timestamps', timestamps, SIGNAL_TIMESTAMPS), sell: oneOf('sell', sell, SELL_MEANINGS) },
  };
}
