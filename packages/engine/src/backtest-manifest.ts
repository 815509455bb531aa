import {
  columnHash, countBits, countMissing, datasetHash, DEFAULT_MAINTENANCE_MARGIN_RATE, type Execution, type FundingRates, type GivenExecution, type Frame, type Manifest, type Signals, signalsHash,
  type SignalsOrigin, type Strategy, strategyHash, strategyToText,
} from '@wick/core';
import { fundingAssumptions, fundingManifest } from './funding/funding-manifest.ts';
import type { PositionRules } from './portfolio/position-rules.ts';

/** Of the arithmetic: it changes whenever the same input may give another result. */
export const ENGINE_VERSION = '0.1.0';

const percent = (share: number): string => `${Number((share * 100).toPrecision(12))}%`;

type Assumed = 'fill' | 'initialCash' | 'takerFeeRate' | 'makerFeeRate' | 'slippageBps' | 'riskFreeRate' | 'daysPerYear';

/** What each option with a default means when nobody set it, in words. The others do nothing until somebody sets them. */
const ASSUMED: { readonly [Option in Assumed]: (value: Execution[Option]) => string } = {
  fill: (fill) =>
    fill === 'next-open'
      ? 'A signal at a bar’s close fills at the open of the next bar there is.'
      : 'A signal at a bar’s close fills at that close.',
  initialCash: (cash) => `The run starts with ${cash} of the quote asset.`,
  takerFeeRate: (rate) => `Market orders and stops pay a fee of ${percent(rate)}.`,
  makerFeeRate: (rate) => `Take profits pay a fee of ${percent(rate)}.`,
  slippageBps: (bps) => `Market orders and stops fill ${percent(bps / 10_000)} worse than the price; take profits do not.`,
  riskFreeRate: (rate) => `The risk-free rate is ${percent(rate)} a year.`,
  daysPerYear: (days) => `Ratios are annualised with ${days} days a year.`,
};

const BORROWING = 'Short positions borrow without interest and are never liquidated.';

/** What nobody can choose, but a reader must know: borrowing costs nothing here, and who liquidates. */
function borrowing({ leverage = 1, maintenanceMarginRate = DEFAULT_MAINTENANCE_MARGIN_RATE }: Execution, sellsShort: boolean): string[] {
  if (leverage <= 1) return sellsShort ? [BORROWING] : [];
  return [
    `What is borrowed costs no interest; positions are liquidated where the equity falls to ${percent(maintenanceMarginRate)} of their value, without a further fee.`,
  ];
}

/** Where the signals of a run came from, as its manifest says it. */
export interface Ran extends Pick<Manifest, 'strategy' | 'strategyText' | 'strategyHash' | 'signals' | 'warmupBars'> {
  readonly sellsShort: boolean;
}

export const ranStrategy = (strategy: Strategy, warmupBars: number): Ran => ({
  strategy,
  strategyText: strategyToText(strategy),
  strategyHash: strategyHash(strategy),
  signals: null,
  warmupBars,
  sellsShort: strategy.short !== undefined,
});

export const ranSignals = (signals: Signals, rules: PositionRules, origin: SignalsOrigin | null): Ran => ({
  strategy: null,
  strategyText: null,
  strategyHash: null,
  signals: { hash: signalsHash(signals), rules, origin },
  warmupBars: 0,
  sellsShort: countBits(signals.shortEntry) > 0,
});

/** @param column target weights or orders, one a row */
export const ranColumns = (column: Float64Array, rules: PositionRules): Ran => ({
  strategy: null,
  strategyText: null,
  strategyHash: null,
  signals: { hash: columnHash(column), rules, origin: null },
  warmupBars: 0,
  sellsShort: column.some((value) => value < 0),
});

/** What a caller says beside candles, rules and execution. */
export interface Beside {
  /** Such as what a sentence left open; they come first. */
  readonly assumptions?: readonly string[] | undefined;
  readonly funding?: FundingRates | undefined;
}

/**
 * What a run was computed from.
 *
 * @param given the execution options that the caller set; the others become assumptions
 */
export function manifestOf(
  frame: Frame,
  { sellsShort, ...ran }: Ran,
  execution: Execution,
  given: GivenExecution,
  { assumptions = [], funding }: Beside = {},
): Manifest {
  return {
    engineVersion: ENGINE_VERSION,
    series: frame.series,
    datasetHash: datasetHash(frame),
    candles: frame.length,
    firstOpenTimeMs: frame.openTimeMs[0] ?? null,
    lastOpenTimeMs: frame.openTimeMs.at(-1) ?? null,
    gaps: frame.gaps.length,
    missing: countMissing(frame.gaps),
    ...ran,
    execution,
    ...(funding && { funding: fundingManifest(funding, frame) }),
    assumptions: [...assumptions, ...assumedOf(execution, given), ...borrowing(execution, sellsShort), ...fundingAssumptions(funding, frame)],
  };
}

export function assumedOf(execution: Execution, given: GivenExecution): string[] {
  const options = Object.keys(ASSUMED) as Assumed[];
  return options.filter((option) => given[option] === undefined).map((option) => sentence(option, execution));
}

const sentence = <Option extends Assumed>(option: Option, execution: Execution): string =>
  ASSUMED[option](execution[option]);
