import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type CandleBatch, COLUMNS, candlesToBatch, type Column, WickError } from '@wick/core';
import fc from 'fast-check';
import { anyBatch, at, batchOfTexts, BTC_1M, plain, regularBatch } from '../../testing/batches.ts';
import { blockFixtures } from '../../testing/block-fixtures.ts';
import { batchToBlock } from './batch-to-block.ts';
import { type Block, BLOCK_PARTS, type BlockPart } from './block.ts';
import { blockToBatch, decodeBlock } from './block-to-batch.ts';

const roundTrip = async (batch: CandleBatch): Promise<CandleBatch> => blockToBatch(batch.series, await batchToBlock(batch));

/** What a block decodes to, or the code of the error. */
function decodedOrCode(block: Block): unknown {
  try {
    return plain(blockToBatch(BTC_1M, block));
  } catch (error) {
    return error instanceof WickError ? error.code : error;
  }
}

/** One candle a value, in the column `volume`; the prices are all 1. */
const volumes = (texts: readonly (string | undefined)[]): CandleBatch =>
  batchOfTexts(
    BTC_1M,
    texts.map((volume, row) => ({
      openTimeMs: row * 60_000, open: '1', high: '1', low: '1', close: '1', ...(volume === undefined ? {} : { volume }),
    })),
  );

describe('what is encoded comes back', () => {
  test('any decimals, gaps, off-grid times and unknown values', async () => {
    const property = fc.asyncProperty(anyBatch(), async (batch) => expect(plain(await roundTrip(batch))).toEqual(plain(batch)));
    await fc.assert(property, { numRuns: 200 });
  });

  test('any decimals of 14 to 18 digits, where arithmetic stops to be sure', async () => {
    const text = fc.tuple(fc.bigInt(10n ** 13n, 10n ** 18n), fc.integer({ min: 1, max: 12 })).map(([digits, places]) => {
      const padded = digits.toString().padStart(places + 1, '0');
      return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
    });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (texts) => {
        expect(plain(await roundTrip(volumes(texts)))).toEqual(plain(volumes(texts)));
      }),
      { numRuns: 300 },
    );
  });

  test('any doubles at all, −0 and the smallest among them', async () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    const candle = fc.record(Object.fromEntries(COLUMNS.map((name) => [name, double])) as Record<Column, fc.Arbitrary<number>>);
    await fc.assert(
      fc.asyncProperty(fc.array(candle, { minLength: 1, maxLength: 20 }), async (candles) => {
        const rows = candles.map((values, row) => ({ openTimeMs: row, closeTimeMs: NaN, ...values }));
        const batch = candlesToBatch(BTC_1M, rows);
        expect(plain(await roundTrip(batch))).toEqual(plain(batch));
      }),
      { numRuns: 300 },
    );
  });

  test('a month of minutes with every column', async () => {
    const batch = regularBatch(44_640, at('2024-03-01T00:00'));
    const decoded = await roundTrip(batch);
    const bytes = (values: Float64Array): Buffer => Buffer.from(values.buffer);
    for (const name of COLUMNS) expect(bytes(decoded.columns[name]).equals(bytes(batch.columns[name]))).toBe(true);
  });

  test.each([
    ['a quote volume beyond float64', ['123456789012.12345678', '0.00000001', '7']],
    ['a digit far behind a number that is round as a float64', ['100000000000.00000001', '3']],
    ['16 digits that two decimals share as one float64', ['0.9007199254740991', '0.9007199254740992', '0.9007199254740993']],
    ['values about 2^51', ['22517998.13685247', '22517998.13685248', '22517998.13685249']],
    ['values about 2^52 and 2^53', ['45035996.27370496', '45035996.27370497', '90071992.54740993']],
    ['integers about 2^53', ['9007199254740991', '9007199254740992', '9007199254740993']],
    ['whole parts beyond 2^53', ['12345678901234567890.5', '1']],
    ['more places than are scaled', ['0.12345678901234567890', '1']],
    ['the sum of 0.1 and 0.2', ['0.30000000000000004', '0.3']],
    ['negative values', ['-1.5', '2.25', '-123456789012.12345678']],
    ['negative 16-digit decimals', ['-0.9007199254740993', '5']],
    ['unknown values between known ones', [undefined, '5', undefined, '0.5', undefined]],
    ['nothing known', [undefined, undefined]],
    ['only zeros', ['0', '0', '0']],
  ])('%s', async (_, texts) => expect(plain(await roundTrip(volumes(texts)))).toEqual(plain(volumes(texts))));

  test('calendar months', async () => {
    const months = Array.from({ length: 30 }, (_, month) => Date.UTC(2020, month));
    const prices = { open: '1.5', high: '2', low: '1', close: '1.75', volume: '3' };
    const batch = batchOfTexts(
      { ...BTC_1M, interval: '1M' },
      months.map((openTimeMs, index) => ({ openTimeMs, closeTimeMs: Date.UTC(2020, index + 1) - 1, ...prices })),
    );
    expect(plain(await roundTrip(batch))).toEqual(plain(batch));
  });
});

