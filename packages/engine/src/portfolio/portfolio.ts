import { type Execution, type Fill, type Interval, type Refusals, type Trade, WickError } from '@wick/core';
import { Account } from './account.ts';
import { requireConventions } from './conventions/require-conventions.ts';
import { createExcursions, type Excursions } from './excursions.ts';
import { fillsToTrades } from './fills-to-trades.ts';
import { BUY, type OrderRecords, OrderRecordsBuilder, SELL } from '../records/order-records.ts';
import { addsToPositions, clearsConflicts, Instrument, type MarketBlock, refusalsAtEnd } from './instrument.ts';
import type { PositionRules } from './position-rules.ts';
import { presentCandles } from './present-candles.ts';
import { nearestStopShare, rulesToPlan } from './rule-plan.ts';
import { createValueStream, type ValueStream } from './value-stream.ts';
import { Walk } from './walk.ts';

/** How an instrument of a portfolio is traded, and from which cash. */
export interface PortfolioSeat {
  readonly rules: PositionRules;
  /** Which of the accounts pays. */
  readonly account: number;
}

export interface PortfolioOptions {
  /** Complete, from core's `parseExecution`. Its initial cash is not read. */
  readonly execution: Execution;
  /** One an account, in the quote asset. */
  readonly initialCash: readonly number[];
  /** Of the bars; needed where a size is by volatility. */
  readonly interval?: Interval;
  /** `discard`: trades have no MAE and MFE. Default `record`. */
  readonly excursions?: 'record' | 'discard';
}

/** What became of one instrument. */
export interface InstrumentResult {
  readonly fills: readonly Fill[];
  /** Place of each fill among all fills of its account. */
  readonly sequence: readonly number[];
  readonly trades: readonly Trade[];
  readonly refusals: Refusals;
  readonly position: number;
  readonly barsInPosition: number;
  /** Quote asset. */
  readonly fundingPaid: number;
}

export interface AccountResult {
  readonly cash: number;
  readonly finalValue: number;
  /** Quote asset. */
  readonly fundingPaid: number;
  /** Bars on whose close some position was open. */
  readonly barsInPosition: number;
}

/** Many instruments, each with rules of its own, in one account or several. */
export interface Portfolio {
  /**
   * @param blocks one an instrument, all with the same bars
   * @param equities one an account; each is written in full: cash + Σ position × close at each bar's close
   */
  push(blocks: readonly MarketBlock[], equities: readonly Float64Array[]): void;
  /** What it came to, if the bars ended here. Changes nothing. */
  result(): { readonly instruments: readonly InstrumentResult[]; readonly accounts: readonly AccountResult[] };
  /** Every fill so far as columns: account after account, in order of execution. */
  orders(): OrderRecords;
}

/** @throws WickError OPTION_INVALID (a seat at an account that there is not, no instruments, what conventions do not have) */
export function createPortfolio(seats: readonly PortfolioSeat[], options: PortfolioOptions): Portfolio {
  const { execution, initialCash, interval } = options;
  const lost = seats.find(({ account }) => !(account in initialCash));
  if (lost) throw noAccount(lost.account, initialCash.length);
  for (const { rules } of seats) requireConventions(rules, execution);
  const instruments = seats.map(({ rules }, index) => {
    const plan = rulesToPlan(rules, interval, execution.daysPerYear);
    return new Instrument(index, plan, addsToPositions(plan, execution), clearsConflicts(execution));
  });
  const streams = instruments.map(({ rules }) => createValueStream(rules.expressions, interval));
  const excursions = instruments.map(({ book }) =>
    options.excursions === 'discard' ? undefined : createExcursions(book.log));
  const accounts = initialCash.map((cash, account) => {
    const its = instruments.filter((_, index) => seats[index]!.account === account);
    const books = new Account(cash, its.map(({ book }) => book));
    return { account: books, instruments: its, walk: new Walk(books, its, execution) };
  });
  let bars = 0;
  return {
    push(blocks, equities) {
      const given = blocks.map((block, index) => withValues(withoutAbsent(block), streams[index]!));
      accounts.forEach(({ walk, instruments: its }, account) => {
        walk.push(its.map(({ book }) => given[book.index]!), equities[account]!);
      });
      const length = equities[0]?.length ?? 0;
      if (length > 0) given.forEach(({ block }, index) => excursions[index]?.add(block, bars));
      bars += length;
    },
    result: () => ({
      instruments: instruments.map((instrument, index) => resultOf(instrument, excursions[index], bars)),
      accounts: accounts.map(({ account }) => {
        const prices = Float64Array.from(instruments, ({ book }) => book.lastClose);
        return { cash: account.cash, finalValue: account.equityAt(prices), barsInPosition: account.barsInPosition, fundingPaid: account.fundingPaid };
      }),
    }),
    orders: () => ordersOf(accounts.map(({ account }) => account)),
  };
}

const withoutAbsent = (given: MarketBlock): MarketBlock =>
  given.present ? { ...given, block: presentCandles(given.block, given.present) } : given;

/** Whoever aligned several histories has computed these numbers on the candles that there are. */
const withValues = (block: MarketBlock, stream: ValueStream): MarketBlock =>
  block.values ? block : { ...block, values: stream.next(block.block) };

function resultOf({ book, rules }: Instrument, excursions: Excursions | undefined, bars: number): InstrumentResult {
  const { log } = book;
  const fills = log.fills();
  const last = { bar: bars - 1, openTimeMs: book.lastOpenTimeMs, close: book.lastClose };
  const notes = { isAmbiguous: (fill: number) => log.isAmbiguous(fill), excursions, stopShare: nearestStopShare(rules, book.stopShares) };
  return {
    fills,
    sequence: fills.map((_, row) => log.sequenceAt(row)),
    trades: fillsToTrades(fills, notes, last),
    refusals: refusalsAtEnd(book),
    position: book.position,
    barsInPosition: book.barsInPosition,
    fundingPaid: book.fundingPaid,
  };
}

/** Merges the logs of each account by the order of execution. */
function ordersOf(accounts: readonly Account[]): OrderRecords {
  const orders = new OrderRecordsBuilder(accounts.reduce((sum, { fills }) => sum + fills, 0));
  for (const { books, fills } of accounts) {
    const rows = books.map(() => 0);
    for (let place = 0; place < fills; place++) {
      const seat = books.findIndex(({ log }, index) => rows[index]! < log.length && log.sequenceAt(rows[index]!) === place);
      const { log, index } = books[seat]!;
      const row = rows[seat]!++;
      const size = log.sizeAt(row);
      orders.append(log.barAt(row), index, size > 0 ? BUY : SELL, Math.abs(size), log.priceAt(row), log.feeAt(row));
    }
  }
  return orders.records();
}

const noAccount = (account: number, accounts: number): WickError =>
  new WickError('OPTION_INVALID', `An instrument is to be paid from account ${account}, and there are ${accounts}.`, {
    remedy: 'Give the initial cash of every account; they count from 0.',
    details: { option: 'account', account },
  });
