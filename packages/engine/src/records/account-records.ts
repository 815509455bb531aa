import type { Arithmetic } from './arithmetic.ts';
import { addAssetValue, addCash } from './assets-to-value.ts';
import type { OrderRecords } from './order-records.ts';
import { ordersByInstrument, type RowsOf } from './orders-by-instrument.ts';
import { ordersToAssets } from './orders-to-assets.ts';
import { ordersToCash } from './orders-to-cash.ts';
import { ordersToFreeCash } from './orders-to-free-cash.ts';
import { ordersToProfit } from './orders-to-profit.ts';
import { ordersToTrades } from './orders-to-trades.ts';
import { requireAccount, requireOrders } from './require-book.ts';
import type { TradeRecords } from './trade-records.ts';
import { tradesToPositions } from './trades-to-positions.ts';
import { type DrawdownRecords, valueToDrawdowns } from './value-to-drawdowns.ts';
import { valueToReturns } from './value-to-returns.ts';

/** What a run did and at which prices it is valued: everything else follows from it. */
export interface RunBook {
  readonly orders: OrderRecords;
  /** Close of each bar of each instrument; all of one length. */
  readonly closes: readonly Float64Array[];
  readonly arithmetic: Arithmetic;
}

/** Instruments that are looked at as one: with a cash that they share, or with the cash of each added up. */
export interface Account {
  readonly instruments: readonly number[];
  /** Of all of them together, in the quote asset; above zero. */
  readonly initialCash: number;
}

/**
 * Rows of the orders of each instrument of a run: one look for all its accounts.
 *
 * @throws WickError OPTION_INVALID (an order of another instrument or bar, out of order, or of nothing)
 */
export function rowsOfRun(book: RunBook): RowsOf {
  requireOrders(book);
  return ordersByInstrument(book.orders, book.closes.length);
}

/**
 * The trades, positions and series of an account. Each is computed when it is first asked for, in time that is linear in
 * orders and bars, and kept. Columns and series must not be written to.
 */
export class AccountRecords {
  readonly book: RunBook;
  readonly account: Account;
  readonly bars: number;
  readonly rowsOf: RowsOf;
  #trades: TradeRecords | undefined;
  #positions: TradeRecords | undefined;
  #assets: readonly Float64Array[] | undefined;
  #cash: Float64Array | undefined;
  #value: Float64Array | undefined;
  #returns: Float64Array | undefined;
  #drawdowns: DrawdownRecords | undefined;
  #profit: number | undefined;

  /**
   * @param rowsOf from {@link rowsOfRun}, if it is there already
   * @param value equity at each bar's close, if somebody recorded it: it is then not computed again
   * @throws WickError OPTION_INVALID
   */
  constructor(book: RunBook, account: Account, rowsOf: RowsOf = rowsOfRun(book), value?: Float64Array) {
    requireAccount(book, account, value);
    this.book = book;
    this.account = account;
    this.bars = book.closes[account.instruments[0]!]!.length;
    this.rowsOf = rowsOf;
    this.#value = value;
  }

  /** One for each order that closed a position or took a part off it, then what is open; by instrument, then in time. */
  get trades(): TradeRecords {
    const end = { bar: this.bars - 1, closes: this.book.closes.map((close) => close[this.bars - 1]!) };
    return (this.#trades ??= ordersToTrades(this.book.orders, this.rowsOf, this.account.instruments, end, this.book.arithmetic));
  }

  get positions(): TradeRecords {
    return (this.#positions ??= tradesToPositions(this.trades, this.book.arithmetic));
  }

  /** What is held of each instrument of the account at each bar's close. */
  get assets(): readonly Float64Array[] {
    return (this.#assets ??= this.account.instruments.map((instrument) =>
      ordersToAssets(this.book.orders, this.rowsOf(instrument), this.bars, this.book.arithmetic),
    ));
  }

  get cash(): Float64Array {
    const { instruments, initialCash } = this.account;
    return (this.#cash ??= ordersToCash(this.book.orders, this.rowsOf, instruments, this.bars, initialCash, this.book.arithmetic));
  }

  /** Cash that no short position ties up. Not kept. */
  freeCash(): Float64Array {
    const { instruments, initialCash } = this.account;
    return ordersToFreeCash(this.book.orders, this.rowsOf, instruments, this.bars, initialCash, this.book.arithmetic);
  }

  /** Cash + Σ position × close at each bar's close. */
  get value(): Float64Array {
    return (this.#value ??= this.#valueOf(this.cash));
  }

  #valueOf(cash: Float64Array): Float64Array {
    const value = new Float64Array(this.bars);
    this.account.instruments.forEach((instrument, index) => addAssetValue(value, this.assets[index]!, this.book.closes[instrument]!));
    return addCash(value, cash);
  }

  /** Σ |position × close| at a bar's close. */
  exposureAt(bar: number): number {
    const { assets } = this;
    let exposure = 0;
    for (let index = 0; index < assets.length; index++) {
      const held = assets[index]![bar]!;
      if (held !== 0) exposure += Math.abs(this.book.closes[this.account.instruments[index]!]![bar]! * held);
    }
    return exposure;
  }

  /** Simple returns of the value, the first against the initial cash. */
  get returns(): Float64Array {
    return (this.#returns ??= valueToReturns(this.value, this.account.initialCash));
  }

  get drawdowns(): DrawdownRecords {
    return (this.#drawdowns ??= valueToDrawdowns(this.value));
  }

  /** Received − paid + what is held at the last close, summed over the orders themselves: the value's last bits may differ. */
  get totalProfit(): number {
    const { orders, closes, arithmetic } = this.book;
    return (this.#profit ??= this.account.instruments.reduce(
      (sum, instrument) => sum + ordersToProfit(orders, this.rowsOf(instrument), closes[instrument]![this.bars - 1]!, arithmetic),
      0,
    ));
  }

  /** Of all orders, summed in order of execution. */
  get feesPaid(): number {
    const { length, instrument, fee } = this.book.orders;
    const isMember = new Set(this.account.instruments);
    let paid = 0;
    for (let row = 0; row < length; row++) if (isMember.has(instrument[row]!)) paid += fee[row]!;
    return paid;
  }

  /** The value of holding instead, at a bar's close: the initial cash put into all instruments in equal parts at the first close. */
  holdingValueAt(bar: number): number {
    const { instruments, initialCash } = this.account;
    let growth = 0;
    for (let index = 0; index < instruments.length; index++) {
      const close = this.book.closes[instruments[index]!]!;
      growth += close[bar]! / close[0]!;
    }
    return (initialCash / instruments.length) * growth;
  }
}
