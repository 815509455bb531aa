import { additionOf, type Arithmetic } from './arithmetic.ts';
import { writeProfit } from './orders-to-trades.ts';
import { type TradeRecords, TradeRecordsBuilder, type TradeRow } from './trade-records.ts';

/**
 * Trades → positions: sizes and fees are added up, prices are size-weighted means, the profit is computed from these. A position
 * of one trade is that trade. Position `i` is row `i`.
 */
export function tradesToPositions(trades: TradeRecords, arithmetic: Arithmetic): TradeRecords {
  const log = new TradeRecordsBuilder(trades.length);
  const add = additionOf(arithmetic);
  for (let from = 0; from < trades.length; ) {
    let end = from + 1;
    while (end < trades.length && trades.position[end] === trades.position[from]) end++;
    const row = rowAt(trades, from);
    if (end > from + 1) {
      mergeTrades(trades, from, end, row);
      writeProfit(row, add);
    }
    log.append(row);
    from = end;
  }
  return log.records();
}

function mergeTrades(trades: TradeRecords, from: number, end: number, row: TradeRow): void {
  let size = 0;
  let entryValue = 0;
  let entryFee = 0;
  let exitValue = 0;
  let exitFee = 0;
  for (let trade = from; trade < end; trade++) {
    size += trades.size[trade]!;
    entryValue += trades.size[trade]! * trades.entryPrice[trade]!;
    entryFee += trades.entryFee[trade]!;
    exitValue += trades.size[trade]! * trades.exitPrice[trade]!;
    exitFee += trades.exitFee[trade]!;
  }
  row.isOpen = trades.isOpen[end - 1]!;
  row.exitOrder = trades.exitOrder[end - 1]!;
  row.exitBar = trades.exitBar[end - 1]!;
  row.size = size;
  row.entryPrice = entryValue / size;
  row.entryFee = entryFee;
  row.exitPrice = exitValue / size;
  row.exitFee = exitFee;
}

const rowAt = (trades: TradeRecords, trade: number): TradeRow => ({
  instrument: trades.instrument[trade]!,
  position: trades.position[trade]!,
  side: trades.side[trade]!,
  isOpen: trades.isOpen[trade]!,
  entryOrder: trades.entryOrder[trade]!,
  exitOrder: trades.exitOrder[trade]!,
  entryBar: trades.entryBar[trade]!,
  exitBar: trades.exitBar[trade]!,
  size: trades.size[trade]!,
  entryPrice: trades.entryPrice[trade]!,
  entryFee: trades.entryFee[trade]!,
  exitPrice: trades.exitPrice[trade]!,
  exitFee: trades.exitFee[trade]!,
  pnl: trades.pnl[trade]!,
  returnRate: trades.returnRate[trade]!,
});
