import { additionOf, type Arithmetic } from './arithmetic.ts';
import { BUY, type OrderRecords } from './order-records.ts';

/**
 * Orders → the position of one instrument at each bar's close, in the base asset: positive is long, negative short.
 *
 * @param rows of the orders of the instrument
 */
export function ordersToAssets(orders: OrderRecords, rows: Int32Array, bars: number, arithmetic: Arithmetic): Float64Array {
  const assets = new Float64Array(bars);
  const add = additionOf(arithmetic);
  const isTolerant = arithmetic === 'tolerant';
  let position = 0;
  let marked = 0; // bars before this one have their value
  for (let index = 0; index < rows.length; ) {
    const bar = orders.bar[rows[index]!]!;
    assets.fill(position, marked, bar);
    marked = bar;
    let flow = 0;
    for (; index < rows.length && orders.bar[rows[index]!] === bar; index++) {
      const size = signedSize(orders, rows[index]!);
      if (isTolerant) flow = add(flow, size);
      else position += size;
    }
    position = add(position, flow);
  }
  return assets.fill(position, marked);
}

/** Positive for a purchase, negative for a sale. */
export const signedSize = (orders: OrderRecords, row: number): number =>
  orders.side[row] === BUY ? orders.size[row]! : -orders.size[row]!;
