import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../pairs.ts';
import { type Agreement, compareAnswers, readAnswer, type Side } from './answer.ts';
import type { Benchmark, Scale } from './benchmark.ts';
import { startPeer, whyMissing } from './peer-python.ts';
import { writeScale } from './scale.ts';
import { type SideProcess, type Spent, startSide } from './side-process.ts';

/** A short run is repeated until a clock can tell how long it took. */
const LEAST_MS = 20;
/** Until the just-in-time compilers of both sides have settled; a small run shows that it works, not how fast. */
const WARM_UP_MS = { full: 1_000, small: 0 };

export interface Measured {
  readonly benchmark: Benchmark;
  readonly scale: Scale;
  readonly ours: SideFigures;
  /** A string says why there are none; undefined where there is nobody to ask. */
  readonly peer: PeerFigures | string | undefined;
}

export interface SideFigures {
  readonly medianMs: number;
  /** Resident, at the end of the first run; null where nobody knows. */
  readonly peakMegabytes: number | null;
}

export interface PeerFigures extends SideFigures {
  readonly versions: string;
  /** Ours / theirs, pair by pair, so that a machine that changes speed does not tell. */
  readonly ratio: number;
  /** The same of the time on processors. */
  readonly processorRatio: number;
  readonly agreement: Agreement;
}

export interface RunOptions {
  readonly size: 'full' | 'small';
  /** Counted pairs. */
  readonly pairs: number;
  /** false: ours alone. */
  readonly peers: boolean;
}

/** Both sides on the same arrays, each in a process of its own, in turn. */
export async function runBenchmark(benchmark: Benchmark, options: RunOptions): Promise<Measured> {
  const scale = benchmark[options.size];
  const folder = mkdtempSync(join(tmpdir(), 'wick-bench-'));
  const started: SideProcess[] = [];
  try {
    writeScale(folder, scale);
    await benchmark.prepare(folder, scale);
    const ours = await startOurs(benchmark, folder, 'ours');
    started.push(ours);
    const missing = benchmark.peer && (options.peers ? whyMissing(benchmark.peer) : 'not asked');
    if ((benchmark.peer ?? benchmark.otherWay) === undefined || missing !== undefined) {
      return { benchmark, scale, ours: await measureAlone(benchmark, ours, options), peer: missing };
    }
    const peer = await (benchmark.peer ? startPeer(benchmark.peer, folder) : startOurs(benchmark, folder, 'peer'));
    started.push(peer);
    return { benchmark, scale, ...(await measurePair(benchmark, folder, { ours, peer }, options)) };
  } finally {
    await Promise.all(started.map((side) => side.end()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

const serveWork = fileURLToPath(new URL('serve-work.ts', import.meta.url));

/** Stripped sources are kept, as `wick` keeps them: a process that finds them needs 30 MB less. */
export const ourEnvironment = (): NodeJS.ProcessEnv => ({
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../node_modules/.cache/wick', import.meta.url)),
  ...process.env,
  NODE_OPTIONS: '',
});

const startOurs = (benchmark: Benchmark, folder: string, side: Side): Promise<SideProcess> =>
  startSide(process.execPath, ['--conditions=@wick/source', serveWork, benchmark.name, folder, side], ourEnvironment());

/** @returns the memory that one run took, in a process that has done nothing else */
async function warmUp(benchmark: Benchmark, side: SideProcess, atLeastMs: number): Promise<number | null> {
  const { ms } = await side.run(0);
  const peak = benchmark.ownProcess ? null : side.peakMegabytes();
  if (ms < atLeastMs) await side.run(atLeastMs);
  return peak;
}

async function measureAlone(benchmark: Benchmark, ours: SideProcess, { size, pairs }: RunOptions): Promise<SideFigures> {
  const peakMegabytes = await warmUp(benchmark, ours, WARM_UP_MS[size]);
  const times: number[] = [];
  for (let run = 0; run < pairs; run++) times.push((await ours.run(LEAST_MS)).ms);
  await ours.answer();
  return { medianMs: median(times), peakMegabytes };
}

async function measurePair(
  benchmark: Benchmark,
  folder: string,
  sides: { readonly ours: SideProcess; readonly peer: SideProcess },
  { size, pairs }: RunOptions,
): Promise<Pick<Measured, 'ours' | 'peer'>> {
  const ourPeak = await warmUp(benchmark, sides.ours, WARM_UP_MS[size]);
  const peerPeak = await warmUp(benchmark, sides.peer, WARM_UP_MS[size]);
  const ours: Spent[] = [];
  const theirs: Spent[] = [];
  for (let run = 0; run < pairs; run++) {
    ours.push(await sides.ours.run(LEAST_MS));
    theirs.push(await sides.peer.run(LEAST_MS));
  }
  const ratioOf = (clock: keyof Spent): number => median(ours.map((spent, run) => spent[clock] / theirs[run]![clock]));
  const ourAnswer = readAnswer(folder, 'ours', await sides.ours.answer());
  const peerAnswer = readAnswer(folder, 'peer', await sides.peer.answer());
  return {
    ours: { medianMs: median(ours.map(({ ms }) => ms)), peakMegabytes: ourPeak },
    peer: {
      medianMs: median(theirs.map(({ ms }) => ms)),
      peakMegabytes: peerPeak,
      versions: sides.peer.versions,
      ratio: ratioOf('ms'),
      processorRatio: benchmark.ownProcess || benchmark.withServer ? NaN : ratioOf('processorMs'),
      agreement: compareAnswers(ourAnswer, peerAnswer, benchmark.tolerance),
    },
  };
}
