import { createHash } from 'node:crypto';
import { followingOpenTime, type Frame, type FundingManifest, type FundingRates, HOUR_MS, MINUTE_MS } from '@wick/core';

/** The longest that Binance's contracts go without a payment, and some time for it to be booked. */
const LONGEST_WAIT_MS = 8 * HOUR_MS + MINUTE_MS;

/** What a run says of the funding that it charged. */
export function fundingManifest(rates: FundingRates, frame: Frame): FundingManifest {
  const { timeMs, length } = paymentsWithin(rates, frame);
  return { hash: fundingHash(rates), payments: length, firstTimeMs: timeMs[0] ?? null, lastTimeMs: timeMs.at(-1) ?? null };
}

/** How funding was charged and what of it was not known, one sentence each; without rates, that a contract would have paid. */
export function fundingAssumptions(rates: FundingRates | undefined, frame: Frame): string[] {
  if (!rates) return frame.series.market === 'spot' ? [] : ['Funding is not charged.'];
  const within = paymentsWithin(rates, frame);
  const longestMs = longestWait(within.timeMs, frame);
  return [
    'Funding is charged on the position that is held after the fills at the open of the bar that a payment falls into.',
    ...(within.markPrice.some(Number.isNaN) ? ['Where the mark price of a payment is not known, the close of its bar is taken.'] : []),
    ...(longestMs > LONGEST_WAIT_MS ? [`For up to ${Math.floor(longestMs / HOUR_MS)} hours no payment is known: whatever was paid then is not charged.`] : []),
  ];
}

interface Payments {
  readonly length: number;
  readonly timeMs: Float64Array;
  readonly markPrice: Float64Array;
}

/** From the first open to the end of the last bar. */
function paymentsWithin({ timeMs, markPrice }: FundingRates, frame: Frame): Payments {
  const [fromMs, toMs] = spanOf(frame);
  const first = timeMs.findIndex((time) => time >= fromMs);
  const end = timeMs.findLastIndex((time) => time < toMs) + 1;
  const [from, to] = first < 0 ? [0, 0] : [first, Math.max(first, end)];
  return { length: to - from, timeMs: timeMs.subarray(from, to), markPrice: markPrice.subarray(from, to) };
}

const spanOf = ({ openTimeMs, series }: Frame): [fromMs: number, toMs: number] =>
  [openTimeMs[0]!, followingOpenTime(openTimeMs.at(-1)!, series.interval)];

/** Of the run's time, the longest stretch without a payment. */
function longestWait(timeMs: Float64Array, frame: Frame): number {
  const [fromMs, toMs] = spanOf(frame);
  let longestMs = 0;
  let lastMs = fromMs;
  for (const time of [...timeMs, toMs]) {
    longestMs = Math.max(longestMs, time - lastMs);
    lastMs = time;
  }
  return longestMs;
}

/** SHA-256 over the contract and the bytes of its columns. */
function fundingHash({ contract: { exchange, market, symbol }, timeMs, rate, markPrice }: FundingRates): string {
  const hash = createHash('sha256').update(`${exchange}:${market}:${symbol}\n`);
  for (const { buffer, byteOffset, byteLength } of [timeMs, rate, markPrice]) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}
