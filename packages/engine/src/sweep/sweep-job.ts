import {
  type Combinations, type CombinationsSpec, type Execution, type Frame, openCombinations, openTemplate, parseExecution,
  type StrategyTemplate, valuesAt, WickError,
} from '@wick/core';
import { requirePrices } from '../backtest-candles.ts';
import type { Arithmetic } from '../records/arithmetic.ts';
import { isWholePosition } from '../portfolio/whole-position/lane-rules.ts';
import { LANE_FIELDS } from '../portfolio/whole-position/lane-row.ts';
import { BYTES_OF_RUN } from './run-runner.ts';
import type { Site } from './lane-program.ts';
import { checkCombinations, type SweepJob } from './portion.ts';
import { partsFor, requireSweepMetrics, type SweepMetric } from './sweep-metrics.ts';
import { templateToProgram } from './template-to-program.ts';

export interface SweepOptions {
  /** What is left out takes core's default. */
  readonly execution?: Partial<Execution>;
  /** `tolerant`: the sums of vectorbt. Default `exact`: those of a backtest. */
  readonly arithmetic?: Arithmetic;
  /** One column each. Those that fills alone tell cost next to nothing. Default {@link DEFAULT_SWEEP_METRICS}. */
  readonly metrics?: readonly string[];
  /** Combinations of a grid or a list; more are refused. Default a million. */
  readonly maxCombinations?: number;
  /** For the series and the state of combinations that are worked on at a time, all threads together; the frame and the result come on top. Default 256. */
  readonly memoryMb?: number;
}

export const DEFAULT_SWEEP_METRICS: readonly SweepMetric[] = ['totalReturn', 'trades', 'winRate', 'profitFactor', 'feesPaid', 'exposure'];
export const DEFAULT_MAX_COMBINATIONS = 1_000_000;
export const DEFAULT_MEMORY_MB = 256;

/**
 * Frame, template, combinations and options → a job of which everything is checked.
 *
 * @throws WickError CANDLES_MISSING, CANDLES_DAMAGED, OPTION_INVALID, STRATEGY_SYNTAX, STRATEGY_INVALID
 */
export function createSweepJob(frame: Frame, text: string, spec: CombinationsSpec, options: SweepOptions = {}): SweepJob {
  const metrics = requireSweepMetrics(options.metrics ?? DEFAULT_SWEEP_METRICS);
  if (metrics.length === 0) throw invalid('metrics', 'A sweep without a metric has no result.', 'Give at least one, such as totalReturn.');
  const execution = parseExecution(options.execution ?? {});
  if (frame.length === 0) {
    throw new WickError('CANDLES_MISSING', `There are no candles of ${frame.series.symbol} ${frame.series.interval} in this range.`, {
      remedy: 'Import or sync candles of it first, or choose another range.',
    });
  }
  requirePrices(frame);
  const { template, combinations } = readSweep(text, spec, options.maxCombinations);
  const arithmetic = options.arithmetic ?? 'exact';
  if (arithmetic === 'tolerant' && !isWholePosition(template.example, execution)) {
    throw invalid('arithmetic', 'The tolerant arithmetic knows only flat and one whole position, entered at the market.', 'Take the exact one.');
  }
  const program = templateToProgram(template, { combinations: combinations.places, parameters: combinations.parameters });
  return { frame, template, combinations, program, execution, arithmetic, metrics };
}

/**
 * What is to be swept, checked as far as it can be without candles.
 *
 * @throws WickError OPTION_INVALID, STRATEGY_SYNTAX, STRATEGY_INVALID
 */
export function readSweep(
  text: string,
  spec: CombinationsSpec,
  maxCombinations = DEFAULT_MAX_COMBINATIONS,
): { readonly template: StrategyTemplate; readonly combinations: Combinations } {
  const combinations = openCombinations(spec, maxCombinations);
  const [example, ...others] = examplesOf(combinations);
  return { template: openTemplate(text, example!, others), combinations };
}

/** Combinations that a template is read with. */
const EXAMPLES = 50;

