export interface BackoffOptions {
  readonly firstMs?: number;
  readonly longestMs?: number;
  /** 0 to 1, so that tests know the jitter. */
  readonly random?: () => number;
}

/**
 * How long to wait before attempt `attempt` + 1: doubling from `firstMs` up to `longestMs`, of which the upper half is
 * left to chance, so that many clients cut off together do not come back together.
 *
 * @param attempt how many attempts have failed, from 1
 */
export function backoffMs(attempt: number, options: BackoffOptions = {}): number {
  const { firstMs = 500, longestMs = 30_000, random = Math.random } = options;
  const span = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return Math.round(span / 2 + (random() * span) / 2);
}
