import { type Account, AccountRecords, type RunBook, rowsOfRun } from '../records/account-records.ts';
import { readVectorbtFiles, runCase, type VectorbtCase, type VectorbtFile, type VectorbtResult } from './vectorbt-cases.test-support.ts';

/** One case, and what our engine makes of it: the orders of a run, and all that follows from them. */
export interface RunCase {
  readonly name: string;
  readonly result: VectorbtResult;
  /** All instruments, in order: for records. */
  readonly whole: AccountRecords;
  /** One for each column or group of the results. */
  readonly accounts: readonly AccountRecords[];
  readonly daysPerYear: number;
  /** Rows at which the series are given. */
  readonly sampled: readonly number[];
}

export const runVectorbtCases = (): RunCase[] => readVectorbtFiles().flatMap((file) => file.cases.map((one) => accountsOf(file, one)));

function accountsOf(file: VectorbtFile, one: VectorbtCase): RunCase {
  const { name, args, result } = one;
  const { portfolio, blocks, execution } = runCase(file, one);
  const closes = blocks.map(({ block }) => block.columns.close);
  const book: RunBook = { orders: portfolio.orders(), closes, arithmetic: 'tolerant' };
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
    name: `${file.name} ${name}`,
    result,
    whole: new AccountRecords(book, { instruments, initialCash: accounts[0]!.initialCash }, rowsOf),
    accounts: accounts.map((account) => new AccountRecords(book, account, rowsOf)),
    daysPerYear: execution.daysPerYear,
    sampled: [...Array.from({ length: Math.ceil(file.n / file.sample_step) }, (_, row) => row * file.sample_step), file.n - 1],
  };
}
