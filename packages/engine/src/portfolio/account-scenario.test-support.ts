import { createBits, DEFAULT_SIZE, type Execution, parseExecution, type PositionRules, setBit } from '@wick/core';
import type { MarketBlock, OrderColumns } from './instrument.ts';
import { createPortfolio, type InstrumentResult } from './portfolio.ts';
import { FREE, lineOf, readScenario } from './scenario.test-support.ts';

/** Cells that are numbers of the bar: an order, a target weight, a size. */
const COLUMNS = { order: 'orders', weight: 'targetWeights', size: 'size' } as const;

export interface AccountOutcome {
  /** One line a fill of any instrument, as they happened: `1: A buy 10 @ 100 entry`. */
  readonly lines: string[];
  readonly equity: number[];
  readonly cash: number;
  readonly instruments: readonly InstrumentResult[];
}

/**
 * Instruments A, B, … that share one cash, a table each, as `readScenario` reads it. A line `-` is a bar without a candle, with
 * rubbish in its columns; a cell
 * `order=3`, `weight=0.5` or `size=2` is a number of its bar.
 */
export function playAccount(
  tables: readonly string[],
  rules: Partial<PositionRules> | readonly Partial<PositionRules>[] = {},
  execution: Partial<Execution> = FREE,
): AccountOutcome {
  const complete = parseExecution(execution);
  const seats = tables.map((_, index) => ({ rules: { size: DEFAULT_SIZE, ...(Array.isArray(rules) ? rules[index] : rules) }, account: 0 }));
  const portfolio = createPortfolio(seats, { execution: complete, initialCash: [complete.initialCash], interval: '1m' });
  const blocks = tables.map(readMarket);
  const equity = new Float64Array(blocks[0]!.block.length);
  portfolio.push(blocks, [equity]);
  const { instruments, accounts: [account] } = portfolio.result();
  const placed = instruments.flatMap(({ fills, sequence }, index) => fills.map((fill, row) => {
    const [bar, ...rest] = lineOf(fill).split(' ');
    return { place: sequence[row]!, line: [bar, 'ABCDEF'[index], ...rest].join(' ') };
  }));
  return { lines: placed.sort((a, b) => a.place - b.place).map(({ line }) => line), equity: [...equity], cash: account!.cash, instruments };
}

function readMarket(table: string): MarketBlock {
  const lines = table.split('\n').map((line) => line.trim()).filter(Boolean);
  const columns: Record<string, Float64Array> = {};
  const present = createBits(lines.length);
  const plain = lines.map((line, bar) => {
    if (line !== '-') setBit(present, bar);
    return line === '-' ? '1' : line.split(/\s+/).filter((cell) => {
      const [name, value] = cell.split('=');
      if (value === undefined) return true;
      const column = (columns[COLUMNS[name as keyof typeof COLUMNS]] ??= new Float64Array(lines.length).fill(Number.NaN));
      column[bar] = Number(value);
      return false;
    }).join(' ');
  });
  const { block, signals } = readScenario(plain.join('\n'));
  return { block, signals, present, columns: columns as OrderColumns };
}
