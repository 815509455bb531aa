import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Peer } from './benchmark.ts';
import { type SideProcess, startSide } from './side-process.ts';

const scripts = fileURLToPath(new URL('../peers', import.meta.url));

/** Modules by which a program is imported. */
const MODULES: Readonly<Record<Peer['program'], string>> = {
  vectorbt: 'vectorbt', backtrader: 'backtrader', 'backtesting.py': 'backtesting',
};

/** The Python that runs the peers; PYTHONPATH is passed on to it. */
export const peerPython = (): string | undefined => process.env['WICK_PEERS_PYTHON'] || undefined;

/** One thread, quiet, and compiled code that is kept from one run to the next. */
const peerEnvironment = (): NodeJS.ProcessEnv => ({
  NUMBA_CACHE_DIR: join(tmpdir(), 'wick-bench-numba'),
  ...process.env,
  NUMBA_NUM_THREADS: '1',
  PYTHONWARNINGS: 'ignore',
  PYTHONDONTWRITEBYTECODE: '1',
});

/** Why that program cannot be asked; undefined if it can. */
export function whyMissing(peer: Peer): string | undefined {
  const python = peerPython();
  if (python === undefined) return 'WICK_PEERS_PYTHON does not name a Python';
  const code = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${MODULES[peer.program]}') is None)`;
  const { error, status } = spawnSync(python, ['-c', code], { env: peerEnvironment() });
  if (error) return `${python} does not start`;
  return status === 0 ? undefined : `${python} has no ${peer.program}`;
}

export const startPeer = (peer: Peer, folder: string): Promise<SideProcess> =>
  startSide(peerPython()!, [join(scripts, peer.script), folder, ...(peer.args ?? [])], peerEnvironment());
