/**
 * Does the pruned worker live without the workspace? Installs it in an empty folder as the image does, starts it there,
 * waits until it is alive, and ends it. All that docker/Dockerfile relies on, without a container engine.
 *
 *     node apps/worker/pruned/check-pruned.ts deploy/worker
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

const deployed = process.argv[2] ?? 'deploy/worker';
const folder = mkdtempSync(join(tmpdir(), 'wick-deploy-'));
try {
  cpSync(deployed, folder, { recursive: true });
  install(folder);
  await runOnce(folder);
  console.log('The pruned worker installs, starts, answers and ends.');
} finally {
  await databaseIsDown(folder);
  rmSync(folder, { recursive: true, force: true });
}

/** The worker has left its embedded server, which stops by itself; its files may go when it is gone. */
async function databaseIsDown(cwd: string): Promise<void> {
  const pidFile = join(cwd, 'data', 'postgres-18', 'data', 'postmaster.pid');
  for (let look = 0; look < 100 && existsSync(pidFile); look++) await delay(100);
}

function install(cwd: string): void {
  const { status } = spawnSync('npm', ['ci', '--omit=dev', '--ignore-scripts'], { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm ci ended with ${status}.`);
}

/** Without Binance: the address leads nowhere, which must not keep the worker from living. */
async function runOnce(cwd: string): Promise<void> {
  const { NODE_OPTIONS: _ofTheWorkspace, DATABASE_URL: _ofOthers, ...env } = process.env;
  const worker = spawn(process.execPath, ['dist/main.js'], {
    cwd,
    env: { ...env, PORT: '0', WICK_DATA_DIR: join(cwd, 'data'), WICK_BINANCE_REST_URL: 'http://127.0.0.1:9', WICK_BINANCE_WS_URL: 'ws://127.0.0.1:9' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => worker.on('close', resolve));
  const tooLong = setTimeout(() => worker.kill('SIGKILL'), PATIENCE_MS);
  try {
    for await (const line of createInterface({ input: worker.stdout })) {
      const { msg, address } = JSON.parse(line) as { msg: string; address?: string };
      if (msg !== 'worker started') continue;
      const { status } = await fetch(`${address}/health`);
      if (status !== 200) throw new Error(`/health answers ${status}.`);
      worker.kill('SIGTERM');
    }
    const exitCode = await ended;
    if (exitCode !== 0) throw new Error(`The worker ended with ${exitCode}.`);
  } finally {
    clearTimeout(tooLong);
    worker.kill('SIGKILL');
  }
}