test('columns that nobody asked for are not needed to decode the others', async () => {
  const batch = regularBatch(50, at('2024-03-01T00:00'));
  const { candles, parts } = await batchToBlock(batch);
  const out = { openTimeMs: new Float64Array(50), columns: { trades: new Float64Array(50) } };
  decodeBlock(BTC_1M, { candles, parts: { openTimes: parts.openTimes, trades: parts.trades } }, out);
  expect(out).toEqual({ openTimeMs: batch.openTimeMs, columns: { trades: batch.columns.trades } });
});

describe('blocks that are on the disks of users', () => {
  const written = JSON.parse(readFileSync(new URL('../../testing/block-fixtures.json', import.meta.url), 'utf8')) as Record<
    string,
    { contentSha256: string; parts: Record<BlockPart, string> }
  >;

  test.each(Object.entries(blockFixtures))('of %s decode to their candles', (name, batch) => {
    const parts = Object.fromEntries(BLOCK_PARTS.map((part) => [part, Buffer.from(written[name]!.parts[part], 'base64')]));
    expect(plain(blockToBatch(batch.series, { candles: batch.length, parts }))).toEqual(plain(batch));
  });

  // Runs are pinned by this hash, and the cache finds its files by it.
  test.each(Object.entries(blockFixtures))('of %s have the hash that the same candles get today', async (name, batch) => {
    expect((await batchToBlock(batch)).contentSha256.toString('hex')).toBe(written[name]!.contentSha256);
  });
});

describe('a block', () => {
  const batch = regularBatch(300, at('2024-03-01T00:00'));
  let block: Block;
  beforeAll(async () => {
    block = await batchToBlock(batch);
  });

  test('says how many candles it has, from when to when', () => {
    expect(block).toMatchObject({ candles: 300, firstOpenTimeMs: batch.openTimeMs[0], lastOpenTimeMs: batch.openTimeMs[299] });
  });

  test('has a hash that the same candles give again and any other value changes', async () => {
    const revised = regularBatch(300, at('2024-03-01T00:00'));
    expect((await batchToBlock(revised)).contentSha256).toEqual(block.contentSha256);
    revised.columns.takerBuyVolume[299]! += 1;
    expect((await batchToBlock(revised)).contentSha256).not.toEqual(block.contentSha256);
  });

  test.each(BLOCK_PARTS)('with any byte of %s changed is refused, not decoded', (part) => {
    fc.assert(
      fc.property(fc.nat(block.parts[part].length - 1), fc.integer({ min: 1, max: 255 }), (position, change) => {
        const bytes = Buffer.from(block.parts[part]);
        bytes[position]! ^= change;
        // A change that the compressor does not mind may leave the contents as they were. Nothing else may pass.
        const outcome = decodedOrCode({ ...block, parts: { ...block.parts, [part]: bytes } });
        expect(['CANDLES_DAMAGED', plain(batch)]).toContainEqual(outcome);
      }),
      { numRuns: 60 },
    );
  });

  test('cut short is refused', () => {
    const parts = { ...block.parts, prices: block.parts.prices.subarray(0, -5) };
    expect(() => blockToBatch(BTC_1M, { ...block, parts })).toThrow(expect.objectContaining({ code: 'CANDLES_DAMAGED' }));
  });
});
