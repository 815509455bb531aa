export interface Timing {
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

export interface Pair {
  readonly subject: Timing;
  readonly reference: Timing;
  /** Median over the runs of subject / reference, taken run by run, so that a machine that changes speed does not tell. */
  readonly ratio: number;
  /** Median over the runs of subject − reference. */
  readonly differenceMs: number;
}

type Work = () => unknown;

/** Runs two pieces of work in turn, A B A B …, after one of each that is not counted. */
export async function timePairs(subject: Work, reference: Work, runs: number): Promise<Pair> {
  const subjects: number[] = [];
  const references: number[] = [];
  for (let run = -1; run < runs; run++) {
    const subjectMs = await timeOnce(subject);
    const referenceMs = await timeOnce(reference);
    if (run < 0) continue;
    subjects.push(subjectMs);
    references.push(referenceMs);
  }
  return {
    subject: toTiming(subjects),
    reference: toTiming(references),
    ratio: median(subjects.map((ms, run) => ms / references[run]!)),
    differenceMs: median(subjects.map((ms, run) => ms - references[run]!)),
  };
}

export async function timeOnce(work: Work): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const toTiming = (times: readonly number[]): Timing => ({
  medianMs: median(times),
  minMs: Math.min(...times),
  maxMs: Math.max(...times),
});

/** @throws RangeError on no values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
