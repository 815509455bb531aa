import { WickError } from '../errors/wick-error.ts';
import { closestName } from '../expression/closest-name.ts';
import { textToTokens, type Token } from '../expression/tokens.ts';

/** Does a combination belong to the sweep? Takes the values of the parameters, in their order. */
export type Constraint = (values: Float64Array) => boolean;

type Value = (values: Float64Array) => number;

/**
 * Reads what must hold between parameters, such as `fast < slow and slow - fast >= 5`: comparisons of sums and products of
 * parameters and numbers, joined by `and`, `or`, `not` and parentheses.
 *
 * @param names of the parameters, in the order of their values; `$` before a name is allowed
 * @throws WickError OPTION_INVALID
 */
export function textToConstraint(text: string, names: readonly string[]): Constraint {
  const reader = new Reader(text, names);
  const holds = reader.either();
  reader.end();
  return holds;
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

class Reader {
  readonly #text: string;
  readonly #names: readonly string[];
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string, names: readonly string[]) {
    this.#text = text;
    this.#names = names;
    try {
      this.#tokens = textToTokens(text.replaceAll('$', ' '));
    } catch (cause) {
      throw this.#error('it holds a sign that means nothing here', undefined, cause);
    }
  }

  either(): Constraint {
    let holds = this.#both();
    while (this.#takes('or')) {
      const [left, right] = [holds, this.#both()];
      holds = (values) => left(values) || right(values);
    }
    return holds;
  }

  end(): void {
    const { kind, text } = this.#tokens[this.#next]!;
    if (kind !== 'end') throw this.#error(`"${text}" stands where it should end`);
  }

  #both(): Constraint {
    let holds = this.#condition();
    while (this.#takes('and')) {
      const [left, right] = [holds, this.#condition()];
      holds = (values) => left(values) && right(values);
    }
    return holds;
  }

  #condition(): Constraint {
    if (this.#takes('not')) {
      const holds = this.#condition();
      return (values) => !holds(values);
    }
    const start = this.#next;
    if (this.#takes('(')) {
      // A parenthesis may hold a condition or begin a sum; which one is known at what follows it.
      const inner = this.#tryCondition();
      if (inner) return inner;
      this.#next = start;
    }
    const left = this.#sum();
    const operator = this.#tokens[this.#next]!.text;
    const compare = COMPARE[operator];
    if (!compare) throw this.#error('a comparison such as < is missing');
    this.#next++;
    const right = this.#sum();
    return (values) => compare(left(values), right(values));
  }

  #tryCondition(): Constraint | undefined {
    try {
      const inner = this.either();
      return this.#takes(')') ? inner : undefined;
    } catch (error) {
      if (error instanceof WickError) return undefined;
      throw error;
    }
  }

  #sum(): Value {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): Value {
    return this.#chain(['*', '/'], () => this.#value());
  }

  #chain(operators: readonly string[], part: () => Value): Value {
    let value = part();
    for (let sign = this.#tokens[this.#next]!.text; operators.includes(sign); sign = this.#tokens[this.#next]!.text) {
      this.#next++;
      const [left, right, compute] = [value, part(), ARITHMETIC[sign]!];
      value = (values) => compute(left(values), right(values));
    }
    return value;
  }

  #value(): Value {
    if (this.#takes('-')) {
      const value = this.#value();
      return (values) => -value(values);
    }
    if (this.#takes('(')) {
      const value = this.#sum();
      if (!this.#takes(')')) throw this.#error('a parenthesis is not closed');
      return value;
    }
    const token = this.#tokens[this.#next++]!;
    if (token.kind === 'number') {
      const number = Number(token.text);
      return () => number;
    }
    const at = this.#names.indexOf(token.text);
    if (token.kind === 'name' && at >= 0) return (values) => values[at]!;
    const near = closestName(token.text, this.#names);
    const remedy = near ? `Did you mean ${near}?` : `The parameters are ${this.#names.join(', ')}.`;
    throw this.#error(token.kind === 'end' ? 'it ends too early' : `"${token.text}" is neither a number nor a parameter`, remedy);
  }

  #takes(text: string): boolean {
    const found = this.#tokens[this.#next]!.text.toLowerCase() === text;
    if (found) this.#next++;
    return found;
  }

  #error(problem: string, remedy = 'Write for example: fast < slow and slow - fast >= 5.', cause?: unknown): WickError {
    return new WickError('OPTION_INVALID', `The constraint "${this.#text}" cannot be read: ${problem}.`, {
      remedy, details: { where: this.#text }, cause,
    });
  }
}
