import {
  countMissing, DEFAULT_SIZE, type Execution, type Frame, type FundingRates, type GivenExecution, type Interval, type MarketResult, type Metrics, NO_REFUSALS, parseExecution, type PortfolioResult,
  type PositionRules, type Refusals, seriesKey, type Signals, type Strategy, WickError,
} from '@wick/core';
import { requirePrices } from './backtest-candles.ts';
import { assumedOf, manifestOf, type Ran, ranColumns, ranSignals, ranStrategy } from './backtest-manifest.ts';
import { type BarFunding, createFundingStream, requireFunding } from './funding/rates-to-bars.ts';
import { createEquityStatistics } from './metrics/equity-statistics.ts';
import { runToMetrics } from './metrics/run-to-metrics.ts';
import { SettledTrades } from './metrics/settled-trades.ts';
import { requireConventions } from './portfolio/conventions/require-conventions.ts';
import { equalParts } from './portfolio/equal-parts.ts';
import { framesToTimeline, spreadColumn, spreadFrame, spreadSignals, type Timeline } from './portfolio/frames-to-timeline.ts';
import type { MarketBlock, OrderColumns } from './portfolio/instrument.ts';
import { createPortfolio, type InstrumentResult } from './portfolio/portfolio.ts';
import { rulesToPlan } from './portfolio/rule-plan.ts';
import { createValueStream } from './portfolio/value-stream.ts';
import { requireEntry } from './signals/never-true.ts';
import { createSignalStream } from './signals/signal-stream.ts';

/** One market of a portfolio, and what is traded there: exactly one of strategy, signals, target weights and orders. */
export interface Market {
  readonly frame: Frame;
  readonly strategy?: Strategy;
  /** One bit a row of the frame. */
  readonly signals?: Signals;
  /** Shares of the equity to hold, one a row, known at its close; NaN changes nothing, negative is short. */
  readonly targetWeights?: Float64Array;
  /** Base asset to buy, or to sell where it is negative, one a row; NaN is none. */
  readonly orders?: Float64Array;
  /** Of signals, targets and orders; a strategy brings its own. Without a size, an entry takes all of the equity. */
  readonly rules?: Partial<PositionRules>;
  /** Numbers a row that replace options. */
  readonly columns?: Omit<OrderColumns, 'targetWeights' | 'orders'>;
  /** Closes what is open at the close of the frame's last candle, as before a delisting. Otherwise it stays, marked at that close. */
  readonly closesAtEnd?: boolean;
  /** Charged at each payment on what is held then. Not under conventions. */
  readonly funding?: FundingRates | undefined;
}

export interface PortfolioBacktestOptions {
  /** Cash, costs and the sequence in which markets have their turn; what is left out takes core's default. */
  readonly execution?: GivenExecution;
  /** What was assumed before the engine came to it. */
  readonly assumptions?: readonly string[];
}

/**
 * Several markets with one cash → result. Their candles are laid on one time axis: a market sees the bars that it has, fills on no
 * other, and is valued at its last close in between.
 *
 * @throws WickError CANDLES_MISSING, CANDLES_DAMAGED, HISTORY_TOO_SHORT (every market has fewer bars than its rules need),
 *   STRATEGY_INVALID (also an entry that can never be true), OPTION_INVALID (no market, unequal intervals, columns of another length, more or less than one way to trade a market)
 */
