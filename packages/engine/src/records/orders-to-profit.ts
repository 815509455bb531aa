import { additionOf, type Arithmetic } from './arithmetic.ts';
import { BUY, type OrderRecords } from './order-records.ts';

/**
 * Orders → what one instrument earned, in the quote asset: all that was received and paid, and what is still held at its last
 * close.
 *
 * @param rows of the orders of the instrument
 */
export function ordersToProfit(orders: OrderRecords, rows: Int32Array, lastClose: number, arithmetic: Arithmetic): number {
  const add = additionOf(arithmetic);
  let position = 0;
  let cash = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    const value = orders.size[row]! * orders.price[row]!;
    const isBuy = orders.side[row] === BUY;
    position = add(position, isBuy ? orders.size[row]! : -orders.size[row]!);
    cash = add(cash, isBuy ? -(value + orders.fee[row]!) : value - orders.fee[row]!);
  }
  return position === 0 ? cash : cash + position * lastClose;
}
