import { expect } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AbsenceLedger, type ArchiveLedger, type CandleStore, type Clock, DAY_MS, type LimitLedger, MINUTE_MS, type Series, seriesKey, type TimeRange } from '@wick/core';
import {
  type BinanceSimulator, DrivenClock, type InjectedFault, memoryAbsenceLedger, memoryArchiveLedger, memoryCandleStore, memoryLimitLedger, startBinanceSimulator,
} from '@wick/testkit';
import { createBucket } from '../../bucket/create-bucket.ts';
import { createRestSource } from '../../rest/rest-source.ts';
import { closedRange } from '../plan-sync.ts';
import { syncAll, type SyncAllOptions, type SyncOutcome } from '../sync-all.ts';
import { CHEAP_FILES } from '../sync-world.test-support.ts';
import { type Dice, diceOf } from './dice.test-support.ts';
import { changeArchive, strike } from './soak-faults.test-support.ts';
import { drawMarket, drawRange, type SoakMarket } from './soak-market.test-support.ts';
import { type Candles, candlesOf, Doubts, falseAbsences, falseCandles, type Hidden, lostCandles, missingSlots, truthOf } from './soak-oracle.test-support.ts';

/** What a sync goes on with. */
export interface SoakKeeping {
  readonly store: CandleStore;
  readonly absences: AbsenceLedger;
  readonly archives: ArchiveLedger;
  readonly limits: LimitLedger;
}

export const memoryKeeping = (): SoakKeeping => ({
  store: memoryCandleStore(), absences: memoryAbsenceLedger(), archives: memoryArchiveLedger(), limits: memoryLimitLedger(),
});

/** One random life of an exchange, and somebody who syncs from it. */
export class SoakWorld {
  readonly #dice: Dice;
  readonly #market: SoakMarket;
  readonly #clock: DrivenClock;
  readonly #simulator: BinanceSimulator;
  readonly #keeping: SoakKeeping;
  readonly #quarantineDir: string;
  readonly #doubts = new Doubts();
  readonly #hidden: Hidden[] = [];
  readonly #releases: (() => void)[] = [];
  readonly #faults: InjectedFault[] = [];
  #range: TimeRange;
  /** What was done, for whoever reads a failure. */
  readonly story: string[] = [];

  constructor(dice: Dice, market: SoakMarket, clock: DrivenClock, simulator: BinanceSimulator, keeping: SoakKeeping, quarantineDir: string) {
    this.#dice = dice;
    this.#market = market;
    this.#clock = clock;
    this.#simulator = simulator;
    this.#keeping = keeping;
    this.#quarantineDir = quarantineDir;
    this.#range = this.#drawRange();
    this.#tell(`${market.series.map(seriesKey).join(' ')} ${new Date(market.startMs).toISOString()} to ${new Date(market.nowMs).toISOString()}`);
  }

  static async open(seed: string, keeping: SoakKeeping): Promise<SoakWorld> {
    const dice = diceOf(seed);
    const market = drawMarket(dice, seed);
    const clock = new DrivenClock(market.nowMs);
    const simulator = await startBinanceSimulator({ clock, seed, symbols: [], candles: market.candles, latencyMs: dice.one([0, 0, 20]) });
    return new SoakWorld(dice, market, clock, simulator, keeping, await mkdtemp(join(tmpdir(), 'wick-soak-')));
  }

  async close(): Promise<void> {
    await this.#simulator.close();
    await rm(this.#quarantineDir, { recursive: true, force: true });
  }

  /** A life with `steps` disturbed syncs, and one in peace, after which everything is as it has to be. */
  async live(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      for (let change = this.#dice.whole(0, 3); change > 0; change--) this.#change();
      await this.#disturbedSync();
      await this.#expectNothingFalse();
      if (this.#dice.chance(0.5)) await this.#passTime();
    }
    await this.#peace();
  }

  #tell(what: string): void {
    this.story.push(what);
  }

  #drawRange(): TimeRange {
    const { startMs, nowMs, futureMs } = this.#market;
    const [dice, slack] = [this.#dice, (nowMs - startMs) / 10];
    const fromMs = dice.chance(0.6) ? startMs - dice.whole(0, slack) : dice.whole(startMs, nowMs);
    return { fromMs, toMs: dice.chance(0.6) ? futureMs : dice.whole(fromMs + 1, nowMs + slack) };
  }

  #change(): void {
    const dice = this.#dice;
    const { market, series, startMs, nowMs } = this.#market;
    const days = Math.round((nowMs - startMs) / DAY_MS);
    const one = dice.one(series);
    dice.one([
      () => this.#withhold(days),
      () => this.#withhold(days),
      () => this.#release(),
      () => this.#keepRelease(`archive of ${seriesKey(one)} changes`, changeArchive(dice, this.#simulator, one, this.#clock.nowMs(), days)),
      () => this.#keepRelease(`archive of ${seriesKey(one)} changes`, changeArchive(dice, this.#simulator, one, this.#clock.nowMs(), days)),
      () => this.#keepRelease(`archive of ${seriesKey(one)} changes`, changeArchive(dice, this.#simulator, one, this.#clock.nowMs(), days)),
      () => {
        this.#tell('faults');
        this.#faults.push(...strike(dice, this.#simulator));
      },
      () => {
        this.#tell('faults');
        this.#faults.push(...strike(dice, this.#simulator));
      },
      () => this.#simulator.setWeightLimit(market, dice.whole(300, 3_000)),
      () => this.#simulator.spendElsewhere(market, dice.whole(1, 290)),
      () => (this.#range = this.#drawRange()),
      () => {
        if (!dice.chance(0.2)) return;
        this.#tell(`${one.symbol} is delisted`);
        this.#simulator.delist(market, one.symbol);
      },
    ])();
  }

  #keepRelease(what: string, release: () => void): void {
    this.#tell(what);
    this.#releases.push(release);
  }

