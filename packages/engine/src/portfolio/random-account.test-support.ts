import {
  type Bits, blockOf, createBits, type Distance, type Execution, getBit, parseExecution, type PositionRules, setBit, type Signals,
} from '@wick/core';
import fc from 'fast-check';
import type { MarketBlock, OrderColumns } from './instrument.ts';
import type { NaiveBar, NaiveInstrument } from './naive-book.test-support.ts';
import { createPortfolio } from './portfolio.ts';
import { createSignals } from './scenario.test-support.ts';

/** Instruments that share one cash, as the naive simulator sees them and, with rubbish where there is no candle, as blocks. */
export interface RandomAccount {
  readonly instruments: readonly NaiveInstrument[];
  readonly blocks: readonly MarketBlock[];
  readonly execution: Execution;
  readonly initialCash: number;
}

type Steering = 'signals' | 'orders' | 'weights';

export interface AccountShape {
  readonly instruments: { readonly min: number; readonly max: number };
  readonly bars: number;
  /** May an instrument miss bars, and may prices be unknown, too? */
  readonly holes: 'none' | 'absent' | 'unknown';
  readonly steerings: readonly Steering[];
  /** No shorts: their words are left out, and weights are positive. */
  readonly longOnly?: boolean;
  readonly execution: fc.Arbitrary<Execution>;
  readonly rules: fc.Arbitrary<PositionRules>;
}

const distance: fc.Arbitrary<Distance> = fc.oneof(
  fc.constantFrom(0.5, 1, 2, 5, 10, 15, 30).map((share) => ({ kind: 'percent' as const, percent: share })),
  fc.record({ kind: fc.constant('atr' as const), multiple: fc.constantFrom(0.5, 1, 2, 8, 20), period: fc.constantFrom(5, 7) }),
);
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.oneof(fc.constant(undefined), value);
const rarely = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 4 }, { arbitrary: value, weight: 1 });
const bars = fc.constantFrom(1, 2, 5);

export const anySize: fc.Arbitrary<PositionRules['size']> = fc.oneof(
  fc.constantFrom(100, 50, 33, 99.9, 200).map((share) => ({ kind: 'equity' as const, percent: share })),
  fc.constantFrom(10, 300, 1e9).map((value) => ({ kind: 'value' as const, value })),
  fc.constantFrom(0.04, 2, 1e7).map((amount) => ({ kind: 'amount' as const, amount })),
  fc.constantFrom(1, 3).map((share) => ({ kind: 'risk' as const, percent: share })),
  fc.constantFrom(20, 80).map((share) => ({ kind: 'volatility' as const, percent: share, period: 3 })),
);

export const anyEntryOrder: fc.Arbitrary<NonNullable<PositionRules['entryOrder']>> = fc.oneof(
  fc.record({ kind: fc.constantFrom('limit' as const, 'stop' as const), offset: distance, bars }),
  fc.record({ kind: fc.constant('stop-limit' as const), offset: distance, limit: distance, bars }),
);

/** Everything that rules may say, each part there or not. */
export const anyRules: fc.Arbitrary<PositionRules> = fc
  .record({
    stopLoss: rarely(distance), takeProfit: rarely(distance), trailingStop: rarely(distance),
    exitAfter: rarely(fc.constantFrom(1, 2, 3, 7, 33).map((count) => ({ bars: count }))), size: anySize, entryOrder: maybe(anyEntryOrder),
    scaleIn: maybe(fc.constantFrom(2, 3).map((entries) => ({ entries }))),
    scaleOut: maybe(fc.constantFrom(25, 50, 33.3, 70).map((share) => ({ percent: share }))),
  })
  .map((rules) => {
    const lacksStop = rules.size.kind === 'risk' && !rules.stopLoss && !rules.trailingStop;
    return lacksStop ? { ...rules, stopLoss: { kind: 'percent', percent: 2 } } : rules;
  });

/** Every cost, limit and sequence, each there or not. */
export const anyExecution: fc.Arbitrary<Execution> = fc
  .record({
    fill: fc.constantFrom('next-open' as const, 'close' as const),
    takerFeeRate: fc.constantFrom(0, 0.001, 0.0123),
    makerFeeRate: fc.constantFrom(0, 0.0004),
    fixedFee: rarely(fc.constantFrom(1, 0.3)),
    slippageBps: fc.constantFrom(0, 2, 150),
    slippageRangeShare: rarely(fc.constantFrom(0.1, 1)),
    volumeImpactBps: rarely(fc.constantFrom(100, 20_000)),
    leverage: maybe(fc.constantFrom(1, 2, 10)),
    maintenanceMarginRate: rarely(fc.constantFrom(0, 0.1)),
    stepSize: rarely(fc.constantFrom(1, 0.1, 0.25, 0.3)),
    minSize: rarely(fc.constantFrom(0.2, 2)),
    maxSize: rarely(fc.constantFrom(0.3, 5)),
    minNotional: rarely(fc.constantFrom(5, 150)),
    sequence: rarely(fc.constantFrom('listed' as const, 'reversed' as const, 'sells-first' as const)),
  })
  .map(parseExecution);

