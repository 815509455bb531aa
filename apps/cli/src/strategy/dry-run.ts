import { type BacktestResult, columnsOfStrategy, isWickError, type Series, type Strategy } from '@wick/core';
import { backtest } from '@wick/engine';
import { refusalsToSentences } from '@wick/report';
import type { Storage } from '@wick/storage';
import { type LoadedMarket, loadStored } from '../backtest/load-market.ts';
import { candidatesOf, fits, type WantedCandles } from './candles-to-try.ts';
import { type EntryCount, entryCounts } from './entry-counts.ts';

/** What a strategy would have done over stored candles, by the rules that "wick backtest" has by default. */
export type DryRun = Tried | { readonly tried: false; readonly reason: string };

export interface Tried {
  readonly tried: true;
  readonly series: Series;
  /** Nobody named this series: it is the one with the most stored candles that the options allow. */
  readonly isAssumed: boolean;
  readonly candles: number;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
  /** Bars at the start on which some rule cannot be known yet. */
  readonly warmupBars: number;
  /** Positions that were opened, whether or not they were closed by the end. */
  readonly positions: number;
  readonly longs: number;
  readonly shorts: number;
  readonly openAtEnd: number;
  /** Open times of the bars of the first and the last entry; null if there was none. */
  readonly firstEntryTimeMs: number | null;
  readonly lastEntryTimeMs: number | null;
  /** Only where there was none: how often each entry rule and its parts held, and what else is known. */
  readonly whyNone?: { readonly entries: readonly EntryCount[]; readonly reasons: readonly string[] };
}

/**
 * Tries a strategy. What keeps it from being tried is a result: whoever paid for the strategy still has it.
 * @throws WickError CANDLES_MISSING if candles are named and nothing of them is stored
 */
export async function dryRun(storage: Storage, strategy: Strategy, wanted: WantedCandles): Promise<DryRun> {
  const candidates = await candidatesOf(storage.candles, wanted);
  if (candidates.length === 0) return { tried: false, reason: 'no candles are stored' };
  const fitting = candidates.filter(({ series }) => fits(strategy, series));
  const [chosen] = fitting.length > 0 ? fitting : candidates;
  const isAssumed = candidates.length > 1 || !wanted.isNamed;
  try {
    const market = await loadStored(storage, chosen!.series, wanted.range, columnsOfStrategy(strategy));
    return tryOn(market, strategy, isAssumed);
  } catch (error) {
    if (!isWickError(error)) throw error;
    return { tried: false, reason: `${error.message} ${error.remedy}` };
  }
}

function tryOn(market: LoadedMarket, strategy: Strategy, isAssumed: boolean): Tried {
  const { frame } = market;
  const of = {
    tried: true, series: frame.series, isAssumed, candles: frame.length, firstOpenTimeMs: frame.openTimeMs[0]!, lastOpenTimeMs: frame.openTimeMs.at(-1)!,
  } as const;
  const result = resultOrNever(market, strategy);
  if (typeof result === 'string') return { ...of, warmupBars: 0, ...NO_POSITIONS, whyNone: { entries: [], reasons: [result] } };
  const { trades, refusals, manifest } = result;
  // A position that is closed in parts is several trades.
  const positions = [...new Map(trades.map((trade) => [trade.position, trade])).values()];
  const entries = positions.map(({ entryTimeMs }) => entryTimeMs);
  return {
    ...of,
    warmupBars: manifest.warmupBars,
    positions: positions.length,
    longs: positions.filter(({ side }) => side === 'long').length,
    shorts: positions.filter(({ side }) => side === 'short').length,
    openAtEnd: trades.filter(({ status }) => status === 'open').length,
    firstEntryTimeMs: entries[0] ?? null,
    lastEntryTimeMs: entries.at(-1) ?? null,
    ...(positions.length === 0 && { whyNone: { entries: entryCounts(frame, strategy), reasons: refusalsToSentences(refusals) } }),
  };
}

const NO_POSITIONS = { positions: 0, longs: 0, shorts: 0, openAtEnd: 0, firstEntryTimeMs: null, lastEntryTimeMs: null };

/** The result, or why the engine knows without candles that no entry can ever be true. */
function resultOrNever({ frame, funding }: LoadedMarket, strategy: Strategy): BacktestResult | string {
  try {
    return backtest(frame, strategy, { funding });
  } catch (error) {
    if (isWickError(error) && error.code === 'STRATEGY_INVALID' && 'entries' in error.details) return error.message;
    throw error;
  }
}
