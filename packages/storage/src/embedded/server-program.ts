import { spawn } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WickError } from '@wick/core';
import type { ServerUser } from './server-user.ts';

/** An embedded server on this machine: whose, where, and with which programs. */
export interface ServerInstallation {
  /** Holds the database (`data`) and the log (`server.log`); belongs to the user. */
  readonly folder: string;
  /** Holds `bin`, `lib` and `share`. */
  readonly binaries: string;
  /** Whom to run as, if not as ourselves. */
  readonly user: ServerUser | undefined;
  readonly transport: 'socket' | 'tcp';
}

export const dataFolder = (folder: string): string => join(folder, 'data');

const LOG_LIMIT_BYTES = 1_000_000;

/** PATH finds the shell, the rest is what Windows needs. No PG… variable and no secret goes to the server. */
const INHERITED = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir'];

/**
 * Runs `initdb` or `pg_ctl` with what it prints, and what a server that it starts prints, going to `server.log`.
 *
 * As root on Linux, the server's folder may lie below one that only root can enter, such as /root. An open folder
 * can be passed on all the same: the program and the server find theirs at /proc/self/fd/3.
 *
 * @param args are given the server's folder as the program sees it
 * @returns whether it succeeded, and what was logged meanwhile
 * @throws WickError DATABASE_UNAVAILABLE if the system does not let it run
 */
export async function runServerProgram(
  { folder, binaries, user }: ServerInstallation,
  program: 'initdb' | 'pg_ctl',
  args: (folder: string) => string[],
): Promise<{ succeeded: boolean; log: string }> {
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  const passed = user && process.platform === 'linux' ? openSync(folder, 'r') : undefined;
  try {
    if (statSync(logFile).size > LOG_LIMIT_BYTES) ftruncateSync(log);
    const start = statSync(logFile).size;
    const child = spawn(join(binaries, 'bin', program), args(passed === undefined ? folder : '/proc/self/fd/3'), {
      cwd: '/',
      env: { ...inheritedEnvironment(), LC_ALL: 'C', TZ: 'UTC' },
      stdio: passed === undefined ? ['ignore', log, log] : ['ignore', log, log, passed],
      windowsHide: true,
      ...user,
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', (cause) => reject(notRunnable(program, binaries, cause))).once('exit', resolve);
    });
    return { succeeded: exitCode === 0, log: readFileSync(logFile).subarray(start).toString() };
  } finally {
    closeSync(log);
    if (passed !== undefined) closeSync(passed);
  }
}

const notRunnable = (program: string, binaries: string, cause: Error): WickError =>
  new WickError('DATABASE_UNAVAILABLE', `PostgreSQL's program ${program} in ${binaries} cannot be run: ${cause.message}.`, {
    remedy: 'Install wick where programs may be run, or set DATABASE_URL to a PostgreSQL server.',
    cause,
  });

const inheritedEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
