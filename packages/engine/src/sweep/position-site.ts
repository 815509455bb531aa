import { type Combinations, positionRulesSchema, type PositionRules, type StrategyTemplate, withValues } from '@wick/core';

/** Stops and size of one combination. @throws what `refuse` gives for those that make no sense */
export function rulesOf(
  { example, places }: StrategyTemplate,
  { parameters }: Combinations,
  at: Int32Array,
  refuse: (problem: string) => Error,
): PositionRules {
  const { version: _version, name: _name, long: _long, short: _short, ...position } = example;
  const own = places.filter(({ path }) => path[0]! in position);
  const rules = withValues(position, own, (name) => {
    const p = parameters.findIndex((parameter) => parameter.name === name);
    return parameters[p]!.values[at[p]!]!;
  });
  const parsed = positionRulesSchema.safeParse(rules);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(`${issue?.path.join('.') ?? 'a rule'}: ${issue?.message ?? 'unknown'}`);
}
