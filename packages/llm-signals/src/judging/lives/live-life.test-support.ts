import assert from 'node:assert/strict';
import type { CassetteStore } from '@wick/core';
import { memoryCassetteStore, memoryLimitLedger } from '@wick/testkit';
import { BookkeepingProvider } from './bookkeeping-provider.test-support.ts';
import { checkProcess, type Ledger } from './check-process.test-support.ts';
import { type Dice, diceOf } from './dice.test-support.ts';
import { beginningOf, changeSettings, makeUpFrame, makeUpPrices, makeUpProvider, makeUpSettings, makeUpStart, MOODS, otherwiseFrom } from './made-up-world.test-support.ts';
import { liveProcess, type ProcessPlan, type World } from './process.test-support.ts';

/** How much a life has seen, for a test of many lives to show that they saw everything. */
export interface Lived {
  readonly processes: number;
  readonly requests: number;
  readonly ends: readonly string[];
  readonly fates: ReadonlySet<string>;
}

/**
 * A judging run from its first request to its replay: with crashes, changed settings, longer ranges, and a provider of changing mood,
 * each process held against the naive model and the provider's own books.
 *
 * @throws AssertionError where something does not hold
 */
export async function liveLife(seed: string, store: CassetteStore = memoryCassetteStore()): Promise<Lived> {
  const dice = diceOf(seed);
  const { prices, knows, factor } = makeUpPrices(dice);
  const books = new BookkeepingProvider(dice, prices, factor);
  books.takesSchemas = dice.chance(0.7);
  const world: World = { dice, provider: makeUpProvider(dice), books, prices, store, limits: memoryLimitLedger(), log: [], nowMs: makeUpStart(dice), processes: 0 };
  const ledger: Ledger = { knows, charges: [], recorded: new Map() };
  const ends: string[] = [];
  const live = async (plan: ProcessPlan): Promise<readonly string[] | undefined> => {
    const end = await liveProcess(world, plan);
    ends.push(end.died ? 'death' : end.ran ? 'ran' : ((end.error as { code?: string }).code ?? 'abort'));
    return checkProcess(world, ledger, plan, end);
  };

  let plan = firstPlan(dice);
  const whole = plan.frame;
  for (let processes = dice.whole(1, 5); processes > 0; processes--) {
    plan = nextPlan(dice, plan, whole);
    await live(plan);
  }
  await checkLastRuns({ ...plan, frame: whole }, live, world);
  return { processes: world.processes, requests: books.arrivals.length, ends, fates: new Set(books.arrivals.map(({ fate }) => fate)) };
}

function firstPlan(dice: Dice): ProcessPlan {
  return { frame: makeUpFrame(dice), settings: makeUpSettings(dice), mood: MOODS.calm, acceptsOther: dice.chance(0.3), budget: 1, ending: 'none', storeFails: false };
}

function nextPlan(dice: Dice, before: ProcessPlan, whole: ProcessPlan['frame']): ProcessPlan {
  return {
    frame: dice.chance(0.4) ? beginningOf(whole, dice.whole(1, whole.length)) : whole,
    settings: dice.chance(0.2) ? changeSettings(dice, before.settings) : before.settings,
    mood: { ...MOODS[dice.one(Object.keys(MOODS) as (keyof typeof MOODS)[])], ...(before.acceptsOther && { rerouted: 10 }) },
    acceptsOther: dice.chance(0.9) ? before.acceptsOther : !before.acceptsOther,
    budget: dice.one([0.5, 1, 1.05, 1.3, 2, 5, 100, 100]),
    ending: dice.one(['none', 'death', 'death', 'abort']),
    storeFails: dice.chance(0.2),
  };
}

/** To its end with a provider that answers, then again, over fewer candles, over other later candles, and all at once. */
async function checkLastRuns(last: ProcessPlan, live: (plan: ProcessPlan) => Promise<readonly string[] | undefined>, world: World): Promise<void> {
  const { dice, books } = world;
  const calm: ProcessPlan = { ...last, mood: { ...MOODS.calm, ...(last.acceptsOther && { rerouted: 10 }) }, budget: 1_000, ending: 'none', storeFails: false };
  const lines = await live(calm);
  assert(lines, 'a calm run has not come to its end');
  assert(!lines.some((line) => line.includes('"unanswered"')));
  const requests = books.arrivals.length;
  assert.deepEqual(await live({ ...calm, budget: undefined }), lines, 'a replay writes something else');
  const rows = dice.whole(1, last.frame.length);
  const fewer = await live({ ...calm, budget: undefined, frame: beginningOf(last.frame, rows) });
  assert(fewer);
  // Who has answered decides over the cut-off, and with it over the label.
  const withoutLabel = (all: readonly string[]): string[] => all.slice(1).map((line) => line.replace(/,"inSample":\w+/, ''));
  assert.deepEqual(withoutLabel(fewer), withoutLabel(lines).slice(0, fewer.length - 1), 'what came later has changed a line');
  assert.equal(books.arrivals.length, requests, 'a replay asks');
  const other = await live({ ...calm, frame: otherwiseFrom(last.frame, rows) });
  assert.deepEqual(withoutLabel(other!).slice(0, fewer.length - 1), withoutLabel(fewer), 'what came otherwise has changed a line');
}
