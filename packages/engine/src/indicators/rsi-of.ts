import type { KernelDefinition } from './kernel.ts';

/**
 * Relative strength index of an average gain and an average loss, from 0 to 100:
 *
 *     out[i] = 100 − 100 / ( 1 + gain[i] / loss[i] )
 *
 * Without any loss it is 100. Source: Wilder, New Concepts in Technical Trading Systems (1978), section VI; in this order
 * of operations vectorbt 1.1 `RSI`. First value on bar 0. Unknown where one of the two is, and where both are zero.
 */
export const rsiOf: KernelDefinition = {
  warmup: () => 0,
  create: () => ({
    process([gain, loss], [output], length) {
      for (let i = 0; i < length; i++) {
        // A gain over no loss is infinite, and 100 over that is 0.
        const index = 100 - 100 / (1 + gain![i]! / loss![i]!);
        // Infinity minus infinity is unknown: this costs less than a branch.
        output![i] = index + (index - index);
      }
    },
  }),
};
