import { DAY_MS, DEFAULT_MAINTENANCE_MARGIN_RATE, type Execution, type Interval, intervalMs, type OrderReason } from '@wick/core';
import { distanceNaively, knowsDistances, gapNaively, type NaiveBar, type NaiveBook, callOffNaively } from './naive-book.test-support.ts';
import {
  affordNaively, feeNaively, isNaivePrice, type NaiveCandle, type NaiveLiquidity, type NaiveSide, priceNaively, rateNaively, stepsNaively,
} from './naive-costs.test-support.ts';

export interface NaiveAccount {
  readonly execution: Execution;
  readonly interval: Interval;
  readonly leverage: number;
  readonly maintenance: number;
  cash: number;
  readonly books: readonly NaiveBook[];
  /** What each instrument is worth at the moment. */
  prices: number[];
  fills: number;
}

export const createNaiveAccount = (books: readonly NaiveBook[], execution: Execution, cash: number, interval: Interval): NaiveAccount => ({
  execution, interval, cash, books, prices: books.map(() => Number.NaN), fills: 0,
  leverage: execution.leverage ?? 1,
  maintenance: (execution.leverage ?? 1) > 1 ? (execution.maintenanceMarginRate ?? DEFAULT_MAINTENANCE_MARGIN_RATE) : 0,
});

/** An order of one instrument at a moment of a bar. */
export interface NaiveMoment {
  readonly bar: number;
  readonly candle: NaiveCandle;
  readonly market: number;
  readonly signal: NaiveBar;
}

type Place = Omit<NaiveMoment, 'signal'>;

export function equityNaively({ cash, books, prices }: NaiveAccount): number {
  let equity = cash;
  for (const { position, index } of books) if (position !== 0) equity = equity + position * prices[index]!;
  return equity;
}

/**
 * What may still be opened: leverage × equity − exposure, which is leverage × cash and, for each position, leverage × its value
 * less its exposure: with leverage 1, nothing for a long, minus twice its value for a short.
 */
function powerNaively({ leverage, books, prices }: NaiveAccount, cash: number, without?: NaiveBook): number {
  let power = leverage * cash;
  for (const book of books) {
    if (book === without || book.position === 0) continue;
    const value = Math.abs(book.position) * prices[book.index]!;
    power = power + (book.position > 0 ? leverage - 1 : -leverage - 1) * value;
  }
  return power;
}

function wantedNaively(
  account: NaiveAccount, { instrument: { rules } }: NaiveBook, signal: NaiveBar, price: number, liquidity: NaiveLiquidity,
): number {
  const { size } = rules;
  const given = Number.isNaN(signal.size) ? undefined : signal.size;
  const equity = equityNaively(account);
  if (size.kind === 'amount') return given ?? size.amount;
  if (size.kind === 'value') return (given ?? size.value) / price;
  if (size.kind === 'equity') return affordNaively(account.execution, equity * (given ?? size.percent / 100), price, liquidity, 1);
  if (size.kind === 'risk') {
    const distances = [rules.stopLoss, rules.trailingStop].flatMap((stop) => (stop ? [distanceNaively(stop, price, signal)] : []));
    return (equity * (size.percent / 100)) / Math.min(...distances);
  }
  const barsPerYear = (account.execution.daysPerYear * DAY_MS) / intervalMs(account.interval);
  return (equity * (size.percent / 100 / Math.sqrt(barsPerYear))) / (signal.numbers[`stdev ${size.period}`] ?? Number.NaN) / price;
}

function fillNaively(
  account: NaiveAccount, book: NaiveBook, { bar, candle, market }: Place, signed: number, price: number, liquidity: NaiveLiquidity,
  reason: OrderReason, ambiguous = false,
): void {
  const size = Math.abs(signed);
  const fee = feeNaively(account.execution, size * price, liquidity);
  account.cash = account.cash + (signed > 0 ? -(size * price) - fee : size * price - fee);
  book.fills.push({
    bar, openTimeMs: candle.openTimeMs, action: signed > 0 ? 'buy' : 'sell', reason, size, price, fee,
    slippage: size * Math.abs(price - market), ambiguous, sequence: account.fills++,
  });
}

/** Is the order as large as the venue wants, and does it exist at all? */
const isTaken = ({ minSize = 0, minNotional = 0 }: Execution, size: number, price: number): boolean =>
  size > 0 && size >= minSize && size * price >= minNotional;

const isLess = (size: number, wanted: number): boolean => size < wanted * (1 - 1e-9);

export function enterNaively(
  account: NaiveAccount, book: NaiveBook, side: NaiveSide, moment: NaiveMoment, liquidity: NaiveLiquidity,
): void {
  const { execution, leverage } = account;
  const { candle, market, signal } = moment;
  const priceOf = (size: number): number => priceNaively(execution, candle, market, side, liquidity, size);
  const allowedAt = (price: number): number => affordNaively(execution, powerNaively(account, account.cash), price, liquidity, leverage);
  let price = priceOf(0);
  if (!isNaivePrice(price)) return void book.refusals.noPrice++;
  if (!knowsDistances(book.instrument.rules, signal)) return void book.refusals.unknownSize++;
  let wanted = wantedNaively(account, book, signal, price, liquidity);
  let allowed = allowedAt(price);
  if (side > 0 && Math.min(wanted, allowed) > 0) {
    // First what could be bought without impact; then what can be bought at the price that this much would have.
    price = priceOf(Math.min(wanted, allowed));
    wanted = wantedNaively(account, book, signal, price, liquidity);
    allowed = allowedAt(price);
  }
  if (!Number.isFinite(wanted)) return void book.refusals.unknownSize++;
  const possible = Math.min(wanted, allowed, execution.maxSize ?? Infinity);
  if (!(possible > 0)) return void book.refusals.noCash++;
  const size = stepsNaively(execution, possible, allowed);
  price = priceOf(size);
  if (!isNaivePrice(price)) return void book.refusals.noPrice++;
  if (!isTaken(execution, size, price)) return void book.refusals.belowMinimum++;
  if (isLess(possible, wanted)) book.refusals.reduced++;
  const reason = book.position === 0 ? 'entry' : 'add';
  openNaively(book, side, size, price, signal);
  fillNaively(account, book, moment, side * size, price, liquidity, reason);
}

