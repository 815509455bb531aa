import { join } from 'node:path';
import { readNumbers, writeNumbers } from './arrays.ts';

/** Numbers by name; a single one is an array of one. */
export type Answer = Readonly<Record<string, Float64Array>>;

export type Side = 'ours' | 'peer';

/** One side's array of that name, as both sides write it into the folder of the benchmark. */
const fileOf = (folder: string, side: Side, name: string): string => join(folder, `answer-${side}-${name}.f64`);

export function writeAnswer(folder: string, side: Side, answer: Answer): void {
  for (const [name, values] of Object.entries(answer)) writeNumbers(fileOf(folder, side, name), values);
}

export const readAnswer = (folder: string, side: Side, names: readonly string[]): Answer =>
  Object.fromEntries(names.map((name) => [name, readNumbers(fileOf(folder, side, name))]));

export interface Agreement {
  readonly same: boolean;
  /** The largest relative difference, and whose; 0 and null where every bit is the same. */
  readonly difference: number;
  readonly where: string | null;
}

/**
 * Two answers to one question. Unknown (NaN) agrees with unknown only; names or lengths that differ agree in nothing.
 *
 * @param tolerance of |a − b| / max(|a|, |b|)
 */
export function compareAnswers(ours: Answer, theirs: Answer, tolerance: number): Agreement {
  let difference = 0;
  let where: string | null = null;
  for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const found = differenceOf(ours[name], theirs[name]);
    if (found > difference) [difference, where] = [found, name];
  }
  return { same: difference <= tolerance, difference, where };
}

function differenceOf(a: Float64Array | undefined, b: Float64Array | undefined): number {
  if (a?.length !== b?.length) return Infinity;
  let worst = 0;
  a!.forEach((value, row) => {
    const other = b![row]!;
    if (value === other || (Number.isNaN(value) && Number.isNaN(other))) return;
    const relative = Math.abs(value - other) / Math.max(Math.abs(value), Math.abs(other));
    worst = Math.max(worst, Number.isNaN(relative) ? Infinity : relative);
  });
  return worst;
}
