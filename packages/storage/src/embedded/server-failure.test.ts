import { describe, expect, test } from '@jest/globals';
import { isPassingFailure, serverFailure } from './server-failure.ts';

// Lines of PostgreSQL 18.4: the first from a disk that was full while initdb ran.
describe('a server that could not be created or started', () => {
  test.each([
    'running bootstrap script ... 2026-11-22 10:15:59.334 UTC [24427] FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 10\nHINT:  Check free disk space.\nPANIC:  cannot abort transaction 1, it was already committed',
    'PANIC:  could not write to file "pg_logical/replorigin_checkpoint.tmp": No space left on device',
    'initdb: error: could not create directory "/data": Permission denied',
    'FATAL:  could not open file "postmaster.pid": Read-only file system',
  ])('for want of a disk that can be written: case %#', (log) => {
    expect(serverFailure('did not start', '/data', log)).toMatchObject({ code: 'DISK_UNWRITABLE' });
  });

  test('for another reason, which is told', () => {
    const log = '2026-11-22 10:00:00.000 UTC [7] FATAL:  database files are incompatible with server\nLOG:  shut down\n';
    expect(serverFailure('did not start', '/data', log)).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: 'The embedded PostgreSQL in /data did not start: database files are incompatible with server.',
    });
  });

  test('for no reason that it gave', () => {
    expect(serverFailure('did not stop', '/data', '').message).toBe('The embedded PostgreSQL in /data did not stop: it gave no reason.');
  });
});

test('what another process causes that starts or ends the same server passes', () => {
  expect(isPassingFailure('FATAL:  lock file "postmaster.pid" already exists')).toBe(true);
  expect(isPassingFailure('FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use')).toBe(true);
  expect(isPassingFailure('FATAL:  database files are incompatible with server')).toBe(false);
});
