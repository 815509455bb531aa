import { deepEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ABSENCE_KINDS, type CandleBatch, COLUMNS, followingOpenTime, intervalMs, type Series, seriesKey, type TimeRange } from '@wick/core';
import { DrivenClock, randomOf } from '@wick/testkit';
import type { TextCandle } from '../testing/batches.ts';
import { batchOf, differences, modelOf, SeriesModel } from '../testing/store-model.ts';
import { newSchema, startTestServer, type TestServer } from '../testing/test-server.ts';
import type { Storage } from './storage.ts';

const RUNS = Number(process.env['WICK_SOAK_RUNS'] ?? 2);
const FIRST = Number(process.env['WICK_SOAK_FIRST'] ?? 1);
const STEPS = 25;

let server: TestServer;
let cacheDir: string;
beforeAll(async () => {
  server = await startTestServer();
  cacheDir = mkdtempSync(join(tmpdir(), 'wick-soak-'));
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(cacheDir, { recursive: true });
});

/** Around the ends of periods: of a day for seconds, of a month for minutes and hours, of a year for four hours. */
const START = Date.UTC(2023, 11, 31, 22);
const SERIES = (['1s', '1m', '1m', '1h', '4h'] as const).map((interval, at): Series => ({
  exchange: 'simulated', market: 'spot', symbol: at === 2 ? 'ETHUSDT' : 'BTCUSDT', interval,
}));

/** Random writes, sealings and questions on one database by two pools, and what should come of them. */
class Soak {
  readonly #uniform: () => number;
  readonly #clock = new DrivenClock(Date.UTC(2024, 0, 10));
  readonly #models = SERIES.map((series) => new SeriesModel(series));
  #pools: Storage[] = [];
  readonly story: string[] = [];

  constructor(seed: number) {
    this.#uniform = randomOf(`storage-soak-${seed}`).uniform;
  }

