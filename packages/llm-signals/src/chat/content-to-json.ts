import { isDeepStrictEqual } from 'node:util';
import { jsonrepair } from 'jsonrepair';
import { type JsonToken, jsonTokens } from './json-tokens.ts';

/** What a model's answer says as JSON and how that was found, or one sentence that says what is wrong with it. */
export type ReadJson = { readonly json: unknown; readonly how: 'plain' | 'fenced' | 'prose' | 'repaired' } | { readonly problem: string };

/**
 * Reads JSON that stands alone, in a Markdown fence, or as the one object in prose.
 *
 * An object is repaired only if it is whole, and only in how it is written: quotes, commas, comments, Python's words.
 * Whatever was cut stays a problem, as does anything that a repair would have to guess. The caller's schema judges what
 * the JSON says.
 */
export function contentToJson(content: string): ReadJson {
  const text = content.trim();
  const plain = parsed(text);
  if (plain) return unfit(text) ?? { json: plain.json, how: 'plain' };
  const said = afterThoughts(text);
  if (said === undefined) return { problem: 'the answer has no end of its thinking: nothing after it' };
  const inside = ONE_FENCE.exec(said)?.[1] ?? '';
  const fenced = parsed(inside);
  if (fenced) return unfit(inside) ?? { json: fenced.json, how: 'fenced' };
  const found = objectsIn(said);
  if (typeof found === 'string') return { problem: found };
  const [first, ...others] = found.map(objectToJson);
  if (first === undefined) return { problem: 'the answer is not JSON: there is no object in it' };
  if ('problem' in first) return first;
  const differs = others.some((other) => 'problem' in other || !isDeepStrictEqual(other.json, first.json));
  if (differs) return { problem: 'the answer has several different JSON objects: give one' };
  return first.how === 'repaired' ? first : { json: first.json, how: FENCE.test(said) ? 'fenced' : 'prose' };
}

/** What a model that thinks aloud says then; undefined if it is still thinking. Some do not send the word that begins a thought. */
function afterThoughts(text: string): string | undefined {
  const said = text.split('</think>').at(-1)!;
  return said.includes('<think>') ? undefined : said;
}

/** The only fence, with no brace around it: whatever JSON is in it, a list too, is the answer. */
const ONE_FENCE = /^[^{}`]*```[^\n`{]*\n([^`]*(?:`(?!``)[^`]*)*)```[^{}`]*$/;
/** A fence around something that begins like an object. */
const FENCE = /```[^\n`{]*\s*\{[^]*\}\s*```/;

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The outermost objects, or what is wrong. One that is never closed may hold others: those are parts, not answers. */
function objectsIn(text: string): string[] | string {
  const objects: string[] = [];
  for (let start = text.indexOf('{'); start >= 0; ) {
    if (/\[\s*$/.test(text.slice(Math.max(0, start - 100), start))) return 'the answer is a list: give one JSON object';
    const end = endOfObject(text, start);
    if (typeof end === 'string') return end;
    objects.push(text.slice(start, end));
    start = text.indexOf('{', end);
  }
  return objects;
}

const CUT = 'the answer is not JSON: the object is cut off or damaged';
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

function endOfObject(text: string, start: number): number | string {
  const open: string[] = [];
  for (const { kind, says, end } of jsonTokens(text, start)) {
    if (kind === 'stray') return `${CUT} at ${JSON.stringify(text.slice(end - says.length, end + 20))}`;
    if (kind !== 'bracket') continue;
    const closing = CLOSING[says];
    if (closing !== undefined) open.push(closing);
    if (open.length > DEEPEST) return TOO_DEEP;
    if (closing === undefined && open.pop() !== says) return `${CUT} at a bracket that closes another one`;
    if (open.length === 0) return end;
  }
  return `${CUT}, as a bracket is never closed`;
}

function objectToJson(text: string): Exclude<ReadJson, { how: 'plain' }> {
  const whole = parsed(text);
  if (whole) return unfit(text) ?? { json: whole.json, how: 'prose' };
  const repaired = repairedOf(text);
  const json = repaired === undefined ? undefined : parsed(repaired);
  if (!json || !saysTheSame(text, repaired!)) return { problem: `the answer is not JSON (${complaintOf(text)})` };
  return unfit(repaired!) ?? { json: json.json, how: 'repaired' };
}

/** Characters of an object that is repaired: repairing takes its time, and what anybody asks for is far shorter. */
const LONGEST_REPAIRED = 100_000;

function repairedOf(text: string): string | undefined {
  try {
    return text.length > LONGEST_REPAIRED ? undefined : jsonrepair(text);
  } catch {
    return undefined;
  }
}

function complaintOf(text: string): string {
  try {
    JSON.parse(text);
    return 'unreadable';
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 120) : 'unreadable';
  }
}

/** Whether a repair has left every bracket, name and value as it was: none closed, none made up, none turned into another. */
function saysTheSame(before: string, after: string): boolean {
  const meant = meaningOf(before);
  const made = meaningOf(after);
  return meant.length === made.length && meant.every(({ kind, says }, index) => kind === made[index]!.kind && says === made[index]!.says);
}

/** Commas only part; a word before a colon is a name, with or without quotes. */
function meaningOf(text: string): Pick<JsonToken, 'kind' | 'says'>[] {
  const tokens = [...jsonTokens(text)].filter(({ kind }) => kind !== 'comma');
  return tokens.map(({ kind, says }, index) => (kind === 'word' && tokens[index + 1]?.kind === 'colon' ? { kind: 'string', says } : { kind, says }));
}

/** No answer that anybody asks for is nested like this; what reads it may go down step by step. */
const DEEPEST = 50;
const TOO_DEEP = 'the answer is nested too deep';

/** What is wrong with valid JSON: a name that stands twice in one object gives two answers, of which a parser would drop one in silence. */
function unfit(text: string): { readonly problem: string } | undefined {
  const open: Set<string>[] = [];
  let last = '';
  for (const { kind, says } of jsonTokens(text)) {
    if (kind === 'bracket' && says in CLOSING) open.push(new Set());
    else if (kind === 'bracket') open.pop();
    if (open.length > DEEPEST) return { problem: TOO_DEEP };
    const names = open.at(-1);
    if (kind === 'colon' && names?.has(last)) return { problem: `the answer names ${JSON.stringify(last.slice(0, 100))} twice in one object` };
    if (kind === 'colon') names?.add(last);
    last = says;
  }
  return undefined;
}
