import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type LlmSimulator, randomOf, startLlmSimulator } from '@wick/testkit';
import { CHARGED_USD, judgeWindow, simulatorEnv, windowOf } from '../signals/window-model.test-support.ts';
import { writeArchiveFile } from '../testing/archive-file.test-support.ts';
import { createWickHome, userEnv, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(300_000);

const BIN = fileURLToPath(new URL('../../bin/wick.mjs', import.meta.url));
const START = Date.UTC(2024, 0, 1);
const HOURS = 250;
const WINDOWS = HOURS - 9;
const KILLS = 8;
const CONCURRENCY = 8;
/** So that a run has moments between its beginning and its end. */
const LATENCY_MS = 25;

let killed: WickHome;
let whole: WickHome;
let simulator: LlmSimulator;

beforeAll(async () => {
  simulator = await startLlmSimulator({ handler: judgeWindow, latencyMs: LATENCY_MS });
  [killed, whole] = await Promise.all([createWickHome(), createWickHome()]);
  for (const home of [killed, whole]) {
    await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: START, count: HOURS })]);
  }
});
afterAll(async () => {
  await simulator.close();
  await Promise.all([killed.remove(), whole.remove()]);
});

const command = (instruction: string, maxUsd: number, ...more: string[]): string[] => [
  'signals', 'BTCUSDT', '-i', '1h', '--window', '10', '--ask', instruction, '--provider', simulator.baseUrl, '--model', 'deepseek-chat',
  '--concurrency', String(CONCURRENCY), '--max-cost', String(maxUsd), ...more,
];

/** Runs the command in a process of its own and kills it `afterMs` after it has sent so many requests. @returns whether it was killed before its end */
async function killRun(words: readonly string[], afterRequests: number, afterMs: number): Promise<boolean> {
  return (await endRun(words, afterRequests, afterMs, 'SIGKILL')).signal === 'SIGKILL';
}

interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

async function endRun(words: readonly string[], afterRequests: number, afterMs: number, by: NodeJS.Signals): Promise<Ended> {
  const env = userEnv({ WICK_DATA_DIR: join(killed.folder, 'data'), NO_COLOR: '1', ...simulatorEnv(killed.folder, simulator) });
  const wick = spawn(process.execPath, [BIN, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  wick.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(wick, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([simulator.untilRequests(simulator.requestCount + afterRequests), closed]);
  const timer = setTimeout(() => wick.kill(by), afterMs);
  const [exitCode, signal] = await closed;
  clearTimeout(timer);
  return { exitCode, signal, stderr };
}

const recordedOf = async (words: readonly string[]): Promise<number> => {
  const { plan } = (await killed.runJson([...words, '--plan'], simulatorEnv(killed.folder, simulator))) as { plan: { recorded: number } };
  return plan.recorded;
};

test(`kill −9 at ${KILLS} random moments of a run: what was answered is not asked again, and the file is that of a run that was never killed`, async () => {
  const random = randomOf('kill signals');
  const words = command('buy dips until killed', 50);
  let interrupted = 0;
  let before = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const already = simulator.requests.length;
    expect(await killRun(words, 1 + Math.floor(random.uniform() * 25), random.uniform() * 2 * LATENCY_MS)).toBe(true);
    const recorded = await recordedOf(words);
    const asked = simulator.requests.length - already;
    // Only what was under way when it died was asked and is not recorded.
    expect(recorded).toBeGreaterThanOrEqual(before + asked - CONCURRENCY);
    if (recorded > before) interrupted++;
    before = recorded;
  }
  expect(interrupted).toBeGreaterThan(KILLS / 2);
  expect(before).toBeLessThan(WINDOWS);

  const already = simulator.requests.length;
  const out = join(killed.folder, 'killed.ndjson');
  expect(await killed.run([...words, '--out', out], simulatorEnv(killed.folder, simulator))).toMatchObject({ exitCode: 0 });
  expect(simulator.requests.length - already).toBe(WINDOWS - before);
  expect(new Set(simulator.requests.map((request) => windowOf(request).time)).size).toBe(WINDOWS);
  expect(simulator.requests.length).toBeLessThanOrEqual(WINDOWS + KILLS * CONCURRENCY);

  const undisturbed = join(whole.folder, 'whole.ndjson');
  expect(await whole.run([...words, '--out', undisturbed], simulatorEnv(whole.folder, simulator))).toMatchObject({ exitCode: 0 });
  expect(readFileSync(out, 'utf8')).toBe(readFileSync(undisturbed, 'utf8'));
});

test('kill −9 under a limit of costs: what was under way counts at its worst, and what the provider charged in all never exceeds the limit', async () => {
  const random = randomOf('kill the budget');
  const instruction = 'buy dips for little';
  const already = simulator.requests.length;
  const charged = (): number => (simulator.requests.length - already) * CHARGED_USD;
  for (let kill = 0; kill < 4; kill++) expect(await killRun(command(instruction, 50), 20, random.uniform() * LATENCY_MS)).toBe(true);

  const env = simulatorEnv(killed.folder, simulator);
  const { plan } = (await killed.runJson([...command(instruction, 50), '--plan'], env)) as unknown as {
    plan: { spending: { settledUsd: number; unsettled: number; unsettledUsd: number }; estimate: { expectedUsd: number } };
  };
  const { settledUsd, unsettled, unsettledUsd } = plan.spending;
  expect(unsettled).toBeGreaterThan(0);
  // What was asked and never answered was charged, and more was set aside for it.
  expect(settledUsd + unsettledUsd).toBeGreaterThanOrEqual(charged());

  // Enough for what is expected, and not for the worst of the last request.
  const maxUsd = settledUsd + unsettledUsd + plan.estimate.expectedUsd + CHARGED_USD / 10;
  const refused = await killed.runJson(command(instruction, maxUsd), env);
  expect(refused).toMatchObject({ error: { code: 'BUDGET_EXHAUSTED', message: expect.stringContaining(`of ${WINDOWS} answers are there`) as unknown } });
  expect(charged()).toBeLessThanOrEqual(maxUsd);
  expect(await recordedOf(command(instruction, 50))).toBeGreaterThan(WINDOWS - 5);
});

test('Ctrl-C: the run ends by itself, says how to go on, and keeps what was answered', async () => {
  const words = command('buy dips until stopped', 50);
  const already = simulator.requests.length;
  const { exitCode, stderr } = await endRun(words, 40, 0, 'SIGINT');
  expect(exitCode).toBe(130);
  expect(stderr).toContain('wick was stopped by SIGINT.');
  expect(stderr).toContain('run the same command again to go on');
  expect(await recordedOf(words)).toBeGreaterThanOrEqual(simulator.requests.length - already - CONCURRENCY);
});
