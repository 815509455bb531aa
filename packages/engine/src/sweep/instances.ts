import { checkExpression, type Combinations, type Expression, typeOf, withValues } from '@wick/core';
import type { Site } from './lane-program.ts';

/**
 * The different answers that some parts of a strategy have over many combinations, each once: combination → which values its
 * parameters have → instance.
 */
export class Instances<Instance> {
  readonly all: Instance[] = [];
  readonly #parameters: readonly number[];
  readonly #sizes: readonly number[];
  /** One table a parameter: from what is known of the ones before and its value, to a number for all of them. */
  readonly #tables: readonly Map<number, number>[];
  readonly #create: (at: Int32Array) => Instance;

  /**
   * @param parameters that the part depends on
   * @param create the instance of a combination
   */
  constructor({ parameters: axes }: Combinations, parameters: readonly number[], create: (at: Int32Array) => Instance) {
    this.#parameters = parameters;
    this.#sizes = parameters.map((parameter) => axes[parameter]!.values.length);
    this.#tables = parameters.map(() => new Map());
    this.#create = create;
  }

  /** Forgets all of them. */
  clear(): void {
    this.all.length = 0;
    for (const table of this.#tables) table.clear();
  }

  /** Which of {@link all} a combination has. It is created when it is first met. */
  of(at: Int32Array): number {
    let known = 0;
    const last = this.#parameters.length - 1;
    for (let p = 0; p <= last; p++) {
      const table = this.#tables[p]!;
      const name = known * this.#sizes[p]! + at[this.#parameters[p]!]!;
      const found = table.get(name);
      if (found !== undefined) {
        known = found;
        continue;
      }
      known = p === last ? this.all.push(this.#create(at)) - 1 : table.size;
      table.set(name, known);
    }
    if (last < 0 && this.all.length === 0) this.all.push(this.#create(at));
    return known;
  }
}

/** The expression of a site for one combination. @throws what `refuse` gives for one that makes no sense */
export function expressionOf(site: Site, combinations: Combinations, at: Int32Array, refuse: (problem: string) => Error): Expression {
  const { parameters } = combinations;
  const valueOf = (name: string): number => {
    const p = parameters.findIndex((parameter) => parameter.name === name);
    return parameters[p]!.values[at[p]!]!;
  };
  const expression = withValues(site.expression, site.places, valueOf);
  const problem = checkExpression(expression, typeOf(expression));
  if (problem !== undefined) throw refuse(problem);
  return expression;
}
