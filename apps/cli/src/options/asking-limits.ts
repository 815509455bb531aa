import { WickError } from '@wick/core';
import { readNumber } from './execution-options.ts';

/** A day: what a timer can hold is not much longer. */
const LONGEST_SECONDS = 86_400;
/** What is counted to a billionth ends there. */
const MOST_DOLLARS = 9_000_000;

/** What models may cost at most: `1.5` and `$1.50`. @throws WickError OPTION_INVALID */
export function readDollars(option: string, text: string): number {
  const usd = readNumber(option, text.trim().replace(/^\$/, ''));
  // -0 is 0.
  if (usd >= 0 && usd <= MOST_DOLLARS) return usd + 0;
  throw invalid(option, text, 'Give US dollars from 0 to 9,000,000, such as 1.50.');
}

/** How long a model may take. @throws WickError OPTION_INVALID */
export function readSeconds(option: string, text: string): number {
  const seconds = readNumber(option, text);
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds;
  throw invalid(option, text, `Give seconds, more than 0 and at most ${LONGEST_SECONDS}, for example 300.`);
}

const invalid = (option: string, value: string, remedy: string): WickError =>
  new WickError('OPTION_INVALID', `${option} cannot be "${value}".`, { remedy, details: { option, value } });
