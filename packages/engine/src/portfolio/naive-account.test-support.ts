import type { Execution, Interval, Refusals } from '@wick/core';
import {
  callOffNaively, createNaiveBook, type NaiveBar, type NaiveBook, type NaiveFill, type NaiveInstrument,
} from './naive-book.test-support.ts';
import { affordNaively, type NaiveSide } from './naive-costs.test-support.ts';
import {
  closeNaively, createNaiveAccount, enterNaively, equityNaively, type NaiveAccount, type NaiveMoment, reduceNaively, tradeNaively,
} from './naive-orders.test-support.ts';
import { rangeNaively, restNaively } from './naive-range.test-support.ts';

/**
 * An account with many instruments, once more and slowly: bar by bar, every instrument at every bar, with plain objects and
 * every question asked again. It shares nothing with the walk but core's words and the stated order of additions.
 */
export interface NaiveOutcome {
  readonly instruments: readonly {
    readonly fills: readonly NaiveFill[];
    readonly refusals: Refusals;
    readonly position: number;
    readonly barsInPosition: number;
  }[];
  readonly equity: readonly number[];
  readonly cash: number;
  readonly barsInPosition: number;
}

export function simulateAccountNaively(
  instruments: readonly NaiveInstrument[], execution: Execution, initialCash: number, interval: Interval,
): NaiveOutcome {
  const books = instruments.map(createNaiveBook);
  const account = createNaiveAccount(books, execution, initialCash, interval);
  const equity: number[] = [];
  let barsInPosition = 0;
  for (let bar = 0; bar < instruments[0]!.bars.length; bar++) {
    liveOneBar(account, bar);
    account.prices = books.map(({ lastClose }) => lastClose);
    equity.push(equityNaively(account));
    const open = books.filter(({ position }) => position !== 0);
    for (const book of open) book.barsInPosition++;
    if (open.length > 0) barsInPosition++;
  }
  return {
    equity, cash: account.cash, barsInPosition,
    instruments: books.map((book) => ({
      fills: book.fills, position: book.position, barsInPosition: book.barsInPosition,
      refusals: {
        ...book.refusals,
        noNextBar: book.refusals.noNextBar + (book.wish ? 1 : 0),
        unreached: book.refusals.unreached + (book.resting ? 1 : 0),
      },
    })),
  };
}

const barOf = (book: NaiveBook, bar: number): NaiveBar => book.instrument.bars[bar]!;

/** Open, range, close. */
function liveOneBar(account: NaiveAccount, bar: number): void {
  const { books, execution } = account;
  const present = books.filter((book) => barOf(book, bar).candle);
  const opens = books.map((book) => barOf(book, bar).candle?.open ?? book.lastClose);
  account.prices = [...opens];
  if (execution.fill === 'next-open') obeyAll(account, present, bar, 'open');
  for (const book of execution.sequence === 'reversed' ? present.toReversed() : present) {
    account.prices = [...opens];
    rangeNaively(account, book, { bar, candle: barOf(book, bar).candle! });
  }
  for (const book of present) book.lastClose = barOf(book, bar).candle!.close;
  for (const book of present) book.wish = wishOf(account, book, bar);
  account.prices = books.map(({ lastClose }) => lastClose);
  if (execution.fill === 'close') obeyAll(account, present, bar, 'close');
  for (const book of books) if (book.instrument.closesAt === bar) closeForGood(account, book, bar);
}

/** A position ends without a wish; what a wish would have opened has no bar left. */
function closeForGood(account: NaiveAccount, book: NaiveBook, bar: number): void {
  const { wish } = book;
  if (wish && (wants(wish, 'buy') || wants(wish, 'short') || Math.abs(wish.weight) > 0 || Math.abs(wish.order) > 0)) book.refusals.noNextBar++;
  book.wish = undefined;
  callOffNaively(book);
  const candle = barOf(book, bar).candle!;
  if (book.position !== 0) closeNaively(account, book, { bar, candle, market: candle.close }, 'exit', false);
}

const wants = (signal: NaiveBar, word: string): boolean => signal.words.includes(word);

/** The bar on which the position that is open was opened, by adding up all fills again. */
function openedNaively({ fills }: NaiveBook): number {
  let held = 0;
  let opened = Number.NaN;
  for (const { action, size, bar } of fills) {
    const before = held;
    held = held + (action === 'buy' ? size : -size);
    if (held !== 0 && Math.sign(held) !== Math.sign(before)) opened = bar;
  }
  return opened;
}

/** Would a fill that follows this bar's close, there or at the next open, come as many bars after the entry as the rules say, or more? */
function isTimeUp({ execution }: NaiveAccount, book: NaiveBook, bar: number): boolean {
  const { rules: { exitAfter }, bars } = book.instrument;
  if (!exitAfter || book.position === 0) return false;
  const since = bars.filter((each, at) => each.candle && at > openedNaively(book) && at <= bar).length;
  return since + (execution.fill === 'close' ? 0 : 1) >= exitAfter.bars;
}

