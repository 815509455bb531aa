import type { PortionColumns } from '@wick/engine';

/** One row of a sweep. */
export interface Combination {
  readonly combination: number;
  readonly parameters: Readonly<Record<string, number>>;
  /** null where one is not defined. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** How a metric is spread over the combinations in which it is defined. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** By count − 1; 0 with fewer than two. */
  readonly variance: number;
}

/** What a sweep is summed up by, gathered portion by portion. */
export interface SweepSummary {
  readonly combinations: number;
  readonly neverTraded: number;
  /** Best first; of equal ones the earlier. */
  readonly top: readonly Combination[];
  readonly spread: Readonly<Record<string, Spread>>;
}

export interface SummaryWanted {
  readonly parameters: readonly string[];
  readonly metrics: readonly string[];
  /** Metric to sort by. */
  readonly sort: string;
  readonly lowest: boolean;
  readonly top: number;
}

/** @param portions in order */
export function summarise(portions: Iterable<PortionColumns>, { parameters, metrics, sort, lowest, top }: SummaryWanted): SweepSummary {
  const sortedBy = metrics.indexOf(sort);
  const sign = lowest ? 1 : -1;
  let best: { readonly value: number; readonly row: Combination }[] = [];
  let [combinations, neverTraded] = [0, 0];
  const spreads = metrics.map(() => ({ count: 0, mean: 0, squares: 0 }));
  for (const portion of portions) {
    combinations += portion.length;
    neverTraded += portion.neverTraded;
    for (let row = 0; row < portion.length; row++) {
      spreads.forEach((spread, at) => widen(spread, portion.metrics[at]![row]!));
      const value = portion.metrics[sortedBy]![row]!;
      const last = best.length === top ? best.at(-1) : undefined;
      if (Number.isNaN(value) || (last && sign * (value - last.value) >= 0)) continue;
      const after = best.findIndex((other) => sign * (value - other.value) < 0);
      best.splice(after < 0 ? best.length : after, 0, { value, row: rowOf(portion, row, parameters, metrics) });
      best = best.slice(0, top);
    }
  }
  const spread = Object.fromEntries(
    metrics.map((name, at) => {
      const { count, mean, squares } = spreads[at]!;
      return [name, { count, mean, variance: count > 1 ? squares / (count - 1) : 0 }];
    }),
  );
  return { combinations, neverTraded, top: best.map(({ row }) => row), spread };
}

/** Welford (1962), doi:10.1080/00401706.1962.10490022. */
function widen(spread: { count: number; mean: number; squares: number }, value: number): void {
  if (Number.isNaN(value)) return;
  const away = value - spread.mean;
  spread.mean += away / ++spread.count;
  spread.squares += away * (value - spread.mean);
}

const rowOf = (portion: PortionColumns, row: number, parameters: readonly string[], metrics: readonly string[]): Combination => ({
  combination: portion.places[row]!,
  parameters: Object.fromEntries(parameters.map((name, at) => [name, portion.parameters[at]![row]!])),
  metrics: Object.fromEntries(metrics.map((name, at) => [name, Number.isNaN(portion.metrics[at]![row]) ? null : portion.metrics[at]![row]!])),
});
