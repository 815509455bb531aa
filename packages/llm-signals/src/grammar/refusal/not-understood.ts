import { closestName, WickError } from '@wick/core';
import type { Token } from '../tokens/sentence-to-tokens.ts';
import { BEYOND_REACH, TOPICS } from './beyond-reach.ts';
import { EXAMPLES, KNOWN_WORDS, SPELLINGS } from './vocabulary.ts';

/** Words that were not understood, and the closest thing that would be. */
export interface Fragment {
  readonly text: string;
  /** Zero-based offset in the sentence. */
  readonly offset: number;
  readonly closest: string;
}

/** The error that names every fragment. `details.excerpt` is the sentence with carets below them, for terminals. */
export function notUnderstood(sentence: string, fragments: readonly Fragment[]): WickError {
  const named = fragments.map((fragment) => `"${fragment.text}"`).join(', ');
  const closest = [...new Set(fragments.map((fragment) => fragment.closest))];
  return new WickError('SENTENCE_NOT_UNDERSTOOD', `The sentence is not understood at ${named}.`, {
    remedy: `Closest thing that is understood: ${closest.join('; ')}. Reword or leave out the marked words, or write the rules in the text form.`,
    details: { fragments, excerpt: excerptOf(sentence, fragments) },
  });
}

/** A sentence in which nothing is wrong but no rule opens a position. */
export const nothingToTrade = (sentence: string): WickError =>
  new WickError('SENTENCE_NOT_UNDERSTOOD', sentence.trim() === '' ? 'The sentence is empty.' : 'The sentence names no condition on which to open a position.', {
    remedy: 'Say when to buy or to go short, for example: buy when RSI is below 30, exit when RSI is above 70.',
    details: { fragments: [], excerpt: sentence },
  });

/**
 * The fragments in a stretch that could not be read: its unknown words or, if it has none, all of it.
 *
 * @param clause the stretch with the words before it that were read and belong to it, such as `exit after`
 */
export function fragmentsOf(sentence: string, stretch: readonly Token[], clause: readonly Token[]): Fragment[] {
  const beyond = beyondReach(clause);
  if (beyond) return [fragmentOf(sentence, stretch, beyond)];
  const unknown: Token[][] = [];
  stretch.forEach((token, index) => {
    if (isKnown(token)) return;
    const previous = stretch[index - 1];
    if (previous && !isKnown(previous)) unknown.at(-1)!.push(token);
    else unknown.push([token]);
  });
  if (unknown.length === 0) return [fragmentOf(sentence, stretch, topicOf(stretch) ?? nearestExample(stretch, clause))];
  return unknown.map((tokens) => fragmentOf(sentence, tokens, topicOf(tokens) ?? spelling(tokens) ?? nearestExample(stretch, clause)));
}

const isKnown = (token: Token): boolean => token.kind === 'number' || KNOWN_WORDS.has(token.text);

/** Slips rarely change the first letter, and words of one or two letters are too short to tell. */
function spelling(tokens: readonly Token[]): string | undefined {
  const [token] = tokens;
  if (tokens.length !== 1 || token!.text.length < 3) return undefined;
  return closestName(token!.text, SPELLINGS.filter((word) => word[0]?.toLowerCase() === token!.text[0]));
}

const topicOf = (tokens: readonly Token[]): string | undefined => TOPICS.find(({ words }) => tokens.some(({ text }) => words.test(text)))?.instead;

function beyondReach(clause: readonly Token[]): string | undefined {
  const text = clause.map((token) => token.text).join(' ');
  return BEYOND_REACH.find(({ words }) => words.test(text))?.instead;
}

const USUAL_EXAMPLE = 'RSI is below 30 and volume is above twice its 20-bar average';

/** The example that shares most words with the stretch or else with its clause, short ones first. */
const nearestExample = (stretch: readonly Token[], clause: readonly Token[]): string => exampleLike(stretch) ?? exampleLike(clause) ?? USUAL_EXAMPLE;

function exampleLike(stretch: readonly Token[]): string | undefined {
  const words = new Set(stretch.filter((token) => token.kind === 'word').map((token) => token.text));
  let best: string | undefined;
  let bestScore = 0;
  for (const [example, own] of WORDS_OF_EXAMPLES) {
    const score = own.filter((word) => words.has(word)).length * 100 - own.length;
    if (score > bestScore) [best, bestScore] = [example, score];
  }
  return best;
}

const WORDS_OF_EXAMPLES: ReadonlyMap<string, readonly string[]> = new Map(EXAMPLES.map((example) => [example, example.toLowerCase().split(/[^a-z]+/)]));

function fragmentOf(sentence: string, tokens: readonly Token[], closest: string): Fragment {
  const { offset } = tokens[0]!;
  return { text: sentence.slice(offset, tokens.at(-1)!.end), offset, closest };
}

function excerptOf(sentence: string, fragments: readonly Fragment[]): string {
  const carets = Array.from(sentence, () => ' ');
  for (const { offset, text } of fragments) carets.fill('^', offset, offset + text.length);
  return `${sentence.replaceAll(/\s/g, ' ')}\n${carets.join('').trimEnd()}`;
}
