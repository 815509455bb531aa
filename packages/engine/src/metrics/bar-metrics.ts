import { BAR_METRICS, type BarMetricName, type BarMetrics, DAY_MS } from '@wick/core';
import type { AccountRecords } from '../records/account-records.ts';
import { additionOf } from '../records/arithmetic.ts';
import { simpleReturn, valueToReturns } from '../records/value-to-returns.ts';
import { type BarSample, barSample } from './bar-sample.ts';
import { type BarTails, barTails } from './bar-tails.ts';
import { finite } from './finite.ts';
import { gainLossRatio } from './gain-loss-ratio.ts';
import { summariseTrades, type TradeSummary } from './trade-summary.ts';

export interface BarMetricOptions {
  /** Length of a bar. */
  readonly barMs: number;
  /** Days in a year of this market, for annualising. */
  readonly daysPerYear: number;
}

export const BAR_METRIC_NAMES = Object.keys(BAR_METRICS) as BarMetricName[];

/**
 * Records of an account → metrics of the convention per bar, each as its sentence in `BAR_METRICS` says; from an account of the
 * arithmetic `tolerant` they are vectorbt's to the bit, with `null` where it answers NaN or ±∞.
 *
 * Only what the wanted metrics need is computed: the ten that are read first take two passes over the equity and one over
 * the trades.
 *
 * @param names all of them if left out
 */
export function barMetrics<Name extends BarMetricName = BarMetricName>(
  account: AccountRecords,
  options: BarMetricOptions,
  names: readonly Name[] = BAR_METRIC_NAMES as Name[],
): Pick<BarMetrics, Name> {
  const facts = new BarFacts(account, options);
  return Object.fromEntries(names.map((name) => [name, finite(FORMULAS[name](facts))])) as unknown as Pick<BarMetrics, Name>;
}

/** What formulas share, each computed when the first of them asks. */
class BarFacts {
  readonly account: AccountRecords;
  readonly barMs: number;
  readonly barsPerYear: number;
  #sample: BarSample | undefined;
  #tails: BarTails | undefined;
  #trades: TradeSummary | undefined;
  #closed: TradeSummary | undefined;
  #drawdowns: DrawdownSums | undefined;

  constructor(account: AccountRecords, { barMs, daysPerYear }: BarMetricOptions) {
    this.account = account;
    this.barMs = barMs;
    this.barsPerYear = (daysPerYear * DAY_MS) / barMs;
  }

