import assert from 'node:assert/strict';
import { isWickError } from '@wick/core';
import { DECISION_SCHEMA } from '../../judgement/decision-schema.ts';
import { systemMessage } from '../../windows/system-message.ts';
import { decisionsToLines } from '../decisions-to-lines.ts';
import { type Arrival, ASKED, OTHER } from './bookkeeping-provider.test-support.ts';
import { type MadeUp, type NaiveReport, naiveReport } from './naive-lines.test-support.ts';
import { type NaivePlan, naivePlan } from './naive-plan.test-support.ts';
import type { ProcessEnd, ProcessPlan, World } from './process.test-support.ts';

/** What the naive model knows of a life so far. */
export interface Ledger {
  readonly knows: (model: string) => string | null;
  /** What was really charged, by the key that was asked for. */
  readonly charges: { readonly key: string; readonly usd: number }[];
  /** Keys that had an answer when the last process began, and the ids of the answers. */
  recorded: Map<string, string>;
}

/** Money in float64 from sums in another order. */
const CENT_DUST = 1e-10;

export const naivelyPlanned = ({ frame, settings, acceptsOther }: Pick<ProcessPlan, 'frame' | 'settings' | 'acceptsOther'>): NaivePlan =>
  naivePlan(frame, settings, { provider: 'holysheep', models: acceptsOther ? [ASKED, OTHER] : [ASKED], system: systemMessage(settings), schema: DECISION_SCHEMA });

/** Everything that holds after a process, however it has ended. @returns its lines if it came to an end */
export async function checkProcess(world: World, ledger: Ledger, plan: ProcessPlan, end: ProcessEnd): Promise<readonly string[] | undefined> {
  const naive = naivelyPlanned(plan);
  const before = ledger.recorded;
  checkPlanned(naive, before, end);
  const arrivals = world.books.arrivals.filter(({ process }) => process === end.process);
  checkAsked(world, ledger, naive, before, end, arrivals);
  ledger.recorded = firstRecorded(world);
  checkRecorded(world, naive, ledger.recorded, end.process);
  await checkMoney(world, ledger, naive, end);
  checkPace(world, end.process);
  if (end.died) return undefined;
  assert.equal(end.pending, 0, 'somebody still sleeps');
  if (!end.ran) {
    checkError(end, arrivals);
    return undefined;
  }
  return checkReport(world, ledger, plan, naive, end, arrivals);
}

/** Under its own name, the provider's other one, and that of a dated variant. */
const isAsked = (name: string): boolean => [ASKED, 'deepseek-v3.2', 'deepseek-chat-2025-12-01'].includes(name);

const keysOf = ({ keys }: NaivePlan): string[] => [...new Set(keys.flat(2))];

function firstRecorded({ log }: World): Map<string, string> {
  const first = new Map<string, string>();
  for (const { key, recorded } of log) if (recorded && !first.has(key)) first.set(key, (JSON.parse(recorded.body) as { id: string }).id);
  return first;
}

function checkPlanned({ keys, decisions }: NaivePlan, before: ReadonlyMap<string, string>, { planned }: ProcessEnd): void {
  if (!planned) return;
  const places = keys.flat();
  const open = places.filter((some) => !some.some((key) => before.has(key)));
  assert.deepEqual(
    [planned.windows, planned.skipped, planned.answers, planned.recorded, planned.toAsk],
    [keys.length, decisions.length - keys.length, places.length, places.length - open.length, new Set(open.map(([key]) => key)).size],
  );
}

/** Nothing that is not of the plan, nothing that was answered before, and nothing again that was answered since. */
function checkAsked(world: World, ledger: Ledger, { dataOf, keys }: NaivePlan, before: ReadonlyMap<string, string>, { process }: ProcessEnd, arrivals: readonly Arrival[]): void {
  const answered = new Set(keys.flat().filter((some) => some.some((key) => before.has(key))).map(([key]) => key!));
  const begun: string[] = [];
  for (const { key, recorded } of world.log.filter((event) => event.process === process)) {
    if (recorded) answered.add(key);
    else {
      assert(dataOf.has(key), 'a key that is not of the plan is asked for');
      assert(!answered.has(key), 'what has an answer is asked for again');
      begun.push(key);
    }
  }
  for (const { data, chargedUsd } of arrivals) {
    const at = begun.findIndex((key) => dataOf.get(key) === data);
    assert(at >= 0, `a request that was not entered before, or of other data: ${data}`);
    ledger.charges.push({ key: begun.splice(at, 1)[0]!, usd: chargedUsd });
  }
}

/** Each answer is kept as it came, under a key of the window that it is about. */
function checkRecorded({ log, books }: World, { dataOf }: NaivePlan, recorded: ReadonlyMap<string, string>, process: number): void {
  for (const event of log) {
    if (event.process !== process || !event.recorded) continue;
    const id = recorded.get(event.key)!;
    assert(books.answers.has(id), 'an answer that nobody gave');
    if (!dataOf.has(event.key)) continue;
    assert.equal(books.about.get(id), dataOf.get(event.key), 'an answer about another window');
    assert(isAsked(books.answers.get(id)!.model), 'an answer of another model is kept as one of the model that was asked');
  }
}

