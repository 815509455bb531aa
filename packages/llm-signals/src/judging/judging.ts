import type { CassetteStore, Spending } from '@wick/core';
import { type JudgingPlan } from './judging-plan.ts';
import { RecordedAnswers } from './recorded-answers.ts';

/** A plan, and how far it is. */
export interface Judging {
  readonly plan: JudgingPlan;
  readonly answers: RecordedAnswers;
  /** Places whose answers nobody has recorded yet, one for each cassette. */
  readonly open: readonly number[];
  /** Whose recorded answers count: the model that is asked, and the one that is accepted in its place. */
  readonly models: readonly string[];
}

/**
 * Looks which answers of a plan are recorded, and judges them.
 *
 * @param accepted a model whose answers are taken in the place of those of the model that is asked
 */
export async function openJudging(plan: JudgingPlan, cassettes: CassetteStore, accepted?: string, signal?: AbortSignal): Promise<Judging> {
  const models = [...new Set([plan.asked.model, ...(accepted === undefined ? [] : [accepted])])];
  const answers = new RecordedAnswers(plan, cassettes, models);
  const open = await answers.read(Array.from({ length: plan.places }, (_, place) => place), signal);
  return { plan, answers, open: onePerCassette(plan, open), models };
}

/** What the answers of a plan have cost so far, whoever asked for them. */
export const spendingOf = ({ plan, models }: Judging, cassettes: CassetteStore): Promise<Spending> =>
  cassettes.spending([...new Set(models.flatMap((model) => plan.keys(model)))]);

/** Windows that look the same, as masked ones may, have one answer. */
function onePerCassette({ keys, asked }: JudgingPlan, places: readonly number[]): number[] {
  const seen = new Set<string>();
  const all = keys(asked.model);
  return places.filter((place) => {
    const key = all[place]!;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