  get sample(): BarSample {
    return (this.#sample ??= barSample(this.account.value, this.account.account.initialCash, this.account.book.arithmetic));
  }

  get tails(): BarTails {
    return (this.#tails ??= barTails(valueToReturns(this.account.value, this.account.account.initialCash)));
  }

  get trades(): TradeSummary {
    return (this.#trades ??= summariseTrades(this.account.trades, 'all'));
  }

  get closed(): TradeSummary {
    return (this.#closed ??= summariseTrades(this.account.trades, 'closed'));
  }

  get drawdowns(): DrawdownSums {
    return (this.#drawdowns ??= drawdownSums(this.account));
  }

  get annualReturn(): number {
    const { growth, count } = this.sample;
    return growth ** (this.barsPerYear / count) - 1;
  }

  get downsideRisk(): number {
    return this.sample.downside * Math.sqrt(this.barsPerYear);
  }
}

/** NaN and ±∞ become null afterwards. */
const FORMULAS: { readonly [Name in BarMetricName]: (facts: BarFacts) => number } = {
  totalProfit: ({ account }) => account.totalProfit,
  totalReturn: ({ account }) => account.totalProfit / account.account.initialCash,
  finalValue: ({ account }) => account.totalProfit + account.account.initialCash,
  annualReturn: (facts) => facts.annualReturn,
  annualVolatility: ({ sample, barsPerYear }) => sample.deviation * Math.sqrt(barsPerYear),
  sharpe: ({ sample, barsPerYear }) => (sample.mean / sample.deviation) * Math.sqrt(barsPerYear),
  sortino: (facts) => (facts.sample.count < 2 ? Number.NaN : (facts.sample.mean * facts.barsPerYear) / facts.downsideRisk),
  calmar: (facts) => facts.annualReturn / Math.abs(facts.sample.maxDrawdown),
  omega: ({ account }) => gainLossRatio(account.value, account.account.initialCash),
  downsideRisk: (facts) => facts.downsideRisk,
  valueAtRisk95: ({ tails }) => tails.low5,
  conditionalValueAtRisk95: ({ tails }) => tails.meanOfLowest,
  tailRatio: ({ tails }) => Math.abs(tails.high95) / Math.abs(tails.low5),
  maxDrawdown: ({ sample }) => sample.maxDrawdown,

  drawdowns: ({ drawdowns }) => drawdowns.count,
  deepestDrawdown: ({ drawdowns }) => drawdowns.deepest,
  averageDrawdown: ({ drawdowns }) => drawdowns.depths / drawdowns.count,
  maxDrawdownDurationMs: ({ drawdowns, barMs }) => (drawdowns.count === 0 ? Number.NaN : drawdowns.longest * barMs),
  averageDrawdownDurationMs: ({ drawdowns, barMs }) => (drawdowns.duration / drawdowns.count) * barMs,

  trades: ({ trades }) => trades.count,
  closedTrades: ({ closed }) => closed.count,
  openTrades: ({ trades, closed }) => trades.count - closed.count,
  openProfit: ({ account }) => summariseTrades(account.trades, 'open').profit,
  winRate: ({ trades }) => trades.wins / trades.count,
  closedWinRate: ({ closed }) => closed.wins / closed.count,
  profitFactor: ({ trades }) => trades.gained / Math.abs(trades.lost),
  closedProfitFactor: ({ closed }) => closed.gained / Math.abs(closed.lost),
  expectancy: ({ trades }) => expectancyOf(trades),
  closedExpectancy: ({ closed }) => expectancyOf(closed),
  systemQualityNumber: ({ trades }) => systemQualityOf(trades),
  averageDurationBars: ({ trades }) => trades.duration / trades.count,
  maxDurationBars: ({ trades }) => (trades.count === 0 ? Number.NaN : trades.longest),
  bestTrade: ({ closed }) => closed.best,
  worstTrade: ({ closed }) => closed.worst,
  averageWin: ({ closed }) => closed.winReturns / closed.wins,
  averageLoss: ({ closed }) => closed.lossReturns / closed.losses,
  averageWinDurationMs: ({ closed, barMs }) => (closed.winDuration / closed.wins) * barMs,
  averageLossDurationMs: ({ closed, barMs }) => (closed.lossDuration / closed.losses) * barMs,

  feesPaid: ({ account }) => account.feesPaid,
  maxGrossExposure: ({ account }) => maxGrossExposure(account),
  benchmarkReturn: ({ account }) => simpleReturn(account.holdingValueAt(0), account.holdingValueAt(account.bars - 1)),
  benchmarkCompoundedReturn: ({ account }) => compoundedHolding(account),
};

/** Average gain and loss are 0 where there is none. */
function expectancyOf({ count, wins, losses, gained, lost }: TradeSummary): number {
  const winRate = wins / count;
  const averageGain = wins === 0 ? 0 : gained / wins;
  const averageLoss = losses === 0 ? 0 : lost / losses;
  return winRate * averageGain - (1 - winRate) * Math.abs(averageLoss);
}

function systemQualityOf({ count, profit, squaredDeviations }: TradeSummary): number {
  const deviation = Math.sqrt(((squaredDeviations / count) * count) / (count - 1));
  return (Math.sqrt(count) * (profit / count)) / deviation;
}

/** Sums over the drawdown records, durations in bars. */
interface DrawdownSums {
  readonly count: number;
  /** NaN without drawdowns. */
  readonly deepest: number;
  readonly depths: number;
  readonly duration: number;
  readonly longest: number;
}

function drawdownSums({ drawdowns }: AccountRecords): DrawdownSums {
  let [deepest, depths, duration, longest] = [0, 0, 0, 0];
  for (let index = 0; index < drawdowns.length; index++) {
    const peak = drawdowns.peakValue[index]!;
    const depth = (drawdowns.valleyValue[index]! - peak) / peak;
    const bars = drawdowns.endBar[index]! - drawdowns.peakBar[index]! - 1 + drawdowns.isOpen[index]!;
    deepest = Math.min(deepest, depth);
    depths += depth;
    duration += bars;
    longest = Math.max(longest, bars);
  }
  return { count: drawdowns.length, deepest: drawdowns.length === 0 ? Number.NaN : deepest, depths, duration, longest };
}

function maxGrossExposure(account: AccountRecords): number {
  const add = additionOf(account.book.arithmetic);
  const freeCash = account.freeCash();
  let highest = freeCash.length === 0 ? Number.NaN : -Infinity;
  for (let bar = 0; bar < freeCash.length; bar++) {
    const exposure = account.exposureAt(bar);
    const whole = add(exposure, freeCash[bar]!);
    const share = whole === 0 ? 0 : exposure / whole;
    if (share > highest) highest = share;
  }
  return highest;
}

/** Π(1 + r) − 1 over the bars' returns of holding. */
function compoundedHolding(account: AccountRecords): number {
  let growth = 1;
  let before = account.account.initialCash;
  for (let bar = 0; bar < account.bars; bar++) {
    const after = account.holdingValueAt(bar);
    growth *= simpleReturn(before, after) + 1;
    before = after;
  }
  return growth - 1;
}
