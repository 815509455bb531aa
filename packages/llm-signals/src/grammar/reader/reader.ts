import { type Expression, expressionToText, type Interval, intervalsOf } from '@wick/core';
import { all, any, column, junction, not, number, shift } from './build.ts';
import { leadingChart, onChart } from './chart.ts';
import { comparesWithItself, isAboutPrice, isOfSubject, levelOf } from './comparison.ts';
import { Cursor } from './cursor.ts';
import { nodesOf } from './expression-nodes.ts';
import { readLiteral, takeBarsAgo } from './figures.ts';
import { ANDS, BOTH, DIVIDED, HELD, type Joined, type Joint, joinTerms, NOT, OPENERS, ORS, PLUS, SIGNED_NAMES, TIMES, WITHIN, withoutCommas } from './joints.ts';
import { asOfThen } from './past-tense.ts';
import { Identities, type Remembered } from './memory.ts';
import type { Families } from './phrase.ts';
import { isPrice } from './price.ts';
import { takeUnit } from './unit.ts';

/** Longest stretch for which `for 3 bars` and `within the last 5 bars` are spelt out. */
const MAX_STRETCH = 100;
/** Most nodes that a condition may have when it is spelt out. */
const MAX_NODES = 10_000;
/** Most series of which one thing is said, as in `RSI and MFI are below 20`. */
const MAX_SHARED = 6;
/** Deepest nesting of parentheses, as in the text form. */
const MAX_DEPTH = 200;

/**
 * Reads conditions and numbers in English. Tightness is that of the text form: `or`, `and`, `not`, comparisons, `plus`,
 * `times`, `3 bars ago`; parentheses group. What phrases mean is given by the {@link Families}.
 */
export class Reader extends Cursor {
  readonly #families: Families;
  readonly #memory = new Map<string, Remembered>();
  readonly #ids = new Identities();
  /** Places of conditions without a subject: are they about what the one before was about? Else they are about the price. */
  readonly #withoutSubjects = new Map<number, boolean>();
  #depth = 0;
  /** Is a condition read whose chart was named before it? */
  #isCharted = false;

  constructor(sentence: string, families: Families) {
    super(sentence);
    this.#families = families;
  }

  /** A whole condition, or undefined with the place unchanged. A list `A, B or C` takes its last joint for all. */
  condition(): Expression | undefined {
    return this.#remember('condition', () => {
      const either = this.sees(['either']);
      this.take(OPENERS);
      const start = this.position;
      const alone = this.#term();
      const both = !alone && this.take(['both']);
      const first = alone ?? (both ? this.#term() : undefined);
      if (!first) return undefined;
      const joined: Joined<Joint | 'comma'>[] = [];
      for (let next = this.#joined(start); next; next = this.#joined(joined.at(-1)!.start)) joined.push(next);
      if (both && !joined.some(({ joint }) => joint === 'and')) return undefined;
      if (joined.length > 0 && joined.every(({ joint }) => joint === 'comma')) this.assume('Conditions with nothing but a comma between them must hold together.');
      const { condition, isMixed } = joinTerms(first, withoutCommas(joined), either);
      if (isMixed) this.assume('"And" joins more tightly than "or", where nothing else is said.');
      return condition;
    });
  }

  /** Has a condition without a subject been read at this place? */
  lacksSubject(place: number): boolean {
    return this.#withoutSubjects.has(place);
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
    return this.#remember('primary', () => this.#group(() => this.operand()) ?? this.#phrase(this.#families.operands) ?? this.#antecedent() ?? readLiteral(this));
  }

  /** What is said of a number that has been read. */
  state(left: Expression): Expression | undefined {
    for (const family of this.#families.states) {
      const start = this.position;
      const found = this.attempt(() => asOfThen(family.read(this, left), this.tokens.slice(Math.max(0, start - 1), this.position)));
      if (found) {
        this.lastSubject = left;
        this.lastLevel = levelOf(found.kind === 'higher' ? found.operand : found);
        this.lastChart = found.kind === 'higher' && left.kind !== 'higher' ? found.interval : undefined;
        return found;
      }
    }
    return undefined;
  }

  /** Reads the right side of a comparison, in which `its` means the left one; a left side stands beside none. */
  operandBeside(left: Expression | undefined): Expression | undefined {
    const before = this.subject;
    this.subject = left;
    try {
      return this.operand();
    } finally {
      this.subject = before;
    }
  }

