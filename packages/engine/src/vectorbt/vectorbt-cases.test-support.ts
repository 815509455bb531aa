import { createBits, type Execution, type FrameBlock, parseExecution, type PositionRules, setBit, type Signals, VECTORBT_CONVENTIONS } from '@wick/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createPortfolio, type MarketBlock, type OrderColumns, type Portfolio, type PortfolioSeat } from '../index.ts';

/** A number, or `"NaN"`, `"Infinity"`, `"-Infinity"`; null is a missing duration. */
export type Figure = number | string | null;
type Columned<Value> = Value | readonly Value[];
type Series = readonly Figure[] | readonly (readonly Figure[])[];
type Columns = Readonly<Record<string, readonly number[]>>;

export interface VectorbtResult {
  readonly orders: Columns;
  readonly trades: Columns;
  readonly positions?: Columns;
  readonly drawdowns: Readonly<Record<string, Columned<Figure>>>;
  readonly value: Series;
  readonly cash: Series;
  readonly assets: Series;
  readonly returns: Series;
  readonly metrics: Readonly<Record<string, Columned<Figure>>>;
  readonly stats: Readonly<Record<string, Figure | Readonly<Record<string, Figure>>>>;
}

export interface VectorbtCase {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: VectorbtResult;
}

export interface VectorbtFile {
  readonly name: string;
  readonly n: number;
  readonly first: string;
  readonly sample_step: number;
  readonly arrays: Readonly<Record<string, readonly Figure[]>>;
  readonly masks: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly VectorbtCase[];
}

const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../test-data/vectorbt');

/** Every file of cases, of the folder that `VECTORBT_CASES` names or of our own. */
export function readVectorbtFiles(): VectorbtFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name), 'utf8')) as Omit<VectorbtFile, 'name'> }));
}

/** A case as our own engine is asked for it. */
export interface Translated {
  readonly seats: readonly PortfolioSeat[];
  readonly blocks: readonly MarketBlock[];
  readonly execution: Execution;
  readonly initialCash: readonly number[];
}

/** The options that mean the same. @throws Error on an argument that it does not know */
export function translateCase(file: VectorbtFile, { args }: VectorbtCase): Translated {
  const call = args['call'];
  const unknown = Object.keys(args).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) throw new Error(`unknown arguments ${unknown.join(', ')}`);
  const closes = columnsOf(args['close'] as Columned<string>);
  const groups = groupsOf(args, closes.length);
  const cashes = [args['init_cash'] as Columned<number>].flat();
  return {
    seats: groups.map((account) => ({ rules: rulesOf(args), account })),
    blocks: closes.map((_, column) => marketBlock(file, args, call, column)),
    execution: executionOf(args),
    initialCash: Array.from({ length: Math.max(...groups) + 1 }, (_, account) => cashes[account] ?? cashes[0]!),
  };
}

/** The case on our engine, through its public entry for many instruments. */
export function runCase(file: VectorbtFile, vectorbtCase: VectorbtCase): Translated & { readonly portfolio: Portfolio } {
  const translated = translateCase(file, vectorbtCase);
  const { seats, blocks, execution, initialCash } = translated;
  const portfolio = createPortfolio(seats, { execution, initialCash, excursions: 'discard' });
  portfolio.push(blocks, initialCash.map(() => new Float64Array(file.n)));
  return { ...translated, portfolio };
}

/** What vectorbt says, as this package says it: one number a column or group; `null` for what is not a number or not finite. */
export const figuresOf = (figures: Columned<Figure> | undefined): (number | null)[] =>
  [figures as Figure[]].flat().map((figure) => (typeof figure === 'number' ? figure : null));

const columnsOf = <Value>(value: Columned<Value>): readonly Value[] => (Array.isArray(value) ? value : [value as Value]);

/** Without shared cash, each column is an account of its own. */
function groupsOf(args: VectorbtCase['args'], columns: number): number[] {
  if (args['cash_sharing'] !== true) return Array.from({ length: columns }, (_, column) => column);
  const { group_by: groups } = args;
  return Array.isArray(groups) ? (groups as number[]) : Array.from({ length: columns }, () => 0);
}

const KNOWN = new Set([
  'close', 'entries', 'exits', 'short_entries', 'short_exits', 'init_cash', 'fees', 'fixed_fees', 'slippage', 'direction', 'open', 'high', 'low',
  'sl_stop', 'tp_stop', 'sl_trail', 'stop_exit_price', 'stop_entry_price', 'upon_stop_exit', 'upon_stop_update', 'price', 'size', 'size_type', 'accumulate',
  'upon_long_conflict', 'upon_short_conflict', 'upon_dir_conflict', 'upon_opposite_entry', 'max_size', 'min_size', 'size_granularity', 'allow_partial',
  'lock_cash', 'year_freq', 'cash_sharing', 'group_by', 'call_seq', 'call',
]);

const WORDS: Readonly<Record<string, string>> = {
  closereduce: 'close-reduce', reversereduce: 'reverse-reduce', overridenan: 'override-unknown', stoplimit: 'stop-limit', stopmarket: 'stop-market',
  price: 'order-price', fillprice: 'fill-price', valprice: 'valuation-price', addonly: 'add', removeonly: 'remove', auto: 'sells-first', default: 'listed',
};
const word = <Word>(value: unknown): Word | undefined => (value === undefined ? undefined : ((WORDS[value as string] ?? value) as Word));