const WORDS = ['buy', 'sell', 'short', 'cover'] as const;
const MASKS = [0, 0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8, 1, 1, 4, 6, 9, 3, 5, 12, 15, 10];

/** Prices on a coarse grid, so that levels are hit exactly and orders collide. */
const HOLES = {
  none: [''],
  absent: ['', '', '', '', '', 'absent'],
  unknown: ['', '', '', '', '', '', '', 'absent', 'absent', 'open', 'high', 'low', 'range'],
};

const randomBar = (holes: AccountShape['holes']) => fc.record({
  gap: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1, 2, -2, 5, -5, 12, -12),
  up: fc.constantFrom(0, 0, 1, 1, 2, 2, 5, 15),
  down: fc.constantFrom(0, 0, 1, 1, 2, 2, 5, 15),
  body: fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
  volume: fc.constantFrom(0, 1, 5, 100, 100, Number.NaN),
  hole: fc.constantFrom(...HOLES[holes]),
  mask: fc.constantFrom(...MASKS),
  rubbish: fc.constantFrom(0, 1e9, Number.NaN, 90),
  atr: fc.constantFrom(1, 2, 2, 5, 1, 2, 1, 2, 1, 2, 0, Number.NaN),
  otherAtr: fc.constantFrom(1, 2, 3, 1, 2, 3, 0, Number.NaN),
  stdev: fc.constantFrom(0.001, 0.02, 0.001, 0.02, 0, Number.NaN),
  size: fc.constantFrom(NaN, NaN, NaN, NaN, 0.5, 1, 0, 3),
  order: fc.constantFrom(NaN, NaN, 0, 1, -1, 0.35, -0.35, 4, -7),
  weight: fc.constantFrom(NaN, NaN, NaN, 0, 0.5, 1, -0.5, 0.3, -2),
});
type RandomBar = Omit<Parameters<Parameters<ReturnType<typeof randomBar>['map']>[0]>[0], 'hole'> & { readonly hole: string };

export function anyAccount(shape: AccountShape): fc.Arbitrary<RandomAccount> {
  const { min, max } = shape.instruments;
  const bars = fc.array(randomBar(shape.holes), { minLength: max, maxLength: max });
  const seat = fc.record({
    rules: shape.rules, steering: fc.constantFrom(...shape.steerings), sized: fc.boolean(),
    /** Bars until it is over for good. */
    lives: shape.holes === 'none' ? fc.constant(Infinity) : fc.constantFrom(Infinity, Infinity, Infinity, 5, 20),
  });
  return fc
    .record({
      // Long enough for words of 32 signals to meet, which fast-check’s default size is not.
      rows: fc.array(bars, { minLength: 1, maxLength: shape.bars, size: 'max' }),
      seats: fc.array(seat, { minLength: min, maxLength: max }), execution: shape.execution, initialCash: fc.constantFrom(1000, 12_345.67),
    })
    .map(({ rows: all, seats, execution, initialCash }) => {
      const made = seats.map(({ rules, steering, sized, lives }, index) => {
        const history = all.map((row, bar) => asShaped(row[index]!, bar < lives, shape.longOnly ?? false));
        const rows = barsOf(history, steering, sized);
        const closesAt = lives < rows.length ? rows.findLastIndex(({ candle }) => candle) : undefined;
        const block = blockFrom(rows, history, rules, steering, sized);
        return { instrument: { rules, bars: rows, closesAt }, block: closesAt === undefined ? block : { ...block, closesAt } };
      });
      return { instruments: made.map((each) => each.instrument), blocks: made.map((each) => each.block), execution, initialCash };
    });
}

const asShaped = (bar: RandomBar, isAlive: boolean, longOnly: boolean): RandomBar => ({
  ...bar,
  ...(isAlive ? {} : { hole: 'absent' }),
  ...(longOnly ? { mask: bar.mask & 3, weight: Math.abs(bar.weight) } : {}),
});

function barsOf(history: readonly RandomBar[], steering: Steering, sized: boolean): NaiveBar[] {
  let price = 100;
  return history.map(({ gap, up, down, body, volume, hole, mask, atr, otherAtr, stdev, size, order, weight }, bar) => {
    const open = Math.max(1, price + gap);
    const low = Math.max(0.5, open - down);
    const high = open + up;
    const isUnknown = (name: string): boolean => hole === name || hole === 'range';
    if (hole !== 'absent') price = low + body * (high - low);
    const candle = {
      openTimeMs: bar * 60_000, volume, close: price,
      open: isUnknown('open') ? NaN : open, high: isUnknown('high') ? NaN : high, low: isUnknown('low') ? NaN : low,
    };
    return {
      candle: hole === 'absent' ? undefined : candle,
      words: steering === 'signals' ? WORDS.filter((_, flag) => mask & (1 << flag)) : [],
      numbers: { 'atr 5': atr, 'atr 7': otherAtr, 'stdev 3': stdev },
      size: sized ? size : NaN,
      order: steering === 'orders' ? order : NaN,
      weight: steering === 'weights' ? weight : NaN,
    };
  });
}