  #withhold(days: number): void {
    const { series, startMs } = this.#market;
    const symbol = this.#dice.chance(0.5) ? undefined : this.#dice.one(series).symbol;
    const hidden: Hidden = { ...drawRange(this.#dice, startMs, this.#clock.nowMs(), days), symbol, sinceMs: this.#clock.nowMs(), untilMs: Infinity };
    const give = this.#simulator.withhold({ fromMs: hidden.fromMs, toMs: hidden.toMs, ...(symbol !== undefined && { symbol }) });
    this.#hidden.push(hidden);
    this.#keepRelease(`hidden of ${symbol ?? 'all'}: ${new Date(hidden.fromMs).toISOString()} to ${new Date(hidden.toMs).toISOString()}`, () => {
      hidden.untilMs = Math.min(hidden.untilMs, this.#clock.nowMs());
      give();
    });
  }

  #release(): void {
    const [release] = this.#releases.splice(this.#dice.whole(0, Math.max(0, this.#releases.length - 1)), 1);
    this.#tell('something is as it was');
    release?.();
  }

  async #passTime(): Promise<void> {
    const { nowMs, futureMs } = this.#market;
    const mostMs = Math.max(1, Math.min(futureMs - this.#clock.nowMs() - DAY_MS, (futureMs - nowMs) / 2));
    await this.#clock.advance(this.#dice.chance(0.5) ? this.#dice.whole(1, mostMs) : this.#dice.whole(1, MINUTE_MS * 90));
    this.#tell(`it is ${new Date(this.#clock.nowMs()).toISOString()}`);
  }

  #options(given: Partial<SyncAllOptions> = {}, clock: Clock = this.#clock): SyncAllOptions {
    const { restUrl, archiveUrl } = this.#simulator;
    const { store, absences, archives, limits } = this.#keeping;
    const backoff = { random: () => 0 };
    return {
      source: createRestSource({ market: this.#market.market, baseUrl: restUrl, clock, backoff, limits }),
      bucket: createBucket({ baseUrl: archiveUrl, quarantineDir: this.#quarantineDir, clock, backoff }),
      store, absences, archives, clock, series: this.#market.series, range: this.#range,
      costs: this.#dice.chance(0.8) ? { ...CHEAP_FILES, pageRows: this.#dice.one([24, 100]) } : {},
      portionRows: this.#dice.one([12, 500, 10_000]),
      ...given,
    };
  }

  async #run(options: SyncAllOptions): Promise<SyncOutcome[]> {
    const outcomes = await syncAll(options);
    for (const outcome of outcomes) this.#doubts.hear(outcome);
    return outcomes;
  }

  async #disturbedSync(): Promise<void> {
    const dice = this.#dice;
    const offsetMs = dice.chance(0.3) ? dice.whole(-5 * MINUTE_MS, 5 * MINUTE_MS) : 0;
    const clock: Clock = { nowMs: () => this.#clock.nowMs() + offsetMs, sleep: (ms, signal) => this.#clock.sleep(ms, signal) };
    const stop = new AbortController();
    const diesAt = dice.chance(0.4) ? dice.whole(0, 30) : Infinity;
    const options = this.#options({ recheck: dice.chance(0.2), signal: stop.signal, ...this.#mortal(diesAt, stop) }, clock);
    this.#tell(`sync, clock ${offsetMs}, ${Number.isFinite(diesAt) ? `dies at ${diesAt}` : 'lives'}${options.recheck ? ', recheck' : ''}`);
    const work = [this.#run(options)];
    if (dice.chance(0.25)) {
      this.#tell('another one at the same time');
      work.push(this.#run(this.#options()));
    }
    const ends = await this.#clock.runUntil(Promise.allSettled(work));
    for (const end of ends) if (end.status === 'rejected' && (end.reason as Error).message !== 'killed') throw end.reason;
    this.#tell(`ended: ${ends.map((end) => (end.status === 'rejected' ? 'killed' : end.value.map((one) => ('error' in one ? one.error.code : 'done')).join(' '))).join(' | ')}`);
    expect(this.#simulator.requests.filter(({ status }) => status === 418)).toEqual([]);
  }

  /** From a step on, nothing is kept any more. */
  #mortal(diesAt: number, stop: AbortController): Pick<SyncAllOptions, 'store' | 'absences' | 'archives'> {
    const { store, absences, archives } = this.#keeping;
    let steps = 0;
    const step = async <T>(work: () => Promise<T>): Promise<T> => {
      if (steps++ >= diesAt) {
        stop.abort(new Error('killed'));
        throw new Error('killed');
      }
      return work();
    };
    return {
      store: { ...bound(store), write: (...given) => step(() => store.write(...given)) },
      absences: {
        ...bound(absences),
        noteAbsences: (...given) => step(() => absences.noteAbsences(...given)),
        forgetAbsences: (...given) => step(() => absences.forgetAbsences(...given)),
      },
      archives: { ...bound(archives), recordArchive: (...given) => step(() => archives.recordArchive(...given)) },
    };
  }

  async #expectNothingFalse(): Promise<void> {
    for (const series of this.#market.series) {
      const wasHidden = (timeMs: number): boolean => this.#coveredBy(series, timeMs, () => true);
      const found = falseCandles(series, await candlesOf(this.#keeping.store, series), truthOf(this.#simulator, series), wasHidden, this.#doubts);
      expect(found.slice(0, 3)).toEqual([]);
    }
  }

  #coveredBy(series: Series, timeMs: number, counts: (hidden: Hidden) => boolean): boolean {
    return this.#hidden.some((hidden) => (hidden.symbol ?? series.symbol) === series.symbol && timeMs >= hidden.fromMs && timeMs < hidden.toMs && counts(hidden));
  }

  async #peace(): Promise<void> {
    for (const fault of this.#faults) fault.clear();
    // A limit that has been reached is over; what an answer of before said of a limit is forgotten.
    await this.#clock.advance(11 * MINUTE_MS);
    this.#doubts.settle();
    const before = await this.#stored();
    const outcomes = await this.#clock.runUntil(this.#run(this.#options()));
    this.#tell(`a sync in peace: ${JSON.stringify(outcomes)}`);
    const after = await this.#stored();
    expect(this.#simulator.requests.filter(({ status }) => status === 418)).toEqual([]);
    await this.#expectNothingFalse();
    for (const outcome of outcomes) await this.#expectRight(outcome, before.get(outcome.series)!, after.get(outcome.series)!);

    const again = await this.#clock.runUntil(this.#run(this.#options()));
    const still = await this.#stored();
    for (const { series, added, revised } of again) {
      expect({ series, added, revised }).toEqual({ series, added: 0, revised: 0 });
      expect(still.get(series)).toEqual(after.get(series));
    }
  }

  async #stored(): Promise<Map<Series, Candles>> {
    const { series } = this.#market;
    return new Map(await Promise.all(series.map(async (one) => [one, await candlesOf(this.#keeping.store, one)] as const)));
  }

  async #expectRight(outcome: SyncOutcome, before: Candles, after: Candles): Promise<void> {
    const { series } = outcome;
    if ('error' in outcome) throw outcome.error;
    const range = closedRange(this.#range, series, this.#clock.nowMs());
    const absences = (await this.#keeping.absences.absences(series)).filter(({ fromMs, toMs }) => fromMs < range.toMs && toMs > range.fromMs);
    const truth = truthOf(this.#simulator, series);
    expect(lostCandles(series, after, truth, range, absences).slice(0, 3)).toEqual([]);
    const wasHiddenAt = (timeMs: number, askedMs: number): boolean => this.#coveredBy(series, timeMs, ({ sinceMs, untilMs }) => sinceMs <= askedMs + 6 * MINUTE_MS && untilMs >= askedMs - 6 * MINUTE_MS);
    expect(falseAbsences(series, after, truth, absences, wasHiddenAt).slice(0, 3)).toEqual([]);

    const { received, added, unchanged, revised, kept } = outcome;
    expect({ received, added }).toEqual({ received: added + unchanged + revised + kept, added: after.size - before.size });
    const times = [...after.keys()].toSorted((a, b) => a - b);
    const changed = [...before].filter(([timeMs, line]) => after.get(timeMs) !== line).length;
    expect(revised).toBeGreaterThanOrEqual(changed);
    expect(outcome).toMatchObject({ candles: after.size, firstOpenTimeMs: times[0] ?? null, lastOpenTimeMs: times.at(-1) ?? null });
    const coverage = await this.#keeping.store.coverage(series);
    expect(coverage.missing).toBe(missingSlots(after, series));
    expect(outcome.gaps).toEqual(coverage.gaps.filter(({ fromMs, toMs }) => fromMs < range.toMs && toMs > range.fromMs));
  }
}

/** Methods of a class are not its own: a spread would lose them. */
function bound<T extends object>(port: T): T {
  return new Proxy(port, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
