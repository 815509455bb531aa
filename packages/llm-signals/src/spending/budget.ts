import { WickError } from '@wick/core';
import type { Gate, Outcome, Pass } from '../chat/gate.ts';
import type { Question } from '../chat/question.ts';
import type { Reply } from '../chat/completion.ts';
import { usdToText } from '../cost/usd-to-text.ts';
import { WaitingLine } from '../limits/waiting-line.ts';
import { checkAmount, isAmount, nanoToUsd, usdToNano } from './nano-dollars.ts';

export interface BudgetOptions {
  /** What may be spent in all, in US dollars. */
  readonly maxUsd: number;
  /** What is spent already: see `readSpentUsd` for what a run that was interrupted has spent. 0 unless told. */
  readonly spentUsd?: number;
  /** The most that a request may cost, in US dollars; null where no price is known. */
  readonly worstUsd: (question: Question) => number | null;
  /** What an answer has cost, in US dollars; null where nobody knows. */
  readonly usdOf: (reply: Reply) => number | null;
}

export interface Budget extends Gate {
  readonly maxUsd: number;
  /** Of requests that are over, those of unknown cost at their worst. */
  readonly spentUsd: number;
  /** Of requests that are under way, at their worst. */
  readonly reservedUsd: number;
}

/**
 * Lets no request through that could make the total exceed its maximum. Each reserves its worst cost before it is sent,
 * and counts with its real one as soon as that is known: 0 where the provider has certainly charged nothing, its worst where it may have
 * (cut off, aborted, without usage). A request for which there is no room waits, in the order of arrival, as long as requests are
 * under way that may turn out cheaper.
 *
 * A real cost above the worst is counted as it is: what is spent may then exceed the maximum, and nothing more is let through.
 *
 * @throws WickError OPTION_INVALID. Entering rejects with BUDGET_EXHAUSTED or PRICE_UNKNOWN
 */
export function createBudget({ maxUsd, spentUsd = 0, worstUsd, usdOf }: BudgetOptions): Budget {
  const max = checkAmount('maxUsd', maxUsd);
  let spent = checkAmount('spentUsd', spentUsd);
  let reserved = 0;
  /** The most that each may cost. */
  const line = new WaitingLine<number>();

  /** From the first on, as far as there is room, or as it is certain that there will be none. */
  const serve = (): void => {
    for (let next = line.first; next; next = line.first) {
      const worst = next.wish;
      const fits = spent + reserved + worst <= max;
      if (!fits && spent + worst <= max) return;
      if (fits) next.admit(reserve(worst));
      else next.refuse(exhausted({ max, spent, reserved, worst }));
    }
  };

  const reserve = (worst: number): Pass => {
    reserved += worst;
    return {
      settle: async (outcome) => {
        let cost = worst;
        try {
          cost = costOf(outcome, worst);
        } finally {
          reserved -= worst;
          spent += cost;
          serve();
        }
      },
    };
  };

  const costOf = (outcome: Outcome, worst: number): number => {
    if (outcome.kind === 'failure' && !outcome.isBilled) return 0;
    const usd = outcome.kind === 'reply' ? usdOf(outcome.reply) : null;
    return isAmount(usd) ? usdToNano(usd) : worst;
  };

  return {
    maxUsd,
    get spentUsd() {
      return nanoToUsd(spent);
    },
    get reservedUsd() {
      return nanoToUsd(reserved);
    },
    async enter(question, signal) {
      signal.throwIfAborted();
      const entering = line.join(worstOf(question, worstUsd), signal, serve);
      serve();
      return entering;
    },
  };
}

function worstOf(question: Question, worstUsd: BudgetOptions['worstUsd']): number {
  const usd = worstUsd(question);
  if (isAmount(usd)) return usdToNano(usd);
  throw priceUnknown();
}

/** Why a limit of costs cannot be held. */
export const priceUnknown = (): WickError =>
  new WickError('PRICE_UNKNOWN', 'What a request may cost at most is not known, so no limit of the costs can be held.', {
    remedy: 'Give the price of the model and the most tokens that an answer may have, or set no limit.',
  });

function exhausted({ max, spent, reserved, worst }: Readonly<Record<'max' | 'spent' | 'reserved' | 'worst', number>>): WickError {
  const text = (nano: number): string => usdToText(nanoToUsd(nano), 'up');
  const underWay = reserved > 0 ? `, requests under way may cost ${text(reserved)},` : '';
  return new WickError(
    'BUDGET_EXHAUSTED',
    `The limit of ${usdToText(nanoToUsd(max))} leaves no room: ${text(spent)} is spent${underWay} and the next request may cost ${text(worst)}.`,
    {
      remedy: 'Raise the limit and run again, or ask for less. Answers that were stored are not paid for again.',
      details: { maxUsd: nanoToUsd(max), spentUsd: nanoToUsd(spent), reservedUsd: nanoToUsd(reserved), worstUsd: nanoToUsd(worst) },
    },
  );
}
