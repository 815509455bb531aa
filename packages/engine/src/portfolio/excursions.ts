import type { FrameBlock } from '@wick/core';
import type { FillLog } from './fill-log.ts';

/**
 * The lowest and the highest price of the market while each position was open, for MAE and MFE (Sweeney).
 *
 * Only what is certain counts: the ranges of the bars that the position lived through from start to end. A fill at the
 * open is before its bar's range, a fill at the close after it. Inside the bar on which a stop or a target ends the position
 * nothing says what came before, so of that bar, as of one that ends it at the open, only the open counts. The fills
 * themselves are the trade's entry and exit price.
 */
export interface Excursions {
  /** One block more, after its fills were logged. */
  add(block: FrameBlock, firstBar: number): void;
  /** Infinity where the position has seen no range yet. @param trade counted from the first */
  lowest(trade: number): number;
  /** −Infinity where the position has seen no range yet. */
  highest(trade: number): number;
}

export function createExcursions(log: Pick<FillLog, 'length' | 'barAt' | 'reasonAt'>, fillAtClose: boolean): Excursions {
  const lows: number[] = [];
  const highs: number[] = [];
  let row = 0; // fills before this one are done: an odd number of them leaves a position open
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
      let from = 0;
      for (;;) {
        const isLogged = row < log.length;
        const bar = isLogged ? log.barAt(row) - firstBar : length;
        if (row % 2 === 1) {
          const endsAtClose = isLogged && fillAtClose && log.reasonAt(row) === 'exit';
          widen(low, high, from, endsAtClose ? bar + 1 : bar);
          if (isLogged && !endsAtClose) widen(open, open, bar, bar + 1);
        }
        if (!isLogged) return;
        if (row % 2 === 0) {
          lows.push(Infinity);
          highs.push(-Infinity);
          from = fillAtClose ? bar + 1 : bar;
        }
        row++;
      }
    },
    lowest: (trade) => lows[trade]!,
    highest: (trade) => highs[trade]!,
  };
}
