import { type Execution, WickError } from '@wick/core';
import type { Account } from './account.ts';
import { barStages, type BarStages } from './bar-stages.ts';
import { conventionStages } from './conventions/convention-stages.ts';
import { Desk } from './desk.ts';
import type { Instrument, MarketBlock } from './instrument.ts';
import { compileModels } from './models.ts';
import { Steps } from './steps.ts';

/**
 * Takes one account through blocks of bars: orders → fills, and the equity at each bar's close.
 *
 * It walks from event to event, not from bar to bar: each instrument sleeps until the next signal that matters to it, the
 * first bar that touches a stop, or an order that waits. Between two events cash and positions are what they were, so the
 * equity is added up afterwards, stretch by stretch: cash + Σ position × close.
 */
export class Walk {
  readonly #desk: Desk;
  readonly #stages: BarStages;
  readonly #due: Instrument[] = [];
  readonly #cash = new Steps();
  readonly #positions: readonly Steps[];

  constructor(account: Account, instruments: readonly Instrument[], execution: Execution) {
    this.#desk = new Desk(account, instruments, compileModels(execution));
    this.#positions = instruments.map(() => new Steps());
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
      instrument.seat = index;
      if (blocks[index]!.block.length !== length) throw unequal(blocks[index]!.block.length, length);
      instrument.take(blocks[index]!);
    });
    this.#cash.restart(desk.account.cash);
    desk.instruments.forEach((instrument, seat) => {
      this.#positions[seat]!.restart(instrument.book.position);
      instrument.due = this.#stages.nextDue(desk, instrument, 0, length);
    });
    let seen = 0; // bars before this one are counted as in a position or not
    for (let bar = this.#nextBar(length); bar < length; bar = this.#nextBar(length)) {
      this.#countPositions(bar - seen);
      seen = bar;
      this.#stages.run(desk, this.#due, bar);
      this.#cash.set(bar, desk.account.cash);
      for (const instrument of this.#due) {
        this.#positions[instrument.seat]!.set(bar, instrument.book.position);
        instrument.due = this.#stages.nextDue(desk, instrument, bar + 1, length);
      }
    }
    this.#countPositions(length - seen);
    this.#mark(equity);
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

  #countPositions(bars: number): void {
    const { account } = this.#desk;
    if (account.books.some(({ position }) => position !== 0)) account.barsInPosition += bars;
  }

  /** Equity at each bar's close: the cash, and to it the instruments as listed. */
  #mark(equity: Float64Array): void {
    this.#cash.fill(equity);
    this.#desk.instruments.forEach(({ book, mark }, seat) => {
      book.barsInPosition += this.#positions[seat]!.addTimes(mark, equity);
    });
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
