import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStorage, type Storage, stopEmbeddedServer } from '@wick/storage';
import { type Captured, runCaptured } from './run-captured.test-support.ts';

const BIN = fileURLToPath(new URL('../../bin/wick.mjs', import.meta.url));

/** A folder of its own with an embedded server that runs for the whole test file. Binance is out of reach from it. */
export interface WickHome {
  readonly folder: string;
  readonly storage: Storage;
  /** Runs a command inside the test: quick, and all but the process is real. */
  run(words: readonly string[], env?: Record<string, string>): Promise<Captured>;
  /** The same with --json, and the document that it prints. */
  runJson(words: readonly string[], env?: Record<string, string>): Promise<Record<string, unknown>>;
  /** Runs the command as users do, in a process of its own: the way for much data, which is slow inside of jest. */
  spawn(words: readonly string[], env?: Record<string, string>): Promise<Captured>;
  /** Stops the embedded server and removes everything. */
  remove(): Promise<void>;
}

export async function createWickHome(): Promise<WickHome> {
  const folder = mkdtempSync(join(tmpdir(), 'wick-cli-'));
  const dataDir = join(folder, 'data');
  const ownEnv = { WICK_DATA_DIR: dataDir, WICK_BINANCE_REST_URL: 'http://127.0.0.1:9', NO_COLOR: '1' };
  const storage = await openStorage({ dataDir });
  const home: WickHome = {
    folder,
    storage,
    run: (words, env = {}) => runCaptured(words, { ...ownEnv, ...env }),
    runJson: async (words, env) => {
      const { stdout, stderr } = await home.run([...words, '--json'], env);
      try {
        return JSON.parse(stdout) as Record<string, unknown>;
      } catch (cause) {
        throw new Error(`no JSON document on stdout: ${stdout || stderr}`, { cause });
      }
    },
    spawn: (words, env = {}) => spawnWick(words, folder, { ...ownEnv, ...env }),
    remove: async () => {
      await storage.close();
      await stopEmbeddedServer(dataDir);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return home;
}

/** The environment of a user: without what the test runner put into ours, and with what a test sets. */
export function userEnv(env: Record<string, string>): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _ofJest, FORCE_COLOR: _ofNx, DATABASE_URL: _ofOthers, ...inherited } = process.env;
  return { ...inherited, ...env };
}

function spawnWick(words: readonly string[], cwd: string, env: Record<string, string>): Promise<Captured> {
  const child = spawn(process.execPath, [BIN, ...words], { cwd, env: userEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, stdout, stderr }));
  });
}
