import type { Frame } from '@wick/core';
import type { KnowledgeCutOff } from '../cost/price.ts';
import { isInSample } from './cut-offs.ts';
import { intervalOfMean, meanOf, signFlipTest, smallestMeanSeen } from './paired-difference.ts';
import { type JudgedTwice, scoreDecisions, type Score, type ScoredDecisions, type ScoredPair } from './score-decisions.ts';

/** How often a model that remembers nothing is said to remember: the level of the test. */
export const FALSE_ALARM_RATE = 0.05;
/** Fewer pairs than this say nothing either way. */
export const LEAST_PAIRS = 30;
/** Of fewer that differ, the spread of the differences is not known well enough to say what would have been found. */
const LEAST_DIFFERING = 20;

export type Verdict = 'remembers' | 'no evidence' | 'too few windows';

/** Decisions of a model that could recognise the windows, against those of the same model that could not. Returns are fractions a decision. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly pairs: number;
  /** Pairs of which the two decisions have not earned the same. */
  readonly differing: number;
  /** null without pairs, as are the three below. */
  readonly meanPlain: number | null;
  readonly meanMasked: number | null;
  /** Plain minus masked. */
  readonly difference: number | null;
  /** 95%, by a bootstrap. */
  readonly interval: readonly [low: number, high: number] | null;
  /** One-sided: how often chance alone makes plain this much better. */
  readonly p: number | null;
  readonly isExact: boolean;
  readonly hitRate: { readonly plain: HitRate; readonly masked: HitRate };
  /** The difference that would have been found in four of five runs like this; null where fewer than 20 pairs differ. */
  readonly smallestSeen: number | null;
}

export interface HitRate {
  /** Decisions to BUY or SELL. */
  readonly decisions: number;
  readonly hits: number;
  /** null without decisions. */
  readonly share: number | null;
}

export interface Leakage {
  readonly horizon: number;
  readonly all: Comparison;
  /** Of the windows that the model may have read of, and of the later ones: only where both exist. */
  readonly before?: Comparison;
  readonly after?: Comparison;
  readonly leftOut: ScoredDecisions['leftOut'];
}

/**
 * Whether a model decides better where it can recognise the market and the day than where it cannot. What a model makes of the
 * candles alone it makes of masked ones too; what it earns on top of that, it has from elsewhere.
 *
 * @param judged in the order of time
 * @param horizon bars from the decision to what came of it
 * @param cutOff of the model's knowledge, null where unknown
 */
export function maskedAgainstPlain(frame: Frame, judged: readonly JudgedTwice[], horizon: number, cutOff: KnowledgeCutOff | null): Leakage {
  const { pairs, leftOut } = scoreDecisions(frame, judged, horizon);
  const all = comparePairs(pairs);
  if (cutOff === null) return { horizon, all, leftOut };
  const before = pairs.filter(({ fromMs }) => isInSample(fromMs, cutOff));
  const after = pairs.filter(({ fromMs }) => !isInSample(fromMs, cutOff));
  return before.length > 0 && after.length > 0 ? { horizon, all, before: comparePairs(before), after: comparePairs(after), leftOut } : { horizon, all, leftOut };
}

export function comparePairs(pairs: readonly ScoredPair[]): Comparison {
  const differences = pairs.map(({ plain, masked }) => plain.earned - masked.earned);
  const hitRate = { plain: hitRateOf(pairs.map(({ plain }) => plain)), masked: hitRateOf(pairs.map(({ masked }) => masked)) };
  const differing = differences.filter((difference) => difference !== 0).length;
  if (pairs.length === 0) {
    const none = { meanPlain: null, meanMasked: null, difference: null, interval: null, p: null };
    return { verdict: 'too few windows', pairs: 0, differing, ...none, isExact: true, hitRate, smallestSeen: null };
  }
  const difference = meanOf(differences);
  const { p, isExact } = signFlipTest(differences);
  return {
    verdict: pairs.length < LEAST_PAIRS ? 'too few windows' : p < FALSE_ALARM_RATE && difference > 0 ? 'remembers' : 'no evidence',
    pairs: pairs.length,
    differing,
    meanPlain: meanOf(pairs.map(({ plain }) => plain.earned)),
    meanMasked: meanOf(pairs.map(({ masked }) => masked.earned)),
    difference,
    interval: intervalOfMean(differences),
    p,
    isExact,
    hitRate,
    smallestSeen: differing < LEAST_DIFFERING ? null : smallestMeanSeen(differences),
  };
}

function hitRateOf(scores: readonly Score[]): HitRate {
  const decided = scores.filter(({ direction }) => direction !== 0);
  const hits = decided.filter(({ earned }) => earned > 0).length;
  return { decisions: decided.length, hits, share: decided.length > 0 ? hits / decided.length : null };
}
