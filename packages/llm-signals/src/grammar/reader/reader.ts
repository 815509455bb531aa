import { type Expression, expressionToText, MAX_SHIFT } from '@wick/core';
import { all, any, column, junction, not, number, shift } from './build.ts';
import { CHART_WORDS, onChart } from './chart.ts';
import { Cursor, type Note } from './cursor.ts';
import type { Families } from './phrase.ts';
import { isPrice } from './price.ts';
import { takeUnit } from './unit.ts';

const ANDS = ['and', 'with', 'while', 'together with', 'as long as', 'provided that', 'provided', 'combined with', 'and with', 'and if', 'and when', 'if', 'when', 'where', 'but', 'and also'];
const ORS = ['or', 'or if', 'or when', 'or on'];
const OPENERS = ['either', 'both', 'if', 'when', 'that'];
const TIMES = ['times', 'x', '*', 'multiplied by'];
const PLUS = { '+': ['plus', '+'], '-': ['minus', '-'] };
const DIVIDED = ['divided by', '/'];
const AGO = ['ago', 'earlier', 'before'];
const WITHIN = ['within last', 'in last', 'during last', 'within past', 'in past', 'over last'];

/** Longest stretch for which `for 3 bars` and `within the last 5 bars` are spelt out. */
const MAX_STRETCH = 100;
/** Deepest nesting of parentheses, as in the text form. */
const MAX_DEPTH = 200;

/** Every word of the joints between phrases. */
export const JOINT_WORDS = [
  ...ANDS, ...ORS, ...OPENERS, ...TIMES, ...PLUS['+'], ...PLUS['-'], ...DIVIDED, ...AGO, ...WITHIN,
  ...CHART_WORDS, 'not', 'for', 'for last', 'for at least', 'consecutive', 'in a row', 'negative of', 'of', 'on previous bar', ',', '(', ')', '.', ';', ':', '[', ']',
];

interface Remembered {
  readonly result: Expression | undefined;
  readonly position: number;
  readonly notes: readonly Note[];
  readonly lastSubject: Expression | undefined;
}

/**
 * Reads conditions and numbers in English. Tightness is that of the text form: `or`, `and`, `not`, comparisons, `plus`,
 * `times`, `3 bars ago`; parentheses group. What phrases mean is given by the {@link Families}.
 */
export class Reader extends Cursor {
  readonly #families: Families;
  readonly #memory = new Map<string, Remembered>();
  readonly #subjectIds = new Map<Expression, number>();
  #depth = 0;

  constructor(sentence: string, families: Families) {
    super(sentence);
    this.#families = families;
  }

