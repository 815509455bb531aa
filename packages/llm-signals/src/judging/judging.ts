import type { CassetteStore } from '@wick/core';
import type { JudgingPlan } from './judging-plan.ts';
import { RecordedAnswers } from './recorded-answers.ts';

/** A plan, and how far it is. */
export interface Judging {
  readonly plan: JudgingPlan;
  readonly answers: RecordedAnswers;
  /** Places whose answers nobody has recorded yet, one for each cassette. */
  readonly open: readonly number[];
  /** Models whose answers are taken in the place of those of the model that is asked. */
  readonly accepted: readonly string[];
}

/** Looks which answers of a plan are recorded, and judges them. */
export async function openJudging(plan: JudgingPlan, cassettes: CassetteStore, accepted: readonly string[], signal?: AbortSignal): Promise<Judging> {
  const answers = new RecordedAnswers(plan, cassettes, accepted);
  const open = await answers.readOpen(signal);
  return { plan, answers, open: onePerCassette(plan, open), accepted };
}

/** The same as it is by now: others may have answered since, or an earlier run from the same preparation. */
export const reopen = async (judging: Judging, signal?: AbortSignal): Promise<Judging> => ({
  ...judging,
  open: onePerCassette(judging.plan, await judging.answers.readOpen(signal)),
});

/** The cassettes of all answers of a plan, whose costs are the costs of the plan. */
export function keysOf({ plan, accepted }: Judging): string[] {
  return [...new Set([plan.asked.model, ...accepted].flatMap((model) => plan.keys(model)))];
}

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
