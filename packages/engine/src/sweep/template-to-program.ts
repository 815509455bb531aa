import type { Expression, Parameter, StrategyTemplate, TemplatePlace } from '@wick/core';
import type { BitSource, LaneProgram, LaneStep, NumberSource, Site } from './lane-program.ts';

type Comparison = Extract<Expression, { kind: 'compare' }>['operator'];
type Path = TemplatePlace['path'];

const OPPOSITE = {
  '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==',
} as const satisfies Record<Comparison, Comparison>;

/** A part is computed once for many where at least so many combinations share it on average. */
const SHARED_BY = 4;

/** How many combinations there are, and the parameters in the order in which combinations have them. */
export interface SweepSize {
  readonly combinations: number;
  readonly parameters: readonly Parameter[];
}

/**
 * Rules with parameters in them → what the shared plan computes, and what each combination computes for itself.
 *
 * Indicators, shifts and parts on higher intervals have a memory of their own and always go to the plan. Arithmetic, comparisons and
 * what joins them go there if many combinations share the answer; otherwise they are steps. As in `condition-to-node.ts`, a rule
 * is a bit that says "known to be true", with every `not` moved inward.
 */
export function templateToProgram(template: StrategyTemplate, size: SweepSize): LaneProgram {
  const compiler = new Compiler(template, size);
  const { long, short } = template.example;
  const rules = [
    long && compiler.condition(long.entry, ['long', 'entry'], true),
    long?.exit && compiler.condition(long.exit, ['long', 'exit'], true),
    short && compiler.condition(short.entry, ['short', 'entry'], true),
    short?.exit && compiler.condition(short.exit, ['short', 'exit'], true),
  ];
  return compiler.finish(rules);
}

/** How two series stand to each other, as registers. */
interface Order {
  readonly less: BitSource;
  readonly greater: BitSource;
  readonly equal: BitSource;
}

class Compiler {
  readonly #template: StrategyTemplate;
  readonly #size: SweepSize;
  readonly #sites: Site[] = [];
  readonly #siteIds = new Map<string, number>();
  readonly #steps: LaneStep[] = [];
  /** By what they compute: nothing is computed twice for a combination. */
  readonly #known = new Map<string, unknown>();
  #scratches = 0;
  #registers = 0;
  #memories = 0;

  constructor(template: StrategyTemplate, size: SweepSize) {
    this.#template = template;
    this.#size = size;
  }

  finish(rules: LaneProgram['rules']): LaneProgram {
    return {
      sites: this.#sites, steps: this.#steps, scratches: this.#scratches, registers: this.#registers, memories: this.#memories, rules,
    };
  }

