import type { CandleBatch, WriteReport } from '@wick/core';
import type { Kysely } from 'kysely';
import { splitByPeriod } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { mergeBatches } from './merge-batches.ts';
import { readPeriod, replacePeriod } from './period-candles.ts';
import { type PeriodSummary, readSummaries } from './period-summary.ts';
import type { PeriodWrite } from './period-write.ts';
import type { StoredSeries } from './stored-series.ts';
import { writeTail } from './write-tail.ts';

/** From so many candles of a period on, it is cheaper to encode them than to write rows. */
const BULK_CANDLES = 256;

/**
 * Writes checked candles, at least one, within a transaction that holds the lock of the series. Period by period:
 *
 * - A few candles, all of them after the last one in the period's block, become rows: the live tail.
 * - Anything else is merged into the period's block, together with the rows of that period.
 *
 * So the rows of a period always come after its block, and reading is: block, rows, next period.
 */
export async function writeCandles(
  db: Kysely<Tables>,
  stored: StoredSeries,
  batch: CandleBatch,
  sourceId: number,
): Promise<WriteReport> {
  const parts = splitByPeriod(batch);
  const summaries = await readSummaries(db, stored, { fromMs: parts[0]!.period.fromMs, toMs: parts.at(-1)!.period.toMs });
  const total = { received: 0, added: 0, unchanged: 0, revised: 0 };
  for (const part of parts) {
    const summary = summaries.get(part.period.fromMs);
    const report = await (isTail(part.batch, summary) ? writeTail : writeToBlock)(db, { ...part, stored, sourceId, summary });
    total.received += report.received;
    total.added += report.added;
    total.unchanged += report.unchanged;
    total.revised += report.revised;
  }
  return total;
}

const isTail = (batch: CandleBatch, summary: PeriodSummary | undefined): boolean =>
  batch.length < BULK_CANDLES && batch.openTimeMs[0]! > (summary?.sealedLastOpenTimeMs ?? -Infinity);

async function writeToBlock(db: Kysely<Tables>, { stored, period, batch, sourceId, summary }: PeriodWrite): Promise<WriteReport> {
  if (!summary) {
    await replacePeriod(db, stored, period, batch, [sourceId]);
    return { received: batch.length, added: batch.length, unchanged: 0, revised: 0 };
  }
  const { merged, changedRows, report } = mergeBatches(await readPeriod(db, stored, period), batch);
  if (changedRows.length > 0) await replacePeriod(db, stored, period, merged, [sourceId]);
  return report;
}
