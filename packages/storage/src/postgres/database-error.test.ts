import { expect, test } from '@jest/globals';
import { WickError } from '@wick/core';
import { asWickError } from './database-error.ts';

const failure = (code: string, message = 'as the server says'): Error => Object.assign(new Error(message), { code });

test.each([
  ['53100', 'DISK_UNWRITABLE'], // disk_full
  ['58030', 'DISK_UNWRITABLE'], // io_error
  ['ENOSPC', 'DISK_UNWRITABLE'],
  ['EROFS', 'DISK_UNWRITABLE'],
  ['EACCES', 'DISK_UNWRITABLE'],
  ['08006', 'DATABASE_UNAVAILABLE'],
  ['25006', 'DATABASE_UNAVAILABLE'],
  ['28P01', 'DATABASE_UNAVAILABLE'],
  ['3D000', 'DATABASE_UNAVAILABLE'],
  ['42501', 'DATABASE_UNAVAILABLE'],
  ['53300', 'DATABASE_UNAVAILABLE'],
  ['57P01', 'DATABASE_UNAVAILABLE'],
  ['ENOTFOUND', 'DATABASE_UNAVAILABLE'],
])('%s is %s, with the place, the cause and a remedy', (code, expected) => {
  const cause = failure(code);
  const error = asWickError(cause, 'me@host:5432/db');
  expect(error).toMatchObject({ code: expected, message: expect.stringContaining('me@host:5432/db'), cause });
  expect((error as WickError).remedy).not.toBe('');
});

test.each(['Connection terminated unexpectedly', 'timeout expired', 'timeout exceeded when trying to connect'])(
  '"%s" is a database that cannot be reached',
  (message) => expect(asWickError(new Error(message), 'here')).toMatchObject({ code: 'DATABASE_UNAVAILABLE' }),
);

test('mistakes of our own are not dressed up', () => {
  const bugs = [failure('42601', 'syntax error'), new TypeError('undefined is not a function')];
  for (const bug of bugs) expect(asWickError(bug, 'here')).toBe(bug);
});
