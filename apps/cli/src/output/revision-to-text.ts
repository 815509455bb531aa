import type { Revision } from '@wick/storage';
import { formatAmount, formatTime } from './format.ts';

/** `3 candles were revised and 1 candle was added by archive:… on 2024-11-02 10:15`. */
export function revisionToClause({ added, revised, source, writtenAtMs }: Revision): string {
  const clause = (count: number, what: string): string => `${formatAmount(count, 'candle')} ${count === 1 ? 'was' : 'were'} ${what}`;
  const clauses = [...(revised > 0 ? [clause(revised, 'revised')] : []), ...(added > 0 ? [clause(added, 'added')] : [])];
  return `${clauses.join(' and ')} by ${source} on ${formatTime(Math.floor(writtenAtMs / 60_000) * 60_000)}`;
}

/** How many are named one by one. */
const NAMED = 3;

/** Revisions, newest first, as one sentence without its full stop. */
export function revisionsToClauses(revisions: readonly Revision[]): string {
  const named = revisions.slice(0, NAMED).map(revisionToClause);
  if (revisions.length > NAMED) named.push(`and there are ${formatAmount(revisions.length - NAMED, 'earlier change')}`);
  return named.join('; ');
}

/** A revision without its series, which stands above. */
export const revisionToJson = ({ series: _series, ...revision }: Revision): unknown => revision;