  /** @param before where the condition before begins */
  #joined(before: number): Joined<Joint | 'comma'> | undefined {
    return this.attempt(() => {
      const end = this.position;
      const comma = this.take([',']);
      const joint = this.take(ORS) ? 'or' : this.take(ANDS) ? 'and' : comma ? 'comma' : undefined;
      const start = this.position;
      const term = joint && this.#term(true);
      const goesOn = this.#withoutSubjects.get(start) ?? false;
      // "Not above 70 or below 30": does the "not" reach the second?
      const negated = this.tokens.slice(before, end).some(({ text }) => text === 'not') && !['is', 'not', 'it'].includes(this.tokens[start]!.text);
      return term && !(negated && goesOn && joint === 'or') ? { joint, term, start, comma, goesOn } : undefined;
    });
  }

  /** @param joined does another condition stand before it? */
  #term(joined = false): Expression | undefined {
    return this.attempt(() => {
      const start = this.position;
      const noteCount = this.notes.length;
      if (this.take(NOT)) {
        const operand = this.#term();
        this.#forgetLeanings(noteCount);
        return operand && this.#understandAll(start, noteCount, not(operand));
      }
      const group = this.#group(() => this.condition());
      const atom = group ?? this.#atom();
      // "Daily RSI below 30 for 3 bars" counts days.
      const inside = !group && atom?.kind === 'higher' ? this.#stretched(atom.operand) : undefined;
      const stretched = inside && atom?.kind === 'higher' ? (inside === atom.operand ? atom : { ...atom, operand: inside }) : atom && this.#stretched(atom);
      const charted = stretched && onChart(this, stretched);
      if (charted !== stretched && charted?.kind === 'higher') this.lastChart = charted.interval;
      if (joined && !group && charted !== stretched) this.assume('A chart that is named behind several conditions is that of the last one.');
      return charted && charted !== atom ? this.#understandAll(start, noteCount, charted) : charted;
    });
  }

  /** What was understood of a part is understood of all of it, such as `RSI below 30 for 3 bars`. Several parts keep their own notes, unless a "not" is over all. */
  #understandAll(start: number, noteCount: number, condition: Expression): Expression {
    const parts = this.notes.slice(noteCount).filter(({ kind }) => kind === 'understood');
    if (parts.length > 1 && condition.kind !== 'not') return condition;
    this.notes = this.notes.filter((note) => !parts.includes(note));
    this.understand(start, expressionToText(condition));
    return condition;
  }

  #atom(): Expression | undefined {
    const start = this.position;
    const found = this.#onOneChart(() => this.#phrase(this.#families.conditions) ?? this.attempt(() => this.#said())) ?? this.attempt(() => this.#withoutSubject());
    if (found) this.understand(start, expressionToText(found));
    return found;
  }

  /** "Daily RSI crosses above its average" is all about daily candles, unless a part of it names a chart of its own. */
  #onOneChart(read: () => Expression | undefined): Expression | undefined {
    const whole = this.attempt((): Expression | undefined => {
      const interval = leadingChart(this);
      this.#isCharted = interval !== undefined;
      const operand = interval && read();
      this.#isCharted = false;
      if (!operand || intervalsOf(operand).length > 0) return undefined;
      this.lastChart = interval;
      return { kind: 'higher', interval, operand };
    });
    return whole ?? read();
  }

  #said(): Expression | undefined {
    const both = this.take(['both']);
    const left = this.operandBeside(undefined);
    return left && ((both ? undefined : (this.state(left) ?? this.#negatedState(left))) ?? this.attempt(() => this.#shared(left)));
  }

  /** `RSI and MFI are below 20`, `RSI or CCI is oversold`: said of each. */
  #shared(first: Expression): Expression | undefined {
    // Is "daily RSI and MACD above zero" about both?
    if (this.#isCharted || first.kind === 'higher') return undefined;
    const lefts: Expression[] = [first];
    const joint = this.sees(['or'], 0) ? 'or' : 'and';
    const next = (): Expression | undefined =>
      this.attempt(() => {
        if (lefts.length >= MAX_SHARED) return undefined;
        const left = this.take([joint, `, ${joint}`, ',']) ? this.operandBeside(undefined) : undefined;
        return (left?.kind === 'indicator' || left?.kind === 'column') && isPrice(left) === isPrice(first) ? left : undefined;
      });
    for (let left = next(); left; left = next()) lefts.push(left);
    const start = this.position;
    const ends = new Set<number>();
    const terms = lefts.map((left) => {
      this.position = start;
      const term = this.state(left);
      ends.add(this.position);
      return term;
    });
    if (lefts.length < 2 || ends.size > 1 || first.kind === 'number' || !terms.every((term) => term !== undefined)) return undefined;
    return junction(joint, terms);
  }

  /** `… and below 70`: said of what the condition before was about; at the start, of the price. */
  #withoutSubject(): Expression | undefined {
    const start = this.position;
    if (this.take(BOTH)) return this.#ofBoth();
    const named = this.take(['it']);
    const subject = this.lastSubject;
    const price = subject && isPrice(subject) ? undefined : this.attempt(() => this.#beyondPrice());
    if (price || !subject) this.assume('A condition without a subject is about the close.');
    const chart = price ? undefined : this.lastChart;
    const found = price ?? this.#onChartBefore(chart, this.state(subject ?? column('close')));
    if (found) this.#withoutSubjects.set(start, !price);
    // No price is below zero, and "buy dips" does not say of what.
    return !subject && found && (!isAboutPrice(found) || (!named && comparesWithItself(found))) ? undefined : found;
  }

  /** "The 4h RSI crosses up and is below 50": of the same hours, unless another chart follows. */
  #onChartBefore(interval: Interval | undefined, condition: Expression | undefined): Expression | undefined {
    if (!interval || !condition || intervalsOf(condition).length > 0) return condition;
    const { position } = this;
    const named = onChart(this, condition) !== condition;
    this.position = position;
    if (named) return condition;
    this.lastChart = interval;
    return { kind: 'higher', interval, operand: condition };
  }

  /** `MACD above its signal line and both above zero`. */
  #ofBoth(): Expression | undefined {
    const { lastSubject, lastLevel, lastChart, position } = this;
    if (!lastSubject || !lastLevel || lastLevel.kind === 'number') return undefined;
    const first = this.state(lastSubject);
    this.position = position;
    const second = this.state(lastLevel);
    return first && second && this.#onChartBefore(lastChart, all(first, second));
  }

  /** `200 SMA is rising and price is above it`. */
  #antecedent(): Expression | undefined {
    const { subject, lastSubject, lastLevel } = this;
    if (!subject || !lastSubject || !this.take(['it'])) return undefined;
    const own = expressionToText(subject);
    return [lastSubject, lastLevel].find((each) => each && each.kind !== 'number' && isPrice(each) === isPrice(subject) && expressionToText(each) !== own);
  }

  /** "RSI oversold, but only above the 200 EMA": what is compared with a price is one. */
  #beyondPrice(): Expression | undefined {
    const start = this.position;
    const found = this.state(column('close'));
    if (!found || (found.kind !== 'compare' && found.kind !== 'cross') || !isPrice(found.right)) return undefined;
    return isOfSubject(this.tokens.slice(start, this.position), found) ? undefined : found;
  }

  /** `is not overbought`. */
  #negatedState(left: Expression): Expression | undefined {
    return this.attempt(() => {
      if (!this.take(['is not', 'not'])) return undefined;
      const noteCount = this.notes.length;
      const state = this.state(left);
      this.#forgetLeanings(noteCount);
      return state && not(state);
    });
  }

  /** "Not overbought" does not speak of shorts. */
  #forgetLeanings(noteCount: number): void {
    this.notes = this.notes.filter((note, index) => index < noteCount || note.kind !== 'leaning');
  }

  /** `… 2 bars ago`, `… for 3 bars`, `… within the last 5 bars`, said of a whole condition. */
  #stretched(condition: Expression): Expression {
    const ago = takeBarsAgo(this);
    if (ago !== undefined) return shift(condition, ago);
    const stretched = this.attempt(() => {
      const held = this.take(HELD);
      const on = !held && this.take(['on']);
      if (!held && !on && !this.take(WITHIN)) return undefined;
      const bars = this.takeWhole();
      if (!this.take(['consecutive']) && on) return undefined;
      if (bars === undefined || bars < 1 || bars > MAX_STRETCH || !takeUnit(this)) return undefined;
      this.take(['in a row']);
      // Stretches of stretches multiply.
      if (bars * nodesOf(condition) > MAX_NODES) return undefined;
      const terms = Array.from({ length: bars }, (_, index) => (index === 0 ? condition : shift(condition, index)));
      return held || on ? all(...terms) : any(...terms);
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
      if (!this.sees(SIGNED_NAMES) && this.take(['-', 'minus'])) {
        const value = this.takeNumber();
        if (value !== undefined) return number(-value);
        const operand = this.#unary();
        return operand && { kind: 'negate', operand };
      }
      return this.#postfix();
    });
  }

  #postfix(): Expression | undefined {
    const charted = this.attempt((): Expression | undefined => {
      const interval = leadingChart(this);
      const operand = interval && this.peek().kind !== 'end' ? this.primary() : undefined;
      return interval && operand && operand.kind !== 'number' && intervalsOf(operand).length === 0 ? { kind: 'higher', interval, operand } : undefined;
    });
    const literal = this.peek().kind === 'number';
    let operand = charted ?? this.primary();
    // "crosses above 30 2 bars ago" is said of the crossing: a bare number has no past and is on no chart.
    while (operand && !(literal && operand.kind === 'number')) {
      const before: Expression = operand;
      const bars = takeBarsAgo(this);
      operand = bars === undefined ? onChart(this, before) : shift(before, bars);
      if (operand === before) break;
    }
    return operand;
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
    const key = [rule, start, this.leaning, this.#ids.of(this.subject), this.#ids.of(this.lastSubject), this.#ids.of(this.lastLevel), this.lastChart, this.#depth >= MAX_DEPTH].join(' ');
    const known = this.#memory.get(key);
    if (known) {
      this.position = known.position;
      this.lastSubject = known.lastSubject;
      this.lastLevel = known.lastLevel;
      this.lastChart = known.lastChart;
      this.notes.push(...known.notes);
      return known.result;
    }
    const noteCount = this.notes.length;
    const result = this.attempt(read);
    this.#memory.set(key, { result, position: this.position, notes: this.notes.slice(noteCount), lastSubject: this.lastSubject, lastLevel: this.lastLevel, lastChart: this.lastChart });
    return result;
  }
}
