import { type Combinations, type Execution, type Expression, type Frame, type PositionRules, type StrategyTemplate, WickError } from '@wick/core';
import { expressionsToPlan, type Plan } from '../plan/expressions-to-plan.ts';
import { planToRegisters } from '../plan/registers.ts';
import type { Arithmetic } from '../records/arithmetic.ts';
import { compileLaneRules, isTolerant, isWholePosition, type LaneRules } from '../portfolio/whole-position/lane-rules.ts';
import { expressionOf, Instances } from './instances.ts';
import type { LaneProgram, Site } from './lane-program.ts';
import { rulesOf } from './position-site.ts';
import type { SweepMetric } from './sweep-metrics.ts';

/** All that a sweep is made of, checked. */
export interface SweepJob {
  readonly frame: Frame;
  readonly template: StrategyTemplate;
  readonly combinations: Combinations;
  readonly program: LaneProgram;
  readonly execution: Execution;
  readonly arithmetic: Arithmetic;
  readonly metrics: readonly SweepMetric[];
}

/** The combinations of some places side by side, and the one plan that all of them share. */
export interface Portion {
  /** Combinations. */
  readonly lanes: number;
  /** Place of each. */
  readonly places: Float64Array;
  /** `at[lane × parameters + p]`: which value parameter `p` has. */
  readonly at: Int32Array;
  readonly plan: Plan;
  /** By site and lane: which root of the plan answers. */
  readonly roots: readonly Int32Array[];
  /** Stops, sizes and orders that occur. */
  readonly positions: readonly PositionRules[];
  /** The same for rows; undefined where one of them, or the execution, is not of their class. */
  readonly rules: readonly LaneRules[] | undefined;
  /** By lane: which of the rules. */
  readonly rulesOf: Int32Array;
}

/** @throws WickError STRATEGY_INVALID for a combination that makes no sense, with its number and values */
export function placesToPortion(job: SweepJob, from: number, to: number): Portion {
  const { combinations, program, execution, arithmetic, frame } = job;
  const width = combinations.parameters.length;
  const at = new Int32Array(width);
  const found: number[] = [];
  const values: number[] = [];
  const sites = program.sites.map((site) => instancesOf(job, site));
  const positions = new Instances(combinations, positionParameters(job), (values) => positionOf(job, values));
  const ids = program.sites.map((): number[] => []);
  const ruleIds: number[] = [];
  for (let place = from; place < to; place++) {
    if (!combinations.read(place, at)) continue;
    found.push(place);
    values.push(...at);
    sites.forEach((site, index) => ids[index]!.push(site.of(at)));
    ruleIds.push(positions.of(at));
  }
  let firstRoot = 0;
  const roots = sites.map((site, index) => {
    const shifted = Int32Array.from(ids[index]!, (id) => firstRoot + id);
    firstRoot += site.all.length;
    return shifted;
  });
  return {
    lanes: found.length,
    places: Float64Array.from(found),
    at: Int32Array.from(values),
    plan: expressionsToPlan(sites.flatMap((site) => site.all), undefined, { interval: frame.series.interval }),
    roots,
    positions: positions.all,
    rules: positions.all.every((rules) => isWholePosition(rules, execution))
      ? positions.all.map((rules) => compileLaneRules(rules, execution, arithmetic))
      : undefined,
    rulesOf: Int32Array.from(ruleIds),
  };
}

/** So many instances are remembered while combinations are checked; then it starts anew, so that memory does not grow. */
const MOST_REMEMBERED = 50_000;

/**
 * Checks every combination without computing one.
 *
 * @param each is told the place of each
 * @throws WickError STRATEGY_INVALID
 */
export function checkCombinations(job: SweepJob, each: (place: number) => void): void {
  const { combinations, program } = job;
  const at = new Int32Array(combinations.parameters.length);
  const refuse = (problem: string): Error => senseless(job, at, problem);
  const sites = program.sites.map(
    (site) => new Instances(combinations, site.parameters, () => void expressionOf(site, combinations, at, refuse)),
  );
  const rules = new Instances(combinations, positionParameters(job), () => void positionOf(job, at));
  const all = [...sites, rules];
  for (let place = 0; place < combinations.places; place++) {
    if (!combinations.read(place, at)) continue;
    for (const instances of all) {
      instances.of(at);
      if (instances.all.length > MOST_REMEMBERED) instances.clear();
    }
    each(place);
  }
}

/** Series of the plan that lie in the kernel's heap. */
export function seriesCount(plan: Plan): number {
  return planToRegisters(plan).numbers + plan.nodes.filter(({ kind }) => kind === 'number' || kind === 'column').length;
}

const instancesOf = (job: SweepJob, site: Site): Instances<Expression> =>
  new Instances(job.combinations, site.parameters, (at) => expressionOf(site, job.combinations, at, (problem) => senseless(job, at, problem)));

/** Stops and size of one combination, which the arithmetic must know. */
function positionOf(job: SweepJob, at: Int32Array): PositionRules {
  const refuse = (problem: string): Error => senseless(job, at, problem);
  const rules = rulesOf(job.template, job.combinations, at, refuse);
  if (job.arithmetic === 'exact' || isTolerant(rules)) return rules;
  throw refuse('the tolerant arithmetic knows no stops and no exit after so many bars, and of the equity only all of it');
}

/** The parameters of stops and sizes. */
function positionParameters({ template, combinations }: SweepJob): number[] {
  const names = new Set(template.places.filter(({ path }) => path[0] !== 'long' && path[0] !== 'short').map(({ parameter }) => parameter));
  return combinations.parameters.flatMap(({ name }, at) => (names.has(name) ? [at] : []));
}

function senseless({ combinations }: SweepJob, at: Int32Array, problem: string): WickError {
  const values = Object.fromEntries(combinations.parameters.map(({ name, values: of }, p) => [name, of[at[p]!]!]));
  const shown = Object.entries(values).map(([name, value]) => `${name}=${value}`).join(', ');
  return new WickError('STRATEGY_INVALID', `The combination ${shown} makes no sense: ${problem}.`, {
    remedy: 'Narrow the values, or leave such combinations out with a constraint (--where).',
    details: { combination: values },
  });
}
