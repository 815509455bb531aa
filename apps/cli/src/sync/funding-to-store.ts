import type { FundingContract, Market, Series, TimeRange, WickError } from '@wick/core';
import type { FundingSyncReport } from '@wick/ingestion';
import type { Storage } from '@wick/storage';
import type { CliContext } from '../context.ts';
import { binanceAddress } from '../options/binance-address.ts';
import { formatAmount, formatTime } from '../output/format.ts';
import type { Paint } from '../output/paint.ts';

/** What became of the funding rates of a contract. */
export type FundingOutcome = FundingSyncReport | { readonly contract: FundingContract; readonly error: WickError };

/** Stores the funding rates of each symbol of a futures market; of spot there are none. One that fails does not stop the others. */
export async function fundingToStore(
  context: CliContext, storage: Storage, market: Market, series: readonly Series[], range: TimeRange,
): Promise<FundingOutcome[]> {
  if (market === 'spot') return [];
  const [{ createFundingSource, syncFunding }, { isWickError }] = await Promise.all([import('@wick/ingestion'), import('@wick/core')]);
  const source = createFundingSource({ market, limits: storage.limits, ...binanceAddress(context) });
  const outcomes: FundingOutcome[] = [];
  for (const { exchange, symbol } of new Map(series.map((one) => [one.symbol, one])).values()) {
    const contract: FundingContract = { exchange, market, symbol };
    try {
      outcomes.push(await syncFunding({ source, store: storage.funding, contract, range, signal: context.signal }));
    } catch (error) {
      context.signal.throwIfAborted();
      if (!isWickError(error) || error.code.startsWith('DATABASE')) throw error;
      outcomes.push({ contract, error });
    }
  }
  return outcomes;
}

export function fundingToText(outcome: FundingOutcome, paint: Paint): string {
  const name = `${outcome.contract.symbol} ${outcome.contract.market}`;
  if ('error' in outcome) return `${paint('red', '✗')} ${name} funding  ${outcome.error.message}\n    ${paint('dim', '→')} ${outcome.error.remedy}`;
  const { payments, firstTimeMs, lastTimeMs, sum, added } = outcome;
  if (firstTimeMs === null || lastTimeMs === null) return `${name}  no funding in this range: only perpetual contracts have some`;
  const paid = `${Math.abs(sum * 100).toFixed(4)} % of the position's value, ${sum < 0 ? 'to' : 'by'} those who were long for all of it`;
  const news = added === 0 ? 'nothing new' : `${formatAmount(added, 'payment')} added`;
  return `${name}  ${formatAmount(payments, 'payment')} of funding, ${minute(firstTimeMs)} to ${minute(lastTimeMs)} UTC: ${news}\n    ${paid}`;
}

/** Payments come some milliseconds late, which is of no interest here. */
const minute = (timeMs: number): string => formatTime(timeMs - (timeMs % 60_000));
