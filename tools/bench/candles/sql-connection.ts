import { connect, type Socket } from 'node:net';

/**
 * A connection to PostgreSQL that does what a benchmark asks of one, with nothing between the socket and the bytes of a COPY: the
 * best that a client in Node can be. It speaks the protocol (version 3) over a unix socket, to a server that trusts it.
 */
export interface SqlConnection {
  /** Runs statements. @returns the rows as texts */
  query(sql: string): Promise<(string | null)[][]>;
  /** `COPY … FROM STDIN`: sends the pieces, each as one message. */
  copyIn(sql: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  /** `COPY … TO STDOUT`: each message's content, from `start` to `end` of `bytes`, which are only valid during the call. */
  copyOut(sql: string, take: (bytes: Buffer, start: number, end: number) => void): Promise<void>;
  close(): void;
}

type Take = (bytes: Buffer, start: number, end: number) => void;

const code = (letter: string): number => letter.charCodeAt(0);
const [ROW, ERROR, READY, COPY_DATA, COPY_IN] = [code('D'), code('E'), code('Z'), code('d'), code('G')] as const;
const HEAD_BYTES = 5;

export async function connectSql(socketPath: string, user: string): Promise<SqlConnection> {
  const socket = connect(socketPath);
  const messages = readMessages(socket);
  const settings = Buffer.from(`user\0${user}\0database\0postgres\0\0`);
  const startup = Buffer.alloc(8 + settings.length);
  startup.writeInt32BE(startup.length);
  startup.writeInt32BE(3 << 16, 4);
  settings.copy(startup, 8);
  socket.write(startup);
  await messages.until(READY);
  const ask = (sql: string): unknown => socket.write(message('Q', Buffer.from(`${sql}\0`)));
  return {
    async query(sql) {
      const rows: (string | null)[][] = [];
      ask(sql);
      await messages.until(READY, ROW, (bytes, start) => rows.push(rowOf(bytes, start)));
      return rows;
    },
    async copyIn(sql, pieces) {
      ask(sql);
      await messages.until(COPY_IN);
      for await (const piece of pieces) {
        if (!socket.write(message('d', piece))) await new Promise((resolve) => socket.once('drain', resolve));
      }
      socket.write(message('c', Buffer.alloc(0)));
      await messages.until(READY);
    },
    async copyOut(sql, take) {
      ask(sql);
      await messages.until(READY, COPY_DATA, take);
    },
    close: () => socket.end(message('X', Buffer.alloc(0))),
  };
}

function message(type: string, content: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + content.length);
  bytes[0] = code(type);
  bytes.writeInt32BE(4 + content.length, 1);
  bytes.set(content, HEAD_BYTES);
  return bytes;
}

/** The stream cut into messages. `until` passes those of one type on and returns at another. @throws Error that the server gave */
function readMessages(socket: Socket): { until(last: number, type?: number, take?: Take): Promise<void> } {
  let rest: Buffer = Buffer.alloc(0);
  let waiting: { last: number; type: number | undefined; take: Take | undefined; done: (error?: Error) => void } | undefined;
  let failure: Error | undefined;
  const cut = (): void => {
    let at = 0;
    while (waiting !== undefined && rest.length - at >= HEAD_BYTES) {
      const end = at + 1 + rest.readInt32BE(at + 1);
      if (end > rest.length) break;
      const type = rest[at]!;
      const start = at + HEAD_BYTES;
      if (type === waiting.type) waiting.take!(rest, start, end);
      else if (type === ERROR) failure = new Error(rest.toString('utf8', start, end).replaceAll('\0', ' '));
      at = end;
      if (type !== waiting.last && !(type === READY && failure)) continue;
      const { done } = waiting;
      waiting = undefined;
      done(failure);
      failure = undefined;
    }
    rest = rest.subarray(at);
  };
  socket.on('data', (piece) => {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    cut();
  });
  socket.on('error', (error) => waiting?.done(error));
  socket.on('close', () => waiting?.done(new Error(failure?.message ?? 'the server closed the connection')));
  return {
    until: (last, type, take) =>
      new Promise((resolve, reject) => {
        waiting = { last, type, take, done: (error) => (error ? reject(error) : resolve()) };
        cut();
      }),
  };
}

function rowOf(bytes: Buffer, start: number): (string | null)[] {
  let at = start + 2;
  return Array.from({ length: bytes.readInt16BE(start) }, () => {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return bytes.toString('utf8', at - length, at);
  });
}
