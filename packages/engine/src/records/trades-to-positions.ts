import type { Arithmetic } from './arithmetic.ts';
import { type TradeColumns, type TradeRecords, TradeRecordsBuilder, writeProfit } from './trade-records.ts';

/**
 * Trades → positions: sizes and fees are added up, prices are size-weighted means, the profit is computed from these. A position
 * of one trade is that trade. Position `i` is row `i`.
 */
export function tradesToPositions(trades: TradeRecords, arithmetic: Arithmetic): TradeRecords {
  const { length, position } = trades;
  const count = length === 0 ? 0 : position[length - 1]! + 1;
  if (count === length) return trades;
  const log = new TradeRecordsBuilder(count + 1);
  for (let from = 0; from < length; ) {
    let end = from + 1;
    while (end < length && position[end] === position[from]) end++;
    copyTrade(trades, end - 1, log);
    if (end > from + 1) {
      mergeTrades(trades, from, end, log.columns, log.length);
      writeProfit(log.columns, log.length, arithmetic);
    }
    log.next();
    from = end;
  }
  return log.records();
}

function copyTrade(trades: TradeRecords, trade: number, { columns, length: row }: TradeRecordsBuilder): void {
  for (const name of Object.keys(columns) as (keyof TradeColumns)[]) columns[name][row] = trades[name][trade]!;
}

/** What differs from its last trade. */
function mergeTrades(trades: TradeRecords, from: number, end: number, columns: TradeColumns, row: number): void {
  let [size, entryValue, entryFee, exitValue, exitFee] = [0, 0, 0, 0, 0];
  for (let trade = from; trade < end; trade++) {
    size += trades.size[trade]!;
    entryValue += trades.size[trade]! * trades.entryPrice[trade]!;
    entryFee += trades.entryFee[trade]!;
    exitValue += trades.size[trade]! * trades.exitPrice[trade]!;
    exitFee += trades.exitFee[trade]!;
  }
  columns.size[row] = size;
  columns.entryPrice[row] = entryValue / size;
  columns.entryFee[row] = entryFee;
  columns.exitPrice[row] = exitValue / size;
  columns.exitFee[row] = exitFee;
}