/** What is counted is never less than what was charged, and what was charged never more than what is allowed. */
async function checkMoney(world: World, ledger: Ledger, plan: NaivePlan, { maxUsd, planned }: ProcessEnd): Promise<void> {
  const keys = new Set(keysOf(plan));
  const chargedUsd = ledger.charges.filter(({ key }) => keys.has(key)).reduce((sum, { usd }) => sum + usd, 0);
  const { settledUsd, unsettledUsd } = await world.store.spending([...keys]);
  assert(unsettledUsd !== null);
  assert(chargedUsd <= settledUsd + unsettledUsd + CENT_DUST, `${chargedUsd} was charged, and ${settledUsd} + ${unsettledUsd} is counted`);
  if (maxUsd === undefined || !planned) return;
  assert(settledUsd + unsettledUsd <= maxUsd + CENT_DUST, `${settledUsd} + ${unsettledUsd} of ${maxUsd} is spent`);
}

/** No minute sees more than the limit, and nobody comes while all are told to wait. */
function checkPace({ books: { arrivals }, provider: { limits } }: World, process: number): void {
  const most = limits?.requestsPerMinute ?? Infinity;
  for (const [index, { atMs }] of arrivals.entries()) {
    const tooEarly = arrivals[index - most];
    assert(!tooEarly || atMs - tooEarly.atMs >= 60_000, 'more requests in a minute than the limit');
  }
  const own = arrivals.filter((arrival) => arrival.process === process);
  for (const { wait } of own) {
    if (wait) assert(!own.some(({ atMs }) => atMs > wait.fromMs && atMs < wait.untilMs), 'a request in the time of a wait');
  }
}

const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'wrong key': ['LLM_REFUSED'], 'no balance': ['LLM_REFUSED'], 'no quota': ['LLM_REFUSED'], rerouted: ['LLM_REFUSED'], unpriced: ['LLM_REFUSED'],
};

function checkError({ error, planned, maxUsd }: ProcessEnd, arrivals: readonly Arrival[]): void {
  if (error instanceof Error && error.message === 'the user has had enough') return;
  assert(isWickError(error), String(error instanceof Error ? error.stack : error));
  const fates = new Set(arrivals.map(({ fate }) => fate));
  if (error.code === 'BUDGET_EXHAUSTED') {
    const { spentUsd, worstUsd } = error.details as { spentUsd: number; worstUsd: number };
    if (arrivals.length > 0) assert(spentUsd + worstUsd > maxUsd! - CENT_DUST, 'there was room for another request');
    else assert(planned!.estimate!.expectedUsd! + spentUsd > maxUsd! - CENT_DUST || spentUsd + worstUsd > maxUsd! - CENT_DUST);
  } else if (error.code === 'LLM_REFUSED') {
    assert([...fates].some((fate) => fate in ENDINGS), `nothing refuses: ${error.message}`);
  } else if (error.code === 'LLM_FAILED') {
    assert(arrivals.length >= 20, `the run ends early: ${error.message}`);
  } else {
    assert.equal(error.code, 'DATABASE_UNAVAILABLE', error.message);
  }
}

function checkReport({ books }: World, ledger: Ledger, { settings, acceptsOther }: ProcessPlan, naive: NaivePlan, { ran, planned }: ProcessEnd, arrivals: readonly Arrival[]): string[] {
  const { header, decisions, answers } = ran!;
  const { samples = 1, leastAgreement = 1 } = settings;
  const answerOf = (key: string): MadeUp | undefined => books.answers.get(ledger.recorded.get(key) ?? '');
  const report = naiveReport(naive, answerOf, { samples, leastAgreement, knows: ledger.knows, asked: ASKED, isAsked });
  const lines = [...decisionsToLines(header, decisions)];
  checkLines(lines.slice(1).map((line) => JSON.parse(line) as Record<string, unknown>), report);
  checkHeader(JSON.parse(lines[0]!) as Record<string, unknown>, report);
  const total = naive.keys.flat().length;
  assert.deepEqual(answers, { total, replayed: planned!.recorded, asked: report.answered - planned!.recorded, unanswered: total - report.answered, requests: arrivals.length });
  assert(acceptsOther || !arrivals.some(({ fate }) => fate === 'rerouted'), 'another model has answered, and the run went on');
  return lines;
}

function checkLines(lines: readonly Record<string, unknown>[], report: NaiveReport): void {
  assert.equal(lines.length, report.lines.length);
  for (const [index, expected] of report.lines.entries()) {
    const { detail, ...line } = lines[index]!;
    assert(near(line, expected), `${JSON.stringify(line)} instead of ${JSON.stringify(expected)}`);
    assert.equal(typeof detail, expected['action'] === 'NONE' ? 'string' : 'undefined');
  }
}

function checkHeader(header: Record<string, unknown>, { header: expected }: NaiveReport): void {
  for (const [name, value] of Object.entries(expected)) assert(near(header[name], value), `${name}: ${JSON.stringify(header[name])} instead of ${JSON.stringify(value)}`);
  const { signals, noSignals } = header as { signals: Record<string, number>; noSignals: Record<string, number> };
  assert.equal([...Object.values(signals), ...Object.values(noSignals)].reduce((sum, count) => sum + count, 0), header['decisions']);
}

/** The same, up to the last bits of a mean. */
function near(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-12;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => near((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]));
}
