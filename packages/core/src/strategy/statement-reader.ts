import { syntaxError } from '../expression/syntax-error.ts';
import type { Statement } from './statements.ts';

/** Reads the value of a statement from left to right; what cannot be read is an error at its place in the whole text. */
export class StatementReader {
  readonly #text: string;
  readonly #statement: Statement;
  #position = 0;

  constructor(text: string, statement: Statement) {
    this.#text = text;
    this.#statement = statement;
  }

  /** Takes what the sticky pattern matches here, with the blanks behind it. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#statement.value);
    if (!match) return undefined;
    this.#position = pattern.lastIndex;
    while (/\s/.test(this.#statement.value[this.#position] ?? '')) this.#position++;
    return match;
  }

  /** @param needed what should stand here, such as `a share such as 50% is needed here` */
  need(pattern: RegExp, needed: string): RegExpExecArray {
    const match = this.take(pattern);
    if (!match) throw this.error(needed);
    return match;
  }

  /** Nothing may follow. */
  end(): void {
    const rest = this.#statement.value.slice(this.#position);
    if (rest !== '') throw this.error(`nothing is expected here, but "${rest}" follows`);
  }

  error(problem: string): Error {
    return syntaxError(this.#text, this.#statement.offset + this.#position, problem, EXAMPLES[this.#statement.key]);
  }
}

/** What to do about a value that cannot be read, by the key of its statement. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'stop loss': 'Write a percentage or a multiple of the ATR, for example: stop loss: 2%, or stop loss: 3 atr(14)',
  'take profit': 'Write a percentage or a multiple of the ATR, for example: take profit: 4%, or take profit: 6 atr(14)',
  'trailing stop': 'Write a percentage or a multiple of the ATR, for example: trailing stop: 3%, or trailing stop: 2.5 atr(14)',
  'exit after': 'Write how many bars a position is held, for example: exit after: 10 bars',
  size: 'Write one of: size: 50% of equity, size: 1000 quote, size: 0.5 base, size: 1% risk, size: 20% volatility(30)',
  'entry order': 'Write one of: entry order: limit 0.5% for 3 bars, entry order: stop 1 atr(14) for 5 bars, entry order: stop 1% limit 0.2% for 5 bars',
  'scale in': 'Write how many entries a position may have, for example: scale in: 3 entries',
  'scale out': 'Write the share that each exit closes, for example: scale out: 50%',
};
