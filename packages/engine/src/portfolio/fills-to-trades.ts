import type { Fill, Trade } from '@wick/core';

/** Where a trade that is still open is marked: the last bar of the run and its close. */
export interface LastBar {
  readonly bar: number;
  readonly openTimeMs: number;
  readonly close: number;
}

/**
 * Fills → trades. A position is opened by one fill and closed by one, so fills come in pairs; the last one may be alone:
 * that trade is open, valued at the last close, without the exit fee and slippage it has not paid.
 *
 * @param isAmbiguous of the fill at this index
 */
export function fillsToTrades(fills: readonly Fill[], isAmbiguous: (index: number) => boolean, last: LastBar): Trade[] {
  const trades: Trade[] = [];
  for (let index = 0; index < fills.length; index += 2) {
    const exit = fills[index + 1] ?? { bar: last.bar, openTimeMs: last.openTimeMs, price: last.close, fee: 0 };
    trades.push(tradeOf(fills[index]!, exit, index + 1 < fills.length && isAmbiguous(index + 1)));
  }
  return trades;
}

type Exit = Pick<Fill, 'bar' | 'openTimeMs' | 'price' | 'fee'> & Partial<Pick<Fill, 'reason'>>;

/** @param exit without a reason marks a trade that is still open */
function tradeOf(entry: Fill, exit: Exit, ambiguous: boolean): Trade {
  const side = entry.action === 'buy' ? 'long' : 'short';
  const entryValue = entry.size * entry.price;
  const exitValue = entry.size * exit.price;
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
    ambiguous,
  };
}
