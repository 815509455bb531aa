import { type CandleBatch, type Column, COLUMNS, isExactInFloat64, MINUTE_MS, type Series, trimDecimal } from '@wick/core';
import fc from 'fast-check';

export const BTC_1M: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };

export const at = (iso: string): number => Date.parse(`${iso}Z`);

/** A candle as text, the way an exchange writes it. Columns that are left out are unknown. */
export type TextCandle = { openTimeMs: number; closeTimeMs?: number } & Partial<Record<Column, string>>;

/** The batch that a reader of an exchange's decimals would make. */
export function batchOfTexts(series: Series, candles: readonly TextCandle[]): CandleBatch {
  const exact: Partial<Record<Column, Map<number, string>>> = {};
  const column = (name: Column): Float64Array =>
    Float64Array.from(candles, ({ [name]: text }, row) => {
      if (text === undefined) return NaN;
      if (!isExactInFloat64(text)) (exact[name] ??= new Map()).set(row, trimDecimal(text));
      return Number(text);
    });
  return {
    series,
    length: candles.length,
    openTimeMs: Float64Array.from(candles, ({ openTimeMs }) => openTimeMs),
    closeTimeMs: Float64Array.from(candles, ({ closeTimeMs = NaN }) => closeTimeMs),
    columns: Object.fromEntries(COLUMNS.map((name) => [name, column(name)])) as Record<Column, Float64Array>,
    exact,
  };
}

/** `count` consecutive candles from `fromMs`, with all columns known and values that depend on time and `seed` alone. */
export function regularBatch(count: number, fromMs: number, { series = BTC_1M, stepMs = MINUTE_MS, seed = 0 } = {}): CandleBatch {
  return batchOfTexts(
    series,
    Array.from({ length: count }, (_, row) => {
      const openTimeMs = fromMs + row * stepMs;
      const n = ((openTimeMs / 1000) * 7919 + seed * 104_729) % 99_991;
      const open = 20_000 + n / 100;
      const text = (value: number): string => value.toFixed(8);
      return {
        openTimeMs,
        closeTimeMs: openTimeMs + stepMs - 1,
        open: text(open), high: text(open + 3.25), low: text(open - 2.5), close: text(open + 1),
        volume: text(n / 1000), quoteVolume: text(n * 20.00000001), trades: String(n),
        takerBuyVolume: text(n / 2000), takerBuyQuoteVolume: text(n * 10),
      };
    }),
  );
}

/** Everything that a store must give back, as plain data that can be compared. Each value is its decimal, or null. */
export function plain(batch: CandleBatch): unknown {
  return {
    openTimeMs: [...batch.openTimeMs],
    closeTimeMs: [...batch.closeTimeMs],
    columns: Object.fromEntries(COLUMNS.map((name) => [name, [...batch.columns[name]]])),
    exact: Object.fromEntries(COLUMNS.map((name) => [name, [...(batch.exact[name] ?? [])].sort(([a], [b]) => a - b)])),
  };
}

/** Decimals as exchanges write them, up to twelve digits before the point and eight after it. */
export const decimal = (places = 8, maxWhole = 10 ** 12): fc.Arbitrary<string> =>
  fc
    .tuple(fc.oneof(fc.nat(1000), fc.maxSafeNat().map((n) => n % maxWhole)), fc.nat(10 ** places - 1))
    .map(([whole, fraction]) => (places === 0 ? String(whole) : `${whole}.${String(fraction).padStart(places, '0')}`));

/** Batches with gaps, off-grid times, unknown values and any decimals; at least one candle. */
export const anyBatch = (series: Series = BTC_1M, maxLength = 40): fc.Arbitrary<CandleBatch> => {
  const step = fc.oneof(fc.constant(MINUTE_MS), fc.integer({ min: 1, max: 500_000 }));
  const known = fc.record({ places: fc.nat(8), whole: fc.constantFrom(10, 1000, 100_000, 10 ** 9, 10 ** 12) });
  return fc.tuple(known, fc.integer({ min: 0, max: 2e9 })).chain(([{ places, whole }, start]) => {
    const value = decimal(places, whole);
    const detail = fc.option(value, { nil: undefined, freq: 3 });
    const candle = fc.record({
      step, closes: fc.oneof(fc.constant('usual'), fc.constant('odd'), fc.constant('unknown')),
      open: value, high: value, low: value, close: value, volume: value,
      quoteVolume: detail, trades: detail, takerBuyVolume: detail, takerBuyQuoteVolume: detail,
    });
    return fc.array(candle, { minLength: 1, maxLength }).map((candles) => {
      let openTimeMs = start * 1000;
      const rows = candles.map(({ step: stepMs, closes, ...values }) => {
        openTimeMs += stepMs;
        const closeTimeMs = { usual: openTimeMs + MINUTE_MS - 1, odd: openTimeMs + 7, unknown: NaN }[closes];
        return { openTimeMs, closeTimeMs, ...values };
      });
      return batchOfTexts(series, rows as TextCandle[]);
    });
  });
};
