import { type CoverageGap, type Finding, type GapKind, intervalMs, openTimeOf, PLACES_KEPT, type Series } from '@wick/core';
import { formatAmount, formatTime } from '../output/format.ts';

/** What is known of a gap, and whether it is nothing but known. */
const KINDS: Readonly<Record<GapKind, readonly [severity: 'note' | 'warning', text: string]>> = {
  outage: ['note', 'the exchange has none for several symbols at once'],
  'no-trade': ['note', 'the exchange has none of this symbol'],
  'not-listed': ['note', 'the symbol was not listed'],
  delisted: ['note', 'the symbol was delisted'],
  'not-published': ['warning', 'the exchange has not published them yet'],
  'fetch-failed': ['warning', 'they could not be fetched'],
  unexplained: ['warning', 'the exchange has not been asked for them'],
};

/**
 * The finding about gaps as one for each reason that the coverage knows. What the exchange does not have is a note: there is
 * nothing to repair.
 */
export function explainGaps(finding: Finding, gaps: readonly CoverageGap[]): Finding[] {
  return (Object.keys(KINDS) as GapKind[]).flatMap((kind) => {
    const ofKind = gaps.filter((gap) => gap.kind === kind);
    return ofKind.length === 0 ? [] : [gapsToFinding(finding, ofKind, ...KINDS[kind])];
  });
}

function gapsToFinding(finding: Finding, gaps: readonly CoverageGap[], severity: 'note' | 'warning', text: string): Finding {
  const count = gaps.reduce((sum, { missing }) => sum + missing, 0);
  const longest = gaps.reduce((best, gap) => (gap.missing > best.missing ? gap : best));
  return {
    ...finding, severity, count, runs: gaps.length,
    fromMs: gaps[0]!.fromMs, toMs: lastMissing(finding.series, gaps.at(-1)!),
    message: `Missing, ${text}: ${formatAmount(count, 'candle')}, in ${formatAmount(gaps.length, 'gap')}.`,
    example: `${formatAmount(longest.missing, 'candle')} from ${formatTime(longest.fromMs)} on, the longest gap`,
    places: gaps.slice(0, PLACES_KEPT).map((gap) => ({ fromMs: gap.fromMs, toMs: lastMissing(finding.series, gap), candles: gap.missing })),
  };
}

/** When the last missing candle should have opened. */
const lastMissing = ({ interval }: Series, { fromMs, toMs, missing }: CoverageGap): number =>
  interval === '1M' ? openTimeOf(toMs - 1, interval) : fromMs + (missing - 1) * intervalMs(interval);
