import { addTolerantly as add, isNearlyEqual } from '../../records/arithmetic.ts';
import type { Desk } from '../desk.ts';
import type { Instrument } from '../instrument.ts';
import { isCloseOrLess, isLess, snapToZero } from './nearly-equal.ts';
import type { OrderDraft } from './order-draft.ts';

/** What a purchase or sale comes to. */
interface Trade {
  readonly size: number;
  readonly price: number;
  readonly fee: number;
  /** What the cash changes by, the fee included. */
  readonly cash: number;
}

export interface ConventionLimits {
  readonly feeRate: number;
  readonly fixedFee: number;
  readonly minSize: number;
  readonly maxSize: number;
  /** NaN: sizes are not rounded. */
  readonly stepSize: number;
  readonly lockCash: boolean;
  readonly partialFills: boolean;
}

type Refusal = 'noCash' | 'belowMinimum' | 'reduced' | 'noPosition';

/**
 * Fills an order by vectorbt's rules and moves cash, free cash, position and debt. Returns the fill, its size negative for a
 * sale, or `undefined` where there was none; a refusal is counted in the book.
 *
 * @param value of the account, its positions at the prices of the desk
 */
export function draftToFill(desk: Desk, { book }: Instrument, draft: OrderDraft, value: number, limits: ConventionLimits): Trade | undefined {
  const { account } = desk;
  account.cash = snapToZero(account.cash);
  account.freeCash = snapToZero(account.freeCash);
  book.position = snapToZero(book.position);
  book.debt = snapToZero(book.debt);
  if (Number.isNaN(draft.size) || Number.isNaN(draft.price)) {
    book.refusals.noPrice++;
    return undefined;
  }
  const state = { cash: account.cash, freeCash: account.freeCash, position: book.position, debt: book.debt };
  const { size, percent } = toAmount(draft, state.position, snapToZero(desk.prices[book.index]!), snapToZero(value));
  const trade = size > 0 ? buy(state, draft, size, percent, limits) : sell(state, draft, -size, percent, limits);
  if (trade === undefined) return undefined;
  if (typeof trade === 'string') {
    if (trade !== 'noPosition') book.refusals[trade]++;
    return undefined;
  }
  if (Number.isFinite(size) && isLess(trade.size, Math.abs(size))) book.refusals.reduced++;
  if (size > 0) {
    settlePurchase(desk, book, trade);
    return trade;
  }
  settleSale(desk, book, trade);
  return { ...trade, size: -trade.size };
}

/** Sizes of every unit as a signed amount, and as a share of what there is. */
function toAmount(draft: OrderDraft, position: number, valuation: number, value: number): { size: number; percent: number } {
  let { size, unit } = draft;
  if (unit === 'weight') size *= value;
  if (unit === 'weight' || unit === 'value') size /= valuation;
  if (unit === 'weight') size -= position;
  if (unit === 'value' || unit === 'weight') unit = 'amount';
  // All that can be sold short is a share of 100% of what is free.
  if (unit === 'amount' && draft.direction !== 'long' && size === -Infinity) return { size: -Infinity, percent: 1 };
  if (unit === 'percent') return { size: Math.sign(size) * Infinity, percent: Math.abs(size) };
  return { size, percent: Number.NaN };
}

interface Holdings {
  readonly cash: number;
  readonly freeCash: number;
  readonly position: number;
  readonly debt: number;
}

/** Cash that a purchase may spend. Locked cash pays for covering a short first. */
function cashLimit({ cash, freeCash, position, debt }: Holdings, price: number, { feeRate, fixedFee, lockCash }: ConventionLimits): number {
  if (!lockCash) return cash;
  if (position >= 0) return Math.min(freeCash, cash);
  const cover = Math.abs(position) * price * (1 + feeRate) + fixedFee;
  const left = add(freeCash + 2 * debt, -cover);
  if (left > 0) return Math.min(freeCash + 2 * debt, cash);
  if (left === 0) return cash;
  const entryPrice = debt / Math.abs(position);
  const covered = (freeCash - fixedFee) / (price * (1 + feeRate) - 2 * entryPrice);
  return Math.min(covered * price * (1 + feeRate) + fixedFee, cash);
}

