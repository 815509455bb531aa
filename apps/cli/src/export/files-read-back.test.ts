import { type CandleBatch, COLUMNS, createFrame, decimalText, seriesKey, sliceBatch } from '@wick/core';
import { generateCandles, joinBatches, SIMULATED_SERIES, withoutDetails } from '@wick/testkit';
import { candleBatches } from '@wick/testkit/arbitraries';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { candlesToArrow } from './candles-to-arrow.ts';
import { candlesToParquet } from './candles-to-parquet.ts';
import { type Decimals, DECIMALS } from './export-columns.ts';
import { fileFacts } from './file-facts.ts';
import { readArrow, type ReadBack, readParquet } from './read-back.test-support.ts';

async function* each(batches: readonly CandleBatch[]): AsyncGenerator<CandleBatch> {
  await Promise.resolve();
  yield* batches;
}

const FORMATS = [['parquet', candlesToParquet, readParquet], ['arrow', candlesToArrow, readArrow]] as const;

async function writeAndRead(format: (typeof FORMATS)[number], batches: readonly CandleBatch[], decimals: Decimals): Promise<ReadBack> {
  const [, write, read] = format;
  const whole = batches.reduce(joinBatches);
  const frame = createFrame(whole.series, whole.openTimeMs, whole.columns);
  const facts = fileFacts(frame, frame.gaps, decimals);
  const chunks: Uint8Array[] = [];
  for await (const chunk of write(each(batches), facts, decimals)) chunks.push(chunk);
  return read(new Uint8Array(Buffer.concat(chunks)));
}

/** What must be in the file, value by value. */
function expectedColumns(batch: CandleBatch, decimals: Decimals): Record<string, unknown[]> {
  const whole = (values: Float64Array): unknown[] => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  const decimal = (name: (typeof COLUMNS)[number]): unknown[] =>
    Array.from(batch.columns[name], (value, row) => (Number.isNaN(value) ? null : decimals === 'float64' ? value : (batch.exact[name]?.get(row) ?? decimalText(value))));
  const { open, high, low, close, volume, quoteVolume, takerBuyVolume, takerBuyQuoteVolume } = Object.fromEntries(COLUMNS.map((name) => [name, decimal(name)]));
  return {
    open_time: whole(batch.openTimeMs), open: open!, high: high!, low: low!, close: close!, volume: volume!, close_time: whole(batch.closeTimeMs),
    quote_volume: quoteVolume!, trades: whole(batch.columns.trades).map((count) => (count === null ? null : BigInt(count as number))),
    taker_buy_volume: takerBuyVolume!, taker_buy_quote_volume: takerBuyQuoteVolume!,
  };
}

describe.each(FORMATS)('%s, read by another library', (...format) => {
  test.each(DECIMALS)('holds every value and every null, with decimals as %s', async (decimals) => {
    await fc.assert(
      fc.asyncProperty(candleBatches({ minLength: 1, maxLength: 60 }), fc.array(fc.nat(60), { maxLength: 3 }), async (batch, cuts) => {
        const bounds = [...new Set([0, ...cuts.filter((cut) => cut < batch.length), batch.length])].toSorted((a, b) => a - b);
        const parts = bounds.slice(1).map((end, at) => sliceBatch(batch, bounds[at]!, end));
        const { columns } = await writeAndRead(format, parts, decimals);
        expect(columns).toEqual(expectedColumns(batch, decimals));
      }),
      { numRuns: 60 },
    );
  });

  test('has types that say what the values are, and says of itself what it is', async () => {
    const market = generateCandles({ count: 3_000 });
    const batch = withoutDetails(market, ['trades']);
    const { metadata, schema } = await writeAndRead(format, [sliceBatch(batch, 0, 1_000), sliceBatch(batch, 1_500, 3_000)], 'float64');
    expect(schema).toEqual([
      'open_time: Timestamp<MILLISECOND, UTC>', 'open: Float64', 'high: Float64', 'low: Float64', 'close: Float64', 'volume: Float64',
      'close_time: Timestamp<MILLISECOND, UTC>?', 'quote_volume: Float64?', 'trades: Int64?', 'taker_buy_volume: Float64?', 'taker_buy_quote_volume: Float64?',
    ]);
    expect(metadata).toMatchObject({ 'wick.series': seriesKey(SIMULATED_SERIES), 'wick.candles': '2500', 'wick.decimals': 'float64' });
    expect(metadata['wick.dataset_hash']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(metadata['wick.gaps']!)).toEqual([{ fromMs: market.openTimeMs[1_000], toMs: market.openTimeMs[1_500], missing: 500 }]);
  });

  test('holds tens of thousands of candles', async () => {
    const batch = generateCandles({ series: { ...SIMULATED_SERIES, interval: '1m' }, count: 30_000 });
    const { columns } = await writeAndRead(format, [sliceBatch(batch, 0, 20_000), sliceBatch(batch, 20_000, 30_000)], 'float64');
    const expected = expectedColumns(batch, 'float64');
    for (const [name, values] of Object.entries(columns)) expect(values.findIndex((value, row) => value !== expected[name]![row])).toBe(-1);
    expect(columns['open_time']).toHaveLength(30_000);
  });
});

test('an Arrow file has a record batch for each batch', async () => {
  const batch = generateCandles({ count: 100 });
  const { groups } = await writeAndRead(FORMATS[1], [sliceBatch(batch, 0, 10), sliceBatch(batch, 10, 73), sliceBatch(batch, 73, 100)], 'float64');
  expect(groups).toEqual([10, 63, 27]);
});
