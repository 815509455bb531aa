import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which the answer to a commit, or to a statement that is one, can be lost. */
export interface AnswerSwallower {
  readonly port: number;
  /** The next commit reaches the server, and the connection breaks before its answer comes back. */
  loseNextCommit(): void;
  /** The same for the next statement with this text in it, outside of a transaction. */
  loseNext(statement: string): void;
  /** How many answers were lost. */
  readonly lost: number;
  close(): Promise<void>;
}

/** Forwards connections to a server on loopback, byte by byte. */
export async function startAnswerSwallower(serverPort: number): Promise<AnswerSwallower> {
  let isLost: ((message: string) => boolean) | undefined;
  let lost = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    let swallows = false;
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (bytes) => {
      if (isLost?.(bytes.toString('latin1'))) {
        isLost = undefined;
        swallows = true;
      }
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (!swallows) {
        client.write(bytes);
        return;
      }
      lost++;
      client.destroy();
      server.destroy();
    });
    client.on('close', () => server.end());
    server.on('close', () => client.end());
  });
  proxy.listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
  return {
    port: (proxy.address() as { port: number }).port,
    // A simple query: Q, its length, the statement.
    loseNextCommit: () => void (isLost = (message) => /^Q....commit\0/s.test(message)),
    loseNext: (statement) => void (isLost = (message) => message.includes(statement)),
    get lost() {
      return lost;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