/** What the rules read, by name, in the order in which a plan asks for it. */
export function namesOf(rules: PositionRules): string[] {
  const names: string[] = [];
  const add = (given: Distance | undefined): void => void (given?.kind === 'atr' && names.push(`atr ${given.period}`));
  add(rules.stopLoss);
  add(rules.takeProfit);
  add(rules.trailingStop);
  if (rules.size.kind === 'volatility') names.push(`stdev ${rules.size.period}`);
  add(rules.entryOrder?.offset);
  if (rules.entryOrder?.kind === 'stop-limit') add(rules.entryOrder.limit);
  return [...new Set(names)];
}

function blockFrom(
  rows: readonly NaiveBar[], history: readonly RandomBar[], rules: PositionRules, steering: Steering, sized: boolean,
): MarketBlock {
  const { length } = rows;
  const signals = createSignals(length);
  const flags: Bits[] = [signals.longEntry, signals.longExit, signals.shortEntry, signals.shortExit];
  const present = createBits(length);
  rows.forEach(({ candle }, bar) => {
    if (candle) setBit(present, bar);
    if (steering === 'signals') flags.forEach((bits, flag) => history[bar]!.mask & (1 << flag) && setBit(bits, bar));
  });
  const column = (name: 'open' | 'high' | 'low' | 'close' | 'volume'): Float64Array =>
    Float64Array.from(rows, ({ candle }, bar) => (candle ? candle[name] : history[bar]!.rubbish));
  const numbers = (pick: (row: NaiveBar) => number): Float64Array => Float64Array.from(rows, pick);
  const columns: OrderColumns = {
    ...(sized ? { size: numbers(({ size }) => size) } : {}),
    ...(steering === 'orders' ? { orders: numbers(({ order }) => order) } : {}),
    ...(steering === 'weights' ? { targetWeights: numbers(({ weight }) => weight) } : {}),
  };
  return {
    block: {
      length, openTimeMs: Float64Array.from(rows, (_, bar) => bar * 60_000),
      columns: { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume') },
    } as unknown as MarketBlock['block'],
    ...(rows.every(({ candle }) => candle) ? {} : { present }),
    ...(steering === 'signals' ? { signals } : {}),
    columns,
    values: namesOf(rules).map((name) => numbers(({ numbers: known }) => known[name]!)),
  };
}

/** The bars `[from, to)` of a block. */
export function partOf({ block, present, signals, columns = {}, values = [], closesAt = -1 }: MarketBlock, from: number, to: number): MarketBlock {
  const cut = (bits: Bits): Bits => {
    const part = createBits(to - from);
    for (let bar = from; bar < to; bar++) if (getBit(bits, bar)) setBit(part, bar - from);
    return part;
  };
  const { size, orders, targetWeights } = columns;
  const cutSignals = ({ longEntry, longExit, shortEntry, shortExit }: Signals): Signals => ({
    length: to - from, longEntry: cut(longEntry), longExit: cut(longExit), shortEntry: cut(shortEntry), shortExit: cut(shortExit),
  });
  return {
    block: blockOf(block, from, to),
    ...(present ? { present: cut(present) } : {}),
    ...(signals ? { signals: cutSignals(signals) } : {}),
    columns: { size: size?.slice(from, to), orders: orders?.slice(from, to), targetWeights: targetWeights?.slice(from, to) },
    values: values.map((value) => value.slice(from, to)),
    closesAt: closesAt - from,
  };
}

/** The walk over the same account, its blocks cut where `cuts` say. */
export function walkAccount({ instruments, blocks, execution, initialCash }: RandomAccount, cuts: readonly number[] = []) {
  const { length } = blocks[0]!.block;
  const seats = instruments.map(({ rules }) => ({ rules, account: 0 }));
  const portfolio = createPortfolio(seats, { execution, initialCash: [initialCash], interval: '1m', excursions: 'discard' });
  const equity = new Float64Array(length);
  const bounds = [0, ...cuts.filter((cut) => cut < length).sort((a, b) => a - b), length];
  for (let part = 1; part < bounds.length; part++) {
    const [from, to] = [bounds[part - 1]!, bounds[part]!];
    portfolio.push(blocks.map((block) => partOf(block, from, to)), [equity.subarray(from, to)]);
  }
  const { instruments: results, accounts: [account] } = portfolio.result();
  return { instruments: results, account: account!, equity: [...equity] };
}
