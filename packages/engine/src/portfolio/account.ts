import type { Book } from './book.ts';

/** One cash and the instruments that share it. */
export class Account {
  /** Quote asset. The proceeds of shorts are in it; below zero it is borrowed. */
  cash: number;
  /** What shorts do not tie up. Only conventions with locked cash read it. */
  freeCash: number;
  readonly books: readonly Book[];
  /** Fills so far: the place of the next one among all. */
  fills = 0;
  /** Bars on whose close some position was open. */
  barsInPosition = 0;

  constructor(cash: number, books: readonly Book[]) {
    this.cash = cash;
    this.freeCash = cash;
    this.books = books;
  }

  /** Quote asset that was paid as funding; below zero if more was received. */
  get fundingPaid(): number {
    return this.books.reduce((sum, { fundingPaid }) => sum + fundingPaid, 0);
  }

  /** cash + Σ position × price, with a price for each book. @param without a book whose position does not count */
  equityAt(prices: Float64Array, without?: Book): number {
    let equity = this.cash;
    for (const book of this.books) if (book.position !== 0 && book !== without) equity += book.position * prices[book.index]!;
    return equity;
  }

  /** Σ |position| × price. */
  exposureAt(prices: Float64Array): number {
    let exposure = 0;
    for (const { position, index } of this.books) if (position !== 0) exposure += Math.abs(position) * prices[index]!;
    return exposure;
  }
}
