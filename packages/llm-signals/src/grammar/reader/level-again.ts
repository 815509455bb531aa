import { type Expression, expressionToText } from '@wick/core';
import type { Reader } from './reader.ts';

/** "… and exit when it crosses back below": the level of the condition before, if that was about the same. */
export function levelAgain(reader: Reader, left: Expression): [Expression] | undefined {
  const { lastSubject, lastLevel } = reader;
  if (!lastSubject || !lastLevel || !(reader.atEnd || reader.sees([',', '.', ';', 'and', 'or', 'with', 'but']))) return undefined;
  return expressionToText(lastSubject) === expressionToText(left) ? [lastLevel] : undefined;
}
