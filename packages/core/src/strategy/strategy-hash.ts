import { createHash } from 'node:crypto';
import type { Strategy } from './strategy.ts';

/** SHA-256 of what a strategy does: its canonical JSON without the name, so a renamed strategy is the same one. */
export function strategyHash(strategy: Strategy): string {
  const { name: _name, ...behaviour } = strategy;
  return createHash('sha256').update(canonicalJson(behaviour)).digest('hex');
}

/** JSON with sorted keys and without undefined values: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
