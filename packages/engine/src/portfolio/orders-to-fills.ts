import { type Bits, type FrameBlock, getBit, nextBit } from '@wick/core';
import type { FillLog } from './fill-log.ts';
import type { Models } from './models.ts';
import { closePosition, openPosition, type PricePoint } from './portfolio.ts';
import type { PortfolioState } from './portfolio-state.ts';
import type { Orders } from './signals-to-orders.ts';
import type { Direction } from './slippage-model.ts';

/**
 * Orders → fills, and the equity at each bar's close, for one block.
 *
 * It walks from order to order, not from bar to bar: a flat portfolio sleeps until the next entry, a position until the
 * next order that closes it or the first bar that touches a stop. Between two events the equity is a stretch: the cash,
 * or cash + position × close.
 *
 * Within a bar time runs: open (orders of the bar before, `next-open`) → range (stops) → close (orders of this bar,
 * `close`) → equity. So an order at the open goes before a stop of the same bar, and a stop before an order at the close.
 *
 * @param equity one value a bar, written in full
 */
export function ordersToFills(
  state: PortfolioState,
  models: Models,
  block: FrameBlock,
  orders: Orders,
  log: FillLog,
  equity: Float64Array,
): void {
  const { length } = block;
  const { close } = block.columns;
  const { fillAtClose, stops } = models;
  /** 1: the range of an order's own bar is over when the order fills, at the close. 0: it is to come, after the open. */
  const ownRangeOver = fillAtClose ? 1 : 0;
  const orderPrices = fillAtClose ? close : block.columns.open;
  const pointAt = (bar: number, price: number): PricePoint => ({
    bar: state.bars + bar,
    openTimeMs: block.openTimeMs[bar]!,
    price,
  });

  const nextEntry = cursorOver(orders.entry);
  const nextLeaveLong = cursorOver(orders.leaveLong);
  const nextLeaveShort = cursorOver(orders.leaveShort);
  let marked = 0; // bars before this one have their equity
  let nextOrder = 0; // orders before this bar have had their say
  let nextRange = 0; // ranges before this bar have been searched for stops
  while (marked < length) {
    if (state.position === 0) {
      const due = nextEntry(nextOrder);
      equity.fill(state.cash, marked, due);
      marked = due;
      if (due === length) break;
      openPosition(state, models, log, pointAt(due, orderPrices[due]!), entrySide(orders, due));
      nextOrder = due + 1;
      nextRange = due + ownRangeOver;
      continue;
    }
    const due = state.position > 0 ? nextLeaveLong(nextOrder) : nextLeaveShort(nextOrder);
    const rangeEnd = Math.min(due + ownRangeOver, length);
    const touched = stops.firstTouch(state, block, nextRange, rangeEnd);
    if (touched < rangeEnd) {
      markPosition(state, close, equity, marked, touched);
      marked = touched;
      const { price, reason, ambiguous } = stops.exitAt(state, block, touched);
      closePosition(state, models, log, pointAt(touched, price), reason, ambiguous);
      nextOrder = touched + 1 - ownRangeOver;
      nextRange = touched + 1;
    } else {
      markPosition(state, close, equity, marked, due);
      marked = due;
      if (due === length) break;
      const point = pointAt(due, orderPrices[due]!);
      closePosition(state, models, log, point, 'exit', false);
      const reverses = state.position === 0 && getBit(orders.entry, due);
      if (reverses) openPosition(state, models, log, point, entrySide(orders, due));
      nextOrder = due + 1;
      nextRange = due + ownRangeOver;
    }
  }
  state.bars += length;
}

/** `nextBit` for ascending questions. It remembers its answer, so that an order far away is searched for once. */
function cursorOver(bits: Bits): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) found = nextBit(bits, from);
    return found;
  };
}

const entrySide = (orders: Orders, bar: number): Direction => (getBit(orders.longEntry, bar) ? 1 : -1);

/** Equity of the bars `[from, to)`, on which the position did not change. */
function markPosition(
  state: PortfolioState,
  close: Float64Array,
  equity: Float64Array,
  from: number,
  to: number,
): void {
  const { cash, position } = state;
  for (let bar = from; bar < to; bar++) equity[bar] = cash + position * close[bar]!;
  state.barsInPosition += to - from;
}
