/** What a sign at the beginning of a line is: the mark of an item, or one of which that is not certain. */
export interface ListMark {
  readonly end: number;
  readonly kind: 'item' | 'uncertain';
}

const SIGN = /(?<=^|\n)[ \t]*([-*+–•‣▪])(?=[ \t]+\S)/g;
const NUMBER = /(?<=^|\n)[ \t]*(\d{1,2})[.)](?=[ \t]+\S)/g;
/** Signs that are nothing but marks; the others also join numbers. */
const MARKS = ['•', '‣', '▪'];

/**
 * The marks of lists by their places: `- RSI < 40` on a line of its own, `1. …`, `2. …`.
 *
 * A minus that begins one line only, with no list announced by a colon, may go on with the line before.
 */
export function listMarksOf(text: string): ReadonlyMap<number, ListMark> {
  const marks = new Map<number, ListMark>();
  if (!/[-*+–•‣▪]|\d[.)]/.test(text)) return marks;
  const signs = [...text.matchAll(SIGN)];
  for (const match of signs) {
    const place = match.index + match[0].length - 1;
    const announced = /(^|:)\s*$/.test(text.slice(Math.max(0, match.index - 20), match.index));
    const repeated = signs.filter((other) => other[1] === match[1]).length > 1;
    marks.set(place, { end: place + 1, kind: announced || repeated || MARKS.includes(match[1]!) ? 'item' : 'uncertain' });
  }
  const numbers = [...text.matchAll(NUMBER)];
  if (numbers.length < 2 || numbers.some((match, index) => Number(match[1]) !== index + 1)) return marks;
  for (const match of numbers) marks.set(match.index + match[0].length - match[1]!.length - 1, { end: match.index + match[0].length, kind: 'item' });
  return marks;
}
