import { finite } from './finite.ts';
import { normalCdf } from './normal-distribution.ts';

export interface SharpeEstimate {
  /** Per period of the observations: not annualised. */
  readonly sharpe: number;
  /** Returns it was estimated from. */
  readonly observations: number;
  readonly skewness: number;
  /** Raw, 3 for a normal distribution; excess kurtosis is this less 3 and gives a wrong answer without a sign of it. */
  readonly kurtosis: number;
}

/**
 * The probability that the true Sharpe ratio is above `benchmark`, per period as well:
 * PSR(SR*) = Φ[(SR − SR*) √(T − 1) / √(1 − γ₃ SR + (γ₄ − 1)/4 SR²)].
 * Bailey & López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012). null where the root is not above zero.
 */
export function probabilisticSharpe(
  { sharpe, observations, skewness, kurtosis }: SharpeEstimate,
  benchmark = 0,
): number | null {
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;
  return variance > 0 ? finite(normalCdf(((sharpe - benchmark) * Math.sqrt(observations - 1)) / Math.sqrt(variance))) : null;
}
