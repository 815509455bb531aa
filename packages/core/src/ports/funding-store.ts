import type { FundingContract, FundingRates } from '../funding/funding-rates.ts';
import type { TimeRange } from './candle-source.ts';
import type { WriteReport } from './candle-store.ts';
import type { Provenance } from './provenance.ts';

/** Where funding rates are kept, beside the candles of their contract. */
export interface FundingStore {
  /** All or nothing; known values are never replaced by unknown ones. @throws WickError CANDLES_DAMAGED */
  writeFunding(rates: FundingRates, provenance: Provenance): Promise<WriteReport>;
  funding(contract: FundingContract, range?: Partial<TimeRange>): Promise<FundingRates>;
}
