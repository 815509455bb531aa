import { MINUTE_MS, WickError } from '@wick/core';
import type { HttpAnswer } from './binance-http.ts';

/** What to do about an answer. Retries without a time of their own wait longer and longer. */
export type Verdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'retry'; readonly why: string }
  /** Nobody may ask anything for a while: the limit is reached. `limit` is what it is now, where the exchange says so. */
  | { readonly kind: 'limited'; readonly waitMs: number; readonly limit?: number }
  /** This address is banned; asking on makes it longer. */
  | { readonly kind: 'banned'; readonly untilMs: number }
  /** The web firewall: it may let the next request through, or none. */
  | { readonly kind: 'walled'; readonly error: WickError }
  | { readonly kind: 'symbol-unknown' }
  | { readonly kind: 'refused'; readonly error: WickError };

/** Binance's codes for trouble on its own side that passes. */
const PASSING: ReadonlySet<number> = new Set([-1000, -1001, -1006, -1007, -1008, -1016]);
const TOO_MANY_REQUESTS = -1003;
/** The shortest ban that there is. */
const SHORTEST_BAN_MS = 2 * MINUTE_MS;

/** @param nowMs the exchange's time, as far as it is known */
export function answerToVerdict({ status, headers, body }: HttpAnswer, nowMs: number): Verdict {
  const { code, msg } = errorIn(body);
  const succeeded = status >= 200 && status < 300;
  // An error is an error, whatever its status says.
  if (succeeded && !(code !== undefined && code < 0)) return { kind: 'good' };
  const retryAfterMs = retryAfter(headers['retry-after'], nowMs);
  const bannedUntilMs = Number(/banned until (\d{13})/.exec(msg ?? '')?.[1]);

  if (status === 418 || bannedUntilMs > nowMs) {
    return { kind: 'banned', untilMs: bannedUntilMs > 0 ? bannedUntilMs : nowMs + (retryAfterMs ?? SHORTEST_BAN_MS) };
  }
  if (status === 429 || code === TOO_MANY_REQUESTS) {
    const limit = Number(LIMIT_NOW.exec(msg ?? '')?.[1]);
    return { kind: 'limited', waitMs: retryAfterMs ?? MINUTE_MS, ...(limit > 0 && { limit }) };
  }
  if (status === 451) return { kind: 'refused', error: refusal('Binance does not serve this location.', 'Use another network, or import candle archives instead.', status, msg) };
  if (status === 403) return { kind: 'walled', error: refusal("Binance's web firewall refused the request.", 'Wait some minutes, lower the concurrency, or import candle archives instead.', status, msg) };
  if (code === -1121) return { kind: 'symbol-unknown' };
  if (status >= 500 || (code !== undefined && PASSING.has(code))) return { kind: 'retry', why: `${status} ${withoutStop(msg ?? '')}`.trim() };
  if (code === -1120) return { kind: 'refused', error: intervalUnknown(msg) };
  const said = withoutStop(msg ?? `status ${status}`);
  return { kind: 'refused', error: refusal(`The exchange refused the request: ${said}.`, 'Check the address, the symbol and the range.', status, msg, code) };
}

/** The request weight that a 429 says may be spent a minute. */
const LIMIT_NOW = /current limit is (\d+) request weight per 1 MINUTE/i;

function errorIn(body: unknown): { readonly code?: number; readonly msg?: string } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const { code, msg } = body as { code?: unknown; msg?: unknown };
  return { ...(typeof code === 'number' && { code }), ...(typeof msg === 'string' && { msg }) };
}

/** Seconds, as Binance writes them, or a date, as proxies may. undefined where there is neither. */
function retryAfter(header: unknown, nowMs: number): number | undefined {
  if (typeof header !== 'string' && typeof header !== 'number') return undefined;
  const text = String(header).trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/** The exchange's sentences end in a full stop; here they end ours. */
const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

const refusal = (message: string, remedy: string, status: number, msg: string | undefined, code?: number): WickError =>
  new WickError('EXCHANGE_REFUSED', message, { remedy, details: { status, code, msg } });

const intervalUnknown = (msg: string | undefined): WickError =>
  new WickError('INTERVAL_UNKNOWN', 'This market has no candles of that interval.', {
    remedy: 'Use a longer interval: futures have none of 1s, for example.',
    details: { msg },
  });
