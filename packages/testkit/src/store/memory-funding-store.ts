import { type FundingContract, type FundingRates, type FundingStore, WickError } from '@wick/core';

interface Payment {
  readonly rate: number;
  readonly markPrice: number;
}

/** {@link FundingStore} in memory, in its plainest form. */
export function memoryFundingStore(): FundingStore {
  const kept = new Map<string, Map<number, Payment>>();
  const paymentsOf = ({ exchange, market, symbol }: FundingContract): Map<number, Payment> => {
    const key = `${exchange}:${market}:${symbol}`;
    if (!kept.has(key)) kept.set(key, new Map());
    return kept.get(key)!;
  };
  return {
    async writeFunding(rates) {
      refuseDamage(rates);
      const payments = paymentsOf(rates.contract);
      const report = { received: rates.length, added: 0, unchanged: 0, revised: 0 };
      rates.timeMs.forEach((timeMs, row) => {
        const before = payments.get(timeMs);
        const heard = rates.markPrice[row]!;
        const after = { rate: rates.rate[row]!, markPrice: Number.isNaN(heard) ? (before?.markPrice ?? NaN) : heard };
        payments.set(timeMs, after);
        const isSame = before?.rate === after.rate && Object.is(before.markPrice, after.markPrice);
        report[before === undefined ? 'added' : isSame ? 'unchanged' : 'revised']++;
      });
      return report;
    },
    async funding(contract, { fromMs = -Infinity, toMs = Infinity } = {}) {
      const rows = [...paymentsOf(contract)].filter(([timeMs]) => timeMs >= fromMs && timeMs < toMs).sort(([a], [b]) => a - b);
      return {
        contract,
        length: rows.length,
        timeMs: Float64Array.from(rows, ([timeMs]) => timeMs),
        rate: Float64Array.from(rows, ([, { rate }]) => rate),
        markPrice: Float64Array.from(rows, ([, { markPrice }]) => markPrice),
      };
    },
  };
}

function refuseDamage({ contract, timeMs, rate, markPrice }: FundingRates): void {
  const row = timeMs.findIndex(
    (time, i) =>
      !Number.isSafeInteger(time) ||
      (i > 0 && time <= timeMs[i - 1]!) ||
      !Number.isFinite(rate[i]) ||
      markPrice[i]! <= 0 ||
      markPrice[i] === Infinity,
  );
  if (row < 0) return;
  throw new WickError('CANDLES_DAMAGED', `Funding payment ${row} of ${contract.symbol} is no payment, or does not come after the one before it.`, {
    remedy: 'Sort the payments by time, and leave out what the exchange does not say.',
  });
}
