import type { ArchiveRecord, Column, Exchange, FundingContract, Interval, LimitBlock, Market } from '@wick/core';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { BlockPart } from '../block/block.ts';

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
  /** Gaps inside the period: from, to, missing. */
  gaps: JSONColumnType<[fromMs: number, toMs: number, missing: number][]>;
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
}