function buy(state: Holdings, draft: OrderDraft, size: number, percent: number, limits: ConventionLimits): Trade | Refusal | undefined {
  const { feeRate, fixedFee, stepSize } = limits;
  const price = draft.price * (1 + draft.slippage);
  let limit = cashLimit(state, price, limits);
  if (!Number.isNaN(percent)) limit = Math.min(limit, percent * limit);
  if (draft.direction === 'short' ? state.position === 0 : limit === 0) return draft.direction === 'short' ? 'noPosition' : 'noCash';
  let wanted = draft.direction === 'short' ? Math.min(-state.position, size) : size;
  if (wanted === 0) return undefined;
  if (wanted > limits.maxSize) {
    if (!limits.partialFills) return 'belowMinimum';
    wanted = limits.maxSize;
  }
  wanted = toSteps(wanted, stepSize);
  const money = wanted * price;
  const fees = money * feeRate + fixedFee;
  let trade: Trade = { size: wanted, price, fee: fees, cash: -(money + fees) };
  if (!isCloseOrLess(money + fees, limit)) {
    const most = add(limit, -fixedFee) / (1 + feeRate);
    if (most <= 0) return 'noCash';
    const affordable = most / price;
    if (Number.isNaN(stepSize)) trade = { size: affordable, price, fee: limit - most, cash: -limit };
    else {
      const whole = toSteps(affordable, stepSize);
      const fee = whole * price * feeRate + fixedFee;
      trade = { size: whole, price, fee, cash: -(whole * price + fee) };
    }
  }
  if (isNearlyEqual(wanted, 0)) return undefined;
  return smallest(trade, size, limits);
}

function sell(state: Holdings, draft: OrderDraft, size: number, percent: number, limits: ConventionLimits): Trade | Refusal | undefined {
  const { feeRate, fixedFee } = limits;
  const price = draft.price * (1 - draft.slippage);
  let wanted = draft.direction === 'long' ? Math.min(state.position, size) : size;
  let share = percent;
  if (draft.direction !== 'long' && (limits.lockCash || (size === Infinity && !Number.isNaN(percent)))) {
    const most = mostToSell(state, price, limits);
    if (typeof most === 'string') return most;
    if (!limits.lockCash) wanted = most;
    else {
      const asked = size === Infinity && !Number.isNaN(share) ? most : size;
      wanted = Math.min(Number.isNaN(share) ? asked : share * asked, most);
      share = Number.NaN;
    }
  }
  if (!Number.isNaN(share)) wanted = share * wanted;
  if (wanted > limits.maxSize) {
    if (!limits.partialFills) return 'belowMinimum';
    wanted = limits.maxSize;
  }
  if (draft.direction === 'long' && state.position === 0) return 'noPosition';
  wanted = toSteps(wanted, limits.stepSize);
  if (isNearlyEqual(wanted, 0)) return undefined;
  const money = wanted * price;
  const fee = money * feeRate + fixedFee;
  const cash = add(money, -fee);
  const trade = smallest({ size: wanted, price, fee, cash }, size, limits);
  return typeof trade === 'object' && cash < 0 ? 'noCash' : trade;
}

/** What is held, and what the free cash can be sold short for. */
function mostToSell({ position, freeCash }: Holdings, price: number, { feeRate, fixedFee }: ConventionLimits): number | Refusal {
  const held = Math.max(position, 0);
  const free = add(freeCash, held * price * (1 - feeRate));
  if (free <= 0) return position <= 0 ? 'noCash' : held;
  const most = add(held, add(free, -fixedFee) / (price * (1 + feeRate)));
  return most <= 0 ? 'noCash' : most;
}

function smallest(trade: Trade, size: number, { minSize, partialFills }: ConventionLimits): Trade | Refusal {
  if (isLess(trade.size, minSize)) return 'belowMinimum';
  if (!partialFills && Number.isFinite(size) && isLess(trade.size, size)) return 'noCash';
  return trade;
}

function settlePurchase({ account }: Desk, book: Instrument['book'], { size, cash }: Trade): void {
  const before = book.position;
  const after = add(before, size);
  account.cash = add(account.cash, cash);
  if (before < 0) {
    const covered = after < 0 ? size : Math.abs(before);
    const released = covered * (book.debt / Math.abs(before));
    book.debt = add(book.debt, -released);
    account.freeCash = add(account.freeCash + 2 * released, cash);
  } else account.freeCash = add(account.freeCash, cash);
  book.position = after;
}

function settleSale({ account }: Desk, book: Instrument['book'], { size, price, cash }: Trade): void {
  const before = book.position;
  const after = add(before, -size);
  account.cash += cash;
  if (after < 0) {
    const sold = (before < 0 ? size : Math.abs(after)) * price;
    book.debt += sold;
    account.freeCash = add(account.freeCash, add(cash, -2 * sold));
  } else account.freeCash += cash;
  book.position = after;
}

/** The largest whole number of steps that is not above `size`, by floor division as Python defines it for floats. */
function toSteps(size: number, step: number): number {
  if (Number.isNaN(step)) return size;
  const quotient = (size - (size % step)) / step;
  let whole = Math.floor(quotient);
  if (quotient - whole > 0.5) whole++;
  return whole * step;
}
