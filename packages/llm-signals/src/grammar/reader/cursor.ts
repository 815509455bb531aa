import type { Expression, Interval } from '@wick/core';
import { sentenceToTokens, type Token } from '../tokens/sentence-to-tokens.ts';

/** Which way the clause being read looks: entries of longs and exits of shorts are bullish, the others bearish. */
export type Leaning = 'bullish' | 'bearish';

/** What was learnt on the way; taken back when the reading that learnt it turns out to be a wrong track. */
export type Note =
  | { readonly kind: 'understood'; readonly offset: number; readonly end: number; readonly meaning: string }
  | { readonly kind: 'assumption'; readonly text: string }
  /** The words themselves say which side they are for, such as "overbought". */
  | { readonly kind: 'leaning'; readonly leaning: Leaning };

/** Phrases as they are written, such as `crosses above`; inflections are understood. */
export type Phrases = readonly string[];

/** A place in the tokens of a sentence, with backtracking. */
export class Cursor {
  readonly tokens: readonly Token[];
  position = 0;
  leaning: Leaning = 'bullish';
  notes: Note[] = [];
  /** Left side of the comparison whose right side is being read: what `its` means there. */
  subject: Expression | undefined;
  /** Left side of the comparison before: what a condition without a subject means. */
  lastSubject: Expression | undefined;
  /** Right side of the comparison before: what `it` means after another left side, and `both` together with that one. */
  lastLevel: Expression | undefined;
  /** The chart of the condition before, on which what is said next of the same subject is as well. */
  lastChart: Interval | undefined;

  readonly #sentence: string;

  constructor(sentence: string) {
    this.#sentence = sentence;
    this.tokens = sentenceToTokens(sentence);
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)]!;
  }

  get atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  /** Reads something or, if it is not there, leaves everything as it was. */
  attempt<Result>(read: () => Result | undefined): Result | undefined {
    const { position, lastSubject, lastLevel, lastChart } = this;
    const noteCount = this.notes.length;
    const result = read();
    if (result === undefined) {
      this.position = position;
      this.lastSubject = lastSubject;
      this.lastLevel = lastLevel;
      this.lastChart = lastChart;
      this.notes.length = noteCount;
    }
    return result;
  }

  /** Takes the longest of the phrases that stands here. */
  take(phrases: Phrases): boolean {
    const length = this.#longest(phrases);
    this.position += length;
    return length > 0;
  }

  /** Takes the longest phrase of a table that stands here and gives its key. */
  takeKey<Key extends string>(table: Readonly<Record<Key, Phrases>>): Key | undefined {
    let best: PhraseEntry<string> | undefined;
    for (const entry of indexOf(table).get(this.peek().text) ?? []) {
      if (entry.words.length > (best?.words.length ?? 0) && this.#stands(entry.words, 0)) best = entry;
    }
    this.position += best?.words.length ?? 0;
    return best?.key as Key | undefined;
  }

  /** Does an article stand before the next word? "Above the 200" is about an average, "above 200" about a price. */
  get seesArticle(): boolean {
    const before = this.position > 0 ? this.tokens[this.position - 1]!.end : 0;
    return /\bthe\b/i.test(this.#sentence.slice(before, this.peek().offset));
  }

  /** `is`, `has been`. */
  takeIs(): void {
    while (this.take(['is']));
  }

  /** Does one of the phrases stand here? Takes nothing. */
  sees(phrases: Phrases, ahead = 0): boolean {
    return this.#longest(phrases, ahead) > 0;
  }

  takeNumber(): number | undefined {
    const token = this.peek();
    if (token.kind !== 'number') return undefined;
    this.position++;
    return token.value;
  }

  takeWhole(): number | undefined {
    return Number.isInteger(this.peek().value) ? this.takeNumber() : undefined;
  }

  assume(text: string): void {
    this.notes.push({ kind: 'assumption', text });
  }

  /** Notes that the words from the token at `start` up to here mean this. */
  understand(start: number, meaning: string): void {
    const offset = this.tokens[start]!.offset;
    const end = this.tokens[Math.max(start, this.position - 1)]!.end;
    this.notes.push({ kind: 'understood', offset, end, meaning });
  }

  leanTo(leaning: Leaning): void {
    this.notes.push({ kind: 'leaning', leaning });
  }

  #longest(phrases: Phrases, ahead = 0): number {
    let best = 0;
    const first = this.peek(ahead).text;
    for (const phrase of phrases) {
      const words = wordsOf(phrase);
      if (words[0] === first && words.length > best && this.#stands(words, ahead)) best = words.length;
    }
    return best;
  }

  #stands(words: readonly string[], ahead: number): boolean {
    return words.every((word, index) => {
      const token = this.peek(ahead + index);
      return token.text === word && token.kind !== 'quoted';
    });
  }
}

interface PhraseEntry<Key> {
  readonly key: Key;
  readonly words: readonly string[];
}

const indexByTable = new WeakMap<object, ReadonlyMap<string, readonly PhraseEntry<string>[]>>();

/** The phrases of a table by their first word: most places in a sentence begin none of them. */
function indexOf(table: Readonly<Record<string, Phrases>>): ReadonlyMap<string, readonly PhraseEntry<string>[]> {
  let index = indexByTable.get(table);
  if (!index) {
    const entries = Object.entries(table).flatMap(([key, phrases]) => phrases.map((phrase) => ({ key, words: wordsOf(phrase) })));
    index = Map.groupBy(entries.filter(({ words }) => words.length > 0), ({ words }) => words[0]!);
    indexByTable.set(table, index);
  }
  return index;
}

const wordsByPhrase = new Map<string, readonly string[]>();

/** The words of a phrase in the form in which tokens have them. */
export function wordsOf(phrase: string): readonly string[] {
  let words = wordsByPhrase.get(phrase);
  if (!words) {
    words = sentenceToTokens(phrase).slice(0, -1).map((token) => token.text);
    wordsByPhrase.set(phrase, words);
  }
  return words;
}