export function backtestPortfolio(markets: readonly Market[], options: PortfolioBacktestOptions = {}): PortfolioResult {
  const interval = commonInterval(markets);
  const given = options.execution ?? {};
  const execution = parseExecution(given);
  const timeline = framesToTimeline(markets.map(({ frame }) => frame));
  const plans = markets.map((market, index) => planMarket(market, interval, execution, timeline, index));
  if (plans.every(({ ran }, index) => markets[index]!.frame.length <= ran.warmupBars)) throw tooShort(markets, plans.map(({ ran }) => ran.warmupBars));
  const portfolio = createPortfolio(plans.map(({ rules }) => ({ rules, account: 0 })), { execution, initialCash: [execution.initialCash], interval });
  const equity = new Float64Array(timeline.openTimeMs.length);
  portfolio.push(plans.map(({ block }) => block), [equity]);
  const { instruments, accounts } = portfolio.result();
  const results = instruments.map((instrument, index) => marketResult(markets[index]!, plans[index]!.ran, instrument, execution, timeline.openTimeMs));
  return {
    metrics: metricsOf(plans, results, equity, {
      ...accounts[0]!, interval, execution, fundingPaid: markets.some(({ funding }) => funding) ? accounts[0]!.fundingPaid : null,
    }),
    markets: results,
    refusals: sumOf(results.map(({ refusals }) => refusals)),
    openTimeMs: timeline.openTimeMs,
    equity,
    cash: accounts[0]!.cash,
    assumptions: [...(options.assumptions ?? []), ...assumedOf(execution, given), SEQUENCES[execution.sequence ?? (execution.conventions ? 'listed' : 'exits-first')], VALUED, HELD],
  };
}

const SEQUENCES = {
  'exits-first': 'On one bar, all exits go before all entries, each in the order in which the markets are listed.',
  listed: 'On one bar, markets have their turn in the order in which they are listed.',
  reversed: 'On one bar, markets have their turn against the order in which they are listed.',
  'sells-first': 'On one bar, markets that sell have their turn before those that buy.',
} as const;
const VALUED = 'A market without a candle on a bar is valued at its last close.';
const HELD = 'Holding instead means equal parts of every market, each bought at its first open.';

interface PlannedMarket {
  readonly rules: PositionRules;
  readonly ran: Ran;
  readonly block: MarketBlock;
}

/** Signals and numbers are computed on the candles that the market has, then laid on the time axis. */
function planMarket(market: Market, interval: Interval, execution: Execution, { openTimeMs, barsOf }: Timeline, index: number): PlannedMarket {
  const { frame, strategy, columns = {} } = market;
  requireOneWay(market);
  requirePrices(frame);
  const rules: PositionRules = strategy ?? { ...market.rules, size: market.rules?.size ?? DEFAULT_SIZE };
  const stream = strategy && createSignalStream(strategy, { interval });
  if (stream) requireEntry(stream, strategy, interval);
  const signals = stream ? stream.process(frame) : market.signals;
  const written = { ...columns, targetWeights: market.targetWeights, orders: market.orders };
  requireRows(frame, signals, written);
  if (market.funding) requireFunding(market.funding, frame.series);
  requireConventions(rules, execution, market.funding);
  const bars = barsOf[index];
  const { length } = openTimeMs;
  const numbers = createValueStream(rulesToPlan(rules, interval, execution.daysPerYear).expressions, interval);
  const values = numbers.next(frame);
  const spread = Object.entries(written).map(([name, column]) => [name, column && spreadColumn(column, bars, length)]);
  const ran = strategy
    ? ranStrategy(strategy, Math.max(stream!.warmupOver(frame.openTimeMs), numbers.warmupBars))
    : signals ? ranSignals(signals, rules, null) : ranColumns(market.targetWeights ?? market.orders!, rules);
  return {
    rules,
    ran,
    block: {
      ...spreadFrame(frame, bars, openTimeMs),
      signals: signals && spreadSignals(signals, bars, length),
      columns: Object.fromEntries(spread) as OrderColumns,
      values: values.map((column) => spreadColumn(column, bars, length)),
      funding: market.funding && spreadFunding(createFundingStream(market.funding, interval).next(frame), bars, length),
      ...(market.closesAtEnd && { closesAt: bars?.at(-1) ?? length - 1 }),
    },
  };
}

const spreadFunding = ({ before, within }: BarFunding, bars: Int32Array | undefined, length: number): BarFunding => ({
  before: spreadColumn(before, bars, length),
  within: spreadColumn(within, bars, length),
});

