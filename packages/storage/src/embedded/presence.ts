import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { APPLICATION_NAME } from '../postgres/application-name.ts';

/** "wick" in ASCII: the advisory lock that everybody shares who has the server open. */
const PRESENCE_LOCK = 0x7769636b;

const CONNECT_TIMEOUT_MS = 10_000;
/** A server hears within milliseconds that it is to stop; on a machine that is busy, later. */
const REFUSAL_TIMEOUT_MS = 5_000;
const RETRY_MS = 5;

/** Having the server open. */
export interface Presence {
  readonly config: pg.ClientConfig;
  /** The server died, or cut this connection. */
  isLost(): boolean;
  /**
   * Ends the presence. The last one to leave calls `stop`, unless somebody who is not wick is connected. It says whether it has told the
   * server to stop.
   * Newcomers find the lock taken and wait for what comes after; so nobody is cut off.
   */
  leave(stop: () => Promise<boolean>): Promise<void>;
}

/**
 * Connects and declares presence: a lock shared by all who have the server open, held for as long as the connection.
 * Whoever wants to stop the server takes that lock for itself first, so nobody is present when it goes down.
 *
 * @returns `absent` if no server listens; `busy` if one is starting, recovering or about to stop
 */
export async function joinServer(config: pg.ClientConfig): Promise<Presence | 'absent' | 'busy'> {
  const client = new pg.Client({
    ...config,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // A server that dies is noticed by the next query; an idle connection has nothing to say about it.
  client.on('error', () => undefined);
  let isLost = false;
  client.on('end', () => (isLost = true));
  try {
    await client.connect();
    if (await tryLock(client, 'pg_try_advisory_lock_shared')) {
      return { config, isLost: () => isLost, leave: (stop) => leaveServer(client, config, stop) };
    }
    await client.end();
    return 'busy';
  } catch (error) {
    await client.end().catch(() => undefined);
    return stateOf(error);
  }
}

async function leaveServer(client: pg.Client, config: pg.ClientConfig, stop: () => Promise<boolean>): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE_LOCK]);
    const isAlone = (await tryLock(client, 'pg_try_advisory_lock')) && !(await hasOtherClients(client));
    // Until the server has heard it, newcomers would still get in, and find the lock free as soon as this connection ends.
    if (isAlone && (await stop())) await untilRefused(config);
  } catch {
    // The server is gone already.
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function untilRefused(config: pg.ClientConfig): Promise<void> {
  const deadlineMs = Date.now() + REFUSAL_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const newcomer = new pg.Client({ ...config, application_name: APPLICATION_NAME, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    newcomer.on('error', () => undefined);
    try {
      await newcomer.connect();
    } catch {
      return;
    } finally {
      await newcomer.end().catch(() => undefined);
    }
    await delay(RETRY_MS);
  }
}

async function tryLock(client: pg.Client, take: 'pg_try_advisory_lock' | 'pg_try_advisory_lock_shared'): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select ${take}($1) as taken`, [PRESENCE_LOCK]);
  return rows[0]?.taken === true;
}

async function hasOtherClients(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_stat_activity where backend_type = 'client backend' and application_name <> $1`,
    [APPLICATION_NAME],
  );
  return rowCount !== 0;
}

function stateOf(error: unknown): 'absent' | 'busy' {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent';
  const passes =
    code === 'ECONNRESET' || code === 'EPIPE' || code === 'EAGAIN' || code?.startsWith('57P') || code === '53300' ||
    /Connection terminated|timeout expired/i.test(message);
  if (passes) return 'busy';
  throw error;
}
