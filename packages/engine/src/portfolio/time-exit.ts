import { type Bits, nextBit } from '@wick/core';

/**
 * The count of bars after which a position is closed: entered on bar `e`, it is closed on the bar that comes `exitAfter` bars
 * after `e`, at the open or the close of which the run fills its orders. As every exit it is wanted at the close of the bar
 * before that fill; from then on at every close, should the fill be refused. Only bars with a candle count.
 *
 * The count begins with the first entry of a position: what adds to it, and a signal that does not, leave it alone.
 */
export class TimeExit {
  /** The first bar of the block at whose close the exit is wanted; the block's length or more where that is in a block to come. */
  bar = Infinity;
  /** Bars with a candle in the blocks to come, up to that one. */
  #left = 0;
  #present: Bits | undefined;
  #length = 0;

  take(length: number, present: Bits | undefined): void {
    this.#length = length;
    this.#present = present;
    if (this.bar !== Infinity) this.#find(0, this.#left);
  }

  /** @param bars with a candle, from the one after `bar` to that at whose close the exit is wanted; 0: at that of `bar` */
  start(bar: number, bars: number): void {
    if (bars === 0) this.bar = bar;
    else this.#find(bar + 1, bars);
  }

  /** The last of so many bars with a candle from `from` on. None are left where the exit was wanted before. */
  #find(from: number, bars: number): void {
    let left = bars;
    let last = from - 1;
    if (this.#present === undefined) {
      last += bars;
      left = Math.max(0, from + bars - this.#length);
    } else {
      while (left > 0 && last < this.#length) {
        last = nextBit(this.#present, last + 1);
        if (last < this.#length) left--;
      }
    }
    this.bar = Math.max(0, last);
    this.#left = left;
  }
}
