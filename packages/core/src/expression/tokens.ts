import { syntaxError } from './syntax-error.ts';

export type TokenKind = 'number' | 'interval' | 'name' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Zero-based offset into the source. */
  readonly offset: number;
}

const PATTERNS: readonly (readonly [TokenKind | 'space', RegExp])[] = [
  ['space', /\s+/y],
  // Before numbers: 1h: is one token, and the only place of a colon.
  ['interval', /\d+[A-Za-z]+\s*:/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['symbol', /<=|>=|==|!=|[-+*/<>()[\],.]/y],
];

/** Cuts an expression into tokens; the last is always `end`. @throws WickError STRATEGY_SYNTAX at the column of a stray character */
export function textToTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const found = matchAt(text, offset);
    if (!found) {
      const character = String.fromCodePoint(text.codePointAt(offset)!);
      throw syntaxError(text, offset, `"${character}" means nothing here`);
    }
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text, offset });
    offset += found.text.length;
  }
  tokens.push({ kind: 'end', text: '', offset: text.length });
  return tokens;
}

function matchAt(text: string, offset: number): { kind: TokenKind | 'space'; text: string } | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match) return { kind, text: match[0] };
  }
  return undefined;
}
