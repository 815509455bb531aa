import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  COLUMNS, INDICATOR_NAMES, looksLikeStrategyText, parseStrategy, type Strategy, strategyHash, textToExpression, textToStrategy, WickError,
} from '@wick/core';
import { commentsToProvenance, compileSentence, splitProvenance, type StrategyProvenance } from '@wick/llm-signals';
import { fileError } from '../files/file-error.ts';

/** A strategy, and how it was given. */
export interface GivenStrategy {
  readonly strategy: Strategy;
  readonly form: 'sentence' | 'text' | 'json';
  /** The sentence, where it was one or was compiled from one. */
  readonly sentence?: string;
  /** What the sentence left open and was filled in, one sentence each. */
  readonly assumptions: readonly string[];
  /** Of a file that "wick strategy compile" wrote. */
  readonly provenance?: StrategyProvenance;
  /** The rules are not those that were compiled: somebody has changed them since. */
  readonly isChanged?: true;
}

/**
 * Reads a strategy as people give it: an English sentence, the text form, JSON, or a file that holds one of these.
 *
 * @throws WickError STRATEGY_SYNTAX | STRATEGY_INVALID | SENTENCE_NOT_UNDERSTOOD | FILE_NOT_FOUND
 */
export async function readStrategy(given: string): Promise<GivenStrategy> {
  return understand(looksLikePath(given) ? await readText(given) : given);
}

/** Only a file name ends like this; and no sentence is the name of a file by accident. */
const looksLikePath = (given: string): boolean =>
  /^[^\n]{1,4096}\.(json|wick|txt)$/i.test(given.trim()) || (!/[\n:<>]/.test(given) && existsSync(given));

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError((error as NodeJS.ErrnoException).code ?? '', path, error) ?? error;
  }
}

function understand(text: string): GivenStrategy {
  if (text.trim() === '') {
    throw new WickError('STRATEGY_INVALID', 'The strategy is empty.', {
      remedy: 'Give a sentence such as "RSI below 30 with volume spike", or rules such as "entry: rsi(14) < 30".',
    });
  }
  if (/^\s*\{/.test(text)) {
    const { strategy, provenance } = splitProvenance(readJson(text));
    return withProvenance(parseStrategy(strategy), 'json', provenance);
  }
  if (looksLikeStrategyText(text)) return withProvenance(textToStrategy(text), 'text', commentsToProvenance(text));
  try {
    const { strategy, assumptions } = compileSentence(text.trim());
    return { strategy, form: 'sentence', sentence: text.trim(), assumptions };
  } catch (error) {
    if (!(error instanceof WickError && looksLikeExpression(text))) throw error;
    // A bare rule is the entry. Read by itself first, so that an error points into what was given.
    textToExpression(text.trim());
    return { strategy: textToStrategy(`entry: ${text.trim()}`), form: 'text', assumptions: ['The rule is the entry of the long side.'] };
  }
}

/** The sentence and what was assumed of it go with the rules that were compiled, and with no others. */
function withProvenance(strategy: Strategy, form: GivenStrategy['form'], provenance: StrategyProvenance | undefined): GivenStrategy {
  if (!provenance) return { strategy, form, assumptions: [] };
  if (provenance.strategyHash !== strategyHash(strategy)) return { strategy, form, assumptions: [], provenance, isChanged: true };
  const { sentence, assumptions } = provenance;
  return { strategy, form, sentence, assumptions, provenance };
}

/** Is every word one of the expression language, and not English? */
function looksLikeExpression(text: string): boolean {
  const words = text.toLowerCase().match(/\b[a-z_]\w*/g) ?? [];
  const known = new Set<string>([...COLUMNS.map((name) => name.toLowerCase()), ...INDICATOR_NAMES, 'and', 'or', 'not', 'crosses', 'above', 'below']);
  return words.length > 0 && words.every((word) => known.has(word));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WickError('STRATEGY_SYNTAX', `The strategy is not valid JSON: ${(error as Error).message}.`, {
      remedy: 'Mend the JSON, or write the text form, for example: entry: rsi(14) < 30',
      cause: error,
    });
  }
}
