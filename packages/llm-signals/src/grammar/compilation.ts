import type { Strategy } from '@wick/core';

/** A stretch of the sentence with what it was taken to mean, in the text form of strategies. */
export interface Understood {
  readonly text: string;
  readonly meaning: string;
  /** Zero-based offset of `text` in the sentence. */
  readonly offset: number;
}

/** A sentence as a strategy, and everything a person needs to check that it is the one meant. */
export interface Compilation {
  readonly strategy: Strategy;
  /** The strategy in its text form. */
  readonly strategyText: string;
  /** The strategy in English; compiling it gives the same strategy again. */
  readonly paraphrase: string;
  readonly understood: readonly Understood[];
  /** Everything that the sentence left open and that was filled in, in plain words. */
  readonly assumptions: readonly string[];
}
