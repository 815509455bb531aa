import { decimalText } from '@wick/core';
import type { StrategyProvenance } from './strategy-provenance.ts';

type ByModel = Extract<StrategyProvenance, { compiledBy: 'model' }>;

/** `# name: value` lines for the top of a text form. `commentsToProvenance` gives the same provenance back. */
export function provenanceToComments(provenance: StrategyProvenance): string[] {
  const lines: (readonly [name: string, value: string])[] = [
    ['sentence', provenance.sentence],
    ...provenance.assumptions.map((text) => ['assumption', text] as const),
    ['compiled by', provenance.compiledBy],
    ...(provenance.compiledBy === 'model' ? modelLines(provenance) : []),
    ['strategy hash', provenance.strategyHash],
  ];
  return lines.map(([name, value]) => `# ${name}: ${oneLine(value)}`);
}

const modelLines = ({ provider, modelAsked, modelAnswered, fingerprint, promptHash, attempts, usage, cost, compiledAt }: ByModel): [string, string][] => [
  ['provider', provider],
  ['model asked', modelAsked],
  ['model answered', modelAnswered],
  ...(fingerprint === null ? [] : [['fingerprint', fingerprint] as [string, string]]),
  ['prompt hash', promptHash],
  ['attempts', String(attempts)],
  ['tokens', usage ? `${usage.promptTokens} in, ${usage.cachedTokens} of them cached, ${usage.completionTokens} out` : 'not stated'],
  ['cost', cost.known ? `$${decimalText(cost.usd)} at prices of ${cost.priceDate}: ${cost.source}` : `unknown: ${cost.reason}`],
  ['compiled at', compiledAt],
];

/** What may stand in a comment as it is. A semicolon ends a statement and a comment with it, as a line break does. */
const PLAIN = /^(?![\s"])[^\p{C}\p{Zl}\p{Zp};]+(?<!\s)$/u;

/** The text itself, or as a JSON string with everything escaped that would not stay within a comment. */
function oneLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return JSON.stringify(text).replaceAll(/[\p{C}\p{Zl}\p{Zp};]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join(''),
  );
}
