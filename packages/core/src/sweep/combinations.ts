import { WickError } from '../errors/wick-error.ts';
import { type Constraint, textToConstraint } from './constraint.ts';
import { type Parameter, parameterOf } from './parameter.ts';
import { createShuffle } from './shuffled-place.ts';

/** Which combinations of parameters a sweep tries. Plain data, of which a thread or a file can be told. */
export type CombinationsSpec =
  /** Every combination, the last parameter fastest; with `where`, those for which it holds. */
  | { readonly kind: 'grid'; readonly parameters: readonly Parameter[]; readonly where?: string | undefined }
  /** So many different ones of a grid, in an order that the seed decides. */
  | { readonly kind: 'random'; readonly parameters: readonly Parameter[]; readonly where?: string | undefined; readonly count: number; readonly seed: number }
  /** Rows that somebody wrote down: `values[row × names.length + parameter]`. */
  | { readonly kind: 'list'; readonly names: readonly string[]; readonly values: Float64Array; readonly where?: string | undefined };

/**
 * Combinations by number, computed when they are asked for and never kept. A place from 0 to `places` − 1 holds a combination, or
 * none where the constraint leaves it out.
 */
export interface Combinations {
  readonly parameters: readonly Parameter[];
  readonly places: number;
  /**
   * Writes which value each parameter has, counted in `parameters[p].values`.
   *
   * @returns false if the place holds no combination
   */
  read(place: number, at: Int32Array): boolean;
}

/** Places are counted exactly up to here. */
const MAX_PLACES = 2 ** 52;

/**
 * @param mostPlaces a grid or a list of more is refused
 * @throws WickError OPTION_INVALID
 */
export function openCombinations(spec: CombinationsSpec, mostPlaces = Infinity): Combinations {
  if (spec.kind === 'list') return openList(spec, mostPlaces);
  const grid = openGrid(spec);
  if (spec.kind === 'random') return sampleOf(grid, spec.count, spec.seed);
  if (grid.places > mostPlaces) throw tooMany(grid, mostPlaces);
  return grid;
}

/** The values of a combination that was read. */
export function valuesAt({ parameters }: Combinations, at: Int32Array, into = new Float64Array(parameters.length)): Float64Array {
  for (let p = 0; p < into.length; p++) into[p] = parameters[p]!.values[at[p]!]!;
  return into;
}

function openGrid({ parameters, where }: Extract<CombinationsSpec, { kind: 'grid' | 'random' }>): Combinations {
  requireNames(parameters.map(({ name }) => name));
  const checked = parameters.map(({ name, values }) => parameterOf(name, values));
  const places = checked.reduce((product, { values }) => product * values.length, 1);
  const grid: Combinations = {
    parameters: checked,
    places,
    read(place, at) {
      let rest = place;
      for (let p = checked.length - 1; p >= 0; p--) {
        const { length } = checked[p]!.values;
        const next = Math.floor(rest / length);
        at[p] = rest - next * length;
        rest = next;
      }
      return true;
    },
  };
  return constrained(grid, where);
}

function openList({ names, values, where }: Extract<CombinationsSpec, { kind: 'list' }>, mostPlaces: number): Combinations {
  requireNames(names);
  const width = names.length;
  const places = values.length / width;
  const parameters = names.map((name, p) => {
    const column = Array.from({ length: Math.ceil(places) }, (_, row) => values[row * width + p]! + 0);
    return parameterOf(name, new Set(column));
  });
  if (!Number.isInteger(places)) throw invalid('A row of the list has too few values.', `Each row has ${width}: ${names.join(', ')}.`);
  const lookups = parameters.map((parameter) => new Map([...parameter.values].map((value, at) => [value, at])));
  const cells = Int32Array.from(values, (value, cell) => lookups[cell % width]!.get(value + 0)!);
  const list: Combinations = {
    parameters,
    places,
    read(place, at) {
      for (let p = 0; p < width; p++) at[p] = cells[place * width + p]!;
      return true;
    },
  };
  if (places > mostPlaces) throw tooMany(list, mostPlaces);
  return constrained(list, where);
}

function constrained(all: Combinations, where: string | undefined): Combinations {
  if (where === undefined) return all;
  const holds: Constraint = textToConstraint(where, all.parameters.map(({ name }) => name));
  const values = new Float64Array(all.parameters.length);
  return { ...all, read: (place, at) => all.read(place, at) && holds(valuesAt(all, at, values)) };
}

/** Places tried, at least and for each one wanted, before a constraint is taken for one that hardly anything meets. */
const LEAST_TRIES = 100_000;
const TRIES = 1_000;

function sampleOf(grid: Combinations, count: number, seed: number): Combinations {
  if (!Number.isInteger(count) || count < 1) throw invalid(`${count} random combinations cannot be tried.`, 'Give a whole number from 1.');
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) throw invalid(`${seed} is no seed.`, 'Give a whole number from 0 to 4294967295.');
  if (grid.places > MAX_PLACES) {
    throw invalid(`The grid has about ${grid.places.toPrecision(3)} combinations, too many to draw from.`, 'Give fewer parameters or coarser steps.');
  }
  const shuffle = createShuffle(grid.places, seed);
  const read = (place: number, at: Int32Array): boolean => grid.read(shuffle(place), at);
  const at = new Int32Array(grid.parameters.length);
  let found = 0;
  let places = 0;
  while (found < count && places < grid.places) {
    if (places > LEAST_TRIES + TRIES * count) {
      throw invalid(`Of ${places} combinations drawn, ${found} meet the constraint.`, 'Loosen the constraint, or narrow the ranges to where it holds.');
    }
    if (read(places++, at)) found++;
  }
  return { parameters: grid.parameters, places, read };
}

function requireNames(names: readonly string[]): void {
  if (names.length === 0) throw invalid('There is no parameter to vary.', 'Give at least one, such as fast=2..100.');
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid(`The parameter ${twice} is given twice.`, 'Give all of its values at once: fast=5,10,20..40.');
}

function tooMany({ places, parameters }: Combinations, most: number): WickError {
  const shown = places < MAX_PLACES ? places.toLocaleString('en-US') : `about ${places.toPrecision(3)}`;
  const product = parameters.map(({ name, values }) => `${values.length} of ${name}`).join(' × ');
  return new WickError('OPTION_INVALID', `The sweep would have ${shown} combinations (${product}), and ${most.toLocaleString('en-US')} are allowed.`, {
    remedy: 'Try some of them at random (--random 10000), take coarser steps, or allow more (--max-combinations).',
    details: { combinations: places, allowed: most },
  });
}

const invalid = (message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy });
