import { COLUMNS } from '../candle/candle.ts';
import { closestName } from './closest-name.ts';
import { checkExpression } from './check-expression.ts';
import { type Expression, type ExpressionType, MAX_SHIFT } from './expression.ts';
import { INDICATOR_NAMES, isIndicatorName } from '../indicator/catalogue.ts';
import { INTERVALS, isInterval } from '../interval/interval.ts';
import { indicatorCall } from './indicator-call.ts';
import { syntaxError } from './syntax-error.ts';
import { textToTokens, type Token } from './tokens.ts';

/** Longest rule that is read, so that no text can exhaust the stack; a rule that needs more is a mistake. */
const MAX_TOKENS = 2_000;

/**
 * Reads the text form of an expression, for example `rsi(14) < 30 and volume > 1.5 * sma(volume, 20)`.
 *
 * From loosest to tightest: `or`, `and`, `not`, comparisons and `crosses above|below`, `+ -`, `* /`, unary `-`, and
 * `x[n]` for the value n bars ago. `1h:` before a part, as tight as a unary minus, takes it from candles of one hour:
 * `close > 1h: ema(close, 200)`. Names are read in any case, intervals are not: `1m` is a minute, `1M` a month. An indicator without arguments takes its defaults.
 *
 * @throws WickError STRATEGY_SYNTAX, with the column
 */
