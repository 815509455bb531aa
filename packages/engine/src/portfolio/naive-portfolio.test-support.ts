import { type Distance, type Execution, getBit, NO_REFUSALS, type OrderReason, type Refusals } from '@wick/core';
import type { PositionRules } from './position-rules.ts';
import type { Scenario } from './scenario.test-support.ts';

/**
 * The rules of the execution model, once more and slowly: bar by bar, every question asked at every bar, for the fast
 * walk to be compared with. It shares nothing with it but core's words.
 */
export interface NaiveOutcome {
  readonly fills: NaiveFill[];
  readonly equity: number[];
  readonly cash: number;
  readonly refusals: Refusals;
  readonly ambiguousExits: number;
  readonly barsInPosition: number;
}

export interface NaiveFill {
  bar: number;
  openTimeMs: number;
  action: 'buy' | 'sell';
  reason: OrderReason;
  size: number;
  price: number;
  fee: number;
  slippage: number;
}

interface Wishes {
  /** The position has been held its bars. */
  time: boolean;
  buy: boolean;
  sell: boolean;
  short: boolean;
  cover: boolean;
}

export function simulateNaively({ block, signals }: Scenario, rules: PositionRules, execution: Execution): NaiveOutcome {
  const { open, high, low, close } = block.columns;
  const slip = execution.slippageBps / 10_000;
  const fills: NaiveFill[] = [];
  const equity: number[] = [];
  const refusals: { -readonly [Reason in keyof Refusals]: number } = { ...NO_REFUSALS };
  let ambiguousExits = 0;
  let barsInPosition = 0;
  let cash = execution.initialCash;
  let held = 0;
  let entryPrice = 0;
  let best = 0;
  let heldSince = 0;

  const trade = (bar: number, size: number, market: number, reason: OrderReason): void => {
    const maker = reason === 'take-profit';
    const price = maker ? market : market * (size > 0 ? 1 + slip : 1 - slip);
    const value = Math.abs(size) * price;
    const fee = value * (maker ? execution.makerFeeRate : execution.takerFeeRate);
    cash = cash + (size > 0 ? -value - fee : value - fee);
    held = held + size;
    const slippage = Math.abs(size) * Math.abs(price - market);
    const action = size > 0 ? 'buy' : 'sell';
    fills.push({ bar, openTimeMs: block.openTimeMs[bar]!, action, reason, size: Math.abs(size), price, fee, slippage });
  };

  const enter = (bar: number, side: number, market: number): void => {
    const price = market * (1 + side * slip);
    const affordable = (money: number): number => {
      let size = money > 0 ? money / (price * (1 + execution.takerFeeRate)) : 0;
      while (size > 0 && size * price + size * price * execution.takerFeeRate > money) size -= size * 2 ** -52;
      return size;
    };
    let wanted = 0;
    if (rules.size.kind === 'equity') wanted = affordable(cash * (rules.size.percent / 100));
    if (rules.size.kind === 'value') wanted = rules.size.value / price;
    if (rules.size.kind === 'amount') wanted = rules.size.amount;
    const size = Math.min(wanted, affordable(cash));
    if (size <= 0) {
      refusals.noCash++;
      return;
    }
    if (size < wanted * (1 - 1e-9)) refusals.reduced++;
    trade(bar, side * size, market, 'entry');
    entryPrice = price;
    best = price;
    heldSince = bar;
  };

  const obey = (bar: number, wishes: Wishes, market: number): void => {
    if (held > 0 && (wishes.sell || wishes.short)) trade(bar, -held, market, 'exit');
    else if (held < 0 && (wishes.cover || wishes.buy)) trade(bar, -held, market, 'exit');
    else if (held !== 0 && wishes.time) trade(bar, -held, market, 'time');
    else if (held !== 0) return;
    if (wishes.buy) enter(bar, 1, market);
    if (wishes.short) enter(bar, -1, market);
  };

  const watchStops = (bar: number): void => {
    const long = held > 0;
    const d = long ? 1 : -1;
    best = long ? Math.max(best, open[bar]!) : Math.min(best, open[bar]!);
    const stops: { reason: OrderReason; level: number }[] = [];
    if (rules.stopLoss) stops.push({ reason: 'stop-loss', level: entryPrice * (1 - d * (percentOf(rules.stopLoss) / 100)) });
    if (rules.trailingStop) stops.push({ reason: 'trailing-stop', level: best * (1 - d * (percentOf(rules.trailingStop) / 100)) });
    stops.sort((a, b) => (long ? b.level - a.level : a.level - b.level));
    const stop = stops[0];
    const target = rules.takeProfit ? entryPrice * (1 + d * (percentOf(rules.takeProfit) / 100)) : undefined;
    const opensBelowStop = stop !== undefined && (long ? open[bar]! <= stop.level : open[bar]! >= stop.level);
    const opensAboveTarget = target !== undefined && (long ? open[bar]! >= target : open[bar]! <= target);
    const hitsStop = stop !== undefined && (long ? low[bar]! <= stop.level : high[bar]! >= stop.level);
    const hitsTarget = target !== undefined && (long ? high[bar]! >= target : low[bar]! <= target);
    if (opensBelowStop) trade(bar, -held, open[bar]!, stop.reason);
    else if (opensAboveTarget) trade(bar, -held, open[bar]!, 'take-profit');
    else if (hitsStop) {
      if (hitsTarget) ambiguousExits++;
      trade(bar, -held, stop.level, stop.reason);
    } else if (hitsTarget) trade(bar, -held, target, 'take-profit');
    best = long ? Math.max(best, high[bar]!) : Math.min(best, low[bar]!);
  };

  const wishesAt = (bar: number): Wishes => {
    const buy = getBit(signals.longEntry, bar);
    const sell = getBit(signals.longExit, bar);
    const short = getBit(signals.shortEntry, bar);
    const cover = getBit(signals.shortExit, bar);
    const contradictory = (buy && sell) || (short && cover) || (buy && short);
    if (contradictory) refusals.conflictingSignals++;
    const wishes = contradictory ? NO_WISHES : { buy, sell, short, cover, time: false };
    const fillBar = execution.fill === 'close' ? bar : bar + 1;
    if (held === 0 || !rules.exitAfter || fillBar - heldSince < rules.exitAfter.bars) return wishes;
    return { ...wishes, buy: wishes.buy && held < 0, short: wishes.short && held > 0, time: true };
  };

  let due = NO_WISHES;
  for (let bar = 0; bar < block.length; bar++) {
    if (execution.fill === 'next-open') obey(bar, due, open[bar]!);
    if (held !== 0) watchStops(bar);
    due = wishesAt(bar);
    if (execution.fill === 'close') obey(bar, due, close[bar]!);
    equity.push(cash + held * close[bar]!);
    if (held !== 0) barsInPosition++;
  }
  if (execution.fill === 'next-open') {
    const acts = held > 0 ? due.sell || due.short || due.time : held < 0 ? due.cover || due.buy || due.time : due.buy || due.short;
    if (acts) refusals.noNextBar = 1;
  }
  return { fills, equity, cash, refusals, ambiguousExits, barsInPosition };
}

const NO_WISHES: Wishes = { buy: false, sell: false, short: false, cover: false, time: false };

const percentOf = (distance: Distance): number => (distance.kind === 'percent' ? distance.percent : NaN);