function marketResult(market: Market, ran: Ran, instrument: InstrumentResult, execution: Execution, openTimeMs: Float64Array): MarketResult {
  const { frame } = market;
  const { fills, sequence, trades, refusals, barsInPosition, position } = instrument;
  return {
    manifest: manifestOf(frame, ran, execution, execution, { funding: market.funding }),
    trades,
    fills,
    sequence,
    refusals,
    ambiguousTrades: trades.filter(({ ambiguous }) => ambiguous).length,
    gaps: frame.gaps,
    barsInPosition,
    position,
    ...(market.funding && { fundingPaid: instrument.fundingPaid }),
    endsInPosition: position !== 0 && frame.openTimeMs.at(-1) !== openTimeMs.at(-1),
  };
}

interface Outcome {
  readonly interval: Interval;
  readonly execution: Execution;
  readonly finalValue: number;
  readonly barsInPosition: number;
  readonly fundingPaid: number | null;
}

/** The benchmark is equal parts of every market, each bought at its first open and held, without costs. */
function metricsOf(plans: readonly PlannedMarket[], results: readonly MarketResult[], equity: Float64Array, outcome: Outcome): Metrics {
  const statistics = createEquityStatistics(outcome.execution.initialCash, outcome.interval);
  statistics.add(equity, equalParts(plans.map(({ block }) => block)));
  const fills = results.flatMap((result) => result.fills.map((fill, row) => ({ fill, place: result.sequence[row]! })));
  const done = new SettledTrades();
  done.add({
    fills: fills.sort((a, b) => a.place - b.place).map(({ fill }) => fill),
    trades: results.flatMap(({ trades }) => trades).sort((a, b) => a.exitBar - b.exitBar),
  });
  return runToMetrics({ ...outcome, equity: statistics.read(), costs: done.costs, trades: done.trades });
}

const sumOf = (all: readonly Refusals[]): Refusals =>
  Object.fromEntries(Object.keys(NO_REFUSALS).map((reason) => [reason, all.reduce((sum, each) => sum + each[reason as keyof Refusals], 0)])) as unknown as Refusals;

function commonInterval(markets: readonly Market[]): Interval {
  const [first] = markets;
  if (!first) throw invalid('markets', 'A portfolio needs at least one market.', 'Give the candles of one or more.');
  const { interval } = first.frame.series;
  const other = markets.find(({ frame }) => frame.series.interval !== interval);
  if (other) {
    throw invalid('interval', `The markets of a portfolio need one interval; here are ${interval} and ${other.frame.series.interval}.`, 'Load all of them on the same one.');
  }
  const empty = markets.find(({ frame }) => frame.length === 0);
  if (!empty) return interval;
  throw new WickError('CANDLES_MISSING', `There are no candles of ${empty.frame.series.symbol} ${interval} in this range.`, {
    remedy: 'Import or sync candles of it first, or leave it out.',
    details: { series: seriesKey(empty.frame.series) },
  });
}

function requireOneWay({ frame, strategy, signals, targetWeights, orders }: Market): void {
  const ways = [strategy, signals, targetWeights, orders].filter((way) => way !== undefined).length;
  if (ways === 1) return;
  throw invalid('markets', `${frame.series.symbol} has ${ways} ways in which it is traded.`, 'Give exactly one of strategy, signals, targetWeights and orders.');
}

function requireRows(frame: Frame, signals: Signals | undefined, columns: OrderColumns): void {
  const lengths = [['signals', signals?.length], ...Object.entries(columns).map(([name, values]) => [name, values?.length])] as const;
  const odd = lengths.find(([, length]) => length !== undefined && length !== frame.length);
  if (odd) throw invalid(String(odd[0]), `${frame.series.symbol} has ${frame.length} candles and ${odd[1]} rows of ${odd[0]}.`, 'Give one row a candle.');
}

const tooShort = (markets: readonly Market[], warmups: readonly number[]): WickError =>
  new WickError('HISTORY_TOO_SHORT', `No market has as many candles as its rules need: ${markets.map(({ frame }, index) => `${frame.series.symbol} has ${frame.length} and needs ${warmups[index]! + 1}`).join(', ')}.`, {
    remedy: 'Take a longer range, or shorter periods in the rules.',
    details: { candles: markets.map(({ frame }) => frame.length), missing: markets.map(({ frame }) => countMissing(frame.gaps)) },
  });

const invalid = (option: string, message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy, details: { option } });
