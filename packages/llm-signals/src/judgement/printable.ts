import { HIDDEN } from '../windows/hidden-characters.ts';

const BLANKS = new RegExp(String.raw`[\s${HIDDEN}]+`, 'gu');

/** What a model said, for a person's terminal: one line of at most `most` UTF-16 units, without what moves a cursor or turns the writing round. */
export function printable(text: string, most: number): string {
  const line = text.replaceAll(BLANKS, ' ').trim();
  if (line.length <= most) return line;
  // A cut through a pair of surrogates leaves half a character.
  return `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
