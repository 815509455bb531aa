import { type Bits, countBits, type Execution, type FrameBlock, getBit, nextBit, type Refusals, type Signals, wordCount } from '@wick/core';
import type { BarFunding } from '../funding/rates-to-bars.ts';
import { Book } from './book.ts';
import type { RulePlan } from './rule-plan.ts';
import { TimeExit } from './time-exit.ts';

/** Flags of {@link Book.pending}: what a bar's signals want. */
export const WANTS_LONG = 1;
export const WANTS_LONG_EXIT = 2;
export const WANTS_SHORT = 4;
export const WANTS_SHORT_EXIT = 8;
/** The position has been held its bars: no signal, and never in contradiction to one. */
export const WANTS_TIME_EXIT = 16;

/**
 * Numbers a bar, known at its close as the signals are. Those that are named like an option replace it on that bar; NaN
 * is none.
 */
export interface OrderColumns {
  /**
   * In the unit of the option that it replaces: a share of the equity, a value or an amount. That of the signal's bar counts, whatever
   * bar the fill is on. Sizes by risk and by volatility are not replaced.
   */
  readonly size?: Float64Array | undefined;
  /** As shares of the price. These, the fee, the slippage and the price: under conventions only. */
  readonly stopLoss?: Float64Array | undefined;
  readonly takeProfit?: Float64Array | undefined;
  readonly takerFeeRate?: Float64Array | undefined;
  /** As a share of the price. */
  readonly slippage?: Float64Array | undefined;
  /** Where an order meets the market, instead of the bar's close; NaN: nowhere. */
  readonly price?: Float64Array | undefined;
  /** Orders instead of signals: base asset to buy, or to sell where it is negative. */
  readonly orders?: Float64Array | undefined;
  /** Positions to hold instead of signals, as shares of the equity; negative is short. */
  readonly targetWeights?: Float64Array | undefined;
}

/** One instrument's part of a block. The blocks of all instruments have the same bars. */
export interface MarketBlock {
  readonly block: FrameBlock;
  /** Bars on which it has a candle; left out, all. The columns may hold anything elsewhere. */
  readonly present?: Bits | undefined;
  readonly signals?: Signals | undefined;
  readonly columns?: OrderColumns | undefined;
  /** The numbers that its rules read, in the order of `RulePlan.expressions`. */
  readonly values?: readonly Float64Array[] | undefined;
  /** The bar at whose close a position ends, whatever its rules say. */
  readonly closesAt?: number;
  readonly funding?: BarFunding | undefined;
}

/** What the bar at hand does to a position, as an in-bar stage has found it. */
export interface Touch {
  reason: 'stop-loss' | 'take-profit' | 'trailing-stop' | 'liquidation';
  /** Where the market was, before slippage. */
  price: number;
  ambiguous: boolean;
}

/** An instrument at work: its book, its rules and the block at hand. */
export class Instrument {
  readonly book: Book;
  readonly rules: RulePlan;
  open = EMPTY;
  high = EMPTY;
  low = EMPTY;
  close = EMPTY;
  volume = EMPTY;
  openTimeMs = EMPTY;
  /** {@link close}, and on bars without a candle the last one before. */
  mark = EMPTY;
  columns: OrderColumns = {};
  funding: BarFunding | undefined;
  /** The bar at whose close a position ends; none if it is no bar of the block. */
  closesAt = -1;
  /** Its place among the instruments of its account. */
  seat = 0;
  /** The first bar of the block at which something may happen; the length if there is none. */
  due = 0;
  readonly touch: Touch = { reason: 'stop-loss', price: Number.NaN, ambiguous: false };
  readonly #timeExit = new TimeExit();
  readonly #adds: boolean;
  readonly #clearsConflicts: boolean;
  #present: Bits | undefined;
  #values: readonly Float64Array[] = [];
  #length = 0;
  #nextFunding = -1;
  /** Long entry, long exit, short entry, short exit. */
  #wants: readonly Uint32Array[] = NO_WORDS;
  /** Bars of the block on which a flat, a long and a short portfolio would act. */
  #acts: readonly Uint32Array[] = NO_WORDS;
  /** What the last search in each of them found. */
  readonly #nextActs = new Float64Array(3);
  #room: readonly Uint32Array[] = NO_WORDS;

