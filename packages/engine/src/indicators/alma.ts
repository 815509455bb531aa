import type { Kernel, KernelDefinition } from './kernel.ts';
import { RecentValues } from './recent-values.ts';

/**
 * Arnaud Legoux moving average, a mean with Gaussian weights:
 *
 *     out[i] = Σ w[j]·x[i−p+1+j] / Σ w[j],   w[j] = exp( −(j − offset·(p−1))² / (2·(p/sigma)²) ),   j = 0 … p−1
 *
 * Source: TradingView `ta.alma`. First value on bar `p − 1`. An unknown bar makes exactly the `p` windows that hold it
 * unknown. A weight that is neither constant, linear nor exponential leaves no way around the `p` products a bar.
 */
export const alma: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period, offset, sigma]) => new GaussianMean(period!, offset!, sigma!),
};

class GaussianMean implements Kernel {
  readonly #weights: Float64Array;
  readonly #recent: RecentValues;

  constructor(period: number, offset: number, sigma: number) {
    const middle = offset * (period - 1);
    const width = period / sigma;
    const weights = Float64Array.from({ length: period }, (_, j) => Math.exp(-((j - middle) ** 2) / (2 * width * width)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#weights = weights.map((weight) => weight / total);
    this.#recent = new RecentValues(period);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const weights = this.#weights;
    const { values } = this.#recent;
    for (let i = 0; i < length; i++) {
      const start = this.#recent.push(input![i]!);
      let sum = 0;
      for (let j = 0; j < weights.length; j++) sum += weights[j]! * values[start + j]!;
      output![i] = sum;
    }
  }
}