  condition(e: Expression, path: Path, wanted: boolean): BitSource {
    if (e.kind === 'not') return this.condition(e.operand, [...path, 'operand'], !wanted);
    if (e.kind === 'shift' || e.kind === 'higher' || this.#isShared(path)) {
      return wanted ? { site: this.#site(e, path, true) } : { site: this.#site({ kind: 'not', operand: e }, path, true, ['operand']) };
    }
    switch (e.kind) {
      case 'junction': {
        const left = this.condition(e.left, [...path, 'left'], wanted);
        const right = this.condition(e.right, [...path, 'right'], wanted);
        return this.#join((e.operator === 'and') === wanted ? 'and' : 'or', left, right);
      }
      case 'compare': {
        const order = this.#order(this.#number(e.left, [...path, 'left']), this.#number(e.right, [...path, 'right']));
        return this.#compare(order, wanted ? e.operator : OPPOSITE[e.operator]);
      }
      case 'cross': {
        const left = this.#number(e.left, [...path, 'left']);
        const right = this.#number(e.right, [...path, 'right']);
        const isAbove = e.direction === 'above';
        return wanted ? this.#cross(left, right, isAbove) : this.#noCross(isAbove ? this.#order(left, right) : this.#order(right, left));
      }
      default:
        throw new TypeError(`${e.kind} is a number, not a condition`);
    }
  }

  #number(e: Expression, path: Path): NumberSource {
    if (e.kind === 'arithmetic' && !this.#isShared(path)) {
      const left = this.#number(e.left, [...path, 'left']);
      const right = this.#number(e.right, [...path, 'right']);
      return this.#once(`${e.operator} ${key(left)} ${key(right)}`, () => {
        const out = this.#scratches++;
        this.#steps.push({ kind: 'arithmetic', operator: e.operator, left, right, out });
        return { scratch: out };
      });
    }
    return { site: this.#site(e, path, false) };
  }

  #order(left: NumberSource, right: NumberSource): Order {
    if (key(left) > key(right)) {
      const { less, greater, equal } = this.#order(right, left);
      return { less: greater, greater: less, equal };
    }
    return this.#once(`order ${key(left)} ${key(right)}`, () => {
      const [less, greater, equal] = [this.#registers++, this.#registers++, this.#registers++] as const;
      this.#steps.push({ kind: 'order', left, right, less, greater, equal });
      return { less: { register: less }, greater: { register: greater }, equal: { register: equal } };
    });
  }

  #compare({ less, greater, equal }: Order, operator: Comparison): BitSource {
    switch (operator) {
      case '<':
        return less;
      case '>':
        return greater;
      case '==':
        return equal;
      case '<=':
        return this.#join('or', less, equal);
      case '>=':
        return this.#join('or', greater, equal);
      case '!=':
        return this.#join('or', less, greater);
    }
  }

  /** Both directions of two series are one step. */
  #cross(left: NumberSource, right: NumberSource, isAbove: boolean): BitSource {
    if (key(left) > key(right)) return this.#cross(right, left, !isAbove);
    const { above, below } = this.#once(`cross ${key(left)} ${key(right)}`, () => {
      const out = { above: this.#registers++, below: this.#registers++ };
      this.#steps.push({ kind: 'cross', left, right, ...out, memory: this.#memories++ });
      return out;
    });
    return { register: isAbove ? above : below };
  }

  /** Known not to get above: not above now and known before, or above now and before. */
  #noCross({ less, greater, equal }: Order): BitSource {
    const notAbove = this.#join('or', less, equal);
    const known = this.#join('or', greater, notAbove);
    return this.#join('or', this.#join('and', notAbove, this.#before(known)), this.#join('and', greater, this.#before(greater)));
  }

  #join(kind: 'and' | 'or', left: BitSource, right: BitSource): BitSource {
    return this.#once([kind, ...[key(left), key(right)].sort()].join(' '), () => {
      const out = this.#registers++;
      this.#steps.push({ kind, left, right, out });
      return { register: out };
    });
  }

  #before(of: BitSource): BitSource {
    return this.#once(`before ${key(of)}`, () => {
      const out = this.#registers++;
      this.#steps.push({ kind: 'before', of, out, memory: this.#memories++ });
      return { register: out };
    });
  }

  #once<Known>(name: string, create: () => Known): Known {
    if (!this.#known.has(name)) this.#known.set(name, create());
    return this.#known.get(name) as Known;
  }

  /** Do so many combinations have the same answer that the plan should compute it? */
  #isShared(path: Path): boolean {
    const { combinations, parameters } = this.#size;
    const answers = this.#parametersAt(path).reduce((product, parameter) => product * parameters[parameter]!.values.length, 1);
    return answers * SHARED_BY <= combinations;
  }

  /** @param below where the expression at `path` stands in `expression` */
  #site(expression: Expression, path: Path, isCondition: boolean, below: Path = []): number {
    const places = this.#placesAt(path).map((place) => ({ ...place, path: [...below, ...place.path.slice(path.length)] }));
    const marked = places.map(({ path: inner, parameter, sign }) => [inner, parameter, sign]);
    // Two parts are the same if they are so with the example's values and have the same parameters in the same places.
    const name = JSON.stringify([expression, marked]);
    const known = this.#siteIds.get(name);
    if (known !== undefined) return known;
    const id = this.#sites.push({ expression, isCondition, places, parameters: this.#parametersAt(path) }) - 1;
    this.#siteIds.set(name, id);
    return id;
  }

  #placesAt(path: Path): TemplatePlace[] {
    return this.#template.places.filter((place) => path.every((step, depth) => place.path[depth] === step));
  }

  #parametersAt(path: Path): number[] {
    const names = new Set(this.#placesAt(path).map(({ parameter }) => parameter));
    return this.#size.parameters.flatMap(({ name }, at) => (names.has(name) ? [at] : []));
  }
}

const key = (source: NumberSource | BitSource): string => JSON.stringify(source);
