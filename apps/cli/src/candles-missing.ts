import { type CandleStore, closestName, MARKETS, type Series, type TimeRange, WickError } from '@wick/core';
import { formatTime } from './output/format.ts';

const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** The error for candles that are wanted and not stored: it says what is stored and how to get the rest. */
export async function candlesMissing(
  wanted: Partial<Series>,
  candles: Pick<CandleStore, 'series' | 'coverage'>,
  range: Partial<TimeRange> = {},
): Promise<WickError> {
  const stored = await candles.series();
  const ofSymbol = stored.filter(({ symbol }) => symbol === wanted.symbol);
  const exact = ofSymbol.find((series) => series.interval === wanted.interval && series.market === wanted.market);
  const what = nameOf(wanted);
  const where = rangeToText(range);
  return new WickError('CANDLES_MISSING', `No candles of ${what}${where} are stored.`, {
    remedy: `${await whatIsStored(exact ? [exact] : ofSymbol, stored, wanted, candles)} ${howToGetThem(wanted, range)}`,
    details: { wanted, range, stored: stored.map(({ exchange, market, symbol, interval }) => `${exchange}:${market}:${symbol}:${interval}`) },
  });
}

/** `BTCUSDT 1h (binance spot)`, or the part of it that is wanted. */
function nameOf({ symbol, interval, exchange, market }: Partial<Series>): string {
  const words = (parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ');
  const [what, place] = [words([symbol, interval]), words([exchange, market])];
  return what && place ? `${what} (${place})` : what || place;
}

function rangeToText({ fromMs, toMs }: Partial<TimeRange>): string {
  const since = fromMs === undefined ? '' : ` from ${formatTime(fromMs)} on`;
  const until = toMs === undefined ? '' : ` before ${formatTime(toMs)}`;
  return since + until;
}

async function whatIsStored(
  near: readonly Series[],
  stored: readonly Series[],
  wanted: Partial<Series>,
  candles: Pick<CandleStore, 'coverage'>,
): Promise<string> {
  if (near.length === 1) {
    const { series, firstOpenTimeMs, lastOpenTimeMs } = await candles.coverage(near[0]!);
    const span = firstOpenTimeMs === null || lastOpenTimeMs === null ? '' : ` from ${formatTime(firstOpenTimeMs)} to ${formatTime(lastOpenTimeMs)}`;
    return `Stored is ${series.symbol} ${series.interval} (${series.exchange} ${series.market})${span}.`;
  }
  if (near.length > 1) return `Stored of ${wanted.symbol}: ${near.map(({ interval, market, exchange }) => `${interval} (${exchange} ${market})`).join(', ')}.`;
  const symbols = [...new Set(stored.map(({ symbol }) => symbol))];
  const similar = wanted.symbol === undefined ? undefined : closestName(wanted.symbol, symbols);
  if (similar !== undefined) return `Did you mean ${similar}?`;
  return symbols.length === 0 ? 'Nothing is stored yet.' : `Stored: ${symbols.join(', ')}.`;
}

/** The command that would bring the candles in. Simulated ones have no exchange to ask. */
function howToGetThem({ exchange, market, symbol = 'SYMBOL', interval = '1h' }: Partial<Series>, range: Partial<TimeRange>): string {
  if (exchange === 'simulated') return 'Simulated candles come from: wick demo --market-data simulator';
  const marketOption = market === undefined || market === MARKETS[0] ? '' : ` --market ${market}`;
  const since = range.fromMs === undefined ? '2024-01-01' : day(range.fromMs);
  return `Get them with: wick candles sync ${symbol} --interval ${interval} --since ${since}${marketOption}`;
}
