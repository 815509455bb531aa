import { strategyToText } from '@wick/core';
import { CLAUSES } from './clauses/clauses.ts';
import { NO_SIDE } from './clauses/rule-clause.ts';
import type { Compilation, Understood } from './compilation.ts';
import { CONDITIONS } from './conditions/conditions.ts';
import { Draft } from './draft/draft.ts';
import { draftToStrategy } from './draft/draft-to-strategy.ts';
import { OPERANDS } from './operands/operands.ts';
import { paraphrase } from './paraphrase/paraphrase.ts';
import { Reader } from './reader/reader.ts';
import { type Fragment, fragmentsOf, nothingToTrade, notUnderstood } from './refusal/not-understood.ts';
import { STATES } from './states/states.ts';

const PREAMBLES = [
  'i want to', 'i would like to', 'i', 'we', 'strategy that', 'strategy which', 'strategy', 'trading strategy', 'you should', 'let us', "let's", 'bot that',
  'backtest', 'test', 'rule', 'signal', 'trade', 'trade when', 'idea', 'mean reversion :', 'trend following :', 'trend following strategy :', 'mean reversion strategy :', 'swing trading :', 'breakout strategy :', 'momentum strategy :',
];
const SEPARATORS = [',', '.', ';', ':', 'and', 'with', 'but', 'plus', '!', '/', '|'];
/** Without a verb before them they open the entry; behind one they would make a stop or a size conditional, which none is. */
const OPENERS = ['if', 'when'];
/** Where reading goes on behind what could not be read: not at signs that also join numbers, or a long sum would be tried from each of its terms. */
const RESTARTS = [...SEPARATORS, ...OPENERS].filter((word) => word !== '/' && word !== 'plus');

/**
 * Compiles a sentence in a trader's English into a strategy, with no key and no network.
 *
 * Every word is understood, a filler such as "the", or named in the error: nothing is guessed in silence, and each
 * default that was filled in is listed in `assumptions`.
 *
 * @throws WickError SENTENCE_NOT_UNDERSTOOD with `details.fragments` ({@link Fragment}) and `details.excerpt`
 * @throws WickError STRATEGY_INVALID for figures out of range
 */
export function compileSentence(sentence: string): Compilation {
  const reader = new Reader(sentence, { operands: OPERANDS, states: STATES, conditions: CONDITIONS });
  const draft = new Draft();
  const fragments = readClauses(reader, draft, sentence);
  if (fragments.length > 0) throw notUnderstood(sentence, fragments);
  const strategy = draftToStrategy(draft, (text) => reader.assume(text));
  if (!strategy) throw nothingToTrade(sentence);

  const understood: Understood[] = [];
  const assumptions = new Set<string>();
  for (const note of reader.notes) {
    if (note.kind === 'understood') understood.push({ text: sentence.slice(note.offset, note.end), meaning: note.meaning, offset: note.offset });
    // "…, long only" says it after all.
    if (note.kind === 'assumption' && !(draft.saysSide && note.text.startsWith(NO_SIDE))) assumptions.add(note.text);
  }
  return {
    strategy,
    strategyText: strategyToText(strategy),
    paraphrase: paraphrase(strategy),
    understood,
    assumptions: [...assumptions],
  };
}

/** Reads clause after clause; what cannot be read is collected, and reading goes on behind it. */
function readClauses(reader: Reader, draft: Draft, sentence: string): Fragment[] {
  const fragments: Fragment[] = [];
  while (!reader.atEnd) {
    const clauseStart = reader.position;
    if (reader.take(SEPARATORS) || (!draft.hasEntry && reader.take(OPENERS))) continue;
    const outcome = readClause(reader, draft);
    if (outcome === 'read') draft.endClause();
    // Behind the first words of a clause there is no preamble: "short, I want …" begins a rule that is not there.
    if (outcome === 'read' || (!outcome && reader.take(PREAMBLES))) continue;
    // What was begun at the end of the sentence is itself what cannot be read.
    if (reader.atEnd) reader.position = clauseStart;
    const start = reader.position;
    reader.position++;
    while (!reader.atEnd && !reader.sees(RESTARTS)) reader.position++;
    fragments.push(...fragmentsOf(sentence, reader.tokens.slice(start, reader.position), reader.tokens.slice(clauseStart, reader.position)));
  }
  return fragments;
}

function readClause(reader: Reader, draft: Draft): 'read' | 'begun' | undefined {
  for (const clause of CLAUSES) {
    const outcome = clause.read(reader, draft);
    if (outcome) return outcome;
  }
  return undefined;
}
