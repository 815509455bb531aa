import type { AbsenceKind, ArchiveRecord, Column, Exchange, FundingContract, Interval, LimitBlock, Market } from '@wick/core';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { BlockPart } from '../block/block.ts';
import type { GapTuple } from '../candles/sum-periods.ts';

/** The schema that holds wick's tables, so that they can share a database with others. */
export const DEFAULT_SCHEMA = 'wick';

/** PostgreSQL's bigint comes as text from pg. Times are milliseconds, below 2⁵³. */
type Milliseconds = ColumnType<string, number, number>;

interface SeriesTable {
  id: Generated<number>;
  exchange: Exchange;
  market: Market;
  symbol: string;
  interval: Interval;
}

/** Where candles came from. */
interface SourceTable {
  id: Generated<number>;
  name: string;
}

/** Candles that came one by one, after the last one of their period's block. NULL is "unknown". */
export interface HotCandleTable extends Record<Column, number | string | null> {
  seriesId: number;
  openTimeMs: Milliseconds;
  closeTimeMs: number | null;
  /** Decimals that a float64 does not hold exactly, by column. */
  exact: JSONColumnType<Partial<Record<Column, string>>> | null;
  sourceId: number;
}

/** The candles of a period in encoded form: see `block/`. */
export interface CandleBlockTable extends Record<BlockPart, Buffer> {
  seriesId: number;
  periodStartMs: Milliseconds;
  candles: number;
  firstOpenTimeMs: Milliseconds;
  lastOpenTimeMs: Milliseconds;
  contentSha256: Buffer;
  sourceIds: number[];
}

/** What is stored of a period, in its block and in rows together. Changes in the same transaction as they do. */
interface CoverageTable {
  seriesId: number;
  periodStartMs: Milliseconds;
  candles: number;
  /** Of those, how many are rows, not yet sealed. */
  hotCandles: number;
  firstOpenTimeMs: Milliseconds;
  lastOpenTimeMs: Milliseconds;
  offGrid: number;
  /** Gaps inside the period. */
  gaps: JSONColumnType<GapTuple[]>;
  /** Not null where a user has turned the period's block back to rows, which then stay rows: the sources of that block. */
  unsealedSourceIds: number[] | null;
}

/** What is stored of a series, the sum of its periods. Changes in the same transaction as they do. */
interface SeriesCoverageTable {
  seriesId: number;
  candles: number;
  firstOpenTimeMs: Milliseconds;
  lastOpenTimeMs: Milliseconds;
  offGrid: number;
  /** All gaps between the first and the last candle. */
  gaps: JSONColumnType<GapTuple[]>;
}

/** What was found out about candles that are not there. */
interface AbsenceTable {
  seriesId: number;
  fromMs: Milliseconds;
  toMs: Milliseconds;
  kind: AbsenceKind;
  source: string;
  notedAtMs: Milliseconds;
  detail: string | null;
}

/** What a write changed in a period, so that it can be undone. Ids ascend within a series. */
interface RevisionTable {
  id: Generated<string>;
  seriesId: number;
  periodStartMs: Milliseconds;
  sourceId: number;
  fileSha256: Buffer | null;
  writtenAtMs: Milliseconds;
  /** Whether it only added candles after all others, so that more of the same kind may extend it. */
  grows: boolean;
  added: number;
  revised: number;
  /** Of the candles that were added or revised. */
  firstOpenTimeMs: Milliseconds;
  lastOpenTimeMs: Milliseconds;
  /** First and last open times of runs of candles, all of which were added. */
  addedRuns: JSONColumnType<[firstOpenTimeMs: number, lastOpenTimeMs: number][]>;
  /** The revised candles as they were before: see `revisions/replaced-candles.ts`. */
  replaced: Buffer | null;
}

/** The newest record of each archive file. */
interface ArchiveTable extends Omit<ArchiveRecord, 'atMs'> {
  seriesId: number;
  atMs: Milliseconds;
}

/** The newest minute of each budget. */
interface SpentWeightTable {
  key: string;
  minute: number;
  used: number;
  /** Of `used`, what the last reservation got: how the statement that made it is told. */
  lastGrant: number;
}

interface LimitBlockTable {
  key: string;
  untilMs: Milliseconds;
  why: LimitBlock['why'];
}

interface FundingContractTable extends FundingContract {
  id: Generated<number>;
}

interface FundingRateTable {
  contractId: number;
  timeMs: Milliseconds;
  rate: number;
  markPrice: number | null;
  sourceId: number;
}

/** Where a ticker began to stand for something else. */
interface InstrumentSplitTable {
  exchange: Exchange;
  market: Market;
  symbol: string;
  atMs: Milliseconds;
  reason: string;
}

/** The first answer of a model to each question. Keys are SHA-256. */
interface CassetteTable {
  key: Buffer;
  body: string;
  answeredAtMs: Milliseconds;
  usd: number | null;
}

/** A request to a model, entered before it was sent. */
interface ModelRequestTable {
  id: Generated<string>;
  key: Buffer;
  provider: string;
  sentAtMs: Milliseconds;
  tokens: number;
  worstUsd: number | null;
  isSettled: Generated<boolean>;
  /** NULL until it is settled, and for good where nobody knows the cost. */
  usd: number | null;
}

export interface Tables {
  series: SeriesTable;
  source: SourceTable;
  hotCandle: HotCandleTable;
  candleBlock: CandleBlockTable;
  coverage: CoverageTable;
  archive: ArchiveTable;
  spentWeight: SpentWeightTable;
  limitBlock: LimitBlockTable;
  fundingContract: FundingContractTable;
  fundingRate: FundingRateTable;
  instrumentSplit: InstrumentSplitTable;
  cassette: CassetteTable;
  modelRequest: ModelRequestTable;
  seriesCoverage: SeriesCoverageTable;
  absence: AbsenceTable;
  revision: RevisionTable;
}
