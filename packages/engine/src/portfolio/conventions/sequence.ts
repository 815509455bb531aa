import type { Book } from '../book.ts';
import type { Desk } from '../desk.ts';
import type { OrderDraft } from './order-draft.ts';

/** About what an order is worth in the quote asset, negative for a sale: what decides who goes first. */
export function approximateValue({ account, prices }: Desk, { index, position }: Book, { size, unit, direction }: OrderDraft): number {
  if (size === 0) return 0;
  const price = prices[index]!;
  const held = position * price;
  switch (unit) {
    case 'amount':
      return size * price;
    case 'value':
      return size;
    case 'weight':
      return size * account.equityAt(prices) - held;
    case 'percent':
      if (size >= 0) return size * account.cash;
      return size * (direction === 'long' ? held : 2 * Math.max(held, 0) + Math.max(account.freeCash, 0));
  }
}
