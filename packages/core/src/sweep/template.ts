import { decimalText } from '../candle/decimal.ts';
import { WickError } from '../errors/wick-error.ts';
import { parseStrategy, type Strategy } from '../strategy/strategy.ts';
import { looksLikeStrategyText, textToStrategy } from '../strategy/text-to-strategy.ts';

/**
 * A strategy whose numbers are, in part, named parameters: the text form with `$name` wherever a number may stand.
 *
 *     entry: sma(close, $fast) crosses above sma(close, $slow)
 *     exit: rsi(14) > $high
 *     stop loss: $stop%
 */
export interface StrategyTemplate {
  readonly text: string;
  /** In the order in which they first appear. */
  readonly parameters: readonly string[];
  /** The strategy with the values that the template was opened with. */
  readonly example: Strategy;
  /** Where the parameters stand in the strategy's JSON form. */
  readonly places: readonly TemplatePlace[];
}

/** The number at `path` is `sign` × the parameter. */
export interface TemplatePlace {
  readonly parameter: string;
  readonly path: readonly (string | number)[];
  readonly sign: 1 | -1;
}

/** A number for each parameter, by name. */
export type ParameterValues = Readonly<Record<string, number>>;

const PARAMETER = /\$([A-Za-z][A-Za-z0-9_]*)/g;

/** The names of the parameters in a text, in the order in which they first appear. */
export const parametersOf = (text: string): string[] => [
  ...new Set([...withoutComments(text).matchAll(PARAMETER)].map(([, name]) => name!)),
];

/**
 * Reads a template.
 *
 * Where a parameter stands is found by asking the reader of strategies: the text is read with one value and with another, and
 * the number that has changed is the place. So a parameter may stand wherever the language takes a number, whatever the
 * language learns.
 *
 * @param values one for each parameter, with which the strategy makes sense
 * @param others more of such values, to look with where the first leave no room: `macd($fast, $slow)` of 1 and 2 has none for 2
 * @throws WickError OPTION_INVALID (a parameter without a value, a value without a parameter, no parameter at all), STRATEGY_SYNTAX,
 *   STRATEGY_INVALID
 */
export function openTemplate(text: string, values: ParameterValues, others: Iterable<ParameterValues> = []): StrategyTemplate {
  const clean = asStatements(withoutComments(text));
  const parameters = parametersOf(clean);
  requireSame(parameters, Object.keys(values));
  const example = textToStrategy(fill(clean, (name) => values[name]!));
  const occurrences = [...clean.matchAll(PARAMETER)];
  const places = occurrences.map(([, name], at) => placeOf(clean, [values, ...others], name!, at));
  return { text, parameters, example, places };
}

/** A bare condition is an entry rule. */
const asStatements = (text: string): string => (looksLikeStrategyText(text) || /\bentry\s*:/i.test(text) ? text : `entry: ${text}`);

/**
 * The strategy of one combination.
 *
 * @throws WickError STRATEGY_INVALID
 */
export function templateToStrategy(template: StrategyTemplate, values: ParameterValues): Strategy {
  requireSame(template.parameters, Object.keys(values));
  return parseStrategy(withValues(template.example, template.places, (name) => values[name]!));
}

/** A part of a strategy with other numbers at some places below it; what does not change is shared with the original. */
export function withValues<Part>(part: Part, places: readonly TemplatePlace[], valueOf: (parameter: string) => number): Part {
  let changed: unknown = part;
  for (const { path, sign, parameter } of places) {
    // 0 − 0 is 0, where −1 × 0 would be −0.
    changed = withNumber(changed, path, 0, sign === 1 ? valueOf(parameter) : 0 - valueOf(parameter));
  }
  return changed as Part;
}

function withNumber(part: unknown, path: TemplatePlace['path'], depth: number, value: number): unknown {
  if (depth === path.length) return value;
  const key = path[depth]!;
  const inner = withNumber((part as Record<string | number, unknown>)[key], path, depth + 1, value);
  if (!Array.isArray(part)) return { ...(part as object), [key]: inner };
  return (part as readonly unknown[]).with(key as number, inner);
}

/** Other values that a place may take, whole numbers first. */
const nearby = (value: number): number[] =>
  [value + 1, value - 1, value + 2, value / 2, value * 0.99, value * 1.01].filter((other) => other !== value).map((other) => Number(other.toPrecision(12)));

/** @param at which of all occurrences of parameters in the text */
function placeOf(clean: string, examples: readonly ParameterValues[], name: string, at: number): TemplatePlace {
  for (const values of examples) {
    const example = readOrNothing(fill(clean, (each) => values[each]!));
    for (const other of example === undefined ? [] : nearby(values[name]!)) {
      let found = -1;
      const strategy = readOrNothing(fill(clean, (each) => (++found === at ? other : values[each]!)));
      const changed = strategy && differencesOf(example, strategy);
      if (changed?.length !== 1) continue;
      const { path, to } = changed[0]!;
      if (Math.abs(to) === Math.abs(other)) return { parameter: name, path, sign: to === other ? 1 : -1 };
    }
  }
  throw new WickError('OPTION_INVALID', `The parameter $${name} does not stand where a number can vary.`, {
    remedy: 'Put it where a number is: a period, a threshold, a factor, a distance of a stop, a size.',
    details: { parameter: name },
  });
}

function readOrNothing(text: string): Strategy | undefined {
  try {
    return textToStrategy(text);
  } catch (error) {
    if (error instanceof WickError) return undefined;
    throw error;
  }
}

interface Difference {
  readonly path: readonly (string | number)[];
  readonly to: number;
}

/** Numbers that differ between two values of the same form; undefined if anything else does. */
function differencesOf(from: unknown, to: unknown, path: readonly (string | number)[] = []): Difference[] | undefined {
  if (typeof from === 'number' && typeof to === 'number') return from === to ? [] : [{ path, to }];
  if (typeof from !== 'object' || typeof to !== 'object' || from === null || to === null) return from === to ? [] : undefined;
  const keys = Object.keys(from);
  if (keys.join() !== Object.keys(to).join()) return undefined;
  const found: Difference[] = [];
  for (const key of keys) {
    const step = Array.isArray(from) ? Number(key) : key;
    const inner = differencesOf((from as Record<string, unknown>)[key], (to as Record<string, unknown>)[key], [...path, step]);
    if (inner === undefined) return undefined;
    found.push(...inner);
  }
  return found;
}

const fill = (text: string, valueOf: (name: string) => number): string =>
  text.replace(PARAMETER, (_, name: string) => decimalText(valueOf(name)));

const withoutComments = (text: string): string => text.replace(/#.*$/gm, '');

function requireSame(parameters: readonly string[], given: readonly string[]): void {
  const names = parameters.map((name) => `$${name}`).join(', ');
  const [parameter, message, remedy] =
    parameters.length === 0
      ? [null, 'The strategy has no parameter.', 'Write $name where a number should vary, such as sma(close, $fast).']
      : unknownOf(parameters, given, names);
  if (message !== undefined) throw new WickError('OPTION_INVALID', message, { remedy: remedy!, details: { parameter } });
}

function unknownOf(parameters: readonly string[], given: readonly string[], names: string): [string?, string?, string?] {
  const unused = given.find((name) => !parameters.includes(name));
  if (unused !== undefined) return [unused, `The strategy has no parameter $${unused}.`, `It has ${names}: give values of these.`];
  const missing = parameters.find((name) => !given.includes(name));
  if (missing !== undefined) return [missing, `The parameter $${missing} has no values.`, `Give them, such as ${missing}=5,10,20.`];
  return [];
}
