/** A piece of JSON, or of what was meant to be JSON: other quotes, keys without quotes, comments, Python's words. */
export interface JsonToken {
  readonly kind: 'bracket' | 'colon' | 'comma' | 'string' | 'word' | 'stray';
  /** What it says: of a string the characters between its quotes, escapes resolved; of a word JSON's spelling. */
  readonly says: string;
  /** Exclusive, in the text that was read. */
  readonly end: number;
}

const QUOTED = ['""', "''", '“”', '‘’'].map(([open, close]) => `${open}[^${close}\\\\\\n]*(?:\\\\.[^${close}\\\\\\n]*)*${close}`).join('|');
const TOKEN = new RegExp(`(\\s+|//[^\\n]*|/\\*[^]*?\\*/)|([{}[\\]])|(:)|(,)|(${QUOTED})|([^\\s{}[\\],:"'“”‘’\`/]+)|[^]`, 'uy');

const PYTHON: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };

/**
 * Tokens from `start` on, blanks and comments left out. A quotation that is not closed in its line gives a stray token,
 * as does anything else that has no place in JSON.
 */
export function* jsonTokens(text: string, start = 0): Generator<JsonToken, undefined> {
  TOKEN.lastIndex = start;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const end = TOKEN.lastIndex;
    const [whole, blank, bracket, colon, comma, quoted, word] = match;
    if (blank === undefined) yield { ...meaningOf(whole, { bracket, colon, comma, quoted, word }), end };
    // Whoever takes the token may read another text before he comes back.
    TOKEN.lastIndex = end;
  }
}

function meaningOf(
  whole: string,
  { bracket, colon, comma, quoted, word }: Readonly<Record<'bracket' | 'colon' | 'comma' | 'quoted' | 'word', string | undefined>>,
): Pick<JsonToken, 'kind' | 'says'> {
  if (bracket !== undefined) return { kind: 'bracket', says: bracket };
  if (colon !== undefined) return { kind: 'colon', says: colon };
  if (comma !== undefined) return { kind: 'comma', says: comma };
  if (word !== undefined) return { kind: 'word', says: PYTHON[word] ?? word };
  const said = quoted === undefined ? undefined : unquoted(quoted);
  return said === undefined ? { kind: 'stray', says: whole } : { kind: 'string', says: said };
}

/** undefined where the escapes are none. */
function unquoted(quoted: string): string | undefined {
  const inner = quoted.slice(1, -1).replaceAll(/\\(.)|"/gsu, (found, escaped?: string) => {
    if (found === '"') return '\\"';
    return escaped !== undefined && '\'‘’“”'.includes(escaped) ? escaped : found;
  });
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return undefined;
  }
}
