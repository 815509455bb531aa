import {
  DEFAULT_SIZE, type Expression, isWickError, parseStrategy, type PositionRules, type Strategy, textToExpression, textToPositionRule,
} from '@wick/core';
import { type Answer, answerSchema } from './answer-schema.ts';

/** A valid answer with its strategy, the parts that cannot be expressed, or what is wrong with it. */
export type Verdict =
  | { readonly kind: 'valid'; readonly strategy: Strategy; readonly assumptions: readonly string[] }
  | { readonly kind: 'inexpressible'; readonly parts: readonly string[] }
  /** One sentence each, for the model to mend. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Judges what a model wrote. Nothing is repaired here: it is valid as it stands, or it is not. */
export function answerToStrategy(json: unknown): Verdict {
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) {
    return { kind: 'invalid', problems: parsed.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.message}`) };
  }
  const answer = parsed.data;
  if (answer.notExpressible.length > 0) return { kind: 'inexpressible', parts: answer.notExpressible };

  const problems: string[] = [];
  const rule = (field: 'entry' | 'exit' | 'shortEntry' | 'shortExit'): Expression | undefined => read(field, answer[field], textToExpression, problems);
  const [entry, exit, shortEntry, shortExit] = [rule('entry'), rule('exit'), rule('shortEntry'), rule('shortExit')];
  if (answer.exit !== null && answer.entry === null) problems.push('exit: there is no entry that it could close');
  if (answer.shortExit !== null && answer.shortEntry === null) problems.push('shortExit: there is no shortEntry that it could close');
  if (answer.entry === null && answer.shortEntry === null) problems.push('entry: give entry, shortEntry or both');
  const positions = positionRulesOf(answer, problems);
  if (problems.length > 0) return { kind: 'invalid', problems };
  try {
    const strategy = parseStrategy({
      version: 1,
      ...(entry && { long: { entry, ...(exit && { exit }) } }),
      ...(shortEntry && { short: { entry: shortEntry, ...(shortExit && { exit: shortExit }) } }),
      ...positions,
    });
    return { kind: 'valid', strategy, assumptions: answer.assumptions };
  } catch (error) {
    if (!isWickError(error)) throw error;
    return { kind: 'invalid', problems: [error.message] };
  }
}

const PARTS = ['stopLoss', 'takeProfit', 'trailingStop', 'exitAfter', 'size', 'entryOrder', 'scaleIn', 'scaleOut'] as const satisfies readonly (keyof PositionRules)[];

function positionRulesOf(answer: Answer, problems: string[]): Record<string, unknown> {
  const given = PARTS.map((part) => [part, read(part, answer[part], (text) => textToPositionRule(part, text), problems)] as const);
  return { size: DEFAULT_SIZE, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}

function read<Value>(field: string, text: string | null, readText: (text: string) => Value, problems: string[]): Value | undefined {
  if (text === null) return undefined;
  try {
    return readText(text);
  } catch (error) {
    if (!isWickError(error)) throw error;
    problems.push(`${field}: ${error.message} ${error.remedy}`);
    return undefined;
  }
}
