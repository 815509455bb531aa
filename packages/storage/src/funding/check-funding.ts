import { type FundingRates, WickError } from '@wick/core';

/**
 * Lets rates pass that may be stored.
 * @throws WickError CANDLES_DAMAGED if they cannot have come from an exchange: times that do not ascend or are no whole
 * milliseconds, a rate that is no number, a mark price that is neither a positive number nor unknown
 */
export function checkFunding(rates: FundingRates): void {
  const problem = lengthProblem(rates) ?? rowProblem(rates);
  if (problem === undefined) return;
  const { exchange, market, symbol } = rates.contract;
  throw new WickError('CANDLES_DAMAGED', `Funding rates of ${exchange}:${market}:${symbol} cannot be stored: ${problem}.`, {
    remedy: 'Nothing was written. Check the source; fetching them again may help.',
    details: { exchange, market, symbol },
  });
}

function lengthProblem({ length, timeMs, rate, markPrice }: FundingRates): string | undefined {
  const wrong = Object.entries({ timeMs, rate, markPrice }).find(([, values]) => values.length !== length);
  return wrong && `${wrong[0]} has ${wrong[1].length} rows, not ${length}`;
}

function rowProblem({ length, timeMs, rate, markPrice }: FundingRates): string | undefined {
  for (let row = 0; row < length; row++) {
    if (!Number.isSafeInteger(timeMs[row])) return `the time of row ${row} is ${timeMs[row]}`;
    if (row > 0 && timeMs[row]! <= timeMs[row - 1]!) return `the time of row ${row} does not ascend`;
    if (!Number.isFinite(rate[row])) return `the rate of row ${row} is ${rate[row]}`;
    if (markPrice[row]! <= 0 || markPrice[row] === Infinity) return `the mark price of row ${row} is ${markPrice[row]}`;
  }
  return undefined;
}
