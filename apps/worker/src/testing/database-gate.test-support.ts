import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A way to the embedded server of a data folder, over TCP, that can be shut and opened again. */
export interface DatabaseGate {
  readonly databaseUrl: string;
  /** Cuts everybody off and lets nobody in. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

export async function openDatabaseGate(dataDir: string): Promise<DatabaseGate> {
  const socketPath = join(dataDir, 'postgres-18', 'data', '.s.PGSQL.5432');
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
  };
  let server: Server | undefined;
  let port = 0;
  const gate = {
    open: async () => {
      server = createServer((client) => {
        const database = connect(socketPath);
        [client, database].forEach(keep);
        client.pipe(database).pipe(client);
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
  };
  await gate.open();
  return { databaseUrl: `postgres://wick@127.0.0.1:${port}/postgres`, ...gate };
}
