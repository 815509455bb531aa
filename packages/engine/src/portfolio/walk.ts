import { type Execution, WickError } from '@wick/core';
import type { Account } from './account.ts';
import { barStages, type BarStages } from './bar-stages.ts';
import { conventionStages } from './conventions/convention-stages.ts';
import { Desk } from './desk.ts';
import type { Instrument, MarketBlock } from './instrument.ts';
import { compileModels } from './models.ts';

/**
 * Takes one account through blocks of bars: orders → fills, and the equity at each bar's close.
 *
 * It walks from event to event, not from bar to bar: each instrument sleeps until the next signal that matters to it, the
 * first bar that touches a stop, or an order that waits. Between two events the equity is a stretch: the cash, or
 * cash + Σ position × close.
 */
export class Walk {
  readonly #desk: Desk;
  readonly #stages: BarStages;
  readonly #due: Instrument[] = [];

  constructor(account: Account, instruments: readonly Instrument[], execution: Execution) {
    this.#desk = new Desk(account, instruments, compileModels(execution));
    this.#stages = execution.conventions ? conventionStages(execution) : barStages(execution.sequence ?? 'exits-first');
  }

  /**
   * @param blocks one an instrument, all with the same bars
   * @param equity is written in full, one value a bar
   */
  push(blocks: readonly MarketBlock[], equity: Float64Array): void {
    const desk = this.#desk;
    const { length } = equity;
    if (length === 0) return;
    desk.instruments.forEach((instrument, index) => {
      if (blocks[index]!.block.length !== length) throw unequal(blocks[index]!.block.length, length);
      instrument.take(blocks[index]!);
    });
    for (const instrument of desk.instruments) instrument.due = this.#stages.nextDue(desk, instrument, 0, length);
    let marked = 0; // bars before this one have their equity
    for (;;) {
      const bar = this.#nextBar(length);
      this.#mark(equity, marked, bar);
      marked = bar;
      if (bar === length) break;
      this.#stages.run(desk, this.#due, bar);
      for (const instrument of this.#due) instrument.due = this.#stages.nextDue(desk, instrument, bar + 1, length);
    }
    for (const instrument of desk.instruments) remember(instrument, length, desk.firstBar);
    desk.firstBar += length;
  }

  /** The first bar at which an instrument is due; those that are due there are in `#due`. */
  #nextBar(length: number): number {
    let bar = length;
    for (const { due } of this.#desk.instruments) if (due < bar) bar = due;
    this.#due.length = 0;
    if (bar < length) for (const instrument of this.#desk.instruments) if (instrument.due === bar) this.#due.push(instrument);
    return bar;
  }

  /** Equity of the bars `[from, to)`, on which no position changed. */
  #mark(equity: Float64Array, from: number, to: number): void {
    const { account, instruments } = this.#desk;
    let open = 0;
    for (const { book, mark } of instruments) {
      const { position } = book;
      if (position === 0) continue;
      if (open++ === 0) {
        const { cash } = account;
        for (let bar = from; bar < to; bar++) equity[bar] = cash + position * mark[bar]!;
      } else {
        for (let bar = from; bar < to; bar++) equity[bar]! += position * mark[bar]!;
      }
      book.barsInPosition += to - from;
    }
    if (open === 0) equity.fill(account.cash, from, to);
    else account.barsInPosition += to - from;
  }
}

function remember(instrument: Instrument, length: number, firstBar: number): void {
  const { book, mark, openTimeMs } = instrument;
  let last = length - 1;
  while (last >= 0 && !instrument.isPresent(last)) last--;
  if (last < 0) return;
  book.lastClose = mark[last]!;
  book.lastOpenTimeMs = openTimeMs[last]!;
  book.lastBar = firstBar + last;
}

const unequal = (found: number, expected: number): WickError =>
  new WickError('OPTION_INVALID', `The instruments of an account have blocks of ${expected} and of ${found} bars.`, {
    remedy: 'Give every instrument a block with the same bars; `present` says on which it has a candle.',
    details: { found, expected },
  });
