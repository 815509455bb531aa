import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@wick/core';
import { UNDEFINED_TEXT } from './number-to-text.ts';

/** Epoch milliseconds as UTC: `2025-05-31 23:00`, with seconds only where there are some. */
export function timeToText(timeMs: number | null): string {
  if (timeMs === null || !Number.isFinite(timeMs)) return UNDEFINED_TEXT;
  const iso = new Date(timeMs).toISOString();
  return `${iso.slice(0, 10)} ${timeMs % MINUTE_MS === 0 ? iso.slice(11, 16) : iso.slice(11, 19)}`;
}

const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
] as const;

/** A duration by its two largest units: `3d 4h`, `12m`. */
export function durationToText(durationMs: number | null): string {
  if (durationMs === null || !Number.isFinite(durationMs)) return UNDEFINED_TEXT;
  const largest = UNITS.findIndex(([, unitMs]) => durationMs >= unitMs);
  if (largest === -1) return '0s';
  const [name, unitMs] = UNITS[largest]!;
  const [smallerName, smallerMs] = UNITS[largest + 1] ?? ['', 1];
  const whole = Math.floor(durationMs / unitMs);
  const rest = Math.floor((durationMs % unitMs) / smallerMs);
  return rest > 0 && smallerName ? `${whole}${name} ${rest}${smallerName}` : `${whole}${name}`;
}
