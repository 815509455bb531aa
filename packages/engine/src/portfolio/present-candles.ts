import { type Bits, type Column, type FrameBlock, type FrameColumns, getBit } from '@wick/core';

/**
 * The block with every number unknown where the instrument has no candle. An unknown price touches no level, moves no trailing
 * stop, and indicators with memory pass over it.
 */
export function presentCandles(block: FrameBlock, present: Bits): FrameBlock {
  const columns: Partial<Record<Column, Float64Array>> = {};
  for (const [name, given] of Object.entries(block.columns) as [Column, Float64Array][]) {
    const column = given.slice();
    for (let bar = 0; bar < block.length; bar++) if (!getBit(present, bar)) column[bar] = Number.NaN;
    columns[name] = column;
  }
  return { ...block, columns: columns as FrameColumns };
}
