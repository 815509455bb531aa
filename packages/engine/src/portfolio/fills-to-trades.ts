import type { Fill, Trade } from '@wick/core';
import type { Excursions } from './excursions.ts';

/** Where a trade that is still open is marked: the last bar of the run and its close. */
export interface LastBar {
  readonly bar: number;
  readonly openTimeMs: number;
  readonly close: number;
}

/** What is known of a position beside its two fills. */
export interface PositionNotes {
  /** Of the fill at this index. */
  isAmbiguous(fill: number): boolean;
  /** undefined where nobody recorded them. */
  readonly excursions: Pick<Excursions, 'lowest' | 'highest'> | undefined;
  /** Distance from the entry price to the nearest stop, as a share of it; undefined without a stop. */
  readonly stopShare: number | undefined;
}

/**
 * Fills → trades. A position is opened by one fill and closed by one, so fills come in pairs; the last one may be alone:
 * that trade is open, valued at the last close, without the exit fee and slippage it has not paid.
 */
export function fillsToTrades(fills: readonly Fill[], notes: PositionNotes, last: LastBar): Trade[] {
  const trades: Trade[] = [];
  const { excursions, stopShare } = notes;
  for (let index = 0; index < fills.length; index += 2) {
    const exit = fills[index + 1] ?? { bar: last.bar, openTimeMs: last.openTimeMs, price: last.close, fee: 0 };
    const trade = trades.length;
    const seen = excursions && {
      lowest: Math.min(excursions.lowest(trade), exit.price),
      highest: Math.max(excursions.highest(trade), exit.price),
    };
    const ambiguous = index + 1 < fills.length && notes.isAmbiguous(index + 1);
    trades.push(tradeOf(fills[index]!, exit, { seen, stopShare, ambiguous }));
  }
  return trades;
}

interface Life {
  /** Prices while it was open, the exit's included. */
  readonly seen: { readonly lowest: number; readonly highest: number } | undefined;
  readonly stopShare: number | undefined;
  readonly ambiguous: boolean;
}

type Exit = Pick<Fill, 'bar' | 'openTimeMs' | 'price' | 'fee'> & Partial<Pick<Fill, 'reason'>>;

/** @param exit without a reason marks a trade that is still open */
function tradeOf(entry: Fill, exit: Exit, { seen, stopShare, ambiguous }: Life): Trade {
  const side = entry.action === 'buy' ? 'long' : 'short';
  const entryValue = entry.size * entry.price;
  const exitValue = entry.size * exit.price;
  const gainAt = (price: number): number => (side === 'long' ? price / entry.price - 1 : 1 - price / entry.price);
  const extremes = seen ? [gainAt(seen.lowest), gainAt(seen.highest)] : null;
  const pnl = (side === 'long' ? exitValue - entryValue : entryValue - exitValue) - entry.fee - exit.fee;
  return {
    side,
    status: exit.reason === undefined ? 'open' : 'closed',
    entryBar: entry.bar,
    entryTimeMs: entry.openTimeMs,
    entryPrice: entry.price,
    exitBar: exit.bar,
    exitTimeMs: exit.openTimeMs,
    exitPrice: exit.price,
    exitReason: exit.reason ?? 'end',
    size: entry.size,
    entryFee: entry.fee,
    exitFee: exit.fee,
    pnl,
    returnRate: pnl / entryValue,
    mae: extremes && Math.min(0, ...extremes),
    mfe: extremes && Math.max(0, ...extremes),
    initialRisk: stopShare === undefined ? null : entryValue * stopShare,
    ambiguous,
  };
}
