import type { Kernel, KernelDefinition } from './kernel.ts';
import { RecentValues } from './recent-values.ts';

/**
 * Mean absolute deviation from the mean:
 *
 *     out[i] = ( |x[i−p+1] − μ| + … + |x[i] − μ| ) / p,   μ = their mean
 *
 * Source: TradingView `ta.dev`. First value on bar `p − 1`. An unknown bar makes exactly the `p` windows that hold it
 * unknown. A new mean changes every distance, so each bar looks at the whole window. Equal values give exactly 0.
 */
export const meanDeviation: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new MeanDeviation(period!),
};

class MeanDeviation implements Kernel {
  readonly #period: number;
  readonly #recent: RecentValues;

  constructor(period: number) {
    this.#period = period;
    this.#recent = new RecentValues(period);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const period = this.#period;
    const { values } = this.#recent;
    for (let i = 0; i < length; i++) {
      const anchor = input![i]!;
      const start = this.#recent.push(anchor);
      const end = start + period;
      let sum = 0;
      for (let j = start; j < end; j++) sum += values[j]! - anchor;
      const mean = sum / period;
      let distance = 0;
      for (let j = start; j < end; j++) distance += Math.abs(values[j]! - anchor - mean);
      output![i] = distance / period;
    }
  }
}
