import { type CassetteStore, type Clock, type Frame, type LimitLedger, type Spending, systemClock } from '@wick/core';
import { loadTokenCounter } from '../cost/count-tokens.ts';
import type { KnowledgeCutOff, Price } from '../cost/price.ts';
import { PRICES } from '../cost/prices.ts';
import { knowledgeCutOff } from '../leakage/cut-offs.ts';
import { isAskedModel } from '../provider/is-asked-model.ts';
import type { Provider } from '../provider/providers.ts';
import { answersToDecisions, type Judged } from './answers-to-decisions.ts';
import type { AskingProgress } from './ask-open.ts';
import { costsNotLimited, requireAffordable } from './cost-limit.ts';
import { estimateOpen, type RunEstimate } from './estimate-open.ts';
import { type Judging, keysOf, openJudging, reopen } from './judging.ts';
import { type JudgingSettings, planJudging } from './judging-plan.ts';

/** Requests under way at the same time, unless told otherwise. */
export const DEFAULT_CONCURRENCY = 16;
const DEFAULT_TIMEOUT_MS = 120_000;

export interface JudgingOptions {
  readonly frame: Frame;
  readonly settings: JudgingSettings;
  /** Candles of the frame that open earlier, epoch milliseconds UTC, are history: windows reach back to them, and nothing is decided there. */
  readonly fromMs?: number;
  readonly provider: Provider;
  /** The provider's default unless told. */
  readonly model?: string;
  /** Models whose answers are taken in the place of those of the model that is asked. */
  readonly accepted?: readonly string[];
  readonly cassettes: CassetteStore;
  readonly prices?: readonly Price[];
  readonly concurrency?: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

export interface AskingOptions {
  /**
   * What all answers may cost together, those that are recorded included, in US dollars: so a run that is resumed with the same
   * limit keeps it. Without it nothing is asked.
   */
  readonly maxUsd?: number;
  /** Gives the key of the provider; called if there is something to ask. */
  readonly key: () => string;
  readonly referer?: string;
  /** Where a wait that the provider asks for outlives the process. */
  readonly limits?: LimitLedger;
  /** For one request. */
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: AskingProgress) => void;
  /** Told once of each wait that the provider asks for, such as `Retry-After: 600`; epoch milliseconds. */
  readonly onWait?: (untilMs: number) => void;
  readonly fetch?: typeof globalThis.fetch;
}

/** What a run would do. */
export interface PlannedJudging {
  readonly provider: string;
  readonly model: string;
  readonly windows: number;
  /** Moments of decision without a window. */
  readonly skipped: number;
  /** Windows times samples. */
  readonly answers: number;
  readonly recorded: number;
  /** Requests that are needed for the rest. */
  readonly toAsk: number;
  /** Of the answers so far, whoever asked. */
  readonly spending: Spending;
  /** null where there is nothing to ask. */
  readonly estimate: RunEstimate | null;
}

/** What a run did. */
export interface RanJudging extends Judged {
  readonly answers: {
    readonly total: number;
    /** Recorded before the run. */
    readonly replayed: number;
    /** Answered in the run. */
    readonly asked: number;
    readonly unanswered: number;
    /** HTTP requests of the run, those that came to nothing included. */
    readonly requests: number;
  };
  readonly spending: Spending;
  readonly cutOff: KnowledgeCutOff | null;
}

/** Windows that are cut, questions that are written, answers that are looked up: nothing is asked before it is run. */
export interface PreparedJudging {
  readonly planned: PlannedJudging;
  /**
   * Asks for what is not recorded and decides.
   *
   * @throws WickError BUDGET_EXHAUSTED, PRICE_UNKNOWN, LLM_FAILED or LLM_REFUSED with `details.reason`; what is answered is recorded
   */
  readonly run: (options: AskingOptions) => Promise<RanJudging>;
}

/**
 * A model's decisions on the windows of a frame, each from closed candles only.
 *
 * @throws WickError OPTION_INVALID
 */
export async function prepareJudging(options: JudgingOptions): Promise<PreparedJudging> {
  const { frame, settings, provider, model = provider.defaultModel, accepted = [], cassettes, prices = PRICES, clock = systemClock, signal } = options;
  const { concurrency = DEFAULT_CONCURRENCY, fromMs } = options;
  const plan = planJudging(frame, settings, { provider: provider.name, model }, fromMs);
  const judging = await openJudging(plan, cassettes, accepted, signal);
  const recorded = judging.answers.count;
  const counter = judging.open.length > 0 ? await loadTokenCounter() : undefined;
  const requestsPerMinute = provider.limits?.requestsPerMinute;
  const planned: PlannedJudging = {
    provider: provider.name,
    model,
    windows: plan.windows.length,
    skipped: plan.skipped.length,
    answers: plan.places,
    recorded,
    toAsk: judging.open.length,
    spending: await cassettes.spending(keysOf(judging)),
    estimate: counter ? estimateOpen(judging, { counter, prices, nowMs: clock.nowMs(), concurrency, requestsPerMinute }) : null,
  };
  return {
    planned,
    async run({ maxUsd, key, referer, limits, timeoutMs = DEFAULT_TIMEOUT_MS, onProgress, onWait, fetch }) {
      let requests = 0;
      const now = counter ? await reopen(judging, signal) : judging;
      const replayed = judging.answers.count;
      if (counter && now.open.length > 0) {
        if (maxUsd === undefined) throw costsNotLimited(planned);
        requireAffordable(planned, maxUsd);
        // The client of the protocol is large; a replay does without it.
        const [{ askOpen }, { openChat }] = await Promise.all([import('./ask-open.ts'), import('../chat/open-chat.ts')]);
        const chat = openChat({ provider, key: key(), model, clock, ...(referer !== undefined && { referer }), ...(fetch && { fetch }) });
        const asked = await askOpen(now, {
          chat, cassettes, counter, maxUsd, prices, concurrency, timeoutMs,
          ...(limits && { limits }), ...(onProgress && { onProgress }), ...(onWait && { onWait }), ...(signal && { signal }),
        });
        requests = asked.requests;
        await judging.answers.readOpen(signal);
      }
      const cutOff = cutOffOf(judging, provider, prices);
      const { count } = judging.answers;
      return {
        ...answersToDecisions(plan, judging.answers, cutOff),
        answers: { total: plan.places, replayed, asked: count - replayed, unanswered: plan.places - count, requests },
        spending: await cassettes.spending(keysOf(judging)),
        cutOff,
      };
    },
  };
}

/** The latest of all models that answered; null if that of one is unknown. */
function cutOffOf({ plan, answers }: Pick<Judging, 'plan' | 'answers'>, provider: Provider, prices: readonly Price[]): KnowledgeCutOff | null {
  const { model } = plan.asked;
  const others = answers.answeredBy.filter((by) => !isAskedModel(provider, model, by));
  return [model, ...others]
    .map((each) => knowledgeCutOff(provider.name, each, prices))
    .reduce((latest, each) => (latest === null || each === null ? null : each.date > latest.date ? each : latest));
}
