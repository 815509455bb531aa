import type { OrderReason } from '@wick/core';
import {
  callOffNaively, distanceNaively, type NaiveBar, type NaiveBook, type NaiveResting, shareNaively,
} from './naive-book.test-support.ts';
import type { NaiveSide } from './naive-costs.test-support.ts';
import { closeNaively, enterNaively, type NaiveAccount, type NaiveMoment } from './naive-orders.test-support.ts';

type Range = Pick<NaiveMoment, 'bar' | 'candle'>;
/** Since when the position, as it is, has been there: before the range, or since a limit or a stop order inside it. */
type Since = 'before' | 'limit' | 'stop';

interface Ending {
  readonly reason: OrderReason;
  readonly price: number;
  readonly isAtOpen: boolean;
  readonly holdsBothEnds: boolean;
}

/** For a position of side −1 the market is looked at upside down, and every rule is the one of a long. */
function upright({ candle: { open, high, low, close } }: Range, side: NaiveSide) {
  return side > 0 ? { open, top: high, bottom: low, close } : { open: -open, top: -low, bottom: -high, close: -close };
}

const sideOf = ({ position }: NaiveBook): NaiveSide => (position > 0 ? 1 : -1);

/** Where the equity is the maintenance share of what all positions are worth, with the other instruments where they are. */
function liquidationNaively({ cash, books, prices, maintenance }: NaiveAccount, book: NaiveBook): number | undefined {
  if (maintenance === 0) return undefined;
  let rest = cash;
  for (const other of books) {
    if (other === book || other.position === 0) continue;
    const value = other.position * prices[other.index]!;
    rest = rest + (value - maintenance * Math.abs(value));
  }
  if (book.position > 0) return -rest / (book.position * (1 - maintenance));
  return rest / (-book.position * (1 + maintenance));
}

function stopsNaively(account: NaiveAccount, book: NaiveBook): { reason: OrderReason; level: number }[] {
  const { stopLoss, trailingStop } = book.instrument.rules;
  const side = sideOf(book);
  const stops: { reason: OrderReason; level: number }[] = [];
  const below = (price: number, share: number, gap: number): number => side * (price * (1 - side * share) - side * gap);
  if (stopLoss) stops.push({ reason: 'stop-loss', level: below(book.entryPrice, shareNaively(stopLoss), book.gaps.loss) });
  if (trailingStop) stops.push({ reason: 'trailing-stop', level: below(book.best, shareNaively(trailingStop), book.gaps.trail) });
  const liquidation = liquidationNaively(account, book);
  if (liquidation !== undefined) stops.push({ reason: 'liquidation', level: side * liquidation });
  return stops.filter(({ level }) => !Number.isNaN(level)).sort((a, b) => b.level - a.level);
}

function endingNaively(account: NaiveAccount, book: NaiveBook, range: Range, since: Since): Ending | undefined {
  const { takeProfit } = book.instrument.rules;
  const side = sideOf(book);
  const { open, top, bottom } = upright(range, side);
  const [stop] = stopsNaively(account, book);
  const target = takeProfit ? side * (book.entryPrice * (1 + side * shareNaively(takeProfit)) + side * book.gaps.target) : undefined;
  const isStopped = stop !== undefined && bottom <= stop.level;
  const isReached = target !== undefined && top >= target && since !== 'limit';
  const end = (reason: OrderReason, price: number, isAtOpen: boolean): Ending =>
    ({ reason, price: side * price, isAtOpen, holdsBothEnds: !isAtOpen && isStopped && (since === 'stop' || isReached) });
  if (!isStopped && !(target !== undefined && top >= target)) return undefined;
  if (since === 'before' && stop && open <= stop.level) return end(stop.reason, open, true);
  if (since === 'before' && target !== undefined && open >= target) return end('take-profit', open, true);
  if (isStopped) return end(stop.reason, stop.level, false);
  return isReached ? end('take-profit', target, false) : undefined;
}

/** Ends the position if the bar does; otherwise the trailing stop learns what the position has certainly seen of the bar. */
function endIfReached(account: NaiveAccount, book: NaiveBook, range: Range, since: Since, isNew: boolean): void {
  if (book.position === 0) return;
  const ending = endingNaively(account, book, range, since);
  if (ending) return end(account, book, range, ending, ending.holdsBothEnds);
  const { top, close } = upright(range, sideOf(book));
  see(book, isNew && since === 'limit' ? close : top);
}

