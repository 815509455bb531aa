import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** What one run took, on average over those that were asked for together. */
export interface Spent {
  /** By the clock on the wall. */
  readonly ms: number;
  /** On processors, all threads together: what a busy machine does not change. */
  readonly processorMs: number;
}

/** A process that does one side's work when it is told to. */
export interface SideProcess {
  /** What it runs on, such as `vectorbt 1.1.0`. */
  readonly versions: string;
  /** Runs the work until so much time has passed, once at least. */
  run(atLeastMs: number): Promise<Spent>;
  /** Writes the answer of the last run into the folder. @returns its names */
  answer(): Promise<string[]>;
  /** The highest resident memory so far; null where the system does not tell. */
  peakMegabytes(): number | null;
  end(): Promise<void>;
}

/**
 * Starts a process that speaks this protocol, one JSON document a line: `{ versions }` when it is ready; to `run <ms>` it
 * answers `{ ms, processorMs }`, to `answer` `{ names }`. It ends when its input does.
 *
 * @throws Error with what it wrote to stderr, if it fails
 */
export async function startSide(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<SideProcess> {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const next = lineReader(child);
  const ask = async <Reply>(question: string): Promise<Reply> => {
    child.stdin.write(`${question}\n`);
    return next<Reply>();
  };
  const { versions } = await next<{ versions: string }>();
  return {
    versions,
    run: (atLeastMs) => ask<Spent>(`run ${atLeastMs}`),
    answer: async () => (await ask<{ names: string[] }>('answer')).names,
    peakMegabytes: () => peakMegabytes(child.pid!),
    end: async () => {
      child.stdin.end();
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

type Waiting = { resolve(line: string): void; reject(error: Error): void };

function lineReader(child: ChildProcess): <Reply>() => Promise<Reply> {
  const lines: string[] = [];
  let waiting: Waiting | undefined;
  let failure: Error | undefined;
  let errors = '';
  const fail = (error: Error): void => {
    failure = error;
    waiting?.reject(error);
  };
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin!.on('error', () => {}); // That it is gone is told by `close`.
  child.on('error', fail);
  child.on('close', (code) => fail(new Error(`${child.spawnfile} ended with ${code}: ${errors.trim().slice(-2_000)}`)));
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (waiting === undefined) lines.push(line);
    else waiting.resolve(line);
    waiting = undefined;
  });
  return async <Reply>() => {
    const line = lines.shift() ?? (await new Promise<string>((resolve, reject) => {
      if (failure) reject(failure);
      else waiting = { resolve, reject };
    }));
    return JSON.parse(line) as Reply;
  };
}

/** Of the program that runs now: `ru_maxrss` would also count whoever started it. */
export function peakMegabytes(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found ? Number(found[1]) / 1024 : null;
}
