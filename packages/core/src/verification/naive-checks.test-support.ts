import { type Candle, type Finding, isOnGrid, MINUTE_MS } from '../index.ts';

/**
 * The checks once more, slowly, from their sentences: a rule says of a row, with all rows at hand, whether it is concerned.
 * By the beginning of the finding's message. Candles of a minute of a spot market.
 */
type Rule = (row: Candle, at: number, rows: readonly Candle[]) => boolean;

const positive = (value: number): boolean => Number.isFinite(value) && value > 0;
const pricesOf = ({ open, high, low, close }: Candle): number[] => [open, high, low, close];
const stepTo = (rows: readonly Candle[], at: number): number => (at === 0 ? Number.NaN : rows[at]!.openTimeMs - rows[at - 1]!.openTimeMs);
const dueAt = ({ openTimeMs }: Candle): number => openTimeMs + MINUTE_MS - 1;

/** Rows with volume just before the run of rows without volume that this row belongs to. */
function tradedBefore(rows: readonly Candle[], at: number): number {
  let first = at;
  while (first > 0 && rows[first - 1]!.volume === 0) first--;
  let before = first;
  while (before > 0 && rows[before - 1]!.volume !== 0) before--;
  return first - before;
}

export const RULES: Readonly<Record<string, Rule>> = {
  'Breaks low ≤ open, close ≤ high': (row) => pricesOf(row).every(positive) && (row.low > Math.min(row.open, row.close) || row.high < Math.max(row.open, row.close)),
  'Has a price that is not a positive number': (row) => !pricesOf(row).every(positive),
  'Has a volume that is negative or no number': ({ volume }) => Number.isNaN(volume) || volume < 0,
  'Has the open time of the candle before': (_row, at, rows) => stepTo(rows, at) === 0,
  'Opens before the candle before it, or at no known time': (_row, at, rows) => stepTo(rows, at) < 0,
  'Opens off the grid of 1m': ({ openTimeMs }) => !isOnGrid(openTimeMs, '1m'),
  'Opens before the interval of the candle before is over': (_row, at, rows) => stepTo(rows, at) > 0 && stepTo(rows, at) < MINUTE_MS,
  'Closes before its 1m is over': (row) => row.closeTimeMs >= row.openTimeMs && row.closeTimeMs < dueAt(row),
  'Closes before it opens, or after its 1m': (row) => row.closeTimeMs < row.openTimeMs || row.closeTimeMs > dueAt(row),
  'Has no volume, but trades or a price that moved': (row) => row.volume === 0 && (row.trades > 0 || row.high !== row.low || row.open !== row.close),
  'Has no volume in the middle of an active market': ({ volume }, at, rows) => volume === 0 && tradedBefore(rows, at) >= 3,
  'Has no volume': ({ volume }, at, rows) => volume === 0 && tradedBefore(rows, at) < 3,
  'Has a quote volume outside of volume × [low, high]': ({ quoteVolume, volume, low, high, trades }) => {
    const room = quoteVolume * 1e-6 + 1e-8 * (trades > 0 ? trades + 1 : 1);
    return quoteVolume > volume * high + room || quoteVolume < volume * low - room;
  },
  'Has more bought by takers than was traded': (row) => row.takerBuyVolume > row.volume || row.takerBuyQuoteVolume > row.quoteVolume,
  'Has volume, but no trades': ({ volume, trades }) => volume > 0 && trades === 0,
  'Repeats prices and volume of the candle before': (row, at, rows) =>
    at > 0 && row.volume > 0 && (['open', 'high', 'low', 'close', 'volume'] as const).every((name) => row[name] === rows[at - 1]![name]),
};

/** Rules of which only long runs count. */
const MIN_RUN: Readonly<Record<string, number>> = {
  'Has no volume in the middle of an active market': 2, 'Has no volume': 2, 'Repeats prices and volume of the candle before': 2,
};


export function naiveFinding(name: string, rows: readonly Candle[]): Pick<Finding, 'count' | 'fromMs' | 'toMs' | 'runs' | 'places'> | undefined {
  const runs: Candle[][] = [];
  rows.forEach((row, at) => {
    if (!RULES[name]!(row, at, rows)) return;
    if (at > 0 && RULES[name]!(rows[at - 1]!, at - 1, rows)) runs.at(-1)!.push(row);
    else runs.push([row]);
  });
  const counted = runs.filter((run) => run.length >= (MIN_RUN[name] ?? 1));
  if (counted.length === 0) return undefined;
  return {
    count: counted.flat().length,
    fromMs: counted[0]![0]!.openTimeMs,
    toMs: counted.at(-1)!.at(-1)!.openTimeMs,
    runs: counted.length,
    places: counted.map((run) => ({ fromMs: run[0]!.openTimeMs, toMs: run.at(-1)!.openTimeMs, candles: run.length })),
  };
}
