import type { Action } from '../outside/signal-row.ts';

/** Why there is no signal where one was looked for. Never taken for HOLD, which is a decision. */
export const NO_SIGNAL_REASONS = [
  // The window was not shown to a model.
  'gap', 'short-history',
  // The answer is none.
  'truncated', 'refused', 'filtered', 'empty', 'not-json', 'schema',
  // It is one that must not be used.
  'not-a-number', 'out-of-range', 'timestamp-missing', 'timestamp-wrong', 'timestamp-extra',
  // The samples of a window do not agree.
  'disagreement',
  // The provider gave no answer, however often it was asked. Such a window is asked again by the next run.
  'unanswered',
] as const;
export type NoSignalReason = (typeof NO_SIGNAL_REASONS)[number];

/** What became of one answer, or of all samples of a window together. */
export type Judgement =
  | {
      readonly kind: 'signal';
      readonly action: Action;
      /** From 0 to 1, as the model says. */
      readonly confidence: number;
      /** The model's own words: text, never acted on. */
      readonly reason: string;
    }
  | { readonly kind: 'none'; readonly why: NoSignalReason; /** One sentence for people. */ readonly detail: string };
