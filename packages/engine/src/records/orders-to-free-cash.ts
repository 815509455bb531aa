import { type Add, additionOf, type Arithmetic } from './arithmetic.ts';
import type { OrderRecords } from './order-records.ts';
import type { RowsOf } from './orders-by-instrument.ts';
import { signedSize } from './orders-to-assets.ts';

/**
 * Orders → the cash of an account that no short position ties up, at each bar's close. A short of value v takes 2v from it: its
 * proceeds, and as much again as security. Buying back a part of it sets that part free, at the mean price of the short.
 *
 * @param instruments that pay from this cash
 */
export function ordersToFreeCash(
  orders: OrderRecords,
  rowsOf: RowsOf,
  instruments: readonly number[],
  bars: number,
  initialCash: number,
  arithmetic: Arithmetic,
): Float64Array {
  const cash = new Float64Array(bars);
  const add = additionOf(arithmetic);
  for (const instrument of instruments) addFreeFlows(orders, rowsOf(instrument), cash, add);
  let present = initialCash;
  for (let bar = 0; bar < bars; bar++) {
    const flow = cash[bar]!;
    if (flow !== 0) present = add(present, flow);
    cash[bar] = present;
  }
  return cash;
}

function addFreeFlows(orders: OrderRecords, rows: Int32Array, flows: Float64Array, add: Add): void {
  let position = 0;
  let debt = 0; // value of the short position at its entries
  for (let index = 0; index < rows.length; ) {
    const bar = orders.bar[rows[index]!]!;
    let flow = 0;
    for (; index < rows.length && orders.bar[rows[index]!] === bar; index++) {
      const row = rows[index]!;
      const before = position;
      position = add(before, signedSize(orders, row));
      const moved = add(position, -before);
      const paid = -moved * orders.price[row]! - orders.fee[row]!;
      if (moved > 0 && before < 0) {
        const covered = Math.min(moved, -before) * (debt / -before);
        debt = add(debt, -covered);
        flow = add(flow, add(2 * covered, paid));
      } else if (moved < 0 && position < 0) {
        const owed = Math.min(-moved, -position) * orders.price[row]!;
        debt += owed;
        flow = add(flow, add(paid, -2 * owed));
      } else if (moved !== 0) {
        flow = add(flow, paid);
      }
    }
    flows[bar]! += flow;
  }
}
