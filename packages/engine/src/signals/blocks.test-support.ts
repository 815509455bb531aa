import { blockOf, type Bits, COLUMNS, type Expression, type FrameBlock, getBit } from '@wick/core';
import fc from 'fast-check';
import { expressionsToPlan } from '../plan/expressions-to-plan.ts';
import { Program } from '../plan/program.ts';

/**
 * Minutes with gaps, on a coarse grid of prices and volumes, so that equal neighbours, zero volumes and zero ranges are
 * common. Any value may be unknown. A counterexample shrinks to fewer candles.
 */
export function frameArbitrary(maxLength = 120): fc.Arbitrary<FrameBlock> {
  const seed = fc.noShrink(fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  return fc.tuple(seed, fc.integer({ min: 1, max: maxLength })).map(([start, length]) => {
    let state = start;
    const below = (limit: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const column = (ticks: number): Float64Array =>
      Float64Array.from({ length }, () => (below(13) === 0 ? Number.NaN : below(ticks) / 10));
    const close = column(40).map((price) => 90 + price);
    const [above, under, volume, detail] = [column(4), column(4), column(30), column(9)] as const;
    const open = close.map((price, row) => close[row - 1] ?? price);
    const high = close.map((price, row) => Math.max(price, open[row]!) + above[row]!);
    const low = close.map((price, row) => Math.min(price, open[row]!) - under[row]!);
    const columns = {
      open, high, low, close, volume,
      quoteVolume: detail, trades: detail, takerBuyVolume: volume, takerBuyQuoteVolume: detail,
    };
    let minute = below(2) * below(90);
    const minutes = Array.from({ length }, () => (minute += below(12) === 0 ? 1 + below(70) : 1));
    return { length, openTimeMs: Float64Array.from(minutes, (each) => (each - 1) * 60_000), columns };
  });
}

/** A frame on which no window has a zero range, the close turns on every bar, and nothing is unknown. */
export function steadyFrame(length: number): FrameBlock {
  const wave = (period: number, height: number, level: number): Float64Array =>
    Float64Array.from({ length }, (_, row) => level + height * Math.sin((row * 2 * Math.PI) / period) + (row % 7) * 0.13);
  const close = wave(17, 3, 100).map((price, row) => price + (row % 2) * 2.4);
  const open = close.map((price, row) => close[row - 1] ?? price - 0.4);
  const columns = {
    open,
    close,
    high: close.map((price, row) => Math.max(price, open[row]!) + 0.31),
    low: close.map((price, row) => Math.min(price, open[row]!) - 0.27),
    volume: wave(11, 20, 60),
    quoteVolume: wave(11, 200, 6000),
    trades: wave(5, 20, 90),
    takerBuyVolume: wave(11, 10, 30),
    takerBuyQuoteVolume: wave(11, 100, 3000),
  };
  return { length, openTimeMs: Float64Array.from({ length }, (_, row) => row * 60_000), columns };
}

/** Lengths of the blocks into which a history is cut; what is left over is the last block. */
export const cutsArbitrary = fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 30 });

export function cut(frame: FrameBlock, lengths: readonly number[]): FrameBlock[] {
  const blocks: FrameBlock[] = [];
  let start = 0;
  for (const length of [...lengths, frame.length]) {
    const end = Math.min(frame.length, start + length);
    blocks.push(blockOf(frame, start, end));
    start = end;
  }
  return blocks;
}

/** A number expression over blocks, one after the other. */
export function seriesOverBlocks(blocks: readonly FrameBlock[], expression: Expression, blockLength = 64): Float64Array {
  const plan = expressionsToPlan([expression], 'number', { interval: '1m' });
  const program = new Program(plan, blockLength);
  const parts = blocks.map((block) => {
    const part = new Float64Array(block.length);
    for (let start = 0; start < block.length; start += blockLength) {
      const end = Math.min(block.length, start + blockLength);
      program.run(block, start, end);
      program.copySeries(plan.roots[0]!, part, start, end);
    }
    return part;
  });
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

/** The candles after `row` become others; those up to it stay. */
export function changedAfter(frame: FrameBlock, row: number, other: FrameBlock): FrameBlock {
  const mixed = (name: (typeof COLUMNS)[number]): Float64Array =>
    frame.columns[name]!.map((value, at) => (at <= row ? value : other.columns[name]![at % other.length]!));
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, mixed(name)])) as unknown as FrameBlock['columns'];
  return { ...frame, columns };
}

/** The bytes of an array, so that a comparison tells NaN apart from numbers and 0 from −0. */
export const bytesOf = (values: Float64Array | Uint32Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

export const toBooleans = (bits: Bits): boolean[] => Array.from({ length: bits.length }, (_, index) => getBit(bits, index));
