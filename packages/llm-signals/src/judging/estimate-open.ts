import type { TokenCounter } from '../cost/count-tokens.ts';
import { type Estimate, estimateRun } from '../cost/estimate.ts';
import type { Price } from '../cost/price.ts';
import { everyNth } from './every-nth.ts';
import type { Judging } from './judging.ts';

/** Questions and answers that stand for all. */
const SAMPLE = 20;
const MEASURED = 50;
/** How long an answer takes where no limit says how long a run does. */
const ASSUMED_ANSWER_MS = 3_000;

export interface EstimateOptions {
  readonly counter: TokenCounter;
  readonly prices?: readonly Price[];
  readonly nowMs: number;
  readonly concurrency: number;
  /** Of the provider; as many as the concurrency allows where it says none. */
  readonly requestsPerMinute?: number | undefined;
}

/** What a run takes that asks for what is not recorded. */
export interface RunEstimate extends Estimate {
  readonly durationMs: number;
}

/** From some of its questions, and from answers of the same run that are recorded. */
export function estimateOpen({ plan, open, answers }: Judging, options: EstimateOptions): RunEstimate {
  const { counter, nowMs, concurrency, requestsPerMinute, prices } = options;
  const { provider, model } = plan.asked;
  const questionOf = (place: number) => plan.questions.question(plan.windowOf(place));
  const ownPace = (60_000 * concurrency) / ASSUMED_ANSWER_MS;
  const durationMs = Math.ceil((open.length * 60_000) / Math.min(requestsPerMinute ?? Infinity, ownPace));
  const estimate = estimateRun(
    {
      provider,
      model,
      requests: open.length,
      sample: everyNth(open, SAMPLE).map(questionOf),
      measured: everyNth(answers.measured, MEASURED).map(({ place, usage }) => ({ countedTokens: counter.tokensOf(questionOf(place)), usage })),
      startMs: nowMs,
      durationMs,
      ...(prices && { prices }),
    },
    counter,
  );
  return { ...estimate, durationMs };
}
