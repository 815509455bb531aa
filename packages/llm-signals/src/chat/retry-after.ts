import { APIError } from 'openai';
import { errorToSaid } from './provider-said.ts';

/** What is asked for beyond this is not believed: no run waits for more than a day, and timers end at 24 days. */
const LONGEST_MS = 86_400_000;

/**
 * Milliseconds that the provider asks to wait, at most a day: `retry-after-ms`, `Retry-After` (seconds or a date), else, for a
 * 429, when the limit is reset (`x-ratelimit-reset-*`, such as "6m0s"), or Google's `retryDelay`. Negative and unreadable
 * figures count as none.
 */
export function retryAfterMs(error: unknown, nowMs: number): number | undefined {
  const headers = error instanceof APIError ? (error.headers as Headers | undefined) : undefined;
  const said = errorToSaid(error);
  if (!headers || !said) return undefined;
  const delay = /"retryDelay":"([^"]*)"/.exec(said.json)?.[1];
  const isLimited = said.status === 429;
  const waitMs =
    figure(headers.get('retry-after-ms')) ??
    secondsOrDate(headers.get('retry-after'), nowMs) ??
    (isLimited ? (durationMs(delay) ?? resetMs(headers)) : undefined);
  return waitMs === undefined ? undefined : Math.min(waitMs, LONGEST_MS);
}

function figure(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function secondsOrDate(text: string | null, nowMs: number): number | undefined {
  const seconds = figure(text);
  if (seconds !== undefined) return seconds * 1000;
  const date = text !== null && /[a-z]{3}/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Of the limit that is used up; of both where neither is known to be. */
function resetMs(headers: Headers): number | undefined {
  const limits = ['requests', 'tokens'].map((name) => ({
    isUsedUp: headers.get(`x-ratelimit-remaining-${name}`)?.trim() === '0',
    waitMs: durationMs(headers.get(`x-ratelimit-reset-${name}`)),
  }));
  const usedUp = limits.filter(({ isUsedUp }) => isUsedUp);
  const waits = (usedUp.length > 0 ? usedUp : limits).flatMap(({ waitMs }) => (waitMs === undefined ? [] : [waitMs]));
  return waits.length === 0 ? undefined : Math.max(...waits);
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Such as "12ms", "1.5s" or "1h6m0s"; a figure alone is seconds. */
function durationMs(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  const seconds = figure(text);
  if (seconds !== undefined) return seconds * 1000;
  if (!/^\s*(?:\d+(?:\.\d+)?(?:ms|[smhd]))+\s*$/.test(text)) return undefined;
  return [...text.matchAll(/([\d.]+)(ms|[smhd])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit!]!, 0);
}
