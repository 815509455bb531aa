/** A sentence and the strategy that a trader means by it, in the text form; a size of all the equity is left out. */
export type SentenceRow = readonly [sentence: string, strategy: string];