/** Values of the first combination, with which the strategy is read, and of some others from all over the sweep. */
function examplesOf(combinations: Combinations): Record<string, number>[] {
  const { parameters, places } = combinations;
  const at = new Int32Array(parameters.length);
  const examples: Record<string, number>[] = [];
  const step = Math.max(1, Math.floor(places / EXAMPLES));
  for (let place = 0; place < places; place += examples.length === 0 ? 1 : step) {
    if (!combinations.read(place, at)) continue;
    const values = valuesAt(combinations, at);
    examples.push(Object.fromEntries(parameters.map(({ name }, p) => [name, values[p]!])));
  }
  if (examples.length === 0) throw invalid('where', 'No combination meets the constraint.', 'Loosen it, or widen the values.');
  return examples;
}

/** Consecutive places, `from` to `to` (exclusive), and the combinations among them. */
export interface PortionBounds {
  readonly from: number;
  readonly to: number;
  readonly lanes: number;
}

/** More lanes than this share hardly more and make progress coarse. */
const MOST_LANES = 8192;

/**
 * Checks every combination and cuts them into portions that have about equally many and fit into the memory.
 *
 * @param threads portions come in a multiple of it, so that all have work to the end
 * @throws WickError STRATEGY_INVALID (the first combination that makes no sense), OPTION_INVALID (too little memory for one)
 */
export function jobToPortions(job: SweepJob, memoryMb = DEFAULT_MEMORY_MB, threads = 1): PortionBounds[] {
  let total = 0;
  checkCombinations(job, () => total++);
  const most = lanesIn(job, (memoryMb * 2 ** 20) / threads);
  const rounds = Math.ceil(total / most / threads);
  const count = Math.min(total, rounds * threads);
  const bounds: PortionBounds[] = [];
  const at = new Int32Array(job.combinations.parameters.length);
  let [from, lanes] = [0, 0];
  for (let place = 0; place < job.combinations.places && bounds.length < count - 1; place++) {
    if (job.combinations.read(place, at)) lanes++;
    const wanted = Math.floor((total * (bounds.length + 1)) / count) - Math.floor((total * bounds.length) / count);
    if (lanes < wanted) continue;
    bounds.push({ from, to: place + 1, lanes });
    [from, lanes] = [place + 1, 0];
  }
  const before = bounds.reduce((sum, portion) => sum + portion.lanes, 0);
  return [...bounds, { from, to: job.combinations.places, lanes: total - before }];
}

/** Estimated bytes of an indicator's memory beside its block of values. */
const KERNEL_BYTES = 4096;
const BLOCK_BYTES = 128 * 8;

function lanesIn(job: SweepJob, bytes: number): number {
  for (let lanes = MOST_LANES; lanes >= 1; lanes = Math.floor(lanes / 2)) if (bytesFor(job, lanes) <= bytes) return lanes;
  throw invalid('memoryMb', `One combination alone takes ${Math.ceil(bytesFor(job, 1) / 2 ** 20)} MB for each thread.`, 'Allow more memory, or use fewer threads.');
}

/** An upper estimate of what so many combinations take while they are worked on. */
function bytesFor({ program, combinations, metrics, frame, template, execution }: SweepJob, lanes: number): number {
  const answersOf = ({ parameters }: Site): number => parameters.reduce((product, p) => product * combinations.parameters[p]!.values.length, 1);
  const sites = program.sites.reduce(
    (sum, site) => sum + Math.min(lanes, answersOf(site)) * (site.isCondition ? 2_000 : KERNEL_BYTES + BLOCK_BYTES + 2_000), 0,
  );
  const parts = partsFor(metrics);
  const days = (frame.openTimeMs.at(-1)! - frame.openTimeMs[0]!) / 86_400_000;
  // Growing arrays of numbers: two a day, up to twice as long as they are full.
  const isRow = isWholePosition(template.example, execution);
  const equity = isRow ? parts.size * 600 + (parts.has('days') ? days * 32 : 0) : BYTES_OF_RUN + days * 32;
  const own = LANE_FIELDS * 8 + program.sites.length * 8 + program.memories * 4 + (combinations.parameters.length * 2 + metrics.length + 1) * 8;
  return sites + lanes * (own + equity);
}

const invalid = (option: string, message: string, remedy: string): WickError =>
  new WickError('OPTION_INVALID', message, { remedy, details: { option } });
