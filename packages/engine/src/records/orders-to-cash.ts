import { additionOf, type Arithmetic } from './arithmetic.ts';
import type { OrderRecords } from './order-records.ts';
import { signedSize } from './orders-to-assets.ts';
import type { RowsOf } from './orders-by-instrument.ts';

/**
 * Orders → the cash of an account at each bar's close: what it began with, and −(size × price) − fee of each order, with a
 * negative size for a sale.
 *
 * `exact` adds order by order as they were executed. `tolerant` adds up the orders of a bar first, by instrument, and then the
 * instruments.
 *
 * @param instruments that pay from this cash
 */
export function ordersToCash(
  orders: OrderRecords,
  rowsOf: RowsOf,
  instruments: readonly number[],
  bars: number,
  initialCash: number,
  arithmetic: Arithmetic,
): Float64Array {
  const cash = new Float64Array(bars);
  if (arithmetic === 'exact') return addOrderByOrder(orders, executedRows(orders, rowsOf, instruments), initialCash, cash);
  for (const instrument of instruments) addFlows(orders, rowsOf(instrument), cash);
  const add = additionOf(arithmetic);
  let present = initialCash;
  for (let bar = 0; bar < bars; bar++) {
    const flow = cash[bar]!;
    if (flow !== 0) present = add(present, flow);
    cash[bar] = present;
  }
  return cash;
}

/** Of the instruments' orders, in the order of their bars and, within a bar, of execution. */
function executedRows(orders: OrderRecords, rowsOf: RowsOf, instruments: readonly number[]): Int32Array {
  if (instruments.length === 1) return rowsOf(instruments[0]!);
  const rows = Int32Array.from(instruments.flatMap((instrument) => [...rowsOf(instrument)]));
  return rows.sort((a, b) => orders.bar[a]! - orders.bar[b]! || a - b);
}

function addOrderByOrder(orders: OrderRecords, rows: Int32Array, initialCash: number, cash: Float64Array): Float64Array {
  let present = initialCash;
  let marked = 0; // bars before this one have their value
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    const bar = orders.bar[row]!;
    if (bar > marked) cash.fill(present, marked, bar);
    marked = bar;
    present += -(signedSize(orders, row) * orders.price[row]!) - orders.fee[row]!;
  }
  return cash.fill(present, marked);
}

/** Adds what each bar's orders of one instrument moved to the flows of all. */
function addFlows(orders: OrderRecords, rows: Int32Array, flows: Float64Array): void {
  const add = additionOf('tolerant');
  for (let index = 0; index < rows.length; ) {
    const bar = orders.bar[rows[index]!]!;
    let flow = 0;
    for (; index < rows.length && orders.bar[rows[index]!] === bar; index++) {
      const row = rows[index]!;
      flow = add(flow, -signedSize(orders, row) * orders.price[row]! - orders.fee[row]!);
    }
    flows[bar]! += flow;
  }
}
