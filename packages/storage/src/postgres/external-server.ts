import { WickError } from '@wick/core';
import pg from 'pg';

/** A server given by a URL: how to connect, and how to name it without its password. */
export interface ExternalServer {
  readonly config: pg.ClientConfig;
  readonly location: string;
}

/**
 * Reads a database URL such as `postgres://user:password@host:5432/database`, or `postgres:///database?host=/folder`
 * for a socket.
 *
 * @throws WickError DATABASE_UNAVAILABLE, which does not repeat the URL: it may hold a password
 */
export function externalServer(databaseUrl: string): ExternalServer {
  const client = clientOf(databaseUrl);
  if (!client) {
    throw new WickError('DATABASE_UNAVAILABLE', 'The database URL cannot be read.', {
      remedy: 'Write DATABASE_URL as postgres://user:password@host:5432/database, with special characters percent-encoded.',
    });
  }
  const { user, host, port, database } = client;
  return { config: { connectionString: databaseUrl }, location: `${user ?? ''}@${host}:${port}/${database ?? ''}` };
}

function clientOf(databaseUrl: string): pg.Client | undefined {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) return undefined;
  // A password that was not percent-encoded would end up in what looks like the host and the database.
  if (/#|\/.*@/.test(databaseUrl.replace(/^\w+:\/\//, ''))) return undefined;
  try {
    return new pg.Client({ connectionString: databaseUrl });
  } catch {
    return undefined;
  }
}
