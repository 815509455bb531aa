import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A way to the embedded server of a data folder, over TCP, that can be shut and opened again. */
export interface DatabaseGate {
  readonly databaseUrl: string;
  /** Cuts everybody off and lets nobody in. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Lets everybody in, but carries nothing either way: a database that has stopped answering and still holds its connections. */
  block(): void;
  unblock(): void;
}

export async function openDatabaseGate(dataDir: string): Promise<DatabaseGate> {
  const socketPath = join(dataDir, 'postgres-18', 'data', '.s.PGSQL.5432');
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
  };
  const pairs = new Set<readonly [client: Socket, database: Socket]>();
  const carry = ([client, database]: readonly [Socket, Socket]): void => void client.pipe(database).pipe(client);
  const halt = ([client, database]: readonly [Socket, Socket]): void => [client.unpipe(database), database.unpipe(client)].forEach((socket) => socket.pause());
  let isBlocked = false;
  let server: Server | undefined;
  let port = 0;
  const gate = {
    open: async () => {
      server = createServer((client) => {
        const database = connect(socketPath);
        [client, database].forEach(keep);
        const pair = [client, database] as const;
        pairs.add(pair);
        client.on('close', () => (pairs.delete(pair), database.destroy()));
        (isBlocked ? halt : carry)(pair);
      }).listen(port, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    },
    shut: async () => {
      const closed = server && once(server, 'close');
      server?.close();
      for (const socket of open) socket.destroy();
      await closed;
      server = undefined;
    },
    block: () => {
      isBlocked = true;
      pairs.forEach(halt);
    },
    unblock: () => {
      isBlocked = false;
      pairs.forEach(carry);
    },
  };
  await gate.open();
  return { databaseUrl: `postgres://wick@127.0.0.1:${port}/postgres`, ...gate };
}
