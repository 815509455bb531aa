import { isWickError } from '@wick/core';
import { createRestSource } from '@wick/ingestion';
import { type Check, ok, warning } from './check.ts';

const PATIENCE_MS = 3_000;
/** From here on, a candle that is still open could be taken for closed by a careless reader of the local clock. */
const LARGEST_OFFSET_MS = 1_000;

/**
 * Does Binance answer, and does its clock agree with this machine's? Only fetching candles needs it.
 * @param address another one than Binance's own
 */
export async function checkBinance(address: { baseUrl?: string }): Promise<Check[]> {
  const source = createRestSource({ market: 'spot', ...address });
  const startMs = Date.now();
  try {
    const serverTimeMs = await source.serverTimeMs(AbortSignal.timeout(PATIENCE_MS));
    // The answer was on its way for about half of the time that the question took.
    const offsetMs = Math.round((startMs + Date.now()) / 2 - serverTimeMs);
    return [ok('Binance', 'answers'), clockCheck(offsetMs)];
  } catch (error) {
    const reason = isWickError(error) ? error.message : `no answer within ${PATIENCE_MS / 1_000} s`;
    return [warning('Binance', `cannot be reached: ${reason}`, 'Only fetching candles needs it; "wick candles import" works without.')];
  }
}

function clockCheck(offsetMs: number): Check {
  const detail = `this machine is ${Math.abs(offsetMs)} ms ${offsetMs < 0 ? 'behind' : 'ahead of'} Binance`;
  return Math.abs(offsetMs) > LARGEST_OFFSET_MS ? warning('Clock', detail, 'Let the machine set its clock by NTP.') : ok('Clock', detail);
}
