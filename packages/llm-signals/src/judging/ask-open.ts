import { type CassetteStore, type LimitLedger, SECOND_MS, WickError } from '@wick/core';
import type { Reply } from '../chat/completion.ts';
import { type Gate, gatesInARow } from '../chat/gate.ts';
import type { Chat } from '../chat/open-chat.ts';
import type { Question } from '../chat/question.ts';
import type { TokenCounter } from '../cost/count-tokens.ts';
import { findPrice } from '../cost/find-price.ts';
import type { Price } from '../cost/price.ts';
import { usdToText } from '../cost/usd-to-text.ts';
import { worstUsd } from '../cost/worst-usd.ts';
import { printable } from '../judgement/printable.ts';
import { createRateLimit } from '../limits/rate-limit.ts';
import { isAskedModel } from '../provider/is-asked-model.ts';
import { createBudget } from '../spending/budget.ts';
import { journalled } from '../spending/journal.ts';
import { readSpentUsd } from '../spending/read-spent-usd.ts';
import { askAll, type OpenQuestion } from './ask-all.ts';
import { type Judging, keysOf } from './judging.ts';
import { replyCosts } from './reply-costs.ts';

/** What counts for a limit of requests a minute. */
const RECENT_MS = 62 * SECOND_MS;

export interface AskOpenOptions {
  readonly chat: Chat;
  readonly cassettes: CassetteStore;
  readonly counter: TokenCounter;
  /** What all answers of the plan may cost together, those that are recorded included. */
  readonly maxUsd: number;
  readonly prices: readonly Price[];
  /** Where a wait that the provider asks for outlives the process. */
  readonly limits?: LimitLedger;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly onProgress?: (progress: AskingProgress) => void;
  /** The provider wants nothing from us until then, epoch milliseconds. */
  readonly onWait?: (untilMs: number) => void;
  readonly signal?: AbortSignal;
}

/** How far the answers of a plan are. */
export interface AskingProgress {
  readonly answered: number;
  readonly total: number;
  /** Spent for them so far, by this run and those before it, what is unknown at its worst. US dollars. */
  readonly spentUsd: number;
}

/** What was done to get the answers that were not recorded. */
export interface Asked {
  /** HTTP requests, those that came to nothing included. */
  readonly requests: number;
  /** Questions that have no answer. */
  readonly unanswered: number;
}

/**
 * Asks for what is not recorded, within the limits of the provider and the costs, and records it; {@link Judging} reads it
 * from there.
 *
 * @throws WickError BUDGET_EXHAUSTED, PRICE_UNKNOWN, LLM_FAILED or LLM_REFUSED; everything that was answered is recorded
 */
export async function askOpen(judging: Judging, options: AskOpenOptions): Promise<Asked> {
  const { chat, cassettes, maxUsd, concurrency, timeoutMs, onProgress, signal } = options;
  const { plan, open, accepted } = judging;
  const { provider, model, clock } = chat;
  const total = plan.places;
  let answered = judging.answers.count;
  let requests = 0;
  const worstOf = rememberWorst((question) => worstOfQuestion(question, judging, options));
  const { usdOf, gate: costing } = replyCosts(chat, options.prices);
  const budget = createBudget({ maxUsd, spentUsd: await readSpentUsd(cassettes, keysOf(judging)), worstUsd: (question) => worstOf(question).usd, usdOf });
  const rateLimit = createRateLimit({
    provider: provider.name,
    clock,
    ...provider.limits,
    tokensOf: (question) => worstOf(question).tokens,
    recent: await cassettes.recentRequests(provider.name, clock.nowMs() - RECENT_MS),
    limits: options.limits,
    onClosed: options.onWait,
  });
  const accepts = (by: string): boolean => [model, ...accepted].some((each) => isAskedModel(provider, each, by));
  const gateOf = (place: number, question: Question): Gate => {
    const { tokens, usd } = worstOf(question);
    const key = plan.keys(model)[place]!;
    // An answer of another model is one of that model, whoever was asked: it is never taken for one of this.
    const keyOf = ({ model: by }: Reply): string => {
      const name = [model, ...accepted].find((each) => isAskedModel(provider, each, by)) ?? by;
      return name === model ? key : plan.keys(name)[place]!;
    };
    const journal = journalled({ cassettes, key, keyOf, provider: provider.name, clock, tokens, worstUsd: usd, usdOf });
    return gatesInARow([budget, rateLimit, { enter: async (asked, aborts) => (requests++, journal.enter(asked, aborts)) }, costing]);
  };
  const questions = function* (): Generator<OpenQuestion> {
    for (const place of open) {
      const question = plan.questions.question(plan.windowOf(place));
      yield { question, gate: gateOf(place, question) };
    }
  };
  const onQuestion = (wasAnswered: boolean): void => {
    if (wasAnswered) answered++;
    onProgress?.({ answered, total, spentUsd: budget.spentUsd });
  };
  try {
    const { unanswered } = await askAll(questions(), { chat, concurrency, timeoutMs, accepts, rerouted: (by) => rerouted(chat, by), onQuestion, ...(signal && { signal }) });
    return { requests, unanswered };
  } catch (error) {
    throw error instanceof WickError && error.code === 'BUDGET_EXHAUSTED' ? exhausted(error, answered, total) : error;
  }
}

/** What a question may take at most. */
interface Worst {
  /** Of the prompt by our count, and the most that the answer may have. */
  readonly tokens: number;
  /** null where no price is known. */
  readonly usd: number | null;
}

/** Several gates want to know it of the same question, and counting tokens takes time. */
function rememberWorst(worstOf: (question: Question) => Worst): (question: Question) => Worst {
  const known = new WeakMap<Question, Worst>();
  return (question) => {
    const worst = known.get(question) ?? worstOf(question);
    known.set(question, worst);
    return worst;
  };
}

function worstOfQuestion(question: Question, { accepted }: Judging, { chat, counter, prices }: AskOpenOptions): Worst {
  const promptTokens = counter.tokensOf(question);
  const nowMs = chat.clock.nowMs();
  const each = [chat.model, ...accepted].map((model) => {
    const price = findPrice(chat.provider.name, model, nowMs, prices);
    // Sent at any hour: a provider may make us wait for a day.
    return price ? worstUsd(price, promptTokens, question.maxOutputTokens) : null;
  });
  const usd = each.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)));
  return { tokens: promptTokens + (question.maxOutputTokens ?? 0), usd };
}

/** Never silently: a strategy of one model is not one of another. */
function rerouted({ provider, model }: Chat, by: string): WickError {
  const answered = printable(by, 80);
  return new WickError('LLM_REFUSED', `${provider.title} lets ${answered} answer in the place of ${model}.`, {
    remedy: `Its answers are kept apart and not used. Accept them with --accept-model ${answered}, or name another model or provider.`,
    details: { reason: 'rerouted', provider: provider.name, asked: model, answered },
  });
}

function exhausted({ details }: WickError, answered: number, total: number): WickError {
  const { maxUsd, spentUsd, worstUsd } = details as Readonly<Record<'maxUsd' | 'spentUsd' | 'worstUsd', number>>;
  return new WickError('BUDGET_EXHAUSTED', `${answered} of ${total} answers are there, ${usdToText(spentUsd, 'up')} of ${usdToText(maxUsd)} is spent, and the next one may cost ${usdToText(worstUsd, 'up')}.`, {
    remedy: 'Raise --max-cost and run again: what is answered is kept and not paid for again.',
    details: { ...details, answered, total },
  });
}