function executionOf(args: VectorbtCase['args']): Execution {
  const accumulate = args['accumulate'] === true ? 'both' : word<'add'>(args['accumulate']);
  const given = {
    longConflict: word<'entry'>(args['upon_long_conflict']),
    shortConflict: word<'entry'>(args['upon_short_conflict']),
    sideConflict: word<'long'>(args['upon_dir_conflict']),
    oppositeEntry: word<'close'>(args['upon_opposite_entry']),
    accumulate,
    stopBase: word<'close'>(args['stop_entry_price']),
    stopFill: word<'close'>(args['stop_exit_price']),
    stopAction: word<'close'>(args['upon_stop_exit']),
    stopUpdate: word<'keep'>(args['upon_stop_update']),
    lockCash: args['lock_cash'] as boolean | undefined,
    partialFills: args['allow_partial'] as boolean | undefined,
  };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const number = (name: string): number | undefined => (typeof args[name] === 'number' ? args[name] : undefined);
  return parseExecution({
    fill: 'close',
    takerFeeRate: number('fees') ?? 0,
    makerFeeRate: number('fees') ?? 0,
    fixedFee: number('fixed_fees'),
    slippageBps: (number('slippage') ?? 0) * 10_000,
    stepSize: number('size_granularity'),
    minSize: number('min_size') ?? 1e-8,
    maxSize: number('max_size'),
    sequence: word<'listed'>(args['call_seq']),
    daysPerYear: args['year_freq'] === undefined ? 365 : Number.parseInt(args['year_freq'] as string, 10),
    conventions: { ...VECTORBT_CONVENTIONS, ...said },
  });
}

function rulesOf(args: VectorbtCase['args']): PositionRules {
  const { sl_stop: stop, tp_stop: target, sl_trail: trails, size, size_type: unit } = args;
  // Shares come as columns as well, since not every one of them is a percentage divided by 100. Whether a stop trails is part of the rules.
  const loss = stop === undefined ? undefined : { kind: 'percent', percent: typeof stop === 'number' ? stop * 100 : 1 } as const;
  const amount = typeof size === 'number' ? size : 1;
  const asked: PositionRules['size'] =
    size === undefined || args['call'] === 'from_orders' ? { kind: 'equity', percent: 100 }
    : unit === 'percent' ? { kind: 'equity', percent: amount * 100 }
    : unit === 'value' ? { kind: 'value', value: amount }
    : { kind: 'amount', amount };
  return {
    size: asked,
    ...(loss && (trails === true ? { trailingStop: loss } : { stopLoss: loss })),
    ...(typeof target === 'number' && { takeProfit: { kind: 'percent', percent: target * 100 } as const }),
  };
}

function marketBlock(file: VectorbtFile, args: VectorbtCase['args'], call: unknown, column: number): MarketBlock {
  const named = (argument: string): string | undefined => {
    const value = args[argument];
    const name = Array.isArray(value) ? (value as unknown[])[column] : value;
    return typeof name === 'string' && name.startsWith('@') ? name.slice(1) : undefined;
  };
  const array = (argument: string): Float64Array | undefined => {
    const name = named(argument);
    return name === undefined ? undefined : Float64Array.from(file.arrays[name]!, Number);
  };
  const close = array('close')!;
  const open = array('open') ?? close;
  const start = Date.parse(`${file.first}Z`);
  const block: FrameBlock = {
    length: file.n,
    openTimeMs: close.map((_, bar) => start + bar * 300_000),
    columns: {
      open, close, volume: close,
      high: array('high') ?? close.map((price, bar) => Math.max(price, open[bar]!)),
      low: array('low') ?? close.map((price, bar) => Math.min(price, open[bar]!)),
    },
  };
  const shares = (argument: string): Float64Array | undefined =>
    typeof args[argument] === 'number' ? new Float64Array(file.n).fill(args[argument]) : array(argument);
  const columns: OrderColumns = {
    size: call === 'from_orders' ? undefined : shares('size'),
    stopLoss: shares('sl_stop'),
    takeProfit: shares('tp_stop'),
    slippage: shares('slippage'),
    takerFeeRate: array('fees'),
    price: args['price'] === '-Infinity' ? pricesBefore(args['open'] ? open : undefined, close) : array('price'),
    ...(call === 'from_orders' && (args['size_type'] === 'targetpercent' ? { targetWeights: array('size') } : { orders: array('size') })),
  };
  return { block, columns, ...(call !== 'from_orders' && { signals: signalsOf(file, args, call, named) }) };
}

const pricesBefore = (open: Float64Array | undefined, close: Float64Array): Float64Array =>
  open ?? close.map((_, bar) => close[bar - 1] ?? Number.NaN);

function signalsOf(file: VectorbtFile, args: VectorbtCase['args'], call: unknown, named: (argument: string) => string | undefined): Signals {
  const bits = (argument: string | undefined) => {
    const made = createBits(file.n);
    const name = argument === undefined ? undefined : named(argument);
    if (name !== undefined) for (const bar of file.masks[name]!) setBit(made, bar);
    return made;
  };
  const direction = args['direction'] ?? 'longonly';
  if (call === 'from_holding') {
    const first = bits(undefined);
    setBit(first, 0);
    return { length: file.n, longEntry: first, longExit: bits(undefined), shortEntry: bits(undefined), shortExit: bits(undefined) };
  }
  const [longEntry, longExit, shortEntry, shortExit] =
    args['short_entries'] !== undefined ? ['entries', 'exits', 'short_entries', 'short_exits']
    : direction === 'longonly' ? ['entries', 'exits']
    : direction === 'shortonly' ? [undefined, undefined, 'entries', 'exits']
    : ['entries', undefined, 'exits', undefined];
  return { length: file.n, longEntry: bits(longEntry), longExit: bits(longExit), shortEntry: bits(shortEntry), shortExit: bits(shortExit) };
}