  /** A whole condition, or undefined with the place unchanged. A list `A, B or C` takes its last joint for all. */
  condition(): Expression | undefined {
    return this.#remember('condition', () => {
      this.take(OPENERS);
      const first = this.#term();
      if (!first) return undefined;
      const terms = [first];
      const joints: ('and' | 'or' | 'comma')[] = [];
      for (let next = this.#joined(); next; next = this.#joined()) {
        joints.push(next.joint);
        terms.push(next.term);
      }
      return joinTerms(terms, this.#resolveCommas(joints));
    });
  }

  /** A number a bar, or undefined with the place unchanged. */
  operand(): Expression | undefined {
    return this.#remember('operand', () => {
      let left = this.#product();
      while (left) {
        const before = left;
        const next = this.attempt((): Expression | undefined => {
          const operator = this.takeKey(PLUS);
          const right = operator && this.#product();
          return right && { kind: 'arithmetic', operator, left: before, right };
        });
        if (!next) break;
        left = next;
      }
      return left;
    });
  }

  /** A number that needs no parentheses: what `of` reaches. */
  primary(): Expression | undefined {
    return this.#remember('primary', () => this.#group(() => this.operand()) ?? this.#phrase(this.#families.operands) ?? this.#literal());
  }

  /** What is said of a number that has been read. */
  state(left: Expression): Expression | undefined {
    for (const family of this.#families.states) {
      const found = this.attempt(() => family.read(this, left));
      if (found) {
        this.lastSubject = left;
        return found;
      }
    }
    return undefined;
  }

  /** Reads the right side of a comparison, in which `its` means the left one. */
  operandBeside(left: Expression): Expression | undefined {
    const before = this.subject;
    this.subject = left;
    try {
      return this.operand();
    } finally {
      this.subject = before;
    }
  }

  #joined(): { joint: 'and' | 'or' | 'comma'; term: Expression } | undefined {
    return this.attempt(() => {
      const comma = this.take([',']);
      const joint = this.take(ORS) ? 'or' : this.take(ANDS) ? 'and' : comma ? 'comma' : undefined;
      const term = joint && this.#term();
      return term && { joint, term };
    });
  }

  #resolveCommas(joints: readonly ('and' | 'or' | 'comma')[]): ('and' | 'or')[] {
    if (joints.length > 0 && joints.every((joint) => joint === 'comma')) {
      this.assume('Conditions with nothing but a comma between them must hold together.');
    }
    return joints.map((joint, index) => {
      if (joint !== 'comma') return joint;
      const next = joints.slice(index).find((later) => later !== 'comma');
      return next === 'or' ? 'or' : 'and';
    });
  }

  #term(): Expression | undefined {
    return this.attempt(() => {
      if (this.take(['not'])) {
        const operand = this.#term();
        return operand && not(operand);
      }
      const start = this.position;
      const atom = this.#group(() => this.condition()) ?? this.#atom(start);
      return atom && onChart(this, this.#stretched(atom));
    });
  }

  #atom(start: number): Expression | undefined {
    const found =
      this.#phrase(this.#families.conditions) ??
      this.attempt(() => {
        const left = this.#leftOperand();
        return left && (this.state(left) ?? this.#negatedState(left));
      }) ??
      this.attempt(() => this.#withoutSubject());
    if (found) this.understand(start, expressionToText(found));
    return found;
  }

  #leftOperand(): Expression | undefined {
    const before = this.subject;
    this.subject = undefined;
    try {
      return this.operand();
    } finally {
      this.subject = before;
    }
  }

  /** `… and below 70`: said of what the condition before was about; at the start, of the price. */
  #withoutSubject(): Expression | undefined {
    this.take(['it']);
    const subject = this.lastSubject;
    const price = subject && isPrice(subject) ? undefined : this.attempt(() => this.#beyondPrice());
    if (price || !subject) this.assume('A condition without a subject is about the close.');
    return price ?? this.state(subject ?? column('close'));
  }

  /** "RSI oversold, but only above the 200 EMA": what is compared with a price is one. */
  #beyondPrice(): Expression | undefined {
    const start = this.position;
    const found = this.state(column('close'));
    if (!found || (found.kind !== 'compare' && found.kind !== 'cross') || !isPrice(found.right)) return undefined;
    const words = this.tokens.slice(start, this.position);
    const ofSubject = words.some(({ text }) => text === 'its') || (words.some(({ text }) => text === 'average') && !words.some(({ kind }) => kind === 'number'));
    // "… and turning down" compares the close with itself only because it was put in for the subject.
    const { right } = found;
    const withItself = right.kind === 'shift' && right.operand.kind === 'column' && !words.some(({ text }) => text === 'close' || text === 'price');
    return ofSubject || withItself ? undefined : found;
  }

  /** `is not overbought`. */
  #negatedState(left: Expression): Expression | undefined {
    return this.attempt(() => {
      if (!this.take(['is not', 'not'])) return undefined;
      const noteCount = this.notes.length;
      const state = this.state(left);
      this.notes = this.notes.filter((note, index) => index < noteCount || note.kind !== 'leaning');
      return state && not(state);
    });
  }

  /** `… 2 bars ago`, `… for 3 bars`, `… within the last 5 bars`, said of a whole condition. */
  #stretched(condition: Expression): Expression {
    const ago = this.#barsAgo();
    if (ago !== undefined) return shift(condition, ago);
    const stretched = this.attempt(() => {
      const held = this.take(['for last', 'for at least', 'for']);
      if (!held && !this.take(WITHIN)) return undefined;
      const bars = this.takeWhole();
      this.take(['consecutive']);
      if (bars === undefined || bars < 1 || bars > MAX_STRETCH || !takeUnit(this)) return undefined;
      this.take(['in a row']);
      const terms = Array.from({ length: bars }, (_, index) => (index === 0 ? condition : shift(condition, index)));
      return held ? all(...terms) : any(...terms);
    });
    return stretched ?? condition;
  }

  #product(): Expression | undefined {
    let left = this.#unary();
    while (left) {
      const before = left;
      const next = this.attempt((): Expression | undefined => {
        const operator = this.take(TIMES) ? '*' : this.take(DIVIDED) ? '/' : undefined;
        const right = operator && this.#unary();
        return right && { kind: 'arithmetic', operator, left: before, right };
      });
      if (!next) break;
      left = next;
    }
    return left;
  }

  #unary(): Expression | undefined {
    return this.attempt((): Expression | undefined => {
      if (this.take(['negative of'])) {
        const operand = this.#unary();
        return operand && { kind: 'negate', operand };
      }
      if (this.take(['-', 'minus'])) {
        const value = this.takeNumber();
        if (value !== undefined) return number(-value);
        const operand = this.#unary();
        return operand && { kind: 'negate', operand };
      }
      return this.#postfix();
    });
  }

  #postfix(): Expression | undefined {
    const literal = this.peek().kind === 'number';
    let operand = this.primary();
    // "crosses above 30 2 bars ago" is said of the crossing: a bare number has no past and is on no chart.
    while (operand && !(literal && operand.kind === 'number')) {
      const before: Expression = operand;
      const bars = this.#barsAgo();
      operand = bars === undefined ? onChart(this, before) : shift(before, bars);
      if (operand === before) break;
    }
    return operand;
  }

  #barsAgo(): number | undefined {
    return this.attempt(() => {
      if (this.take(['on previous bar', 'yesterday'])) return 1;
      const bracket = this.take(['[']);
      const bars = this.takeWhole();
      if (bars === undefined || bars < 1 || bars > MAX_SHIFT) return undefined;
      return (bracket ? this.take([']']) : takeUnit(this) && this.take(AGO)) ? bars : undefined;
    });
  }

  #literal(): Expression | undefined {
    const value = this.takeNumber();
    if (value === undefined || !Number.isFinite(value)) return undefined;
    if (value === 0) this.take(['line', 'level']);
    // RSI, the stochastic and the rate of change are percentages themselves.
    if (this.peek().text === '%' && this.subject?.kind === 'indicator' && ['rsi', 'roc', 'stochastic'].includes(this.subject.name)) this.position++;
    return number(value);
  }

  #group(read: () => Expression | undefined): Expression | undefined {
    if (this.peek().text !== '(' || this.#depth >= MAX_DEPTH) return undefined;
    this.#depth++;
    const { subject } = this;
    const found = this.attempt(() => {
      this.position++;
      const inner = read();
      return inner && this.take([')']) ? inner : undefined;
    });
    this.subject = subject;
    this.#depth--;
    return found;
  }

  #phrase(families: Families['operands']): Expression | undefined {
    for (const family of families) {
      const found = this.attempt(() => family.read(this));
      if (found) return found;
    }
    return undefined;
  }

  /** Reads a thing at a place once only: nested parentheses would otherwise cost twice as much at each level. */
  #remember(rule: string, read: () => Expression | undefined): Expression | undefined {
    const start = this.position;
    const key = [rule, start, this.leaning, this.#idOf(this.subject), this.#idOf(this.lastSubject), this.#depth >= MAX_DEPTH].join(' ');
    const known = this.#memory.get(key);
    if (known) {
      this.position = known.position;
      this.lastSubject = known.lastSubject;
      this.notes.push(...known.notes);
      return known.result;
    }
    const noteCount = this.notes.length;
    const result = this.attempt(read);
    this.#memory.set(key, { result, position: this.position, notes: this.notes.slice(noteCount), lastSubject: this.lastSubject });
    return result;
  }

  #idOf(expression: Expression | undefined): number {
    if (!expression) return -1;
    const known = this.#subjectIds.get(expression);
    if (known !== undefined) return known;
    this.#subjectIds.set(expression, this.#subjectIds.size);
    return this.#subjectIds.size - 1;
  }
}

/** `and` binds tighter than `or`; both group to the left. */
function joinTerms(terms: readonly Expression[], joints: readonly ('and' | 'or')[]): Expression {
  const alternatives: Expression[][] = [[terms[0]!]];
  joints.forEach((joint, index) => {
    if (joint === 'or') alternatives.push([]);
    alternatives.at(-1)!.push(terms[index + 1]!);
  });
  return junction('or', alternatives.map((group) => junction('and', group)));
}
