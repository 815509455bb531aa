import { type Bits, type Expression, type FrameBlock, type Interval, type Signals, type Strategy, WickError, wordCount } from '@wick/core';
import { INDICATOR_DEFINITIONS } from '../indicators/definitions.ts';
import { expressionsToPlan, type Plan, type PlanRoot } from '../plan/expressions-to-plan.ts';
import type { PlanNode } from '../plan/node.ts';
import { DEFAULT_BLOCK_LENGTH, Program } from '../plan/program.ts';
import { warmupOver } from '../plan/warmup.ts';

/**
 * What a strategy wants, bar by bar. Blocks of a history are given one after the other, in any sizes: the signals are
 * the same bits, and those of a bar depend on that bar and earlier ones only.
 */
export interface SignalStream {
  /** Bars at the start on which some rule cannot be known yet. */
  readonly warmupBars: number;
  /** Can an entry be true on some bar, as far as that is known without candles? */
  readonly canEnter: boolean;
  /**
   * The same for bars with these opening times. It differs only for rules on higher intervals, whose candles may have
   * begun before the first bar and may lack bars.
   */
  warmupOver(openTimeMs: Float64Array): number;
  /**
   * Signals of the next block; the returned bitsets are reused by the next call.
   *
   * @throws WickError CANDLES_MISSING if the block lacks a column that the strategy reads
   */
  process(block: FrameBlock): Signals;
}

export interface SignalStreamOptions {
  /** Of the candles that will come; needed where a rule names a higher one. */
  readonly interval?: Interval;
  /** Bars computed at a time, rounded up to a multiple of 32. It changes the speed, never the signals. */
  readonly blockLength?: number;
}

const SIDES = ['longEntry', 'longExit', 'shortEntry', 'shortExit'] as const;
/** Places in {@link SIDES}. */
const ENTRIES: readonly number[] = [0, 2];

/** A condition that is false on every bar of all candles. */
export const isNever = (node: PlanNode): boolean => node.kind === 'truth' && !node.value;

/**
 * Plans the rules of a strategy and makes ready to compute them.
 *
 * @throws WickError STRATEGY_INVALID if a rule makes no sense or names an interval that does not fit, OPTION_INVALID
 */
export function createSignalStream(strategy: Strategy, options: SignalStreamOptions = {}): SignalStream {
  const { long, short } = strategy;
  const rules: readonly (Expression | undefined)[] = [long?.entry, long?.exit, short?.entry, short?.exit];
  const plan = expressionsToPlan(rules.filter((rule) => rule !== undefined), 'condition', { interval: options.interval });
  const program = new Program(plan, wholeWords(options.blockLength ?? DEFAULT_BLOCK_LENGTH));
  const roots = [...plan.roots];
  return new PlannedSignals(plan, program, rules.map((rule) => rule && roots.shift()));
}

class PlannedSignals implements SignalStream {
  readonly warmupBars: number;
  readonly canEnter: boolean;
  readonly #plan: Plan;
  readonly #program: Program;
  /** In the order of {@link SIDES}; undefined where the strategy has no such rule. */
  readonly #rules: readonly (PlanRoot | undefined)[];
  #storage: readonly Uint32Array[] = [];
  #signals: Signals | undefined;

  constructor(plan: Plan, program: Program, rules: readonly (PlanRoot | undefined)[]) {
    this.#plan = plan;
    this.#program = program;
    this.#rules = rules;
    this.canEnter = rules.some((rule, side) => rule !== undefined && ENTRIES.includes(side) && !isNever(plan.nodes[rule.node]!));
    this.warmupBars = Math.max(0, ...program.roots.map((root) => root.warmupBars));
  }

  warmupOver(openTimeMs: Float64Array): number {
    return warmupOver(this.#plan, INDICATOR_DEFINITIONS, openTimeMs);
  }

  process(block: FrameBlock): Signals {
    const signals = this.#signalsOf(block.length);
    const { blockLength } = this.#program;
    for (let start = 0; start < block.length; start += blockLength) {
      const end = Math.min(block.length, start + blockLength);
      this.#program.run(block, start, end);
      this.#rules.forEach((rule, side) => {
        if (rule) this.#program.copyBits(rule, signals[SIDES[side]!], start, end);
      });
    }
    return signals;
  }

  /** Sides without a rule are zero from the start and nobody writes to them. */
  #signalsOf(length: number): Signals {
    if (this.#signals?.length === length) return this.#signals;
    const words = wordCount(length);
    if (!this.#storage[0] || this.#storage[0].length < words) this.#storage = SIDES.map(() => new Uint32Array(words));
    const [longEntry, longExit, shortEntry, shortExit] = this.#storage.map((storage) => ({
      length,
      words: storage.subarray(0, words),
    })) as [Bits, Bits, Bits, Bits];
    this.#signals = { length, longEntry, longExit, shortEntry, shortExit };
    return this.#signals;
  }
}

function wholeWords(blockLength: number): number {
  if (Number.isInteger(blockLength) && blockLength >= 1 && blockLength <= 2 ** 24) return wordCount(blockLength) * 32;
  throw new WickError('OPTION_INVALID', `A block of ${blockLength} bars cannot be computed.`, {
    remedy: 'Give blockLength as a whole number from 1 to 16777216 or leave it out.',
    details: { option: 'blockLength' },
  });
}
