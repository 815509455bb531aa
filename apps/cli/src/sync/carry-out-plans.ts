import { type Coverage, type CoverageGap, type Instrument, seriesKey } from '@wick/core';
import { carryOut, type PlanOutcome, type RestSource, type SyncAllOptions } from '@wick/ingestion';
import type { Storage } from '@wick/storage';
import type { CliContext } from '../context.ts';
import { findNewInstruments } from '../instruments/find-new-instruments.ts';
import { showSyncProgress } from './sync-progress.ts';
import type { CoveredOutcome } from './sync-to-text.ts';

export type SyncWork = SyncAllOptions & { readonly source: Pick<RestSource, 'usedWeight' | 'weightLimit'> };

export interface CarriedOut {
  readonly outcomes: readonly CoveredOutcome[];
  /** What tickers were found to stand for since some time, and did not before. */
  readonly instruments: readonly Instrument[];
}

/** Does what was planned, with one progress display for all series. */
export async function carryOutPlans(context: CliContext, storage: Storage, work: SyncWork, plans: readonly PlanOutcome[]): Promise<CarriedOut> {
  const before = await coveragesByKey(storage);
  const progress = showSyncProgress(context, () => ({ used: work.source.usedWeight(), limit: work.source.weightLimit() }));
  try {
    const outcomes = await carryOut({ ...work, onProgress: progress.listener }, plans);
    const after = await coveragesByKey(storage);
    const covered: CoveredOutcome[] = [];
    for (const outcome of outcomes) {
      covered.push({ ...outcome, coverage: after.get(seriesKey(outcome.series)) ?? (await storage.candles.coverage(outcome.series)) });
    }
    const fresh = covered.map(({ series, coverage }) => ({ series, gaps: newEmptyGaps(before.get(seriesKey(series)), coverage) }));
    return { outcomes: covered, instruments: await findNewInstruments(storage, fresh) };
  } finally {
    progress.stop();
  }
}

/** One query, however many series: the coverage of a single one looks at all others of its market too. */
const coveragesByKey = async ({ candles }: Storage): Promise<ReadonlyMap<string, Coverage>> =>
  new Map((await candles.coverages()).map((coverage) => [seriesKey(coverage.series), coverage]));

/** Gaps that the exchange was asked about by now, and that were not known to be empty before. */
function newEmptyGaps(before: Coverage | undefined, after: Coverage): CoverageGap[] {
  const known = new Set(before?.gaps.filter(isEmpty).map(({ fromMs, toMs }) => `${fromMs}-${toMs}`));
  return after.gaps.filter((gap) => isEmpty(gap) && !known.has(`${gap.fromMs}-${gap.toMs}`));
}

const isEmpty = ({ kind }: CoverageGap): boolean => kind === 'no-trade' || kind === 'delisted' || kind === 'not-listed';
