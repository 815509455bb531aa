import { finite } from './finite.ts';

/** What a stretch of time came to. */
export interface PeriodReturn {
  /** Final / initial − 1. */
  readonly totalReturn: number;
  readonly years: number;
}

/**
 * How much of the return that was found in the samples of a walk-forward was still there after them: annualised out-of-sample
 * return / annualised in-sample return, both compounding (Pardo, "The Evaluation and Optimization of Trading Strategies", 2008).
 * Pardo asks for at least 0.5. null unless the in-sample return is above zero and both stretches have a length.
 */
export function walkForwardEfficiency(outOfSample: PeriodReturn, inSample: PeriodReturn): number | null {
  const found = annualised(inSample);
  return found > 0 ? finite(annualised(outOfSample) / found) : null;
}

const annualised = ({ totalReturn, years }: PeriodReturn): number =>
  years > 0 ? (1 + totalReturn) ** (1 / years) - 1 : Number.NaN;
