import { chownSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock, WickError } from '@wick/core';
import type pg from 'pg';
import { asWickError, diskUnwritable } from '../postgres/database-error.ts';
import { createCluster } from './create-cluster.ts';
import { joinServer, type Presence } from './presence.ts';
import { freePort, type ServerAddress, serverAddress } from './server-address.ts';
import { findBinaries, prepareBinaries } from './server-binaries.ts';
import { isPassingFailure, serverFailure } from './server-failure.ts';
import { dataFolder, runServerProgram, type ServerInstallation } from './server-program.ts';
import { serverUser } from './server-user.ts';

/** The major version is part of the folder's name: PostgreSQL cannot read the files of another one. */
const FOLDER = 'postgres-18';
const PATIENCE_MS = 60_000;
const RETRY_MS = 20;

export interface EmbeddedServer {
  /** Where the server's files are. */
  readonly folder: string;
  /** How to connect. A server that died meanwhile is started again; as long as it lives this is the same object. */
  clientConfig(): Promise<pg.ClientConfig>;
  /** Leaves the server; the last one to leave stops it, without waiting for it. */
  close(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** A unix socket, except on Windows, which gets a loopback port with a password. */
  readonly transport?: 'socket' | 'tcp';
  readonly clock?: Clock;
}

/**
 * Attaches to the embedded server of a data folder, starting it, and creating it, where needed. Any number of
 * processes may do so at once, and at any moment of the server's life: while it starts, recovers or stops, they wait.
 *
 * @throws WickError DATABASE_UNSUPPORTED, DATABASE_UNAVAILABLE or DISK_UNWRITABLE
 */
export async function openEmbeddedServer(dataDir: string, options: EmbeddedServerOptions = {}): Promise<EmbeddedServer> {
  const { transport = process.platform === 'win32' ? 'tcp' : 'socket', clock = systemClock } = options;
  const server = install(dataDir, transport);
  await createCluster(server).catch((error: unknown) => {
    throw asWickError(error, server.folder);
  });
  const address = serverAddress(server);
  let presence: Presence | undefined;
  let joining: Promise<Presence> | undefined;
  const present = async (): Promise<Presence> => {
    if (presence && !presence.isLost()) return presence;
    joining ??= attachOrStart(server, address, clock).finally(() => (joining = undefined));
    return (presence = await joining);
  };
  try {
    await present();
  } catch (error) {
    address.close();
    throw error;
  }
  return {
    folder: server.folder,
    clientConfig: async () => (await present()).config,
    close: async () => {
      await presence?.leave(async () => (await stop(server, 'smart')).succeeded);
      address.close();
    },
  };
}

/**
 * Stops the embedded server of a data folder and waits until it is down. Clients that are connected are cut off;
 * nothing that was acknowledged is lost. Whoever still has the storage open starts it again with the next query.
 *
 * @returns false if none was running
 */
export async function stopEmbeddedServer(dataDir: string): Promise<boolean> {
  const folder = join(dataDir, FOLDER);
  const pidFile = join(dataFolder(folder), 'postmaster.pid');
  if (!existsSync(pidFile)) return false;
  const server = install(dataDir, 'socket');
  const { succeeded, log } = await stop(server, 'fast', 'wait');
  if (succeeded) return true;
  // It ended by itself meanwhile, or was killed some time ago and left its file.
  if (!existsSync(pidFile) || /PID file ".*" does not exist|Is server running|No such process/i.test(log)) return false;
  throw serverFailure('did not stop', server.folder, log);
}

function install(dataDir: string, transport: ServerInstallation['transport']): ServerInstallation {
  const source = findBinaries();
  try {
    mkdirSync(dataDir, { recursive: true });
    const folder = join(realpathSync(dataDir), FOLDER);
    const user = serverUser(folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user) chownSync(folder, user.uid, user.gid);
    return { folder, binaries: prepareBinaries(source, folder, user), user, transport };
  } catch (error) {
    // Node says ENOENT when it may not make a folder on a read-only disk.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw diskUnwritable(dataDir, 'the folder cannot be made there', error);
    throw asWickError(error, dataDir);
  }
}

async function attachOrStart(server: ServerInstallation, address: ServerAddress, clock: Clock): Promise<Presence> {
  const deadlineMs = clock.nowMs() + PATIENCE_MS;
  for (;;) {
    const config = address.config();
    const joined = config ? await joinServer(config) : 'absent';
    if (joined !== 'absent' && joined !== 'busy') return joined;
    const failure = joined === 'absent' ? await start(server) : undefined;
    if (failure && !isPassingFailure(failure)) throw serverFailure('did not start', server.folder, failure);
    if (clock.nowMs() > deadlineMs) throw stuck(server.folder, failure);
    if (joined === 'busy' || failure) await clock.sleep(RETRY_MS);
  }
}

/** @returns the log of a start that failed */
async function start(server: ServerInstallation): Promise<string | undefined> {
  const port = server.transport === 'tcp' ? ['--options', `-p ${await freePort()}`] : [];
  const { succeeded, log } = await runServerProgram(server, 'pg_ctl', (folder) => [
    'start', '--pgdata', dataFolder(folder), '--silent', '--wait', '--timeout=60', ...port,
  ]);
  return succeeded ? undefined : log || 'it gave no reason';
}

const stop = (server: ServerInstallation, mode: 'smart' | 'fast', wait: 'wait' | 'no-wait' = 'no-wait') =>
  runServerProgram(server, 'pg_ctl', (folder) => [
    'stop', '--pgdata', dataFolder(folder), '--silent', `--${wait}`, '--timeout=60', '--mode', mode,
  ]);

const stuck = (folder: string, log = ''): WickError =>
  new WickError('DATABASE_UNAVAILABLE', `The embedded PostgreSQL in ${folder} neither starts nor stops.`, {
    remedy: `Run "wick db stop" and try again; ${folder}/server.log says more.`,
    details: { folder, log: log.slice(-1000) },
  });
