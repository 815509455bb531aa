import type { OrderRecords } from './order-records.ts';

/** The rows of the orders of each instrument, in order of execution. */
export type RowsOf = (instrument: number) => Int32Array;

/** Orders → the rows of each instrument, in two passes over the orders. */
export function ordersByInstrument(orders: OrderRecords, instruments: number): RowsOf {
  const { length, instrument } = orders;
  const end = new Int32Array(instruments + 1);
  for (let row = 0; row < length; row++) end[instrument[row]! + 1]!++;
  for (let index = 0; index < instruments; index++) end[index + 1]! += end[index]!;
  const from = end.slice();
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[end[instrument[row]!]!++] = row;
  return (index) => rows.subarray(from[index], from[index + 1]);
}
