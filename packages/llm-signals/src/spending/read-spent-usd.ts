import type { CassetteStore } from '@wick/core';
import { priceUnknown } from './budget.ts';

/**
 * What the answers of a run have cost up to now, whoever asked for them and however that ended: where the budget of a run
 * that is resumed begins. Requests that were never settled count at their worst.
 *
 * @param keys of all cassettes of the run
 * @throws WickError PRICE_UNKNOWN if one of those has no worst
 */
export async function readSpentUsd(cassettes: CassetteStore, keys: readonly string[]): Promise<number> {
  const { settledUsd, unsettledUsd } = await cassettes.spending(keys);
  if (unsettledUsd === null) throw priceUnknown();
  return settledUsd + unsettledUsd;
}
