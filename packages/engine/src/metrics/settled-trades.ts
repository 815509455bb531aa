import type { Fill, Trade } from '@wick/core';
import { CostStatistics } from './cost-metrics.ts';
import { TradeStatistics } from './trade-metrics.ts';

/** What fills and trades that nobody keeps any longer came to. */
export class SettledTrades {
  readonly costs: CostStatistics;
  readonly trades: TradeStatistics;
  ambiguous = 0;

  constructor(costs = new CostStatistics(), trades = new TradeStatistics()) {
    this.costs = costs;
    this.trades = trades;
  }

  add({ fills, trades }: { readonly fills: readonly Fill[]; readonly trades: readonly Trade[] }): void {
    for (const fill of fills) this.costs.add(fill);
    for (const trade of trades) {
      this.trades.add(trade);
      if (trade.ambiguous) this.ambiguous++;
    }
  }

  /** Another one with the same sums. */
  copy(): SettledTrades {
    const copy = new SettledTrades(this.costs.copy(), this.trades.copy());
    copy.ambiguous = this.ambiguous;
    return copy;
  }
}
