import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFailure } from './server-failure.ts';
import { dataFolder, runServerProgram, type ServerInstallation } from './server-program.ts';

export const SERVER_ROLE = 'wick';

/** The password of a server that listens on a TCP port lies beside its data. A socket is guarded by its folder. */
export const passwordFile = (folder: string): string => join(dataFolder(folder), 'wick-password');

const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  // One server without replicas: less to write, fewer processes.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  log_checkpoints: 'off',
};

/** Relative to the data folder, so the folder can be moved and its path be of any length. */
const SOCKET_SETTINGS = { listen_addresses: '', unix_socket_directories: '.', unix_socket_permissions: '0700' };
const TCP_SETTINGS = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };

/**
 * Creates the database folder if there is none. Several processes may do so at once: each works in a folder of its
 * own, and the first to finish gives its folder the final name.
 *
 * @throws WickError DISK_UNWRITABLE or DATABASE_UNAVAILABLE, with what initdb said
 */
export async function createCluster(server: ServerInstallation): Promise<void> {
  const data = dataFolder(server.folder);
  if (existsSync(join(data, 'PG_VERSION'))) return;
  removeAbandoned(server.folder);
  const name = `initdb-${process.pid}-${randomUUID()}`;
  const unfinished = join(server.folder, name);
  const password = randomBytes(24).toString('base64url');
  const secret = join(server.folder, `${name}.password`);
  try {
    if (server.transport === 'tcp') writeFileSync(secret, password, { mode: 0o644 });
    const { succeeded, log } = await runServerProgram(server, 'initdb', (folder) => initdbArguments(server, folder, name));
    if (!succeeded) throw serverFailure('could not be created', server.folder, log);
    if (server.transport === 'tcp') writeFileSync(join(unfinished, 'wick-password'), password, { mode: 0o600 });
    renameSync(unfinished, data);
  } catch (error) {
    if (!existsSync(join(data, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    rmSync(secret, { force: true });
  }
}

function initdbArguments({ transport }: ServerInstallation, folder: string, name: string): string[] {
  const settings = { ...SETTINGS, ...(transport === 'tcp' ? TCP_SETTINGS : SOCKET_SETTINGS) };
  const access =
    transport === 'tcp' ? ['--auth=scram-sha-256', `--pwfile=${join(folder, `${name}.password`)}`] : ['--auth=trust'];
  return [
    '--pgdata', join(folder, name), '--username', SERVER_ROLE, ...access,
    '--encoding=UTF8', '--locale=C', '--no-instructions',
    ...Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]),
  ];
}

/** What a process left that was killed while it ran initdb. */
function removeAbandoned(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const pid = Number(/^initdb-(\d+)-/.exec(entry)?.[1]);
    if (pid && !isAlive(pid)) rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
