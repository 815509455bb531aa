import type { BacktestResult, Frame, Trade } from '@wick/core';
import { equityToDrawdown } from '../chart/equity-to-drawdown.ts';
import { type Buckets, frameToBuckets } from '../chart/frame-to-buckets.ts';
import { priceDecimals } from '../chart/price-decimals.ts';
import { first, highest, last, lowest, reduceBuckets, sum } from '../chart/reduce-buckets.ts';
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
  readonly priceDecimals: number;
  readonly initialCash: number;
  /** One or two, the coarse one first. */
  readonly levels: readonly PackedLevel[];
  readonly trades: PackedTrades;
  /** First missing opening time and the next candle's, epoch milliseconds. */
  readonly gaps: readonly (readonly [fromMs: number, toMs: number])[];
}

/** Chart and trades of a run, down-sampled and packed for the page. */
export function resultToPageData(result: BacktestResult, frame: Frame): PageData {
  const { initialCash } = result.manifest.execution;
  const drawdown = equityToDrawdown(result.equity, initialCash);
  const overview = frameToBuckets(frame, OVERVIEW_BARS);
  const detail = overview.aggregated ? frameToBuckets(frame, DETAIL_BARS) : overview;
  const axes = detail.label === overview.label ? [overview] : [overview, detail];
  return {
    priceDecimals: priceDecimals(frame.columns.close),
    initialCash,
    levels: axes.map((buckets) => packLevel(buckets, frame, result.equity, drawdown)),
    trades: packTrades(result.trades),
    gaps: frame.gaps
      .toSorted((a, b) => b.missing - a.missing)
      .slice(0, SHADED_GAPS)
      .map(({ fromMs, toMs }) => [fromMs, toMs]),
  };
}

function packLevel(buckets: Buckets, { columns }: Frame, equity: Float64Array, drawdown: Float64Array): PackedLevel {
  return {
    label: buckets.label,
    aggregated: buckets.aggregated,
    bars: buckets.openTimeMs.length,
    time: pack(buckets.openTimeMs),
    open: pack(reduceBuckets(buckets, columns.open, first)),
    high: pack(reduceBuckets(buckets, columns.high, highest)),
    low: pack(reduceBuckets(buckets, columns.low, lowest)),
    close: pack(reduceBuckets(buckets, columns.close, last)),
    equity: pack(reduceBuckets(buckets, equity, last)),
    volume: packSingle(reduceBuckets(buckets, columns.volume, sum)),
    equityLow: packSingle(reduceBuckets(buckets, equity, lowest)),
    equityHigh: packSingle(reduceBuckets(buckets, equity, highest)),
    drawdownLow: packSingle(reduceBuckets(buckets, drawdown, lowest)),
    drawdownHigh: packSingle(reduceBuckets(buckets, drawdown, highest)),
  };
}

function packTrades(trades: readonly Trade[]): PackedTrades {
  const column = (value: (trade: Trade) => number): Packed => pack(Float64Array.from(trades, value));
  const bytes = (value: (trade: Trade) => number): Packed => pack(Uint8Array.from(trades, value));
  const reasons = [...new Set(trades.map(({ exitReason }) => exitReason))];
  return {
    count: trades.length,
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

const pack = (values: Float64Array | Float32Array | Uint8Array): Packed =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

const packSingle = (values: Float64Array): Packed => pack(Float32Array.from(values));
