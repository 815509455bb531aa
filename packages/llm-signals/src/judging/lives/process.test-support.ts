import { setImmediate as turn } from 'node:timers/promises';
import type { CassetteStore, Frame, LimitLedger } from '@wick/core';
import { DrivenClock } from '@wick/testkit';
import type { Price } from '../../cost/price.ts';
import type { Provider } from '../../provider/providers.ts';
import type { JudgingSettings } from '../judging-plan.ts';
import { type PlannedJudging, prepareJudging, type RanJudging } from '../prepare-judging.ts';
import type { BookkeepingProvider, Mood } from './bookkeeping-provider.test-support.ts';
import { OTHER } from './bookkeeping-provider.test-support.ts';
import type { Dice } from './dice.test-support.ts';
import { mortalStore, type StoreEvent } from './mortal-store.test-support.ts';

/** What outlives every process. */
export interface World {
  readonly dice: Dice;
  readonly provider: Provider;
  readonly books: BookkeepingProvider;
  readonly prices: readonly Price[];
  readonly store: CassetteStore;
  readonly limits: LimitLedger;
  readonly log: StoreEvent[];
  nowMs: number;
  processes: number;
}

export interface ProcessPlan {
  readonly frame: Frame;
  readonly settings: JudgingSettings;
  readonly mood: Mood;
  readonly acceptsOther: boolean;
  /** Of what is expected to be spent; undefined for a replay that may ask nothing. */
  readonly budget: number | undefined;
  readonly ending: 'none' | 'death' | 'abort';
  readonly storeFails: boolean;
}

export interface ProcessEnd {
  readonly process: number;
  readonly planned?: PlannedJudging;
  readonly maxUsd?: number;
  readonly ran?: RanJudging;
  readonly error?: unknown;
  readonly died: boolean;
  /** Who still sleeps when the process has ended by itself. */
  readonly pending: number;
}

const TIMEOUT_MS = 30_000;
const GONE = new Error('the user has had enough');

/** Prepares and runs once, until the run ends by itself, the user ends it, or the process is no more. */
export async function liveProcess(world: World, plan: ProcessPlan): Promise<ProcessEnd> {
  const { dice, books } = world;
  const process = ++world.processes;
  const clock = new DrivenClock(world.nowMs);
  const user = new AbortController();
  const died = new AbortController();
  let arrivals = 0;
  const endsAt = plan.ending === 'none' ? undefined : dice.whole(1, dice.one([3, 10, 40]));
  const byArrival = dice.chance(0.5);
  const endNow = (): void => (plan.ending === 'abort' ? user.abort(GONE) : store.die());
  const store = mortalStore(world.store, {
    process, log: world.log,
    diesAt: plan.ending === 'death' && !byArrival ? endsAt : undefined,
    lastIsDone: dice.chance(0.5),
    fails: () => (plan.storeFails && dice.chance(0.1) ? dice.one(['before', 'after'] as const) : undefined),
    onDeath: () => died.abort(),
  });
  const fetch = books.fetchOf(process, clock, () => {
    if (++arrivals === endsAt && (byArrival || plan.ending === 'abort')) endNow();
  });
  // Connections of the dead are closed, lest the client's timers outlive the test; nobody is there to hear of it.
  const whenAlive: typeof globalThis.fetch = (input, init) => Promise.race([connectionLost(died.signal), store.isDead() ? connectionLost(died.signal) : fetch(input, init)]);
  let planned: PlannedJudging | undefined;
  let maxUsd: number | undefined;
  const work = async (): Promise<RanJudging> => {
    const prepared = await prepareJudging({
      frame: plan.frame, settings: plan.settings, provider: world.provider, prices: world.prices, clock, cassettes: store, signal: user.signal,
      concurrency: dice.one([1, 2, 5, 16]), ...(plan.acceptsOther && { accepted: [OTHER] }),
    });
    planned = prepared.planned;
    const { settledUsd, unsettledUsd } = planned.spending;
    maxUsd = plan.budget === undefined ? undefined : settledUsd + (unsettledUsd ?? 0) + plan.budget * (planned.estimate?.expectedUsd ?? 0);
    const key = (): string => {
      if (plan.budget === undefined) throw new Error('a replay needs no key');
      return 'hs-0123456789abcdef';
    };
    return prepared.run({ key, limits: world.limits, timeoutMs: TIMEOUT_MS, fetch: whenAlive, ...(maxUsd !== undefined && { maxUsd }) });
  };
  books.mood = plan.mood;
  const end: { ran?: RanJudging; error?: unknown } = {};
  await drive(clock, work().then((ran) => void (end.ran = ran), (error: unknown) => void (end.error = error)), store.isDead);
  world.nowMs = clock.nowMs() + dice.one([0, 1, 30_000, 7_200_000]);
  return { process, ...end, ...(planned && { planned }), ...(maxUsd !== undefined && { maxUsd }), died: store.isDead(), pending: clock.pending() };
}

const connectionLost = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const lose = (): void => reject(new TypeError('terminated'));
    if (signal.aborted) return lose();
    signal.addEventListener('abort', lose, { once: true });
  });

/** Turns of the event loop after which nothing moves any more by itself: answers are in memory. */
const TURNS = 10;
const STUCK = 100_000;

/** Time moves to the next waking when nothing else moves. */
async function drive(clock: DrivenClock, work: Promise<void>, isDead: () => boolean): Promise<void> {
  let isOver = false;
  void work.finally(() => (isOver = true));
  let idle = 0;
  while (!isOver && !isDead()) {
    for (let turns = 0; turns < TURNS; turns++) await turn();
    const stepMs = clock.nextWakeInMs();
    if (isOver || isDead()) break;
    if (stepMs === undefined && ++idle > STUCK) throw new Error('the run waits for nothing');
    if (stepMs !== undefined) await clock.advance(stepMs);
  }
  for (let turns = 0; turns < TURNS; turns++) await turn();
}
