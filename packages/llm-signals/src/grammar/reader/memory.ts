import type { Expression, Interval } from '@wick/core';
import type { Note } from './cursor.ts';

/** What was read at a place, and where that left the reader. */
export interface Remembered {
  readonly result: Expression | undefined;
  readonly position: number;
  readonly notes: readonly Note[];
  readonly lastSubject: Expression | undefined;
  readonly lastLevel: Expression | undefined;
  readonly lastChart: Interval | undefined;
}

/** A number for each expression object, by which what was read beside it is found again. */
export class Identities {
  readonly #ids = new Map<Expression, number>();

  of(expression: Expression | undefined): number {
    if (!expression) return -1;
    const known = this.#ids.get(expression) ?? this.#ids.size;
    this.#ids.set(expression, known);
    return known;
  }
}
