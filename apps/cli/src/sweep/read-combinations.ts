import { readFile } from 'node:fs/promises';
import { type CombinationsSpec, textToParameter, WickError } from '@wick/core';
import { fileError } from '../files/file-error.ts';
import { readCount } from './read-count.ts';

export interface CombinationOptions {
  readonly param?: readonly string[];
  readonly where?: string;
  readonly random?: string;
  readonly seed?: string;
  readonly combinations?: string;
}

/** Same seed, same choice: one that nobody named is this one. */
const DEFAULT_SEED = 1;

/**
 * Which combinations the options name.
 *
 * @throws WickError OPTION_INVALID | FILE_NOT_FOUND
 */
export async function readCombinations({ param = [], where, random, seed, combinations }: CombinationOptions): Promise<CombinationsSpec> {
  if (combinations !== undefined) {
    if (param.length > 0 || random !== undefined) throw invalid('--combinations stands in the place of --param and --random.', 'Give one or the other.');
    return { kind: 'list', ...rowsOf(combinations, await readText(combinations)), where };
  }
  const parameters = param.map(textToParameter);
  if (random === undefined) {
    if (seed !== undefined) throw invalid('--seed decides nothing without --random.', 'Give --random with a number too, or leave --seed out.');
    return { kind: 'grid', parameters, where };
  }
  return { kind: 'random', parameters, where, count: readCount('--random', random), seed: seed === undefined ? DEFAULT_SEED : readCount('--seed', seed, 0) };
}

/** CSV with names in the first line, or a JSON array of objects. */
function rowsOf(path: string, text: string): { names: string[]; values: Float64Array } {
  const rows = /^\s*\[/.test(text) ? jsonRows(path, text) : csvRows(path, text);
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) throw invalid(`"${path}" holds no combinations.`, 'Give a line of names and a line of numbers for each combination.');
  const values = rows.flatMap((row, at) => {
    const cells = names.map((name) => row[name]);
    const isWhole = Object.keys(row).length === names.length && cells.every((cell) => typeof cell === 'number' && Number.isFinite(cell));
    if (!isWhole) throw invalid(`Combination ${at + 1} of "${path}" is not a number for each of ${names.join(', ')}.`, 'Mend that row.');
    return cells as number[];
  });
  return { names, values: Float64Array.from(values) };
}

type Row = Readonly<Record<string, unknown>>;

function csvRows(path: string, text: string): Row[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const names = head.split(',').map((name) => name.trim().replace(/^\$/, ''));
  return lines.map((line, at) => {
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length !== names.length) throw invalid(`Combination ${at + 1} of "${path}" has ${cells.length} values for ${names.length} names.`, 'Mend that row.');
    return Object.fromEntries(names.map((name, cell) => [name, cells[cell] === '' ? Number.NaN : Number(cells[cell])]));
  });
}

function jsonRows(path: string, text: string): Row[] {
  try {
    const rows = JSON.parse(text) as unknown[];
    if (rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) return rows as Row[];
  } catch (cause) {
    throw new WickError('OPTION_INVALID', `"${path}" is not valid JSON: ${(cause as Error).message}.`, { remedy: 'Mend it, or write CSV.', cause });
  }
  throw invalid(`"${path}" is not a list of objects.`, 'Write [{"fast": 5, "slow": 20}, …], or CSV.');
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError((error as NodeJS.ErrnoException).code ?? '', path, error) ?? error;
  }
}

const invalid = (message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy });
