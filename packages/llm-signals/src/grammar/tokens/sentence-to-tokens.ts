import { decorationAt } from './decoration.ts';
import { FILLERS, LEMMAS, NUMBER_WORDS, PAST } from './lemmas.ts';
import { type ListMark, listMarksOf } from './list-marks.ts';

export type TokenKind = 'word' | 'number' | 'symbol' | 'quoted' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Lower case, a word in its base form; a quoted text without its quotes and in its own case. */
  readonly text: string;
  /** Of a number; NaN otherwise. */
  readonly value: number;
  /** Where it stands in the sentence: from `offset` up to `end`. */
  readonly offset: number;
  readonly end: number;
  /** Was a verb written in the past tense, such as "was" or "crossed"? */
  readonly isPast?: boolean;
}

const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const THOUSANDS = /\d{1,3}(?:,\d{3})+(?:\.\d+)?/y;
const NUMBER = /\d+(?:\.\d+)?|\.\d+/y;
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/uy;
const SYMBOL = /<=|>=|==|!=|&&|\|\||->|\S/uy;

/** Signs that mean the same as one of the keyboard's. */
const SAME_SYMBOL: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '≠': '!=', '=': '==', '×': '*', '–': '-', '—': ',', '−': '-', '&': 'and', '&&': 'and', '||': 'or', '->': ',', '→': ',' };

/**
 * Cuts a sentence into words, numbers and signs, each with its place; the last token is always `end`.
 *
 * Fillers are left out, and so are pictures that only decorate. The mark of an item of a list is a full stop. A hyphen inside a compound (`20-day`, `stop-loss`) only joins and is left out too; any other is
 * a minus. A comma inside a number (`1,000`) groups digits, except in parentheses, where it parts `SMA(50,200)`.
 */
export function sentenceToTokens(sentence: string): Token[] {
  const tokens: Token[] = [];
  const marks = listMarksOf(sentence);
  let offset = 0;
  let depth = 0;
  while (offset < sentence.length) {
    if (/\s/.test(sentence[offset]!) || isJoiner(sentence, offset)) {
      offset++;
      continue;
    }
    const decoration = decorationAt(sentence, offset);
    const mark = marks.get(offset);
    if (decoration || mark) {
      if (mark) tokens.push(...itemOf(mark, offset, tokens.at(-1)));
      offset = mark?.end ?? offset + decoration;
      continue;
    }
    const raw = rawAt(sentence, offset, depth);
    if (raw.text === '(') depth++;
    if (raw.text === ')') depth--;
    for (const token of tokensOf(raw.kind, raw.text, offset)) {
      const whole = joinNumberWords(tokens.at(-1), token);
      if (whole) tokens[tokens.length - 1] = whole;
      else tokens.push(token);
    }
    offset += raw.text.length;
  }
  tokens.push({ kind: 'end', text: '', value: NaN, offset: sentence.length, end: sentence.length });
  return tokens;
}

/** Items are sentences: a comma would join `- A` and `- B or C` to "A, B or C". What may be a minus as well is no word that is known. */
function itemOf({ end, kind }: ListMark, offset: number, before: Token | undefined): Token[] {
  const place = { kind: 'symbol', value: NaN, offset, end } as const;
  if (kind === 'uncertain') return [{ ...place, text: '•' }];
  return !before || [',', '.', ';', ':'].includes(before.text) ? [] : [{ ...place, text: '.' }];
}

/** A hyphen that holds a compound together, as in `20-day`: not a minus. */
const isJoiner = (sentence: string, offset: number): boolean =>
  sentence[offset] === '-' && /[\p{L}\d]-$/u.test(sentence.slice(0, offset + 1)) && /^-\p{L}|^-\d/u.test(sentence.slice(offset, offset + 3)) &&
  !/\d-\d/.test(sentence.slice(offset - 1, offset + 2));

function rawAt(sentence: string, offset: number, depth: number): { kind: TokenKind; text: string } {
  const patterns: [TokenKind, RegExp][] = [
    ['quoted', QUOTED],
    ...(depth === 0 ? ([['number', THOUSANDS]] as [TokenKind, RegExp][]) : []),
    ['number', NUMBER],
    // `2xATR`: the x is a sign.
    ...(/\d/.test(sentence[offset - 1] ?? '') ? ([['word', /x(?=\p{L})/uiy]] as [TokenKind, RegExp][]) : []),
    ['word', WORD],
    ['symbol', SYMBOL],
  ];
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = offset;
    const match = pattern.exec(sentence);
    if (match) return { kind, text: match[0] };
  }
  return { kind: 'symbol', text: sentence[offset]! };
}

function tokensOf(kind: TokenKind, raw: string, offset: number): Token[] {
  const place = { value: NaN, offset, end: offset + raw.length };
  switch (kind) {
    case 'number':
      return [{ ...place, kind, text: raw, value: Number(raw.replaceAll(',', '')) }];
    case 'quoted':
      return [{ ...place, kind, text: unquote(raw) }];
    case 'word': {
      const word = raw.toLowerCase().replaceAll('’', "'");
      if (FILLERS.has(word)) return [];
      const value = NUMBER_WORDS[word];
      if (value !== undefined) return [{ ...place, kind: 'number', text: word, value }];
      return (LEMMAS.get(word) ?? [word]).map((text) => ({ ...place, kind, text, ...(PAST.has(word) && { isPast: true }) }));
    }
    default: {
      const text = SAME_SYMBOL[raw] ?? raw;
      return [{ ...place, kind: text === 'and' || text === 'or' ? 'word' : 'symbol', text }];
    }
  }
}

/** `two hundred`, `twenty-five`: numbers in words of which the second goes on with the first. */
function joinNumberWords(first: Token | undefined, second: Token): Token | undefined {
  if (!first || NUMBER_WORDS[first.text] === undefined || NUMBER_WORDS[second.text] === undefined) return undefined;
  const hundreds = second.value === 100 && first.value > 0 && first.value < 10;
  const units = first.value >= 20 && first.value < 100 && second.value > 0 && second.value < 10;
  if (!hundreds && !units) return undefined;
  const value = hundreds ? first.value * 100 : first.value + second.value;
  return { ...first, text: String(value), value, end: second.end };
}

function unquote(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw.slice(1, -1);
  }
}
