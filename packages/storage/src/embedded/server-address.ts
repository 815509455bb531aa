import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { passwordFile, SERVER_ROLE } from './create-cluster.ts';
import { dataFolder, type ServerInstallation } from './server-program.ts';

/** How to reach an embedded server. */
export interface ServerAddress {
  /** undefined while no server says where it listens. */
  config(): ClientConfig | undefined;
  close(): void;
}

const SOCKET_NAME = '.s.PGSQL.5432';
/** Of a unix socket's path, on Linux; 103 on macOS. */
const LONGEST_SOCKET_PATH_BYTES = 103;

export function serverAddress({ folder, transport }: ServerInstallation): ServerAddress {
  return transport === 'tcp' ? tcpAddress(folder) : socketAddress(dataFolder(folder));
}

/** The socket lies in the data folder. Where its path is too long for the system, a short link leads there. */
function socketAddress(data: string): ServerAddress {
  const isShort = Buffer.byteLength(join(data, SOCKET_NAME)) <= LONGEST_SOCKET_PATH_BYTES;
  const shortcut = isShort ? undefined : mkdtempSync(join(tmpdir(), 'wick-'));
  if (shortcut !== undefined) symlinkSync(data, join(shortcut, 's'));
  const host = shortcut === undefined ? data : join(shortcut, 's');
  return {
    config: () => ({ host, user: SERVER_ROLE, database: 'postgres' }),
    close: () => shortcut !== undefined && rmSync(shortcut, { recursive: true, force: true }),
  };
}

/** The port changes with each start; the server writes it into line 4 of its pid file. */
function tcpAddress(folder: string): ServerAddress {
  const pidFile = join(dataFolder(folder), 'postmaster.pid');
  return {
    config: () => {
      const port = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[3]) : 0;
      if (!port) return undefined;
      const password = readFileSync(passwordFile(folder), 'utf8');
      return { host: '127.0.0.1', port, user: SERVER_ROLE, database: 'postgres', password };
    },
    close: () => undefined,
  };
}

/** A loopback port that is free at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
