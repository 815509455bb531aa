import type { CostMetrics, Fill } from '@wick/core';
import { finite } from './finite.ts';

/** The whole of a run that trading is measured against. */
export interface RunTotals {
  readonly bars: number;
  readonly barsInPosition: number;
  /** In the quote asset, after costs. */
  readonly netProfit: number;
  /** In the quote asset, below zero if more was received; null where no funding was charged. */
  readonly fundingPaid?: number | null;
  /** Over the bars' closes; NaN without bars. */
  readonly meanEquity: number;
  /** Years of 365 days from the first open to the last close. */
  readonly years: number;
}

/**
 * - exposure = bars that end in a position / bars
 * - turnover = Σ |size × price| / mean equity / years (LEAN); null where the mean equity is not above zero
 * - gross profit G = net profit + fees + slippage + funding: what the market gave. Shares: fees / G and so on, null unless G > 0
 * - break-even cost = G / Σ |size × price| in basis points: what each fill could cost with nothing left
 *
 * Everything is summed over every fill, in order, those of an open trade included.
 */
export function costMetrics(fills: readonly Fill[], totals: RunTotals): CostMetrics {
  const statistics = new CostStatistics();
  for (const fill of fills) statistics.add(fill);
  return statistics.read(totals);
}

/** The same, from one fill after another. */
export class CostStatistics {
  #feesPaid = 0;
  #slippagePaid = 0;
  #traded = 0;

  copy(): CostStatistics {
    const copy = new CostStatistics();
    copy.#feesPaid = this.#feesPaid;
    copy.#slippagePaid = this.#slippagePaid;
    copy.#traded = this.#traded;
    return copy;
  }

  add({ fee, slippage, size, price }: Fill): void {
    this.#feesPaid += fee;
    this.#slippagePaid += slippage;
    this.#traded += size * price;
  }

  read(totals: RunTotals): CostMetrics {
    const feesPaid = this.#feesPaid;
    const slippagePaid = this.#slippagePaid;
    const { fundingPaid = null } = totals;
    const grossProfit = totals.netProfit + feesPaid + slippagePaid + (fundingPaid ?? 0);
    const shareOfProfit = (cost: number): number | null => (grossProfit > 0 ? finite(cost / grossProfit) : null);
    return {
      exposure: finite(totals.barsInPosition / totals.bars),
      turnover: totals.meanEquity > 0 ? finite(this.#traded / totals.meanEquity / totals.years) : null,
      feesPaid,
      slippagePaid,
      fundingPaid,
      feeShare: shareOfProfit(feesPaid),
      slippageShare: shareOfProfit(slippagePaid),
      fundingShare: fundingPaid === null ? null : shareOfProfit(fundingPaid),
      breakEvenCostBps: finite((grossProfit / this.#traded) * 10_000),
    };
  }
}