  async run(): Promise<void> {
    const schema = newSchema();
    this.#pools = [
      await server.open(schema, { clock: this.#clock, cacheDir, leastCandles: 0 }),
      await server.open(schema, { clock: this.#clock, cacheDir, leastCandles: 0 }),
    ];
    for (let step = 0; step < STEPS; step++) {
      await this.#one([() => this.#write(), () => this.#write(), () => this.#writeAll(), () => this.#writeAtOnce(), () => this.#contradict(), () => this.#turn(), () => this.#note()])();
      if (step % 3 === 0) for (const model of this.#models) await this.#check(model);
      if (this.#chance(0.2)) await this.#clock.advance(this.#whole(1, 40) * 86_400_000);
    }
    for (const model of this.#models) await this.#check(model);
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()));
  }

  readonly #whole = (low: number, high: number): number => low + Math.floor(this.#uniform() * (high - low + 1));
  readonly #chance = (probability: number): boolean => this.#uniform() < probability;
  readonly #one = <T>(of: readonly T[]): T => of[this.#whole(0, of.length - 1)]!;

  /** Near what is stored, over it, after it; with holes, off the grid, with unknown values. */
  #rows({ series: { interval }, times }: SeriesModel): TextCandle[] {
    const stepMs = intervalMs(interval);
    const last = times.at(-1) ?? START;
    const slots = Math.round((last - START) / stepMs);
    let at = START + stepMs * (this.#chance(0.5) ? slots + this.#whole(1, 3) : this.#whole(-300, slots + 10));
    const count = this.#one([1, 1, 2, 10, 100, 300, 600]);
    const holes = this.#chance(0.4) ? 0.1 : 0;
    const shiftMs = this.#chance(0.15) ? this.#whole(1, stepMs - 1) : 0;
    const generation = this.#one(['', '', '1', '2']);
    const rows: TextCandle[] = [];
    for (let row = 0; row < count; row++, at += stepMs) {
      if (this.#chance(holes)) at += stepMs * this.#whole(1, 40);
      rows.push(this.#candle(at + shiftMs, stepMs, generation));
    }
    return rows;
  }

  #candle(openTimeMs: number, stepMs: number, generation: string): TextCandle {
    const slot = Math.floor(openTimeMs / stepMs) % 9_973;
    const detail = (text: string): string | undefined => (this.#chance(0.02) ? undefined : text);
    const row: Record<string, string | number | undefined> = {
      openTimeMs, closeTimeMs: this.#chance(0.02) ? NaN : openTimeMs + stepMs - 1,
      open: `${100 + slot}.5${generation}`, high: `${200 + slot}.25`, low: `${50 + slot}`, close: `${101 + slot}.00001`,
      volume: `${slot + 1}.12345678`, quoteVolume: detail(`123456789${slot}.12345678${generation && '9'}`), trades: detail(`${slot + 1}${generation}`),
      takerBuyVolume: detail(`${slot}.1`), takerBuyQuoteVolume: detail('0.00001234'),
    };
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as unknown as TextCandle;
  }

  async #write(): Promise<void> {
    const model = this.#one(this.#models);
    const rows = this.#rows(model);
    const conflict = this.#one(['replace', 'keep'] as const);
    this.story.push(`write ${rows.length} of ${seriesKey(model.series)} from ${rows[0]!.openTimeMs}, ${conflict}`);
    const report = await this.#one(this.#pools).candles.write(batchOf(model.series, rows), this.#one(['a', 'b']), { conflict });
    deepEqual(report, model.write(rows, conflict));
    await this.#remember(model);
  }

  async #writeAll(): Promise<void> {
    const models = this.#models.filter(() => this.#chance(0.6));
    if (models.length === 0) return;
    const rows = models.map((model) => this.#rows(model));
    this.story.push(`write at once ${models.map(({ series }, at) => `${rows[at]!.length} of ${seriesKey(series)}`).join(', ')}`);
    const reports = await this.#one(this.#pools).candles.writeAll(models.map(({ series }, at) => batchOf(series, rows[at]!)), 'live');
    deepEqual(reports, models.map((model, at) => model.write(rows[at]!, 'replace')));
    for (const model of models) await this.#remember(model);
  }

  /** Two processes that contradict each other: one of them was the last, for a whole series. */
  async #contradict(): Promise<void> {
    const model = this.#one(this.#models);
    const [rows, others] = [this.#rows(model), this.#rows(model)];
    this.story.push(`two processes contradict each other in ${seriesKey(model.series)}`);
    const [one, other] = this.#pools as [Storage, Storage];
    await this.#forgetNewest(model);
    await Promise.all([one.candles.write(batchOf(model.series, rows), 'a'), other.candles.write(batchOf(model.series, others), 'b')]);
    const twin = new SeriesModel(model.series);
    twin.candles = model.candles;
    for (const each of [others, rows]) twin.write(each, 'replace');
    for (const each of [rows, others]) model.write(each, 'replace');
    const stored = await all(one.candles.candles(model.series));
    if (differences(twin.candles, stored).changed.length === 0) model.candles = twin.candles;
    await this.#remember(model);
  }

  /** Two processes and a reader, in opposite orders: whoever is first, the candles are the same, because they agree where they overlap. */
  async #writeAtOnce(): Promise<void> {
    const rows = this.#models.map((model) => this.#rows(model));
    const batches = this.#models.map(({ series }, at) => batchOf(series, rows[at]!));
    this.story.push(`two processes write ${rows.map(({ length }) => length).join(', ')}`);
    const [one, other] = this.#pools as [Storage, Storage];
    for (const model of this.#models) await this.#forgetNewest(model);
    await Promise.all([
      one.candles.writeAll(batches, 'live'),
      other.candles.writeAll(batches.toReversed(), 'sync'),
      ...batches.map((batch) => other.candles.write(batch, 'sync')),
      one.seal(this.#clock.nowMs()),
      one.candles.coverages(),
      ...SERIES.map((series) => other.candles.frame(series)),
    ]);
    for (const [at, model] of this.#models.entries()) {
      model.write(rows[at]!, 'replace');
      await this.#remember(model);
    }
  }

  async #turn(): Promise<void> {
    const { series } = this.#one(this.#models);
    const pool = this.#one(this.#pools);
    const fromMs = START + this.#whole(-300, 600) * intervalMs(series.interval);
    const range = this.#one<Partial<TimeRange>>([{}, { fromMs }, { fromMs, toMs: fromMs + this.#whole(1, 600) * intervalMs(series.interval) }]);
    const turn = this.#one(['seal', 'seal', 'unseal', 'reseal'] as const);
    this.story.push(`${turn} ${seriesKey(series)} ${JSON.stringify(range)}`);
    await (turn === 'seal' ? pool.seal(this.#clock.nowMs()) : pool[turn](series, range));
  }

  async #note(): Promise<void> {
    const { series, times } = this.#one(this.#models);
    const stepMs = intervalMs(series.interval);
    const fromMs = (times[this.#whole(0, Math.max(0, times.length - 1))] ?? START) + this.#whole(-20, 20) * stepMs + (this.#chance(0.2) ? 7 : 0);
    const range = { fromMs, toMs: fromMs + this.#whole(1, 60) * stepMs };
    const { absences } = this.#one(this.#pools);
    this.story.push(`absence of ${seriesKey(series)} ${JSON.stringify(range)}`);
    if (this.#chance(0.2)) await absences.forgetAbsences(series, range);
    else await absences.noteAbsences(series, [{ ...range, kind: this.#one(ABSENCE_KINDS), source: 'soak', notedAtMs: this.#clock.nowMs() }]);
  }

  /** The first of two processes may make it grow before the second one begins another revision: nobody sees the state in between. */
  async #forgetNewest(model: SeriesModel): Promise<void> {
    const [newest] = await this.#one(this.#pools).revisions.list(model.series, {}, 1);
    if (newest) model.history.delete(newest.id);
  }

  async #remember(model: SeriesModel): Promise<void> {
    const [newest] = await this.#one(this.#pools).revisions.list(model.series, {}, 1);
    if (newest) model.history.set(newest.id, model.candles);
  }

  async #check(model: SeriesModel): Promise<void> {
    const { series, times, candles } = model;
    const pool = this.#one(this.#pools);
    const stored = await all(pool.candles.candles(series));
    deepEqual(differences(candles, stored), { added: [], removed: [], changed: [] });

    const from = this.#whole(0, times.length);
    const wanted = { fromMs: times[from] ?? START, toMs: times[from + this.#whole(0, 400)] ?? Infinity };
    const { fromMs, toMs } = this.#chance(0.5) ? wanted : { fromMs: -Infinity, toMs: Infinity };
    const frame = await pool.candles.frame(series, { ...(fromMs > 0 && { fromMs }), ...(toMs < Infinity && { toMs }) }, [...COLUMNS]);
    const inFrame = times.filter((timeMs) => timeMs >= fromMs && timeMs < toMs);
    deepEqual([...frame.openTimeMs], inFrame);
    for (const [at, name] of COLUMNS.entries()) {
      const texts = inFrame.map((timeMs) => candles.get(timeMs)![at + 1]);
      deepEqual({ name, values: [...(frame.columns as unknown as Record<string, Float64Array>)[name]!] }, { name, values: texts.map((text) => (text === null ? NaN : Number(text))) });
    }

    const coverage = await pool.candles.coverage(series);
    deepEqual(summary(coverage), naiveSummary(model));
    if (times.length > 0) deepEqual((await pool.candles.coverages()).find(({ series: other }) => seriesKey(other) === seriesKey(series)), coverage);
    await this.#checkHistory(model, pool);
  }

  async #checkHistory({ series, history, candles }: SeriesModel, { revisions }: Storage): Promise<void> {
    const ids = [...history.keys()];
    const [from, to] = [this.#one(ids), this.#one(ids)];
    deepEqual(differences(history.get(from)!, await all(revisions.candlesAt(series, from))), { added: [], removed: [], changed: [] });
    for (const [end, state] of [[to, history.get(to)!], ['now', candles]] as const) {
      if (end !== 'now' && ids.length === 1) continue;
      const { added, removed, changed } = await revisions.diff(series, from, end);
      const naive = differences(history.get(from)!, state);
      deepEqual(changed.map(({ openTimeMs, column, before, after }) => `${openTimeMs} ${column} ${before} ${after}`).sort(), naive.changed);
      for (const [runs, times] of [[added, naive.added], [removed, naive.removed]] as const) {
        const inRuns = runs.map(({ firstOpenTimeMs, lastOpenTimeMs }) => times.filter((timeMs) => timeMs >= firstOpenTimeMs && timeMs <= lastOpenTimeMs));
        deepEqual(inRuns.flat(), times);
        deepEqual(inRuns.map(({ length }) => length), runs.map(({ candles: count }) => count));
      }
    }
  }
}

async function all(batches: AsyncIterable<CandleBatch>): Promise<ReturnType<typeof modelOf>> {
  const candles: ReturnType<typeof modelOf> = new Map();
  for await (const batch of batches) for (const [timeMs, texts] of modelOf(batch)) candles.set(timeMs, texts);
  return candles;
}

interface Summary {
  readonly candles: number;
  readonly firstOpenTimeMs: number | null;
  readonly lastOpenTimeMs: number | null;
  readonly missing: number;
  readonly offGrid: number;
  readonly gaps: readonly (TimeRange & { readonly missing: number })[];
}

/** Parts of a gap with different reasons are one gap here. */
function summary({ candles, firstOpenTimeMs, lastOpenTimeMs, missing, offGrid, gaps }: Summary): Summary {
  const joined: { fromMs: number; toMs: number; missing: number }[] = [];
  for (const { fromMs, toMs, missing: count } of gaps) {
    const last = joined.at(-1);
    if (last?.toMs === fromMs) Object.assign(last, { toMs, missing: last.missing + count });
    else joined.push({ fromMs, toMs, missing: count });
  }
  return { candles, firstOpenTimeMs, lastOpenTimeMs, missing, offGrid, gaps: joined };
}

function naiveSummary({ series: { interval }, times }: SeriesModel): Summary {
  const gaps = times.flatMap((toMs, row) => {
    if (row === 0) return [];
    let missing = 0;
    const fromMs = followingOpenTime(times[row - 1]!, interval);
    for (let at = fromMs; followingOpenTime(at, interval) <= toMs; at = followingOpenTime(at, interval)) missing++;
    return missing > 0 ? [{ fromMs, toMs, missing }] : [];
  });
  return {
    candles: times.length, firstOpenTimeMs: times[0] ?? null, lastOpenTimeMs: times.at(-1) ?? null,
    missing: gaps.reduce((sum, { missing }) => sum + missing, 0), offGrid: times.filter((timeMs) => timeMs % intervalMs(interval) !== 0).length, gaps,
  };
}

describe('whatever is written, sealed and opened by two processes, candles, frames, coverage and history are what a plain model says', () => {
  const seeds = Array.from({ length: RUNS }, (_, run) => FIRST + run);
  test.each(seeds)('seed %i', async (seed) => {
    const soak = new Soak(seed);
    const end = await soak.run().then(() => 'all is well', (error: Error) => `${soak.story.join('\n')}\n${error.stack}`);
    await soak.close();
    expect(end).toBe('all is well');
  }, 120_000);
});