export function textToExpression(text: string, wanted: ExpressionType = 'condition'): Expression {
  const expression = new Parser(text).parse();
  const problem = checkExpression(expression, wanted);
  if (problem) throw syntaxError(text, 0, problem);
  return expression;
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = textToTokens(text);
    const beyond = this.#tokens[MAX_TOKENS];
    if (beyond) throw this.#error(beyond, `a rule may have ${MAX_TOKENS} words and signs, this one has ${this.#tokens.length}`);
  }

  parse(): Expression {
    const expression = this.#disjunction();
    if (this.#peek().kind !== 'end') throw this.#unexpected('an operator or the end of the rule');
    return expression;
  }

  #disjunction(): Expression {
    let left = this.#conjunction();
    while (this.#takeWord('or')) left = { kind: 'junction', operator: 'or', left, right: this.#conjunction() };
    return left;
  }

  #conjunction(): Expression {
    let left = this.#negation();
    while (this.#takeWord('and')) left = { kind: 'junction', operator: 'and', left, right: this.#negation() };
    return left;
  }

  #negation(): Expression {
    let count = 0;
    while (this.#takeWord('not')) count++;
    let expression = this.#comparison();
    for (; count > 0; count--) expression = { kind: 'not', operand: expression };
    return expression;
  }

  #comparison(): Expression {
    const left = this.#sum();
    const operator = this.#takeSymbol('<', '<=', '>', '>=', '==', '!=');
    if (operator) return { kind: 'compare', operator, left, right: this.#sum() };
    if (this.#takeWord('crosses')) {
      const direction = this.#takeWord('above') ? 'above' : this.#takeWord('below') ? 'below' : undefined;
      if (!direction) throw this.#unexpected('"above" or "below"');
      return { kind: 'cross', direction, left, right: this.#sum() };
    }
    return left;
  }

  #sum(): Expression {
    let left = this.#product();
    for (let op = this.#takeSymbol('+', '-'); op; op = this.#takeSymbol('+', '-')) {
      left = { kind: 'arithmetic', operator: op, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let op = this.#takeSymbol('*', '/'); op; op = this.#takeSymbol('*', '/')) {
      left = { kind: 'arithmetic', operator: op, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    let count = 0;
    while (this.#takeSymbol('-')) count++;
    // A minus in front of a bare number is part of the number: -5 is one literal, -(5) is a negation of one.
    const literal = count > 0 && this.#peek().kind === 'number' && this.#tokens[this.#next + 1]?.text !== '[';
    let expression = this.#peek().kind === 'interval' ? this.#onInterval() : this.#postfix();
    if (literal && expression.kind === 'number') {
      expression = { kind: 'number', value: 0 - expression.value };
      count--;
    }
    for (; count > 0; count--) expression = { kind: 'negate', operand: expression };
    return expression;
  }

  #onInterval(): Expression {
    const token = this.#peek();
    const name = token.text.slice(0, -1).trim();
    if (!isInterval(name)) {
      const near = INTERVALS.find((interval) => interval.toLowerCase() === name.toLowerCase());
      const remedy = near ? `Did you mean ${near}?` : `Use one of ${INTERVALS.join(' ')}.`;
      throw this.#error(token, `"${name}" is not a Binance candle interval`, remedy);
    }
    this.#next++;
    return { kind: 'higher', interval: name, operand: this.#unary() };
  }

  #postfix(): Expression {
    let expression = this.#primary();
    while (this.#takeSymbol('[')) {
      const token = this.#peek();
      const bars = Number(token.text);
      if (token.kind !== 'number' || !Number.isInteger(bars) || bars < 1 || bars > MAX_SHIFT) {
        throw this.#unexpected(`a whole number of bars from 1 to ${MAX_SHIFT}`);
      }
      this.#next++;
      this.#expect(']');
      expression = { kind: 'shift', operand: expression, bars };
    }
    return expression;
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token.kind === 'number') {
      const value = Number(token.text);
      if (!Number.isFinite(value)) throw this.#error(token, `${token.text} is too large a number`);
      this.#next++;
      return { kind: 'number', value };
    }
    if (this.#takeSymbol('(')) {
      const inner = this.#disjunction();
      this.#expect(')');
      return inner;
    }
    if (token.kind === 'name') return this.#named(token);
    throw this.#unexpected('a number, a column such as close, or an indicator such as rsi(14)');
  }

  #named(token: Token): Expression {
    const name = token.text.toLowerCase();
    const column = COLUMNS.find((candidate) => candidate.toLowerCase() === name);
    if (column) {
      this.#next++;
      return { kind: 'column', column };
    }
    if (!isIndicatorName(name)) {
      const near = closestName(name, [...COLUMNS, ...INDICATOR_NAMES]);
      throw this.#error(token, `"${token.text}" is neither a candle column nor an indicator`, near && `Did you mean ${near}?`);
    }
    this.#next++;
    const callArguments = this.#takeSymbol('(') ? this.#arguments() : [];
    const output = this.#takeSymbol('.') ? this.#outputName() : undefined;
    const call = indicatorCall(name, callArguments, output);
    if (typeof call === 'string') throw this.#error(token, call);
    return call;
  }

  #arguments(): Expression[] {
    const list: Expression[] = [];
    if (this.#takeSymbol(')')) return list;
    do list.push(this.#disjunction());
    while (this.#takeSymbol(','));
    this.#expect(')');
    return list;
  }

  #outputName(): string {
    const token = this.#peek();
    if (token.kind !== 'name') throw this.#unexpected('the name of an output');
    this.#next++;
    return token.text.toLowerCase();
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'name' && token.text.toLowerCase() === word;
    if (found) this.#next++;
    return found;
  }

  #takeSymbol<Text extends string>(...texts: Text[]): Text | undefined {
    const token = this.#peek();
    const found = token.kind === 'symbol' ? texts.find((text) => text === token.text) : undefined;
    if (found) this.#next++;
    return found;
  }

  #expect(symbol: string): void {
    if (!this.#takeSymbol(symbol)) throw this.#unexpected(`"${symbol}"`);
  }

  #unexpected(wanted: string): Error {
    const token = this.#peek();
    return this.#error(token, `${wanted} is needed here, not ${token.kind === 'end' ? 'the end' : `"${token.text}"`}`);
  }

  #error(token: Token, problem: string, remedy?: string): Error {
    return syntaxError(this.#text, token.offset, problem, remedy);
  }
}
