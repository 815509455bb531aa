import { createFrame, type BacktestResult, type Frame, type PortfolioResult, type Trade } from '@wick/core';
import { equityToDrawdown } from '../chart/equity-to-drawdown.ts';
import { type Buckets, frameToBuckets } from '../chart/frame-to-buckets.ts';
import { priceDecimals } from '../chart/price-decimals.ts';
import { first, highest, last, lowest, reduceBuckets, sum } from '../chart/reduce-buckets.ts';
import { type MarketTrade, symbolsOf, tradesOfMarkets } from '../facts/portfolio-run.ts';
import { reasonToText } from '../format/reason-to-text.ts';

/** Bars of the chart that a page opens with, and of the finer one that a reader can switch to. */
export const OVERVIEW_BARS = 4_000;
export const DETAIL_BARS = 20_000;
/** Gaps that the chart shades; the widest ones. */
const SHADED_GAPS = 500;

/** Base64 of the little-endian bytes of a typed array. */
type Packed = string;

/** One zoom level: columns of equal length on an ascending time axis, NaN where candles are missing. */
export interface PackedLevel {
  readonly label: string;
  readonly aggregated: boolean;
  readonly bars: number;
  /** Float64: epoch milliseconds, prices, the equity at a bar's end. */
  readonly time: Packed;
  readonly open: Packed;
  readonly high: Packed;
  readonly low: Packed;
  readonly close: Packed;
  readonly equity: Packed;
  /** Float32: shown as shapes and rounded numbers. Extremes within the bar. */
  readonly volume: Packed;
  readonly equityLow: Packed;
  readonly equityHigh: Packed;
  readonly drawdownLow: Packed;
  readonly drawdownHigh: Packed;
}

/** All trades as columns; `side`, `reason` and `ambiguous` are bytes. */
export interface PackedTrades {
  readonly count: number;
  readonly markets: readonly { readonly symbol: string; readonly priceDecimals: number }[];
  /** Uint16: place in `markets`. */
  readonly market: Packed;
  readonly reasons: readonly string[];
  readonly entryTime: Packed;
  readonly exitTime: Packed;
  readonly entryPrice: Packed;
  readonly exitPrice: Packed;
  readonly size: Packed;
  readonly pnl: Packed;
  readonly fees: Packed;
  readonly side: Packed;
  readonly reason: Packed;
  readonly ambiguous: Packed;
}

/** What the page's script reads. */
export interface PageData {
  /** false for a portfolio, whose prices are many: the levels then have no prices and no volume. */
  readonly showsPrice: boolean;
  readonly priceDecimals: number;
  readonly initialCash: number;
  /** One or two, the coarse one first. */
  readonly levels: readonly PackedLevel[];
  readonly trades: PackedTrades;
  /** First missing opening time and the next candle's, epoch milliseconds. */
  readonly gaps: readonly (readonly [fromMs: number, toMs: number])[];
}

/** Chart and trades of a run, down-sampled and packed for the page. */
export function resultToPageData({ manifest, equity, trades }: BacktestResult, frame: Frame): PageData {
  const { initialCash } = manifest.execution;
  const decimals = priceDecimals(frame.columns.close);
  return {
    showsPrice: true,
    priceDecimals: decimals,
    initialCash,
    levels: levelsOf(frame, equity, initialCash, packPrices),
    trades: packTrades(trades.map((trade) => ({ market: 0, trade })), [{ symbol: frame.series.symbol, priceDecimals: decimals }]),
    gaps: frame.gaps
      .toSorted((a, b) => b.missing - a.missing)
      .slice(0, SHADED_GAPS)
      .map(({ fromMs, toMs }) => [fromMs, toMs]),
  };
}

