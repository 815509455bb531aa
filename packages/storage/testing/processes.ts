import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const SCRIPT = fileURLToPath(new URL('write-one-candle.ts', import.meta.url));

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts `write-one-candle.ts` in a process of its own. */
export const startWriter = (dataDir: string, symbols: readonly string[], stay = false, identity: Identity = {}): ChildProcess =>
  spawn(process.execPath, ['--conditions=@wick/source', SCRIPT, dataDir, symbols.join(','), ...(stay ? ['stay'] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
    cwd: '/',
    ...identity,
  });

/** Runs it to its end. @returns what it said on stderr, empty if all went well */
export async function runWriter(dataDir: string, symbols: readonly string[], identity: Identity = {}): Promise<string> {
  const child = startWriter(dataDir, symbols, false, identity);
  let stderr = '';
  child.stderr!.on('data', (text) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? '' : `exit code ${code}: ${stderr}`;
}

/** The process id of the server of a data folder; undefined if none runs. */
export function serverPid(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres-18', 'data', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}
