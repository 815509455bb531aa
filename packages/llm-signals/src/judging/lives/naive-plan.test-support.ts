import { createHash } from 'node:crypto';
import type { Frame, Interval } from '@wick/core';
import type { JudgingSettings } from '../judging-plan.ts';

/** A moment of decision as the naive model sees it, worked out for its row alone. */
export type NaiveDecision = { readonly openTimeMs: number; readonly row: number } & (
  | { readonly why: 'gap' | 'short-history' }
  | { readonly why?: undefined; readonly firstOpenTimeMs: number; readonly label: string; /** The user message, to the byte. */ readonly data: string }
);

export interface NaivePlan {
  readonly decisions: readonly NaiveDecision[];
  /** Of each window in order, of each sample: the keys of the cassettes that count, the model that is asked first. */
  readonly keys: readonly (readonly (readonly string[])[])[];
  /** The window's message by the key of the model that is asked. */
  readonly dataOf: ReadonlyMap<string, string>;
}

export interface NaiveAsked {
  readonly provider: string;
  readonly models: readonly [asked: string, ...accepted: string[]];
  /** The words of the system message and the form of the answer are no arithmetic: they are taken as they are. */
  readonly system: string;
  readonly schema: unknown;
}

const DAY = 86_400_000;
const LENGTHS: Partial<Record<Interval, number>> = { '1s': 1_000, '1m': 60_000, '15m': 900_000, '1h': 3_600_000, '4h': 4 * 3_600_000, '1d': DAY, '1w': 7 * DAY };

/** When the candle that opens then has closed. */
export function endOf(openTimeMs: number, interval: Interval): number {
  if (interval !== '1M') return openTimeMs + LENGTHS[interval]!;
  const date = new Date(openTimeMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** Whole bars from the beginning of the grid to the end of the candle. */
function barsUntilEnd(openTimeMs: number, interval: Interval): number {
  const endMs = endOf(openTimeMs, interval);
  if (interval === '1M') return (new Date(endMs).getUTCFullYear() - 1970) * 12 + new Date(endMs).getUTCMonth();
  // 1970-01-05 was a Monday.
  return (endMs - (interval === '1w' ? 4 * DAY : 0)) / LENGTHS[interval]!;
}

/** Every row is looked at by itself, from its own candle backwards. */
export function naiveDecisions(frame: Frame, settings: JudgingSettings): NaiveDecision[] {
  const { openTimeMs, series } = frame;
  const follows = (row: number): boolean => endOf(openTimeMs[row - 1]!, series.interval) === openTimeMs[row];
  return Array.from(openTimeMs).flatMap((timeMs, row): NaiveDecision[] => {
    if (barsUntilEnd(timeMs, series.interval) % settings.every !== 0) return [];
    const at = { openTimeMs: timeMs, row };
    const first = row - settings.candles + 1;
    const breaks = Array.from({ length: row }, (_, index) => index + 1).filter((each) => !follows(each));
    if (first < 0) return [{ ...at, why: breaks.length > 0 ? 'gap' : 'short-history' }];
    if (breaks.some((each) => each > first)) return [{ ...at, why: 'gap' }];
    const label = settings.masked ? 'T' : new Date(endOf(timeMs, series.interval)).toISOString().replace('.000', '');
    return [{ ...at, firstOpenTimeMs: openTimeMs[first]!, label, data: dataOf(frame, first, row, label, settings) }];
  });
}

function dataOf({ series, columns }: Frame, first: number, last: number, label: string, { masked, note }: JudgingSettings): string {
  const { open, high, low, close, volume } = columns;
  const rows: (number | null)[][] = [];
  for (let row = first; row <= last; row++) {
    const prices = [open[row]!, high[row]!, low[row]!, close[row]!];
    if (masked) {
      const before = row === first ? open[row]! : close[row - 1]!;
      const known = Array.from(volume.slice(first, last + 1)).filter((value) => !Number.isNaN(value));
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      const share = volume[row] === 0 ? 0 : nearest((volume[row]! / mean) * 100);
      rows.push([...prices.map((price) => nearest(((price - before) / before) * 100_000)), share]);
    } else {
      rows.push([...prices.map((price) => digits(price, 6)), digits(volume[row]!, 4)]);
    }
  }
  return [
    masked ? '{' : `{"symbol":${JSON.stringify(series.symbol)},`,
    `"interval":"${series.interval}",`,
    note === undefined ? '' : `"note":${JSON.stringify(note)},`,
    `"columns":["open","high","low","close","volume"],"time":"${label}","candles":${JSON.stringify(rows)}}`,
  ].join('');
}

const digits = (value: number, count: number): number | null => (Number.isNaN(value) ? null : Number(value.toPrecision(count)));

/** Halves, up to what their last bits are, round up: the border is 3.1 millionths beside them. */
const nearest = (value: number): number | null => (Number.isNaN(value) ? null : Math.floor(value + 0.500_003_141_592_653_6) + 0);

export function naivePlan(frame: Frame, settings: JudgingSettings, asked: NaiveAsked): NaivePlan {
  const { samples = 1 } = settings;
  const decisions = naiveDecisions(frame, settings);
  const dataOf = new Map<string, string>();
  const keys = decisions.flatMap((decision) => {
    if (decision.why !== undefined) return [];
    return [Array.from({ length: samples }, (_, sample) => {
      const [key, ...others] = asked.models.map((model) => naiveKey(settings, asked, model, decision.data, sample));
      dataOf.set(key!, decision.data);
      return [key!, ...others];
    })];
  });
  return { decisions, keys, dataOf };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The parts in the order of the alphabet, as JSON. */
function naiveKey({ temperature = 0, maxOutputTokens = 400 }: JudgingSettings, { provider, system, schema }: NaiveAsked, model: string, data: string, sample: number): string {
  const parts = [
    `"maxOutputTokens":${maxOutputTokens}`, `"model":"${model}"`, `"provider":"${provider}"`, `"sample":${sample}`, `"schemaHash":"${sha256(sorted(schema))}"`,
    `"temperature":${temperature}`, `"templateHash":"${sha256(system)}"`, '"version":1', `"windowHash":"${sha256(data)}"`,
  ];
  return sha256(`{${parts.join(',')}}`);
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