/** The same for several markets: equity and drawdown, and the trades of all of them in order of entry. */
export function portfolioToPageData(result: PortfolioResult, frames: readonly Frame[]): PageData {
  const { openTimeMs, equity, markets } = result;
  const { series, execution } = markets[0]!.manifest;
  // The axis of the portfolio as candles of its equity, so that it is down-sampled as a price is.
  const axis = createFrame(series, openTimeMs, { open: equity, high: equity, low: equity, close: equity, volume: equity });
  const symbols = symbolsOf(result);
  return {
    showsPrice: false,
    priceDecimals: 0,
    initialCash: execution.initialCash,
    levels: levelsOf(axis, equity, execution.initialCash, () => NO_PRICES),
    trades: packTrades(tradesOfMarkets(result), frames.map(({ columns }, market) => ({ symbol: symbols[market]!, priceDecimals: priceDecimals(columns.close) }))),
    gaps: [],
  };
}

type Prices = Pick<PackedLevel, 'open' | 'high' | 'low' | 'close' | 'volume'>;
const NO_PRICES: Prices = { open: '', high: '', low: '', close: '', volume: '' };

function levelsOf(frame: Frame, equity: Float64Array, initialCash: number, pricesOf: (buckets: Buckets, frame: Frame) => Prices): PackedLevel[] {
  const drawdown = equityToDrawdown(equity, initialCash);
  const overview = frameToBuckets(frame, OVERVIEW_BARS);
  const detail = overview.aggregated ? frameToBuckets(frame, DETAIL_BARS) : overview;
  const axes = detail.label === overview.label ? [overview] : [overview, detail];
  return axes.map((buckets) => ({
    label: buckets.label,
    aggregated: buckets.aggregated,
    bars: buckets.openTimeMs.length,
    time: pack(buckets.openTimeMs),
    ...pricesOf(buckets, frame),
    equity: pack(reduceBuckets(buckets, equity, last)),
    equityLow: packSingle(reduceBuckets(buckets, equity, lowest)),
    equityHigh: packSingle(reduceBuckets(buckets, equity, highest)),
    drawdownLow: packSingle(reduceBuckets(buckets, drawdown, lowest)),
    drawdownHigh: packSingle(reduceBuckets(buckets, drawdown, highest)),
  }));
}

const packPrices = (buckets: Buckets, { columns }: Frame): Prices => ({
  open: pack(reduceBuckets(buckets, columns.open, first)),
  high: pack(reduceBuckets(buckets, columns.high, highest)),
  low: pack(reduceBuckets(buckets, columns.low, lowest)),
  close: pack(reduceBuckets(buckets, columns.close, last)),
  volume: packSingle(reduceBuckets(buckets, columns.volume, sum)),
});

function packTrades(rows: readonly MarketTrade[], markets: PackedTrades['markets']): PackedTrades {
  const trades = rows.map(({ trade }) => trade);
  const column = (value: (trade: Trade) => number): Packed => pack(Float64Array.from(trades, value));
  const bytes = (value: (trade: Trade) => number): Packed => pack(Uint8Array.from(trades, value));
  const reasons = [...new Set(trades.map(({ exitReason }) => exitReason))];
  return {
    count: trades.length,
    markets,
    market: pack(Uint16Array.from(rows, ({ market }) => market)),
    reasons: reasons.map(reasonToText),
    entryTime: column(({ entryTimeMs }) => entryTimeMs),
    exitTime: column(({ exitTimeMs }) => exitTimeMs),
    entryPrice: column(({ entryPrice }) => entryPrice),
    exitPrice: column(({ exitPrice }) => exitPrice),
    size: column(({ size }) => size),
    pnl: column(({ pnl }) => pnl),
    fees: column(({ entryFee, exitFee }) => entryFee + exitFee),
    side: bytes(({ side }) => (side === 'long' ? 0 : 1)),
    reason: bytes(({ exitReason }) => reasons.indexOf(exitReason)),
    ambiguous: bytes(({ ambiguous }) => Number(ambiguous)),
  };
}

const pack = (values: Float64Array | Float32Array | Uint16Array | Uint8Array): Packed =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

const packSingle = (values: Float64Array): Packed => pack(Float32Array.from(values));
