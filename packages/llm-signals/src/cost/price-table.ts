import { dayOf } from './find-price.ts';
import type { KnowledgeCutOff, Price } from './price.ts';
import { PRICES } from './prices.ts';
import { usageToUsd } from './usage-to-cost.ts';

export const DAYS_A_MONTH = 30;
export const DAYS_A_YEAR = 365;

/** Holds: can be asked today at this price. Ended: the price does not hold any more, or not yet. Retired: somebody says that the model is gone. */
export type PriceState = 'holds' | 'ended' | 'not yet' | 'retired';

/** A price and what a steady use of it costs, in US dollars, off the peak. */
export interface PriceRow {
  readonly provider: string;
  readonly model: string;
  readonly state: PriceState;
  readonly price: Price;
  readonly dayUsd: number;
  readonly monthUsd: number;
  readonly yearUsd: number;
  readonly knowledgeCutOff: KnowledgeCutOff | null;
}

/**
 * Every price with the cost of so many tokens of output a day, for a day, 30 days and 365 days.
 *
 * @param timeMs what counts as today
 */
export function priceTable(tokensPerDay: number, timeMs: number, prices: readonly Price[] = PRICES): PriceRow[] {
  return prices.flatMap((price) =>
    price.providers.map((provider) => {
      const dayUsd = usageToUsd({ promptTokens: 0, cachedTokens: 0, completionTokens: tokensPerDay }, price);
      return {
        provider,
        model: price.models[0]!,
        state: stateOf(price, dayOf(timeMs)),
        price,
        dayUsd,
        monthUsd: dayUsd * DAYS_A_MONTH,
        yearUsd: dayUsd * DAYS_A_YEAR,
        knowledgeCutOff: price.knowledgeCutOff ?? null,
      };
    }),
  );
}

function stateOf({ from, until, retired }: Price, day: string): PriceState {
  if (retired !== undefined && day >= retired) return 'retired';
  if (until !== undefined && day > until) return 'ended';
  return from !== undefined && day < from ? 'not yet' : 'holds';
}