/** @param price upright */
function see(book: NaiveBook, price: number): void {
  if (price > sideOf(book) * book.best) book.best = sideOf(book) * price;
}

const end = (account: NaiveAccount, book: NaiveBook, range: Range, { reason, price }: Ending, ambiguous: boolean): void =>
  closeNaively(account, book, { ...range, market: price }, reason, ambiguous);

interface Reached {
  /** Upright. */
  readonly level: number;
  readonly market: number;
  readonly isAtOpen: boolean;
}

/** Does the bar reach the order that waits, and where is the market then? */
function reachedNaively({ side, trigger, limit }: NaiveResting, range: Range): Reached | 'beyond its limit' | undefined {
  const { open, top, bottom } = upright(range, side);
  if (trigger !== undefined) {
    const level = side * trigger;
    if (!(top >= level)) return undefined;
    const market = open > level ? open : level;
    if (limit !== undefined && market > side * limit) return 'beyond its limit';
    return { level, market: side * market, isAtOpen: open >= level };
  }
  const level = side * limit!;
  if (!(bottom <= level)) return undefined;
  return { level, market: side * (open < level ? open : level), isAtOpen: open <= level };
}

/** A bar that did not fill the order is one fewer that it is good for. */
function waitOn(book: NaiveBook): void {
  book.resting!.bars--;
  if (book.resting!.bars === 0) callOffNaively(book);
}

/**
 * The position as it stood ends before the order adds to it: at the open, or nearer on the way to the order's price, or at
 * the bar's other end, where nothing says what came first.
 */
function endsFirst(ending: Ending, reached: Reached, { side, trigger }: NaiveResting): boolean {
  if (ending.isAtOpen) return true;
  if (reached.isAtOpen) return false;
  if (ending.holdsBothEnds) return true;
  const level = side * ending.price;
  const isTarget = ending.reason === 'take-profit';
  return trigger === undefined ? isTarget || level >= reached.level : !isTarget || level <= reached.level;
}

export function rangeNaively(account: NaiveAccount, book: NaiveBook, range: Range): void {
  const { resting } = book;
  if (book.position !== 0) see(book, upright(range, sideOf(book)).open);
  if (!resting) return endIfReached(account, book, range, 'before', false);
  const wasFlat = book.position === 0;
  const isLimit = resting.trigger === undefined;
  const reached = reachedNaively(resting, range);
  const isFilled = reached !== undefined && reached !== 'beyond its limit';
  if (!wasFlat) {
    const ending = endingNaively(account, book, range, 'before');
    if (ending && (!isFilled || endsFirst(ending, reached, resting))) {
      const isElsewhere = isFilled && !ending.isAtOpen && isLimit === (ending.reason === 'take-profit');
      return end(account, book, range, ending, ending.holdsBothEnds || isElsewhere);
    }
  }
  if (!isFilled) {
    if (reached) resting.trigger = undefined;
    waitOn(book);
    return endIfReached(account, book, range, 'before', false);
  }
  const before = book.position;
  book.resting = undefined;
  account.prices[book.index] = reached.market;
  enterNaively(account, book, resting.side, { ...range, market: reached.market, signal: resting.signal }, isLimit ? 'maker' : 'taker');
  const since: Since = reached.isAtOpen || book.position === before ? 'before' : isLimit ? 'limit' : 'stop';
  endIfReached(account, book, range, since, wasFlat);
}

/** Puts the order of a signal's bar in the place of the one that waits. */
export function restNaively(book: NaiveBook, side: NaiveSide, signal: NaiveBar): void {
  const order = book.instrument.rules.entryOrder!;
  const { close } = signal.candle!;
  callOffNaively(book);
  const offset = distanceNaively(order.offset, close, signal);
  if (!(offset > 0)) return void book.refusals.unknownSize++;
  const trigger = order.kind === 'limit' ? undefined : close + side * offset;
  let limit = order.kind === 'limit' ? close - side * offset : undefined;
  if (order.kind === 'stop-limit') {
    const further = distanceNaively(order.limit, trigger!, signal);
    if (!(further > 0)) return void book.refusals.unknownSize++;
    limit = trigger! + side * further;
  }
  book.resting = { side, trigger, limit, bars: order.bars, signal };
}