  /**
   * @param adds does an entry in a position of its side matter?
   * @param clearsConflicts true: a bar that contradicts itself asks for nothing, and is counted
   */
  constructor(index: number, rules: RulePlan, adds: boolean, clearsConflicts: boolean) {
    this.book = new Book(index, rules.expressions.length);
    this.rules = rules;
    this.#adds = adds;
    this.#clearsConflicts = clearsConflicts;
  }

  take({ block, present, signals, columns = {}, values = [], closesAt = -1, funding }: MarketBlock): void {
    const { open, high, low, close, volume } = block.columns;
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.volume = volume;
    this.openTimeMs = block.openTimeMs;
    this.columns = columns;
    this.closesAt = closesAt;
    this.funding = funding;
    this.#nextFunding = -1;
    this.#present = present;
    this.#values = values;
    this.#length = block.length;
    this.#nextActs.fill(-1);
    if (this.rules.exitAfter !== Infinity) this.#timeExit.take(block.length, present);
    this.mark = present ? held(close, present, this.book.lastClose) : close;
    this.#takeSignals(signals);
    this.#takeWritten(columns.targetWeights ?? columns.orders);
  }

  /** Has it a candle on this bar? */
  isPresent(bar: number): boolean {
    return this.#present === undefined || getBit(this.#present, bar);
  }

  /** The first bar from `from` on that has a candle, or the length of the block. */
  nextPresent(from: number): number {
    return this.#present === undefined ? Math.min(from, this.#length) : nextBit(this.#present, from);
  }

