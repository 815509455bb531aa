import { type FundingContract, type FundingRates, MINUTE_MS, type TimeRange, WickError } from '@wick/core';
import { RestClient, type RestClientOptions, SymbolUnknown } from '../rest/rest-client.ts';
import { rowsToFunding } from './rows-to-funding.ts';

export interface FundingSourceOptions extends RestClientOptions {
  readonly market: 'um' | 'cm';
}

/** What perpetual contracts have paid. */
export interface FundingSource {
  /** For provenance. */
  readonly name: string;
  readonly market: 'um' | 'cm';
  /**
   * Funding payments with times in `range`, ascending, in pages of up to 1000. Contracts with an end have none.
   * @throws WickError SYMBOL_UNKNOWN, and as candles do
   */
  rates(contract: FundingContract, range: TimeRange, options?: { signal?: AbortSignal }): AsyncIterable<FundingRates>;
}

const PAGE_ROWS = 1_000;
/** Shared with `fundingInfo` by all behind one address, and apart from request weight, which these requests have none of. */
const BUDGET = { name: 'funding', limit: 500, windowMs: 5 * MINUTE_MS };

/** Funding rates from Binance's REST interface, inside the limit of their own. @throws WickError OPTION_INVALID for spot */
export function createFundingSource(options: FundingSourceOptions): FundingSource {
  const { market } = options;
  if (market !== 'um' && market !== 'cm') {
    throw new WickError('OPTION_INVALID', `The market ${String(market)} has no funding rates.`, { remedy: 'Use um or cm: only perpetual contracts have them.' });
  }
  const client = new RestClient(options, BUDGET);
  return { name: 'binance-rest', market, rates: (contract, range, { signal } = {}) => pages(client, market, contract, range, signal) };
}

async function* pages(
  client: RestClient, market: 'um' | 'cm', contract: FundingContract, range: TimeRange, signal: AbortSignal | undefined,
): AsyncGenerator<FundingRates> {
  if (contract.market !== market) throw new RangeError(`${contract.symbol} of ${contract.market} asked of a source for ${market}`);
  const { symbol } = contract;
  // The budget goes by the exchange's clock, and what is paid later than now is in no answer.
  await client.serverTimeMs(signal);
  const endTime = Math.ceil(range.toMs) - 1;
  for (let startTime = Math.max(0, Math.ceil(range.fromMs)); startTime <= endTime; ) {
    const parameters = { symbol, startTime, endTime, limit: PAGE_ROWS };
    const rows = await client.get({ path: 'fundingRate', parameters, weight: 1, signal }).catch((error: unknown) => {
      throw error instanceof SymbolUnknown ? symbolUnknown(contract) : error;
    });
    const page = rowsToFunding(contract, rows);
    if (page.length > 0) yield page;
    if ((rows as unknown[]).length < PAGE_ROWS) return;
    startTime = page.timeMs[page.length - 1]! + 1;
  }
}

const symbolUnknown = ({ market, symbol }: FundingContract): WickError =>
  new WickError('SYMBOL_UNKNOWN', `Binance ${market} has no symbol ${symbol}.`, {
    remedy: market === 'um' ? 'Write base and quote asset together, such as BTCUSDT.' : 'Write it as the exchange does, such as BTCUSD_PERP.',
    details: { symbol, market },
  });
