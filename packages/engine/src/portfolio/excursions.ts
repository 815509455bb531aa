import type { FrameBlock } from '@wick/core';
import type { FillMoment } from './fill-log.ts';

/** What excursions read of the fills of one instrument, in order. */
export interface FilledOrders {
  readonly length: number;
  barAt(row: number): number;
  /** When in its bar. */
  momentAt(row: number): FillMoment;
  /** Negative for a sale. */
  sizeAt(row: number): number;
}

/**
 * The lowest and the highest price of the market in the life of a position, for MAE and MFE (Sweeney): up to each fill that closes
 * it or a part of it.
 *
 * Only what is certain counts: the ranges of the bars that the position lived through from start to end. A fill at the
 * open is before its bar's range, a fill at the close after it. Where an order was filled within the range nothing says what came
 * before: of a bar on which a position ends so, as of one that ends it at the open, only the open counts, and of one on which it begins
 * so, nothing; what is left of the position goes on to see its range. The fills themselves are the trade's entry and exit price.
 */
export interface Excursions {
  /** One block more, after its fills were logged. */
  add(block: FrameBlock, firstBar: number): void;
  /** Forgets the first fills and the trades that they closed; what comes after counts from 0. */
  drop(fills: number, trades: number): void;
  /** Infinity where the position has seen no range yet. @param trade closing fills counted from the first; then what is open */
  lowest(trade: number): number;
  /** −Infinity where the position has seen no range yet. */
  highest(trade: number): number;
}

export function createExcursions(fills: FilledOrders): Excursions {
  const lows: number[] = [];
  const highs: number[] = [];
  let row = 0; // fills before this one are done
  let position = 0;
  const begin = (lowest: number, highest: number): void => {
    lows.push(lowest);
    highs.push(highest);
  };
  const widen = (low: Float64Array, high: Float64Array, from: number, to: number): void => {
    const trade = lows.length - 1;
    let lowest = lows[trade]!;
    let highest = highs[trade]!;
    for (let bar = from; bar < to; bar++) {
      if (low[bar]! < lowest) lowest = low[bar]!;
      if (high[bar]! > highest) highest = high[bar]!;
    }
    lows[trade] = lowest;
    highs[trade] = highest;
  };
  return {
    add({ columns: { open, high, low }, length }, firstBar) {
      let from = 0; // ranges before this bar are seen
      for (; row < fills.length; row++) {
        const bar = fills.barAt(row) - firstBar;
        const held = position;
        const size = fills.sizeAt(row);
        position += size;
        if (held !== 0 && held > 0 !== size > 0) {
          const endsAtClose = fills.momentAt(row) === 'close';
          widen(low, high, from, endsAtClose ? bar + 1 : bar);
          if (!endsAtClose) widen(open, open, bar, bar + 1);
          from = endsAtClose ? bar + 1 : bar;
          if (position !== 0 && position > 0 === held > 0) begin(lows.at(-1)!, highs.at(-1)!);
        }
        if (position !== 0 && (held === 0 || held > 0 !== position > 0)) {
          begin(Infinity, -Infinity);
          from = fills.momentAt(row) === 'open' ? bar : bar + 1;
        }
      }
      if (position !== 0) widen(low, high, from, length);
    },
    drop(dropped, trades) {
      row -= dropped;
      lows.splice(0, trades);
      highs.splice(0, trades);
    },
    lowest: (trade) => lows[trade]!,
    highest: (trade) => highs[trade]!,
  };
}
