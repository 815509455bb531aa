import { followingOpenTime, type FrameBlock, type FundingRates, type Interval, type Series, WickError } from '@wick/core';

/** What a long position of 1 pays, in the quote asset, one value a bar; a short receives it. */
export interface BarFunding {
  /** While no candle was there, between the bar before and this one. */
  readonly before: Float64Array;
  /** From the bar's open to its end. */
  readonly within: Float64Array;
}

/** Funding for bars that come in blocks. */
export interface FundingStream {
  next(block: FrameBlock): BarFunding;
}

/**
 * Payments → the bars that they fall into: rate × mark price, or where that is unknown × the close of the bar; between bars × the
 * close before. Payments before the first open concern nobody.
 *
 * @param rates for which {@link requireFunding} holds
 * @throws WickError OPTION_INVALID without an interval
 */
export function createFundingStream({ length, timeMs, rate, markPrice }: FundingRates, interval: Interval | undefined): FundingStream {
  if (interval === undefined) throw invalid('Funding cannot be laid on bars whose interval is not known.');
  let next = 0;
  let lastClose = Number.NaN;
  const payUntil = (endMs: number, close: number): number => {
    let paid = 0;
    for (; next < length && timeMs[next]! < endMs; next++) {
      paid += rate[next]! * (Number.isNaN(markPrice[next]!) ? close : markPrice[next]!);
    }
    return paid;
  };
  return {
    next(block) {
      const { openTimeMs, columns: { close } } = block;
      const [before, within] = [new Float64Array(block.length), new Float64Array(block.length)];
      for (let bar = 0; bar < block.length; bar++) {
        if (Number.isNaN(lastClose)) while (next < length && timeMs[next]! < openTimeMs[bar]!) next++;
        before[bar] = payUntil(openTimeMs[bar]!, lastClose);
        within[bar] = payUntil(followingOpenTime(openTimeMs[bar]!, interval), close[bar]!);
        lastClose = close[bar]!;
      }
      return { before, within };
    },
  };
}

/**
 * @throws WickError OPTION_INVALID for rates of another contract than the candles are of, of a contract that pays in its coin, or
 *   that are no numbers in ascending time
 */
export function requireFunding({ contract, length, timeMs, rate }: FundingRates, { exchange, market, symbol }: Series): void {
  const name = `${contract.exchange} ${contract.market} ${contract.symbol}`;
  if (contract.market === 'cm') throw invalid(`${name} pays its funding in the coin, and only payments in the quote asset can be charged.`);
  if (contract.exchange !== exchange || contract.market !== market || contract.symbol !== symbol) {
    throw invalid(`The funding is that of ${name}, and the candles are those of ${exchange} ${market} ${symbol}.`);
  }
  for (let row = 0; row < length; row++) {
    if (!(timeMs[row]! > (timeMs[row - 1] ?? -Infinity)) || !Number.isFinite(rate[row])) {
      throw invalid(`Payment ${row} of the funding of ${name} is no number, or does not come after the one before it.`);
    }
  }
}

const invalid = (message: string): WickError =>
  new WickError('OPTION_INVALID', message, { remedy: 'Give the funding rates of the contract whose candles are run, or none.', details: { option: 'funding' } });
