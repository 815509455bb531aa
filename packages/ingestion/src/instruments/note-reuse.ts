import {
  type CandleStore, type Coverage, DAY_MS, findReuse, type Gap, type InstrumentRegistry, type InstrumentSplit, intervalMs, mayHideReuse, type PricedGap,
  type Series,
} from '@wick/core';

export interface ReuseOptions {
  readonly store: CandleStore;
  readonly instruments: InstrumentRegistry;
  readonly series: Series;
  /**
   * Gaps of the series of which it is known that the exchange has nothing there, such as those within an archive file, or
   * those for which it was asked. What merely was not fetched says nothing about a ticker. A gap is judged whenever it is
   * given: to give only new ones leaves it to people to join what was split by mistake.
   */
  readonly gaps: readonly Gap[];
}

/** Looks into long gaps for a ticker that was given to something else, and splits it there. @returns the splits that are new */
export async function noteReuse({ store, instruments, series, gaps }: ReuseOptions): Promise<InstrumentSplit[]> {
  const priced = await pricedGaps(store, series, gaps.filter(mayHideReuse));
  if (priced.length === 0) return [];
  const others = (await store.coverages()).filter(
    ({ series: other }) => other.exchange === series.exchange && other.market === series.market && other.symbol !== series.symbol,
  );
  for (const [place, other] of others.entries()) others[place] = await withoutReuse(instruments, other);
  const noted: InstrumentSplit[] = [];
  for (const split of findReuse(priced, others)) {
    const { fromMs } = priced.find(({ toMs }) => toMs === split.atMs)!;
    if (await noteSplit(instruments, series, split, fromMs)) noted.push(split);
  }
  return noted;
}

/** Without gaps in which the ticker was given away: those of LUNABUSD do not make an outage of those of LUNAUSDT. */
async function withoutReuse(instruments: InstrumentRegistry, coverage: Coverage): Promise<Coverage> {
  if (!coverage.gaps.some(mayHideReuse)) return coverage;
  const splits = await splitsOf(instruments, coverage.series);
  return { ...coverage, gaps: coverage.gaps.filter(({ fromMs, toMs }) => !splits.some((splitMs) => splitMs >= fromMs && splitMs <= toMs)) };
}

const splitsOf = async (instruments: InstrumentRegistry, series: Series): Promise<number[]> =>
  (await instruments.instruments(series)).flatMap(({ fromMs }) => (fromMs === null ? [] : [fromMs]));

/**
 * Another interval of the same ticker may have told already, with a gap that ends a little earlier or later. The earliest end
 * counts: it splits the candles of every interval at the same place.
 */
async function noteSplit(instruments: InstrumentRegistry, series: Series, { atMs, reason }: InstrumentSplit, gapFromMs: number): Promise<boolean> {
  const splits = await splitsOf(instruments, series);
  if (splits.some((splitMs) => splitMs >= gapFromMs && splitMs <= atMs)) return false;
  const later = splits.find((splitMs) => splitMs > atMs && splitMs < atMs + intervalMs(series.interval));
  await instruments.splitInstrument(series, atMs, reason);
  if (later !== undefined) await instruments.joinInstrument(series, later);
  return later === undefined;
}

/** The gaps that are gaps in the store too, with the prices beside them. */
async function pricedGaps(store: CandleStore, series: Series, gaps: readonly Gap[]): Promise<PricedGap[]> {
  const lengthMs = series.interval === '1M' ? 31 * DAY_MS : intervalMs(series.interval);
  const priced: PricedGap[] = [];
  for (const gap of gaps) {
    const { openTimeMs, columns, length } = await store.frame(series, { fromMs: gap.fromMs - lengthMs, toMs: gap.toMs + 1 });
    const isGap = length >= 2 && openTimeMs[length - 1] === gap.toMs && openTimeMs[length - 2]! < gap.fromMs;
    if (isGap) priced.push({ ...gap, closeBefore: columns.close[length - 2]!, openAfter: columns.open[length - 1]! });
  }
  return priced;
}
