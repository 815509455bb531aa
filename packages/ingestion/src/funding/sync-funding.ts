import { type FundingContract, type FundingRates, type FundingStore, type TimeRange, type WriteReport } from '@wick/core';
import type { FundingSource } from './funding-source.ts';
import { joinFunding } from './rows-to-funding.ts';

export interface FundingSyncOptions {
  readonly source: FundingSource;
  readonly store: FundingStore;
  readonly contract: FundingContract;
  readonly range: TimeRange;
  readonly signal?: AbortSignal;
}

/** What a sync wrote, and what the store holds of the range afterwards. */
export interface FundingSyncReport extends WriteReport {
  readonly contract: FundingContract;
  readonly payments: number;
  /** null where there are none. */
  readonly firstTimeMs: number | null;
  readonly lastTimeMs: number | null;
  /** Of all rates: what somebody long for the whole time paid, as a share of the position's value. */
  readonly sum: number;
}

/**
 * Fetches the funding rates of a range that the store lacks: those before the first stored one, and those after the last. What lies
 * between is whole, because what comes before the first is written at once.
 */
export async function syncFunding({ source, store, contract, range, signal }: FundingSyncOptions): Promise<FundingSyncReport> {
  const stored = await store.funding(contract, range);
  const missing: TimeRange[] =
    stored.length === 0
      ? [range]
      : [{ fromMs: range.fromMs, toMs: stored.timeMs[0]! }, { fromMs: stored.timeMs[stored.length - 1]! + 1, toMs: range.toMs }];
  const written = { received: 0, added: 0, unchanged: 0, revised: 0 };
  for (const { fromMs, toMs } of missing) {
    if (fromMs >= toMs) continue;
    const pages: FundingRates[] = [];
    for await (const page of source.rates(contract, { fromMs, toMs }, signal ? { signal } : {})) pages.push(page);
    const report = await store.writeFunding(joinFunding(contract, pages), { source: source.name });
    for (const name of ['received', 'added', 'unchanged', 'revised'] as const) written[name] += report[name];
  }
  return { ...written, contract, ...summary(await store.funding(contract, range)) };
}

function summary({ length, timeMs, rate }: FundingRates): Pick<FundingSyncReport, 'payments' | 'firstTimeMs' | 'lastTimeMs' | 'sum'> {
  return { payments: length, firstTimeMs: timeMs[0] ?? null, lastTimeMs: timeMs[length - 1] ?? null, sum: rate.reduce((sum, value) => sum + value, 0) };
}
