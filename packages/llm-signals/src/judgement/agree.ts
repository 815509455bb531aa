import { WickError } from '@wick/core';
import { type Action, ACTIONS } from '../outside/signal-row.ts';
import type { Judgement } from './judgement.ts';

/** What all samples of one window say together. */
export interface Agreement {
  readonly judgement: Judgement;
  /** The share of the samples that say the most frequent action, from 0 to 1. One that says nothing agrees with none. */
  readonly agreement: number;
}

/**
 * Samples of one window → one judgement: the most frequent action if at least the share `least` of all samples says it and no other is as
 * frequent; else none. Its confidence is the mean of those that agree, its reason that of the first of them. Where every sample is none for
 * one reason, that is the reason.
 *
 * @param least above 0, at most 1: all have to agree unless told otherwise
 * @throws WickError OPTION_INVALID; RangeError without samples
 */
export function agree(samples: readonly Judgement[], least = 1): Agreement {
  if (!(least > 0 && least <= 1)) {
    throw new WickError('OPTION_INVALID', `Samples cannot agree by a share of ${least}.`, { remedy: 'Give a number above 0, at most 1.', details: { option: 'least' } });
  }
  const [first] = samples;
  if (!first) throw new RangeError('no samples of the window');
  const signals = samples.filter((sample) => sample.kind === 'signal');
  if (first.kind === 'none' && samples.every((sample) => sample.kind === 'none' && sample.why === first.why)) return { judgement: first, agreement: 0 };

  const votes = ACTIONS.map((action) => ({ action, count: signals.filter((signal) => signal.action === action).length })).toSorted((a, b) => b.count - a.count);
  const [top, second] = votes as [Vote, Vote, Vote];
  const agreement = top.count / samples.length;
  if (agreement < least || top.count === second.count) {
    return { judgement: { kind: 'none', why: 'disagreement', detail: `The samples say ${countsOf(votes, samples.length - signals.length)}.` }, agreement };
  }
  const agreeing = signals.filter(({ action }) => action === top.action);
  return { judgement: { ...agreeing[0]!, confidence: meanOf(agreeing.map(({ confidence }) => confidence)) }, agreement };
}

interface Vote {
  readonly action: Action;
  readonly count: number;
}

/** `BUY 2 times, HOLD once, nothing once`. */
const countsOf = (votes: readonly Vote[], nothing: number): string =>
  [...votes, { action: 'nothing', count: nothing }]
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${action} ${count === 1 ? 'once' : `${count} times`}`)
    .join(', ');

/** In ascending order, so that the order of the samples does not change the last bit. */
const meanOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b).reduce((sum, value) => sum + value, 0) / values.length;