  /** The first bar from `from` on whose signals, orders, targets or time matter to the book as it is, or the length of the block. */
  nextAct(from: number): number {
    const { position, restingSide } = this.book;
    if (position !== 0) {
      const signal = this.#nextActAs(position > 0 ? 1 : 2, from);
      return this.rules.exitAfter === Infinity ? signal : Math.min(signal, this.nextPresent(Math.max(from, this.#timeExit.bar)));
    }
    const next = this.#nextActAs(0, from);
    // While an entry waits, what would end its position calls it off.
    return restingSide === 0 ? next : Math.min(next, this.#nextActAs(restingSide > 0 ? 1 : 2, from));
  }

  /** The first bar from `from` on at which a position pays or receives funding, or the length of the block. */
  nextFunding(from: number): number {
    if (this.funding === undefined) return this.#length;
    if (this.#nextFunding < from) {
      const { before, within } = this.funding;
      let bar = from;
      while (bar < this.#length && !isPayment(before[bar]!) && !isPayment(within[bar]!)) bar++;
      this.#nextFunding = bar;
    }
    return this.#nextFunding;
  }

  /** What a position of 1 pays on a bar, before its open or within it. */
  fundingAt(bar: number, when: keyof BarFunding): number {
    const amount = this.funding?.[when][bar] ?? 0;
    return isPayment(amount) ? amount : 0;
  }

  #nextActAs(state: number, from: number): number {
    // A bar far away is searched for once, not from every bar before it.
    if (this.#nextActs[state]! < from) this.#nextActs[state] = nextBit({ words: this.#acts[state]!, length: this.#length }, from);
    return this.#nextActs[state]!;
  }

  /** A position was opened on this bar. @param fillsAtClose does the run fill its orders at closes? */
  startHolding(bar: number, fillsAtClose: boolean): void {
    const { exitAfter } = this.rules;
    if (exitAfter !== Infinity) this.#timeExit.start(bar, fillsAtClose ? exitAfter : exitAfter - 1);
  }

  /** Has the open position been held its bars, at the close of this one? */
  isTimeUp(bar: number): boolean {
    return this.rules.exitAfter !== Infinity && this.book.position !== 0 && bar >= this.#timeExit.bar;
  }

  /** What the signals of a bar want, as `WANTS_*` flags. */
  wantsAt(bar: number): number {
    if (this.#wants.length === 0) return 0;
    const word = bar >>> 5;
    const shift = bar & 31;
    const [longEntry, longExit, shortEntry, shortExit] = this.#wants as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    return (
      ((longEntry[word]! >>> shift) & 1) * WANTS_LONG +
      ((longExit[word]! >>> shift) & 1) * WANTS_LONG_EXIT +
      ((shortEntry[word]! >>> shift) & 1) * WANTS_SHORT +
      ((shortExit[word]! >>> shift) & 1) * WANTS_SHORT_EXIT
    );
  }

  /** Keeps what the rules read at a signal, until it is filled: what is known at its close, and nothing of the bar of the fill. */
  readValues(bar: number): void {
    const { book, columns } = this;
    const { signalValues } = book;
    book.signalClose = this.close[bar]!;
    book.signalSize = columns.size?.[bar] ?? Number.NaN;
    for (let value = 0; value < signalValues.length; value++) signalValues[value] = this.#values[value]?.[bar] ?? Number.NaN;
  }

  #takeSignals(signals: Signals | undefined): void {
    const count = wordCount(this.#length);
    if (this.#room.length === 0 || this.#room[0]!.length < count) this.#room = Array.from({ length: 7 }, () => new Uint32Array(count));
    this.#acts = this.#room.slice(0, 3);
    if (signals === undefined) {
      this.#wants = NO_WORDS;
      for (const words of this.#acts) words.fill(0, 0, count);
      return;
    }
    const given = [signals.longEntry.words, signals.longExit.words, signals.shortEntry.words, signals.shortExit.words];
    this.#wants = this.#clearsConflicts || this.#present ? this.#whatCounts(given, count) : given;
    const [longEntry, longExit, shortEntry, shortExit] = this.#wants as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    const [flat, long, short] = this.#acts as [Uint32Array, Uint32Array, Uint32Array];
    const adds = this.#adds ? -1 : 0;
    for (let word = 0; word < count; word++) {
      const enterLong = longEntry[word]!;
      const enterShort = shortEntry[word]!;
      flat[word] = enterLong | enterShort;
      long[word] = longExit[word]! | enterShort | (enterLong & adds);
      short[word] = shortExit[word]! | enterLong | (enterShort & adds);
    }
  }

  /**
   * A bar that asks for entry and exit of one side, or for both entries, contradicts itself: none of its signals is
   * acted on, whatever the position is, and it counts as one. (In every position one of the two would have had an effect.)
   * An exit together with the entry of the other side is no conflict: it reverses. A bar without a candle asks for nothing.
   */
  #whatCounts(given: readonly Uint32Array[], count: number): readonly Uint32Array[] {
    const wants = this.#room.slice(3);
    const [longEntry, longExit, shortEntry, shortExit] = given as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    for (let word = 0; word < count; word++) {
      let counts = this.#present === undefined ? -1 : this.#present.words[word]!;
      if (this.#clearsConflicts) {
        const both = (longEntry[word]! & longExit[word]!) | (shortEntry[word]! & shortExit[word]!) | (longEntry[word]! & shortEntry[word]!);
        const conflict = both & counts;
        if (conflict !== 0) this.book.refusals.conflictingSignals += countBits({ length: 32, words: Uint32Array.of(conflict) });
        counts &= ~conflict;
      }
      for (let kind = 0; kind < 4; kind++) wants[kind]![word] = given[kind]![word]! & counts;
    }
    return wants;
  }

  /** Orders and targets matter in every position. */
  #takeWritten(written: Float64Array | undefined): void {
    if (written === undefined) return;
    for (let bar = 0; bar < this.#length; bar++) {
      if (!Number.isNaN(written[bar]!) && this.isPresent(bar)) for (const words of this.#acts) words[bar >>> 5]! |= 1 << (bar & 31);
    }
  }
}

/** On bars without a candle it is NaN. */
const isPayment = (amount: number): boolean => amount !== 0 && !Number.isNaN(amount);

const EMPTY: Float64Array = new Float64Array(0);
const NO_WORDS: readonly Uint32Array[] = [];

/** Closes, each held until the next candle there is. */
function held(close: Float64Array, present: Bits, before: number): Float64Array {
  const marks = new Float64Array(close.length);
  let last = before;
  for (let bar = 0; bar < close.length; bar++) {
    if (getBit(present, bar)) last = close[bar]!;
    marks[bar] = last;
  }
  return marks;
}

/** Does an entry matter in a position of its side? */
export const addsToPositions = ({ entries }: RulePlan, { conventions }: Execution): boolean =>
  conventions ? conventions.accumulate === 'add' || conventions.accumulate === 'both' : entries > 1;

/** Under our own rules a bar that contradicts itself asks for nothing, whatever the position is. */
export const clearsConflicts = ({ conventions }: Execution): boolean => conventions === undefined;

/** What the bars that did not come any more leave undone is refused too: a signal's fill, and an order that waits. */
export const refusalsAtEnd = ({ refusals, pending, pendingTarget, restingSide }: Book): Refusals => ({
  ...refusals,
  noNextBar: refusals.noNextBar + (pending !== 0 || !Number.isNaN(pendingTarget) ? 1 : 0),
  unreached: refusals.unreached + (restingSide === 0 ? 0 : 1),
});
