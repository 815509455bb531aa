import type { NaivePlan } from './naive-plan.test-support.ts';

/** What an answer is worth: known to who made it up. */
export type Meant = { readonly action: 'BUY' | 'SELL' | 'HOLD'; readonly confidence: number; readonly reason: string } | { readonly why: string };

/** An answer as the provider's books have it. */
export interface MadeUp {
  readonly meant: Meant;
  readonly model: string;
  /** null where the provider does not say. */
  readonly usage: { readonly prompt: number; readonly cached: number; readonly completion: number } | null;
}

export type NaiveLine = Record<string, unknown> & { readonly timestamp: string; readonly action?: string; readonly why?: string };

export interface NaiveReport {
  readonly lines: readonly NaiveLine[];
  readonly header: {
    readonly decisions: number;
    readonly inSample: number | null;
    readonly signals: Readonly<Record<string, number>>;
    readonly noSignals: Readonly<Record<string, number>>;
    readonly agreement: { readonly mean: number; readonly least: number } | null;
    readonly tokens: MadeUp['usage'];
    readonly modelsAnswered: readonly string[];
    readonly knowledgeCutOff: string | null;
  };
  /** Places with an answer. */
  readonly answered: number;
}

export interface NaiveRules {
  readonly samples: number;
  readonly leastAgreement: number;
  /** The last day that each model may know of, by its name; null where nobody knows. */
  readonly knows: (model: string) => string | null;
  readonly asked: string;
  /** Whether a name is one of the model that is asked. */
  readonly isAsked: (name: string) => boolean;
}

/** @param answerOf what is recorded under a key */
export function naiveReport({ decisions, keys }: NaivePlan, answerOf: (key: string) => MadeUp | undefined, rules: NaiveRules): NaiveReport {
  const used = new Map<string, MadeUp>();
  const answers = keys.map((ofWindow) =>
    ofWindow.map((some) => {
      const key = some.find((each) => answerOf(each) !== undefined);
      const answer = key === undefined ? undefined : answerOf(key);
      if (key !== undefined && answer) used.set(key, answer);
      return answer;
    }),
  );
  const knowledgeCutOff = latest([rules.asked, ...[...used.values()].map(({ model }) => model).filter((model) => !rules.isAsked(model))].map(rules.knows));
  let window = 0;
  const shares: number[] = [];
  const lines = decisions.map((decision): NaiveLine => {
    const timestamp = new Date(decision.openTimeMs).toISOString().replace('.000', '');
    const fromMs = decision.why === undefined ? decision.firstOpenTimeMs : decision.openTimeMs;
    const inSample = knowledgeCutOff === null ? null : new Date(fromMs).toISOString().slice(0, 10) <= knowledgeCutOff;
    if (decision.why !== undefined) return { timestamp, action: 'NONE', why: decision.why, inSample };
    const samples = answers[window++]!;
    if (samples.includes(undefined)) return { timestamp, action: 'NONE', why: 'unanswered', inSample };
    const said = samples.map((answer) => answer!.meant);
    if (rules.samples === 1) return { timestamp, ...lineOf(said[0]!), inSample };
    const [line, agreement] = agreed(said, rules.leastAgreement);
    shares.push(agreement);
    return { timestamp, ...line, inSample, agreement };
  });
  const usages = [...used.values()].map(({ usage }) => usage);
  return {
    lines,
    answered: answers.flat().filter((answer) => answer !== undefined).length,
    header: {
      decisions: lines.length,
      inSample: knowledgeCutOff === null ? null : lines.filter(({ inSample }) => inSample === true).length,
      signals: { BUY: 0, SELL: 0, HOLD: 0, ...counted(lines.flatMap(({ action }) => (action === 'NONE' || action === undefined ? [] : [action]))) },
      noSignals: counted(lines.flatMap(({ why }) => (why === undefined ? [] : [why]))),
      agreement: shares.length === 0 ? null : { mean: shares.reduce((sum, share) => sum + share, 0) / shares.length, least: Math.min(...shares) },
      tokens: usages.includes(null) ? null : usages.reduce((sum, each) => ({ prompt: sum!.prompt + each!.prompt, cached: sum!.cached + each!.cached, completion: sum!.completion + each!.completion }), { prompt: 0, cached: 0, completion: 0 }),
      modelsAnswered: [...new Set([...used.values()].map(({ model }) => model))].sort(),
      knowledgeCutOff,
    },
  };
}

const latest = (days: readonly (string | null)[]): string | null => (days.includes(null) ? null : days.map(String).sort().at(-1)!);

const lineOf = (said: Meant): Record<string, unknown> => ('why' in said ? { action: 'NONE', why: said.why } : said);

/** Votes, by hand: who says nothing agrees with nobody. */
function agreed(said: readonly Meant[], least: number): [Record<string, unknown>, number] {
  const whys = new Set(said.map((each) => ('why' in each ? each.why : '')));
  if (whys.size === 1 && !whys.has('')) return [lineOf(said[0]!), 0];
  const votes = ['BUY', 'SELL', 'HOLD'].map((action) => said.filter((each) => 'action' in each && each.action === action));
  const most = Math.max(...votes.map(({ length }) => length));
  const winners = votes.filter(({ length }) => length === most);
  const share = most / said.length;
  if (winners.length > 1 || share < least) return [{ action: 'NONE', why: 'disagreement' }, share];
  const agreeing = winners[0]!.flatMap((each) => ('action' in each ? [each] : []));
  return [{ ...agreeing[0]!, confidence: agreeing.reduce((sum, { confidence }) => sum + confidence, 0) / agreeing.length }, share];
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
