import { WickError } from '../errors/wick-error.ts';

/** What varies in a sweep: a name, and the distinct values that it takes, in the order in which they are tried. */
export interface Parameter {
  readonly name: string;
  readonly values: Float64Array;
}

/** More values than this of one parameter are a slip of the keyboard. */
export const MAX_VALUES = 1_000_000;

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const PART = new RegExp(String.raw`^(${NUMBER})(?:\s*\.\.\s*(${NUMBER})(?:\s+step\s+(${NUMBER}))?)?$`);

/**
 * Reads `name=values`: single values and ranges, separated by commas.
 *
 *     fast=2..100        2, 3, 4 … 100
 *     stop=0.5..3 step 0.5
 *     fast=5,10,20..40 step 10
 *
 * A range holds its end where a step falls on it. Values are what the decimals say: 0.1..0.5 step 0.1 holds 0.3.
 *
 * @throws WickError OPTION_INVALID
 */
export function textToParameter(text: string): Parameter {
  const at = text.indexOf('=');
  const name = text.slice(0, at).trim().replace(/^\$/, '');
  if (at < 0 || !NAME.test(name)) throw unreadable(text, 'It begins with a name and an equals sign');
  const values = text.slice(at + 1).split(',').flatMap((part) => valuesOf(text, part.trim()));
  return parameterOf(name, values);
}

/** @throws WickError OPTION_INVALID on no name, no values, or a value that is no number or comes twice */
export function parameterOf(name: string, values: Iterable<number>): Parameter {
  const given = Float64Array.from(values, (value) => value + 0);
  const show = `The parameter ${name}`;
  if (!NAME.test(name)) throw invalid(name, `"${name}" cannot be the name of a parameter.`, 'Use letters, digits and _, a letter first.');
  if (given.length === 0) throw invalid(name, `${show} has no values.`, 'Give at least one, such as fast=10 or fast=2..100.');
  if (!given.every(Number.isFinite)) throw invalid(name, `${show} has a value that is not a number.`, 'Give numbers only.');
  if (new Set(given).size < given.length) throw invalid(name, `${show} has a value twice.`, 'Give each value once.');
  return { name, values: given };
}

function valuesOf(text: string, part: string): number[] {
  const match = PART.exec(part);
  if (!match) throw unreadable(text, `"${part}" is neither a number nor a range`);
  const from = Number(match[1]);
  if (match[2] === undefined) return [from];
  const to = Number(match[2]);
  const step = match[3] === undefined ? 1 : Number(match[3]);
  if (!(step > 0)) throw unreadable(text, `a step of ${step} leads nowhere`);
  if (to < from) throw unreadable(text, `${part} ends before it begins`);
  // Half a millionth of a step makes up for decimals that binary cannot hold.
  const count = Math.floor((to - from) / step + 5e-7) + 1;
  if (count > MAX_VALUES) throw unreadable(text, `${part} holds ${count} values, and ${MAX_VALUES} are the most`);
  return Array.from({ length: count }, (_, at) => Number((from + at * step).toPrecision(12)));
}

const unreadable = (text: string, problem: string): WickError =>
  new WickError('OPTION_INVALID', `The parameter "${text}" cannot be read: ${problem}.`, {
    remedy: 'Write fast=2..100, stop=0.5..3 step 0.5 or fast=5,10,20.',
    details: { parameter: text },
  });

const invalid = (parameter: string, message: string, remedy: string): WickError =>
  new WickError('OPTION_INVALID', message, { remedy, details: { parameter } });