function openNaively(book: NaiveBook, side: NaiveSide, size: number, price: number, { numbers }: NaiveBar): void {
  const { stopLoss, takeProfit, trailingStop } = book.instrument.rules;
  if (book.position === 0) {
    book.entryPrice = price;
    book.best = price;
    book.gaps = { loss: gapNaively(stopLoss, numbers), target: gapNaively(takeProfit, numbers), trail: gapNaively(trailingStop, numbers) };
    book.entries = 0;
    book.largest = 0;
  } else {
    const held = Math.abs(book.position);
    book.entryPrice = (held * book.entryPrice + size * price) / (held + size);
  }
  book.entries++;
  book.position = side > 0 ? book.position + size : book.position - size;
  book.largest = Math.max(book.largest, Math.abs(book.position));
}

/** Closes everything, and calls off the entry that waits. */
export function closeNaively(account: NaiveAccount, book: NaiveBook, moment: Place, reason: OrderReason, ambiguous: boolean): void {
  const size = Math.abs(book.position);
  const side: NaiveSide = book.position > 0 ? -1 : 1;
  const liquidity = reason === 'take-profit' ? 'maker' : 'taker';
  const price = priceNaively(account.execution, moment.candle, moment.market, side, liquidity, size);
  if (!isNaivePrice(price)) return void book.refusals.noPrice++;
  book.position = 0;
  callOffNaively(book);
  fillNaively(account, book, moment, side * size, price, liquidity, reason, ambiguous);
}

export function reduceNaively(account: NaiveAccount, book: NaiveBook, moment: NaiveMoment): void {
  const { scaleOut } = book.instrument.rules;
  const part = stepsNaively(account.execution, book.largest * (scaleOut!.percent / 100));
  const rest = Math.abs(book.position) - part;
  if (isLess(rest, part)) closeNaively(account, book, moment, 'exit', false);
  else if (part === 0) book.refusals.belowMinimum++;
  else tradeNaively(account, book, moment, book.position > 0 ? -part : part, 'reduce');
}

/** Buys or sells so much: closes what is against it first, and opens the rest in the same order. */
export function tradeNaively(account: NaiveAccount, book: NaiveBook, moment: NaiveMoment, signed: number, reason: OrderReason): void {
  const { execution, leverage } = account;
  const { candle, market, signal } = moment;
  const side: NaiveSide = signed > 0 ? 1 : -1;
  const asked = Math.abs(signed);
  if (asked === 0) return;
  const held = Math.abs(book.position);
  const against = book.position !== 0 && book.position > 0 !== signed > 0;
  const priceOf = (size: number): number => priceNaively(execution, candle, market, side, 'taker', size);
  const worst = priceOf(asked);
  if (!isNaivePrice(worst)) return void book.refusals.noPrice++;
  if (against && asked < held) {
    const part = stepsNaively(execution, asked);
    if (part === 0) return void book.refusals.belowMinimum++;
    book.position = book.position > 0 ? held - part : part - held;
    return fillNaively(account, book, moment, side * part, priceOf(part), 'taker', reason);
  }
  const closing = against ? held : 0;
  const opening = asked > closing ? openable() : 0;
  const total = closing + opening;
  if (total === 0) return;
  const price = priceOf(total);
  const after = book.position + side * total;
  if (closing > 0) book.position = 0;
  const turns = closing > 0 && opening > 0 && after !== 0;
  if (turns || closing === 0) openNaively(book, side, turns ? Math.abs(after) : opening, price, signal);
  fillNaively(account, book, moment, side * total, price, 'taker', turns ? 'reverse' : reason);

  function openable(): number {
    const wanted = asked - closing;
    if (!knowsDistances(book.instrument.rules, signal)) return refused('unknownSize');
    const value = closing * worst;
    const dearest = side > 0 ? worst : priceOf(0);
    const cash = account.cash + ((side > 0 ? -value : value) - value * rateNaively(execution, 'taker'));
    const allowed = affordNaively(execution, powerNaively(account, cash, closing > 0 ? book : undefined), dearest, 'taker', leverage);
    const possible = Math.min(wanted, allowed, execution.maxSize ?? Infinity);
    if (!(possible > 0)) return refused('noCash');
    const size = stepsNaively(execution, possible, allowed);
    if (!isTaken(execution, size, priceOf(closing + size))) return refused('belowMinimum');
    if (isLess(possible, wanted)) book.refusals.reduced++;
    return size;
  }

  function refused(why: 'unknownSize' | 'noCash' | 'belowMinimum'): 0 {
    book.refusals[why]++;
    return 0;
  }
}
