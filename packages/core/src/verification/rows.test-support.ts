import fc from 'fast-check';
import { type Candle, candlesToBatch, type CandleBatch, type Finding, HOUR_MS, MINUTE_MS, type Series, sliceBatch, verifyCandles } from '../index.ts';

export const MINUTES: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
export const START_MS = Date.UTC(2024, 0, 1);

/** A clean market: a walk in cents with volume in hundredths, a trade a hundredth. */
export function cleanRows(count: number, intervalMs = MINUTE_MS, seed = 1): Candle[] {
  const random = fc.sample(fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 900 })), { minLength: count, maxLength: count, size: 'max' }), { numRuns: 1, seed })[0]!;
  let cents = 500_000;
  return random.map(([move, hundredths], row) => {
    const open = cents;
    cents += move;
    const [high, low] = [Math.max(open, cents) + (hundredths % 7), Math.min(open, cents) - (hundredths % 5)];
    const openTimeMs = START_MS + row * intervalMs;
    const quote = (hundredths * ((high + low) / 2)) / 10_000;
    return {
      openTimeMs, closeTimeMs: openTimeMs + intervalMs - 1, open: open / 100, high: high / 100, low: low / 100, close: cents / 100,
      volume: hundredths / 100, quoteVolume: quote, trades: hundredths, takerBuyVolume: hundredths / 200, takerBuyQuoteVolume: quote / 2,
    };
  });
}

/** Rows as batches, cut where the numbers say. */
export function batchesOf(series: Series, rows: readonly Candle[], cuts: readonly number[] = []): CandleBatch[] {
  const batch = candlesToBatch(series, rows);
  const bounds = [...new Set([0, ...cuts.map((cut) => cut % (rows.length + 1)), rows.length])].toSorted((a, b) => a - b);
  return bounds.slice(1).map((end, i) => sliceBatch(batch, bounds[i]!, end));
}

export function findingsOf(rows: readonly Candle[], series = MINUTES, cuts: readonly number[] = [], options = {}): Finding[] {
  const verification = verifyCandles(series, options);
  for (const batch of batchesOf(series, rows, cuts)) verification.push(batch);
  return verification.findings();
}

/** Rows in which everything that can be wrong often is. */
export const brokenRows: fc.Arbitrary<Candle[]> = fc
  .array(
    fc.record({
      stepMs: fc.constantFrom(MINUTE_MS, MINUTE_MS, MINUTE_MS, MINUTE_MS, 3 * MINUTE_MS, 20_799, 0, -HOUR_MS, MINUTE_MS + 1),
      closing: fc.constantFrom<number | null>(MINUTE_MS - 1, MINUTE_MS - 1, null, 5_000, -118_800_001, MINUTE_MS),
      prices: fc.tuple(price(), price(), price(), price()),
      sorted: fc.boolean(),
      again: fc.constantFrom(false, true, true),
      volume: fc.constantFrom(0, 0, 1, 1, 2, 5, -1, Number.NaN),
      quoteVolume: fc.constantFrom(Number.NaN, 0, 10, 12, 30),
      trades: fc.constantFrom(Number.NaN, 0, 3),
      takers: fc.constantFrom(Number.NaN, 0, 1, 11),
    }),
    { maxLength: 60 },
  )
  .map((drawn) => {
    let openTimeMs = START_MS;
    let last: Partial<Candle> = {};
    return drawn.map(({ stepMs, closing, prices, sorted, again, takers, ...rest }) => {
      openTimeMs += stepMs;
      const [low, open, close, high] = sorted ? prices.toSorted((a, b) => a - b) : prices;
      last = again && last.volume !== undefined ? last : { open, high, low, close, volume: rest.volume };
      return { ...rest, ...last, openTimeMs, closeTimeMs: closing === null ? Number.NaN : openTimeMs + closing, takerBuyVolume: takers, takerBuyQuoteVolume: takers } as Candle;
    });
  });

function price(): fc.Arbitrary<number> {
  return fc.constantFrom(10, 10, 10, 10, 11, 12, 0, -1, Number.NaN);
}
