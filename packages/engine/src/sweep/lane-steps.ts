import { SERIES_SERIES } from '../plan/operators/arithmetic.ts';
import type { KernelHeap } from '../plan/kernel/order-kernel.ts';
import type { BitSource, LaneProgram, LaneStep, NumberSource } from './lane-program.ts';

/** Where the parts of the shared plan lie, by site and lane. */
export interface SiteValues {
  numbers(site: number, lane: number): Float64Array;
  words(site: number, lane: number): Uint32Array;
}

/** The steps of a template at work: for one lane after another, over the same block of bars. */
export interface LaneSteps {
  /** Computes the rules of one lane. @param words of 32 bars; the bits past the last bar may be anything */
  run(lane: number, words: number): void;
  /** What the last run found for one of the four rules; undefined where there is no such rule. */
  rule(rule: number, lane: number): Uint32Array | undefined;
}

type Step = (lane: number, words: number) => void;

/** Bytes that {@link createLaneSteps} takes from the heap. */
export function bytesOfSteps({ scratches, registers, memories }: LaneProgram, lanes: number, blockLength: number): number {
  const bits = blockLength / 8 + 16;
  return scratches * (blockLength * 8 + 16) + registers * bits + memories * (lanes * 4 + 16);
}

export function createLaneSteps(program: LaneProgram, values: SiteValues, heap: KernelHeap, lanes: number, blockLength: number): LaneSteps {
  const scratches = Array.from({ length: program.scratches }, () => heap.numbers(blockLength));
  const registers = Array.from({ length: program.registers }, () => heap.words(blockLength / 32));
  const memories = Array.from({ length: program.memories }, () => heap.words(lanes));
  const numbersOf = (source: NumberSource): ((lane: number) => Float64Array) => {
    if ('site' in source) return (lane) => values.numbers(source.site, lane);
    const scratch = scratches[source.scratch]!;
    return () => scratch;
  };
  const wordsOf = (source: BitSource): ((lane: number) => Uint32Array) => {
    if ('site' in source) return (lane) => values.words(source.site, lane);
    const register = registers[source.register]!;
    return () => register;
  };
  const offsetsOf = (source: NumberSource): Int32Array => {
    const numbers = numbersOf(source);
    return Int32Array.from({ length: lanes }, (_, lane) => numbers(lane).byteOffset);
  };
  const toStep = (step: LaneStep): Step => {
    switch (step.kind) {
      case 'arithmetic': {
        const [left, right, out, loop] = [numbersOf(step.left), numbersOf(step.right), scratches[step.out]!, SERIES_SERIES[step.operator]];
        return (lane, words) => loop(left(lane), right(lane), out, words * 32);
      }
      case 'order': {
        const [left, right] = [offsetsOf(step.left), offsetsOf(step.right)];
        const [less, greater, equal] = [step.less, step.greater, step.equal].map((at) => registers[at]!.byteOffset) as [number, number, number];
        return (lane, words) => heap.kernel.order(left[lane]!, right[lane]!, words, less, greater, equal);
      }
      case 'cross': {
        const [left, right] = [offsetsOf(step.left), offsetsOf(step.right)];
        const [above, below] = [registers[step.above]!.byteOffset, registers[step.below]!.byteOffset];
        const memory = memories[step.memory]!.byteOffset;
        return (lane, words) => heap.kernel.cross(left[lane]!, right[lane]!, words, above, below, memory + lane * 4);
      }
      case 'and':
      case 'or': {
        const [left, right, out] = [wordsOf(step.left), wordsOf(step.right), registers[step.out]!];
        return step.kind === 'and' ? (lane, words) => and(left(lane), right(lane), out, words) : (lane, words) => or(left(lane), right(lane), out, words);
      }
      case 'before': {
        const [of, out, memory] = [wordsOf(step.of), registers[step.out]!, memories[step.memory]!];
        return (lane, words) => {
          memory[lane] = before(of(lane), out, words, memory[lane]!);
        };
      }
    }
  };
  const steps = program.steps.map(toStep);
  const rules = program.rules.map((rule) => rule && wordsOf(rule));
  return {
    run(lane, words) {
      for (let at = 0; at < steps.length; at++) steps[at]!(lane, words);
    },
    rule: (rule, lane) => rules[rule]?.(lane),
  };
}

function and(left: Uint32Array, right: Uint32Array, out: Uint32Array, words: number): void {
  for (let word = 0; word < words; word++) out[word] = left[word]! & right[word]!;
}

function or(left: Uint32Array, right: Uint32Array, out: Uint32Array, words: number): void {
  for (let word = 0; word < words; word++) out[word] = left[word]! | right[word]!;
}

/** Moves every bit to the bar after it. @returns the bit that falls out */
function before(of: Uint32Array, out: Uint32Array, words: number, first: number): number {
  let carry = first;
  for (let word = 0; word < words; word++) {
    const value = of[word]!;
    out[word] = (value << 1) | carry;
    carry = value >>> 31;
  }
  return carry;
}
