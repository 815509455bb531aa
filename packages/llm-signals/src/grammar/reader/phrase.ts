import type { Expression } from '@wick/core';
import type { Phrases } from './cursor.ts';
import type { Reader } from './reader.ts';

interface Family {
  /** Every phrase it reacts to; words outside all vocabularies are unknown words. */
  readonly vocabulary: Phrases;
  /** What it understands, for people who wrote something close to it. */
  readonly examples: readonly string[];
}

/** Reads a number a bar, `the 20-day average`, or a whole condition, `golden cross`, at the reader's place. */
export interface Phrase extends Family {
  readonly read: (reader: Reader) => Expression | undefined;
}

/** Reads what is said of a number: `is below 30`, `crosses above its signal line`, `rising`. */
export interface StatePhrase extends Family {
  readonly read: (reader: Reader, left: Expression) => Expression | undefined;
}

/** All that a reader knows. Earlier phrases win. */
export interface Families {
  readonly operands: readonly Phrase[];
  readonly states: readonly StatePhrase[];
  readonly conditions: readonly Phrase[];
}
