import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Account, AccountRecords, type RunBook, rowsOfRun } from './account-records.ts';
import { OrderRecordsBuilder } from './order-records.ts';

/** A number, or `"NaN"`, `"Infinity"`, `"-Infinity"`; null is a missing duration. */
export type Figure = number | string | null;
type Series = readonly Figure[] | readonly (readonly Figure[])[];
type Columns = Readonly<Record<string, readonly number[]>>;

export interface VectorbtResult {
  readonly orders: Columns;
  readonly trades: Columns;
  readonly positions?: Columns;
  readonly drawdowns: Readonly<Record<string, Figure | readonly Figure[]>>;
  readonly value: Series;
  readonly cash: Series;
  readonly assets: Series;
  readonly returns: Series;
  readonly metrics: Readonly<Record<string, Figure | readonly Figure[]>>;
  readonly stats: Readonly<Record<string, Figure | Readonly<Record<string, Figure>>>>;
}

/** One case of the reference, and what this package makes of its orders. */
export interface VectorbtCase {
  readonly name: string;
  readonly result: VectorbtResult;
  readonly book: RunBook;
  /** All instruments, in order: for records. */
  readonly whole: AccountRecords;
  /** One for each column or group of the results. */
  readonly accounts: readonly AccountRecords[];
  readonly daysPerYear: number;
  /** Rows at which the series are given. */
  readonly sampled: readonly number[];
}

interface File {
  readonly seed: number;
  readonly n: number;
  readonly sample_step: number;
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>>; readonly result: VectorbtResult }[];
}

const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../test-data/vectorbt');

export const vectorbtCases = (): VectorbtCase[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as File;
      return file.cases.map((one) => caseOf(file, one));
    });

function caseOf(file: File, { name, args, result }: File['cases'][number]): VectorbtCase {
  const closes = [args['close']].flat().map((array) => Float64Array.from(file.arrays[String(array).slice(1)]!));
  const book: RunBook = { orders: ordersOf(result.orders), closes, arithmetic: 'tolerant' };
  const cash = [args['init_cash']].flat() as number[];
  const cashOf = (index: number): number => cash[index] ?? cash[0]!;
  const instruments = closes.map((_, index) => index);
  const groupOf = args['group_by'] === undefined ? instruments : args['group_by'] === true ? instruments.map(() => 0) : (args['group_by'] as number[]);
  const groups = Map.groupBy(instruments, (index) => groupOf[index]!);
  const accounts: Account[] = [...groups.values()].map((members, group) => ({
    instruments: members,
    initialCash: args['cash_sharing'] === true ? cashOf(group) : members.reduce((sum, member) => sum + cashOf(member), 0),
  }));
  const rowsOf = rowsOfRun(book);
  return {
    name: `${file.seed} ${name}`,
    result,
    book,
    whole: new AccountRecords(book, { instruments, initialCash: accounts[0]!.initialCash }, rowsOf),
    accounts: accounts.map((account) => new AccountRecords(book, account, rowsOf)),
    daysPerYear: args['year_freq'] === undefined ? 365 : Number.parseFloat(args['year_freq'] as string),
    sampled: [...Array.from({ length: Math.ceil(file.n / file.sample_step) }, (_, row) => row * file.sample_step), file.n - 1],
  };
}

function ordersOf({ idx, col, side, size, price, fees }: Columns): RunBook['orders'] {
  const builder = new OrderRecordsBuilder(idx!.length);
  idx!.forEach((bar, row) => builder.append(bar, col?.[row] ?? 0, side![row]!, size![row]!, price![row]!, fees![row]!));
  return builder.records();
}

/** What vectorbt says, as this package says it: one number a column or group; `null` for what is not a number or not finite. */
export const figuresOf = (figures: Figure | readonly Figure[] | undefined): (number | null)[] =>
  [figures as Figure[]].flat().map((figure) => (typeof figure === 'number' ? figure : null));
