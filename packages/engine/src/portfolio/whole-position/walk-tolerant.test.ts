import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SIZE, parseExecution, type PositionRules, setBit } from '@wick/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSignals } from '../scenario.test-support.ts';
import { LaneFills } from './lane-fills.ts';
import { createLanes, POSITION, PROFIT_CASH } from './lane-row.ts';
import { compileLaneRules } from './lane-rules.ts';
import { createWalk, type LaneSignals, walkLane } from './walk.ts';
import { walkTolerant } from './walk-tolerant.ts';

interface Case {
  readonly name: string;
  readonly call?: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: {
    readonly orders: Readonly<Record<'idx' | 'size' | 'price' | 'fees' | 'side', readonly number[]>>;
    readonly value: readonly number[];
    readonly metrics: { readonly total_return: number };
  };
}

interface Reference {
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  readonly masks: Readonly<Record<string, readonly number[]>>;
  readonly sample_step: number;
  readonly cases: readonly Case[];
}

const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../../test-data/vectorbt');
const references = readdirSync(folder)
  .filter((file) => /^seed-.*\.json$/.test(file))
  .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Reference] as const);

const UNDERSTOOD = new Set(['close', 'entries', 'exits', 'short_entries', 'short_exits', 'init_cash', 'fees', 'slippage', 'direction', 'size', 'size_type', 'year_freq', 'price']);

const isUnderstood = ({ call, args }: Case): boolean =>
  call === undefined &&
  Object.keys(args).every((name) => UNDERSTOOD.has(name)) &&
  typeof args['close'] === 'string' &&
  typeof (args['fees'] ?? 0) === 'number' &&
  ['undefined', 'number'].includes(typeof args['size']) &&
  [undefined, 'amount', 'value'].includes(args['size_type'] as string | undefined) &&
  [undefined, '@open0'].includes(args['price'] as string | undefined);

const cases = references.flatMap(([file, reference]) =>
  reference.cases.filter(isUnderstood).map((given) => [`${file} ${given.name}`, given, reference] as const),
);

function signalsOf({ args }: Case, { masks }: Reference, length: number): LaneSignals {
  const { longEntry, longExit, shortEntry, shortExit } = createSignals(length);
  const direction = args['direction'] ?? 'longonly';
  const places = {
    entries: direction === 'shortonly' ? shortEntry : longEntry,
    exits: direction === 'shortonly' ? shortExit : direction === 'both' ? shortEntry : longExit,
    short_entries: shortEntry,
    short_exits: shortExit,
  };
  for (const [name, bits] of Object.entries(places)) {
    const mask = args[name] as string | undefined;
    for (const bar of mask === undefined ? [] : masks[mask.slice(1)]!) setBit(bits, bar);
  }
  return { longEntry: longEntry.words, longExit: longExit.words, shortEntry: shortEntry.words, shortExit: shortExit.words };
}

function rulesOf({ args }: Case): PositionRules {
  const size = args['size'] as number | undefined;
  if (size === undefined) return { size: DEFAULT_SIZE };
  return { size: args['size_type'] === 'value' ? { kind: 'value', value: size } : { kind: 'amount', amount: size } };
}

describe('the tolerant arithmetic', () => {
  test('is held against every case of vectorbt that a whole position without stops can be', () => {
    expect(cases.length).toBeGreaterThanOrEqual(15);
  });

  test.each(cases)('%s: every order, the equity and the total return, to the bit', (_name, given, reference) => {
    const { init_cash: initialCash, fees = 0, slippage = 0 } = given.args as Record<string, number>;
    const close = Float64Array.from(reference.arrays[String(given.args['close']).slice(1)]!);
    const prices = given.args['price'] === undefined ? close : Float64Array.from(reference.arrays['open0']!);
    const execution = parseExecution({ fill: 'close', initialCash: initialCash!, takerFeeRate: fees, slippageBps: slippage * 10_000 });
    const table = createLanes(1, initialCash!);
    const walk = createWalk(table, { ...compileLaneRules(rulesOf(given), execution, 'tolerant'), slippage });
    const fills = new LaneFills();
    const equity = new Float64Array(close.length);
    // Prices to fill at stand in the place of the close; with others than the close the equity then says nothing.
    walk.bars = { firstBar: 0, length: close.length, openTimeMs: close, open: close, high: close, low: close, close: prices };
    walk.fills = fills;
    walk.equity = equity;
    walkLane(walk, 0, signalsOf(given, reference, close.length), walkTolerant);

    const { orders, value, metrics } = given.result;
    const filled = fills.fills();
    expect(filled.map(({ bar }) => bar)).toEqual(orders.idx);
    expect(filled.map(({ action }) => (action === 'buy' ? 0 : 1))).toEqual(orders.side);
    expect(filled.map(({ price }) => price)).toEqual(orders.price);
    expect(filled.map(({ size }) => size)).toEqual(orders.size);
    expect(filled.map(({ fee }) => fee)).toEqual(orders.fees);
    expect((table[PROFIT_CASH]! + table[POSITION]! * close.at(-1)!) / initialCash!).toBe(metrics.total_return);
    const sampled = value.map((_, at) => equity[Math.min(at * reference.sample_step, close.length - 1)]);
    expect(prices === close ? sampled : value).toEqual(value);
  });
});