/** A bar's wishes, if they would do anything as things are; what contradicts itself is no wish, and counted. */
function wishOf(account: NaiveAccount, book: NaiveBook, bar: number): NaiveBar | undefined {
  const signal = barOf(book, bar);
  const { refusals, position, resting, entries, instrument: { rules } } = book;
  const [buy, sell, short, cover] = ['buy', 'sell', 'short', 'cover'].map((word) => wants(signal, word));
  const isConflict = (buy && sell) || (short && cover) || (buy && short);
  if (isConflict) refusals.conflictingSignals++;
  const words = isConflict ? [] : signal.words;
  const wish = { ...signal, words };
  if (isTimeUp(account, book, bar)) {
    const own = position > 0 ? 'buy' : 'short';
    return { ...signal, words: [...words.filter((word) => word !== own), 'time'] };
  }
  const mayAdd = entries < (rules.scaleIn?.entries ?? 1);
  const does = (word: string): boolean => words.includes(word);
  const acts =
    position > 0 ? does('sell') || does('short') || (does('buy') && mayAdd)
    : position < 0 ? does('cover') || does('buy') || (does('short') && mayAdd)
    : does('buy') || does('short') || (resting !== undefined && does(resting.side > 0 ? 'sell' : 'cover'));
  return acts || !Number.isNaN(signal.order) || !Number.isNaN(signal.weight) ? wish : undefined;
}

function obeyAll(account: NaiveAccount, present: readonly NaiveBook[], bar: number, when: 'open' | 'close'): void {
  const sequence = account.execution.sequence ?? 'exits-first';
  const equity = equityNaively(account);
  const turns = inTurn(account, present.filter(({ wish }) => wish), equity, sequence);
  const momentOf = (book: NaiveBook): NaiveMoment => {
    const candle = barOf(book, bar).candle!;
    return { bar, candle, market: candle[when], signal: book.wish! };
  };
  if (sequence === 'exits-first') for (const book of turns) exit(account, book, momentOf(book));
  for (const book of turns) {
    const moment = momentOf(book);
    if (sequence !== 'exits-first') exit(account, book, moment);
    const { order, weight } = book.wish!;
    if (!Number.isNaN(weight)) rebalance(account, book, moment, equity);
    else if (!Number.isNaN(order)) tradeNaively(account, book, moment, order, 'order');
    else enter(account, book, moment);
    book.wish = undefined;
  }
}

/** Without another sequence, and with sales first, those that sell go before those that buy. */
function inTurn(account: NaiveAccount, books: NaiveBook[], equity: number, sequence: string): NaiveBook[] {
  if (sequence === 'listed') return books;
  if (sequence === 'reversed') return books.toReversed();
  const isWritten = books.some(({ wish }) => !Number.isNaN(wish!.order) || !Number.isNaN(wish!.weight));
  if (sequence === 'exits-first' && !isWritten) return books;
  const sells = (book: NaiveBook): boolean => {
    const { order, weight } = book.wish!;
    if (!Number.isNaN(weight)) return targetOf(account, book, weight, equity) - book.position < 0;
    if (!Number.isNaN(order)) return order < 0;
    return wants(book.wish!, 'short') || (book.position > 0 && (wants(book.wish!, 'sell') || wants(book.wish!, 'time')));
  };
  return [...books.filter(sells), ...books.filter((book) => !sells(book))];
}

const targetOf = ({ execution, prices }: NaiveAccount, { index }: NaiveBook, weight: number, equity: number): number =>
  weight === 0 ? 0 : Math.sign(weight) * affordNaively(execution, equity * Math.abs(weight), prices[index]!, 'taker', 1);

function rebalance(account: NaiveAccount, book: NaiveBook, moment: NaiveMoment, equity: number): void {
  const { weight } = moment.signal;
  if (weight !== 0 && Number.isNaN(equity)) book.refusals.unknownSize++;
  else tradeNaively(account, book, moment, targetOf(account, book, weight, equity) - book.position, 'rebalance');
}

function exit(account: NaiveAccount, book: NaiveBook, moment: NaiveMoment): void {
  const { position, resting, wish } = book;
  const side = position !== 0 ? Math.sign(position) : (resting?.side ?? 0);
  if (side === 0) return;
  const leaves = wants(wish!, side > 0 ? 'sell' : 'cover');
  const turns = wants(wish!, side > 0 ? 'short' : 'buy');
  const isTimeUp = wants(wish!, 'time');
  if (!leaves && !turns && !isTimeUp) return;
  callOffNaively(book);
  if (position === 0) return;
  const { scaleOut } = book.instrument.rules;
  if (isTimeUp && !turns && (scaleOut || !leaves)) closeNaively(account, book, moment, 'time', false);
  else if (scaleOut && !turns) reduceNaively(account, book, moment);
  else closeNaively(account, book, moment, 'exit', false);
}

function enter(account: NaiveAccount, book: NaiveBook, moment: NaiveMoment): void {
  const side: NaiveSide | 0 = wants(book.wish!, 'buy') ? 1 : wants(book.wish!, 'short') ? -1 : 0;
  if (side === 0 || (book.position !== 0 && Math.sign(book.position) !== side)) return;
  const { rules } = book.instrument;
  if (book.position !== 0 && book.entries >= (rules.scaleIn?.entries ?? 1)) return;
  if (rules.entryOrder) restNaively(book, side, book.wish!);
  else enterNaively(account, book, side, moment, 'taker');
}
