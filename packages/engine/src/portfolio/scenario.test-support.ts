import {
  createBits, DEFAULT_SIZE, type Execution, type Fill, type FrameBlock, parseExecution, setBit, type Signals,
} from '@wick/core';
import type { PositionRules } from './position-rules.ts';
import { createSimulation, type SimulationResult } from './simulation.ts';

/** Words of a scenario's signal column. */
const WORDS = { buy: 'longEntry', sell: 'longExit', short: 'shortEntry', cover: 'shortExit' } as const;
type Word = keyof typeof WORDS;

/** No costs and 1000 of cash, so that a reader can check the figures in the head. */
export const FREE: Partial<Execution> = { initialCash: 1000, takerFeeRate: 0, makerFeeRate: 0, slippageBps: 0 };

export interface Scenario {
  readonly block: FrameBlock;
  readonly signals: Signals;
}

export function createSignals(length: number): Signals {
  return {
    length,
    longEntry: createBits(length),
    longExit: createBits(length),
    shortEntry: createBits(length),
    shortExit: createBits(length),
  };
}

/**
 * One bar a line: `open high low close`, or one price for all four, and a fifth number for the volume; then what is wanted at
 * its close, any of `buy sell short cover`. Bars are minutes from the epoch on.
 */
export function readScenario(table: string): Scenario {
  const lines = table.split('\n').map((line) => line.replace(/#.*$/, '').trim()).filter(Boolean);
  const signals = createSignals(lines.length);
  const [open, high, low, close, volume] = Array.from({ length: 5 }, () => new Float64Array(lines.length));
  lines.forEach((line, bar) => {
    const cells = line.split(/\s+/);
    const prices = cells.filter((cell) => !(cell in WORDS)).map(Number);
    const [first = NaN, second = first, third = first, fourth = first, fifth = 0] = prices;
    open![bar] = first;
    high![bar] = second;
    low![bar] = third;
    close![bar] = fourth;
    volume![bar] = fifth;
    for (const cell of cells) if (cell in WORDS) setBit(signals[WORDS[cell as Word]], bar);
  });
  const openTimeMs = Float64Array.from(lines, (_, bar) => bar * 60_000);
  const columns = { open: open!, high: high!, low: low!, close: close!, volume: volume! };
  return { block: { length: lines.length, openTimeMs, columns }, signals };
}

export interface Outcome extends SimulationResult {
  readonly equity: number[];
  readonly cash: number;
  /** One line a fill: `1: buy 10 @ 100 entry`. */
  readonly lines: string[];
}

export function play(
  scenario: string | Scenario,
  rules: Partial<PositionRules> = {},
  execution: Partial<Execution> = FREE,
): Outcome {
  const { block, signals } = typeof scenario === 'string' ? readScenario(scenario) : scenario;
  const simulation = createSimulation({ size: DEFAULT_SIZE, ...rules }, parseExecution(execution));
  const equity = new Float64Array(block.length);
  simulation.push(block, signals, equity);
  const result = simulation.result();
  return { ...result, equity: [...equity], cash: simulation.state.cash, lines: result.fills.map(lineOf) };
}

export const lineOf = ({ bar, action, size, price, reason }: Fill): string =>
  `${bar}: ${action} ${rounded(size)} @ ${rounded(price)} ${reason}`;

const rounded = (value: number): number => Number(value.toPrecision(10));

export const percent = (value: number): { kind: 'percent'; percent: number } => ({ kind: 'percent', percent: value });
