import { WickError } from '@wick/core';
import { addUsage } from '../cost/usage-to-cost.ts';
import { costsNotLimited, requireAffordable } from '../judging/cost-limit.ts';
import type { RunEstimate } from '../judging/estimate-open.ts';
import { type AskingOptions, type JudgingOptions, type PlannedJudging, type PreparedJudging, prepareJudging, type RanJudging } from '../judging/prepare-judging.ts';
import { type Leakage, maskedAgainstPlain } from './masked-against-plain.ts';
import { pairDecisions } from './pair-decisions.ts';

export interface JudgingTwiceOptions extends Omit<JudgingOptions, 'settings'> {
  /** Of both runs, which differ in the masking and in nothing else. */
  readonly settings: Omit<JudgingOptions['settings'], 'masked' | 'note'>;
  /** Bars from a decision to what came of it. */
  readonly horizon: number;
}

/** Two runs over the same windows; nothing is asked before {@link PreparedTwice.run}. */
export interface PreparedTwice {
  /** Of both together. */
  readonly planned: PlannedJudging;
  /**
   * Asks for what is not recorded, and compares.
   *
   * @param options `maxUsd` is for both runs together
   * @throws WickError as {@link PreparedJudging.run}
   */
  run(options: AskingOptions): Promise<JudgedTwiceOver>;
}

export interface JudgedTwiceOver {
  readonly plain: RanJudging;
  readonly masked: RanJudging;
  readonly leakage: Leakage;
}

/** A model's decisions on the windows of a frame with and without what it could recognise them by. @throws WickError OPTION_INVALID */
export async function prepareTwice({ settings, horizon, ...options }: JudgingTwiceOptions): Promise<PreparedTwice> {
  const { frame } = options;
  const plain = await prepareJudging({ ...options, settings: { ...settings, masked: false } });
  const masked = await prepareJudging({ ...options, settings: { ...settings, masked: true } });
  const planned = together(plain.planned, masked.planned);
  return {
    planned,
    async run(asking) {
      if (planned.toAsk > 0) requireLimit(planned, asking.maxUsd);
      const ran = await runBoth(plain, masked, planned, asking);
      const judged = pairDecisions(frame, settings.candles, ran.plain.decisions, ran.masked.decisions);
      return { ...ran, leakage: maskedAgainstPlain(frame, judged, horizon, ran.plain.cutOff) };
    },
  };
}

function requireLimit(planned: PlannedJudging, maxUsd: number | undefined): void {
  if (maxUsd === undefined) throw costsNotLimited(planned);
  requireAffordable(planned, maxUsd);
}

/** What one run may cost is what the other leaves of the limit. */
async function runBoth(plain: PreparedJudging, masked: PreparedJudging, planned: PlannedJudging, asking: AskingOptions): Promise<Omit<JudgedTwiceOver, 'leakage'>> {
  const { maxUsd, onProgress } = asking;
  const runOne = async (prepared: PreparedJudging, otherUsd: number, otherAnswered: number): Promise<RanJudging> =>
    prepared.run({
      ...asking,
      ...(maxUsd !== undefined && { maxUsd: Math.max(0, maxUsd - otherUsd) }),
      ...(onProgress && {
        onProgress: ({ answered, spentUsd }) => onProgress({ answered: answered + otherAnswered, total: planned.answers, spentUsd: spentUsd + otherUsd }),
      }),
    });
  const maskedRan = await runOne(masked, spentUsd(plain.planned), plain.planned.recorded);
  const plainRan = await runOne(plain, spentUsd(maskedRan), maskedRan.answers.total - maskedRan.answers.unanswered).catch((error: unknown) => {
    throw error instanceof WickError && error.code === 'BUDGET_EXHAUSTED' ? halfDone(error) : error;
  });
  return { plain: plainRan, masked: maskedRan };
}

/** The first run has cost more than was expected. */
const halfDone = ({ message, details }: WickError): WickError =>
  new WickError('BUDGET_EXHAUSTED', `The masked windows are judged; for the plain ones what is left of the limit is too little. ${message}`, {
    remedy: 'Raise --max-cost and run again: what is answered is kept and not paid for again.',
    details,
  });

/** An unknown amount counts as nothing here: with one of those, nothing is asked at all. */
const spentUsd = ({ spending: { settledUsd, unsettledUsd } }: Pick<PlannedJudging, 'spending'>): number => settledUsd + (unsettledUsd ?? 0);

function together(a: PlannedJudging, b: PlannedJudging): PlannedJudging {
  return {
    provider: a.provider,
    model: a.model,
    windows: a.windows + b.windows,
    skipped: a.skipped + b.skipped,
    answers: a.answers + b.answers,
    recorded: a.recorded + b.recorded,
    toAsk: a.toAsk + b.toAsk,
    spending: {
      requests: a.spending.requests + b.spending.requests,
      settledUsd: a.spending.settledUsd + b.spending.settledUsd,
      unsettled: a.spending.unsettled + b.spending.unsettled,
      unsettledUsd: sumKnown(a.spending.unsettledUsd, b.spending.unsettledUsd),
    },
    estimate: a.estimate && b.estimate ? estimateTogether(a.estimate, b.estimate) : (a.estimate ?? b.estimate),
  };
}

function estimateTogether(a: RunEstimate, b: RunEstimate): RunEstimate {
  return {
    ...a,
    requests: a.requests + b.requests,
    expectedUsd: sumKnown(a.expectedUsd, b.expectedUsd),
    worstUsd: sumKnown(a.worstUsd, b.worstUsd),
    tokens: addUsage(a.tokens, b.tokens),
    durationMs: a.durationMs + b.durationMs,
    assumptions: [...new Set([...a.assumptions, ...b.assumptions])],
  };
}

const sumKnown = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
