import { isNativeError } from 'node:util/types';
import { WickError } from '@wick/core';

const UNREACHABLE = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'ENOENT',
]);
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST']);

/** SQLSTATE codes and classes, and what they mean to the user. The longest prefix counts. */
const SQLSTATES: readonly (readonly [prefix: string, problem: string])[] = [
  ['08', 'the connection broke'],
  ['0A000', 'the server does not support what wick needs'],
  ['25006', 'the server only allows reading'],
  ['28', 'it refused the user name or password'],
  ['3D000', 'the database does not exist on it'],
  ['42501', 'the user lacks a permission'],
  ['53300', 'it has no connection free'],
  ['57P', 'it is shutting down or starting'],
];

/**
 * What the database or the disk said, as an error for the user; anything else as it is.
 *
 * @param location of the data, without a password
 */
export function asWickError(error: unknown, location: string): unknown {
  if (error instanceof WickError || !isNativeError(error)) return error;
  const code = codeOf(error);
  if (code === '53100' || code === '58030') return diskUnwritable(location, 'the server could not write to its disk', error);
  if (UNWRITABLE.has(code)) return diskUnwritable(location, error.message, error);
  const problem = UNREACHABLE.has(code)
    ? `it cannot be reached (${code})`
    : /Connection terminated|timeout expired|timeout exceeded|not queryable|server does not support SSL/i.test(error.message)
      ? `it cannot be reached (${error.message})`
      : SQLSTATES.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (problem === undefined) return error;
  return new WickError('DATABASE_UNAVAILABLE', `The database at ${location} cannot be used: ${problem}.`, {
    remedy: 'Try again. If DATABASE_URL is set, check it and that its server runs; without it, wick uses a server of its own.',
    details: { location, code },
    cause: error,
  });
}

/** Runs work on the database; what that says is an error for the user. */
export type Guard = <T>(work: () => Promise<T>) => Promise<T>;

/** @param location of the data, without a password */
export const guardOf =
  (location: string): Guard =>
  async (work) => {
    try {
      return await work();
    } catch (error) {
      throw asWickError(error, location);
    }
  };

/** A disk that is full, read-only, or closed to this user. */
export const diskUnwritable = (location: string, reason: string, cause?: unknown): WickError =>
  new WickError('DISK_UNWRITABLE', `The data in ${location} cannot be written: ${reason}.`, {
    remedy: 'Free some space or permit writing there, or choose another folder with WICK_DATA_DIR.',
    details: { location },
    cause,
  });

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');
