import { type CandleBatch, countOffGrid, type TimeRange } from '@wick/core';
import { type Kysely, sql } from 'kysely';
import { periodOf } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { unnest } from '../postgres/unnest.ts';
import { beginGrowth, canExtend, extendGrowth, type Growth } from '../revisions/extend-growth.ts';
import { writeHotRows } from './hot-rows.ts';
import type { WriteTerms } from './period-write.ts';
import type { SeriesState } from './series-state.ts';
import type { StoredSeries } from './stored-series.ts';
import { gapTuples } from './sum-periods.ts';
import { BULK_CANDLES } from './write-candles.ts';

/** A few candles of one period that come after all others of their series. */
export interface TailAppend {
  readonly stored: StoredSeries;
  readonly batch: CandleBatch;
  readonly period: TimeRange;
  readonly state: SeriesState;
}

/** The batch as a plain growth of its series; undefined if it is more than that. */
export function asTailAppend(stored: StoredSeries, batch: CandleBatch, state: SeriesState): TailAppend | undefined {
  const period = periodOf(batch.openTimeMs[0]!, stored.series.interval);
  const isGrowth = batch.openTimeMs[0]! > (state.lastOpenTimeMs ?? -Infinity);
  const isOfOnePeriod = batch.openTimeMs[batch.length - 1]! < period.toMs;
  return isGrowth && isOfOnePeriod && batch.length < BULK_CANDLES ? { stored, batch, period, state } : undefined;
}

/**
 * Appends to any number of series, within a transaction that holds their locks, in a handful of statements. Nothing that is
 * stored is read, and the ledger is counted up, so that it costs the same however long the series are.
 */
export async function appendTails(db: Kysely<Tables>, tails: readonly TailAppend[], terms: WriteTerms): Promise<void> {
  if (tails.length === 0) return;
  await writeHotRows(db, tails.map(({ stored, batch }) => ({ stored, batch, sourceId: terms.sourceId })));
  await extendPeriods(db, tails);
  await extendSeries(db, tails);
  const growths = tails.map(growthOf);
  await extendGrowth(db, growths.filter((growth) => canExtend(growth, terms)), terms);
  await beginGrowth(db, growths.filter((growth) => !canExtend(growth, terms)), terms);
}

const growthOf = ({ stored, batch, period, state }: TailAppend): Growth => ({
  stored,
  periodStartMs: period.fromMs,
  state,
  added: batch.length,
  firstOpenTimeMs: batch.openTimeMs[0]!,
  lastOpenTimeMs: batch.openTimeMs[batch.length - 1]!,
});

/** The gaps that a tail brings, counted from a candle before it where there is one. */
function newGaps({ batch, stored }: TailAppend, previousMs: number | null): string {
  const times = previousMs === null ? batch.openTimeMs : Float64Array.of(previousMs, ...batch.openTimeMs);
  return JSON.stringify(gapTuples(times, stored.series.interval));
}

const countsOf = (tails: readonly TailAppend[]) =>
  ({
    seriesId: ['integer', tails.map(({ stored }) => stored.id)],
    candles: ['integer', tails.map(({ batch }) => batch.length)],
    firstOpenTimeMs: ['bigint', tails.map(({ batch }) => batch.openTimeMs[0]!)],
    lastOpenTimeMs: ['bigint', tails.map(({ batch }) => batch.openTimeMs[batch.length - 1]!)],
    offGrid: ['integer', tails.map(({ batch, stored }) => countOffGrid(batch.openTimeMs, stored.series.interval))],
  }) as const;

const COUNTS = ['seriesId', 'candles', 'firstOpenTimeMs', 'lastOpenTimeMs', 'offGrid', 'gaps'] as const;

async function extendPeriods(db: Kysely<Tables>, tails: readonly TailAppend[]): Promise<void> {
  const periods = unnest({
    ...countsOf(tails),
    periodStartMs: ['bigint', tails.map(({ period }) => period.fromMs)],
    gaps: ['jsonb', tails.map((tail) => newGaps(tail, previousWithin(tail)))],
  } as const);
  await db
    .insertInto('coverage')
    .columns([...COUNTS, 'periodStartMs', 'hotCandles'])
    .expression((eb) =>
      eb.selectFrom(periods).select([...COUNTS.map((name) => `t.${name}` as const), 't.periodStartMs', 't.candles as hotCandles']),
    )
    .onConflict((conflict) =>
      conflict.columns(['seriesId', 'periodStartMs']).doUpdateSet({ ...sumOf('coverage'), hotCandles: plus('coverage', 'hotCandles') }),
    )
    .execute();
}

const previousWithin = ({ state: { lastOpenTimeMs }, period }: TailAppend): number | null =>
  lastOpenTimeMs !== null && lastOpenTimeMs >= period.fromMs ? lastOpenTimeMs : null;

async function extendSeries(db: Kysely<Tables>, tails: readonly TailAppend[]): Promise<void> {
  const series = unnest({
    ...countsOf(tails),
    gaps: ['jsonb', tails.map((tail) => newGaps(tail, tail.state.lastOpenTimeMs))],
  } as const);
  await db
    .insertInto('seriesCoverage')
    .columns(COUNTS)
    .expression((eb) => eb.selectFrom(series).select(COUNTS.map((name) => `t.${name}` as const)))
    .onConflict((conflict) => conflict.column('seriesId').doUpdateSet(sumOf('seriesCoverage')))
    .execute();
}

const plus = (table: string, column: string) =>
  sql<number>`${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`;

/** What was there and what came, added up. Gaps are left alone, wherever PostgreSQL keeps them, unless there are new ones. */
const sumOf = (table: string) => ({
  candles: plus(table, 'candles'),
  lastOpenTimeMs: sql<number>`${sql.ref('excluded.lastOpenTimeMs')}`,
  offGrid: plus(table, 'offGrid'),
  gaps: sql<string>`case when ${sql.ref('excluded.gaps')} = '[]' then ${sql.ref(`${table}.gaps`)}
    else ${sql.ref(`${table}.gaps`)} || ${sql.ref('excluded.gaps')} end`,
});
