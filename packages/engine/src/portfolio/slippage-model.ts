/** 1 buys, −1 sells. */
export type Direction = 1 | -1;

/** How much worse than the price a taker's fill is. Makers name their price and have none. */
export interface SlippageModel {
  /** Quote per base, for a taker who trades when the market is at `price`. */
  takerPrice(price: number, direction: Direction): number;
}

/** Buys at price × (1 + bps / 10,000), sells at price × (1 − bps / 10,000). */
export function bpsSlippage(slippageBps: number): SlippageModel {
  const share = slippageBps / 10_000;
  return { takerPrice: (price, direction) => price * (1 + direction * share) };
}
