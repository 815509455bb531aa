import { type Column, DETAIL_COLUMNS } from '@wick/core';

/** The parts of a block, each stored in a column of its own, so that a reader fetches no more than it needs. */
export const BLOCK_PARTS = ['openTimes', 'closeTimes', 'prices', 'volume', ...DETAIL_COLUMNS] as const;
export type BlockPart = (typeof BLOCK_PARTS)[number];

/** The part that holds a column. */
export const partOf = (column: Column): BlockPart =>
  column === 'open' || column === 'high' || column === 'low' || column === 'close' ? 'prices' : column;

/** The candles of one series and period, encoded. */
export interface Block {
  readonly candles: number;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
  /** SHA-256 over the hashes of the parts' contents: the same candles have the same hash, however well compressed. */
  readonly contentSha256: Buffer;
  readonly parts: Readonly<Record<BlockPart, Buffer>>;
}
