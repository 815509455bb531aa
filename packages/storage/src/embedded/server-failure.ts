import { WickError } from '@wick/core';
import { diskUnwritable } from '../postgres/database-error.ts';

/** What PostgreSQL says of a disk: the system's words, or its own where a write was cut short. */
const DISK_PROBLEM = /No space left on device|wrote only \d+ of \d+ bytes|Disk quota exceeded|Read-only file system|Permission denied/i;

/**
 * Why the embedded server could not be created or started, from its log.
 * @returns WickError DISK_UNWRITABLE or DATABASE_UNAVAILABLE
 */
export function serverFailure(what: string, folder: string, log: string): WickError {
  const disk = DISK_PROBLEM.exec(log)?.[0];
  if (disk !== undefined) return diskUnwritable(folder, disk);
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.findLast((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? 'it gave no reason';
  return new WickError(
    'DATABASE_UNAVAILABLE',
    `The embedded PostgreSQL in ${folder} ${what}: ${reason.replace(/^.*?(FATAL|PANIC|error):\s*/, '')}.`,
    { remedy: `See ${folder}/server.log, or set DATABASE_URL to a PostgreSQL server.`, details: { folder, reason } },
  );
}

/** Another process that starts or ends the same server at this moment looks like this. It passes. */
export const isPassingFailure = (log: string): boolean =>
  /lock file ".*" (already exists|is empty)|pre-existing shared memory block|another server might be running/i.test(log);
