import { WickError } from '@wick/core';
import type { HttpAnswer } from './binance-http.ts';

/** What to do about an answer. Retries without a time of their own wait longer and longer. */
export type Verdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'retry'; readonly why: string }
  /** Nobody may ask anything for a while: the limit is reached. */
  | { readonly kind: 'limited'; readonly waitMs: number }
  /** This address is banned; asking on makes it longer. */
  | { readonly kind: 'banned'; readonly untilMs: number }
  | { readonly kind: 'symbol-unknown' }
  | { readonly kind: 'refused'; readonly error: WickError };

/** Binance's codes for trouble on its own side that passes. */
const PASSING: ReadonlySet<number> = new Set([-1000, -1001, -1003, -1006, -1007, -1008, -1016]);

/** @param nowMs the exchange's time, as far as it is known */
export function answerToVerdict({ status, headers, body }: HttpAnswer, nowMs: number): Verdict {
  if (status >= 200 && status < 300) return { kind: 'good' };
  const { code, msg } = typeof body === 'object' && body !== null ? (body as { code?: number; msg?: string }) : {};
  const retryAfterMs = Number(headers['retry-after']) * 1000;
  const bannedUntilMs = Number(/banned until (\d{13})/.exec(msg ?? '')?.[1]);

  if (status === 418 || bannedUntilMs > nowMs) {
    const afterMs = Number.isFinite(retryAfterMs) ? nowMs + retryAfterMs : nowMs + 120_000;
    return { kind: 'banned', untilMs: bannedUntilMs > 0 ? bannedUntilMs : afterMs };
  }
  if (status === 429) return { kind: 'limited', waitMs: Number.isFinite(retryAfterMs) ? retryAfterMs : 60_000 };
  if (status === 451) return refused('Binance does not serve this location.', 'Use another network, or import candle archives instead.', status, msg);
  if (status === 403) return refused("Binance's web firewall refused the request.", 'Wait some minutes, lower the concurrency, or import candle archives instead.', status, msg);
  if (code === -1121) return { kind: 'symbol-unknown' };
  if (status >= 500 || (code !== undefined && PASSING.has(code))) return { kind: 'retry', why: `${status} ${withoutStop(msg ?? '')}`.trim() };
  if (code === -1120) return { kind: 'refused', error: intervalUnknown(msg) };
  return refused(`The exchange refused the request: ${withoutStop(msg ?? `status ${status}`)}.`, 'Check the address, the symbol and the range.', status, msg, code);
}

/** The exchange's sentences end in a full stop; here they end ours. */
const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

function refused(message: string, remedy: string, status: number, msg: string | undefined, code?: number): Verdict {
  return { kind: 'refused', error: new WickError('EXCHANGE_REFUSED', message, { remedy, details: { status, code, msg } }) };
}

const intervalUnknown = (msg: string | undefined): WickError =>
  new WickError('INTERVAL_UNKNOWN', 'This market has no candles of that interval.', {
    remedy: 'Use a longer interval: futures have none of 1s, for example.',
    details: { msg },
  });
