import { expect, test } from '@jest/globals';
import { isWickError, WickError } from './wick-error.ts';

test('an error says what happened and what to do, also as JSON, and keeps its cause out of it', () => {
  const cause = new Error('password=secret');
  const error = new WickError('DATABASE_UNAVAILABLE', 'The database does not answer.', {
    remedy: 'Start it.', details: { port: 5432 }, cause,
  });
  expect(isWickError(error)).toBe(true);
  expect(error.cause).toBe(cause);
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: 'DATABASE_UNAVAILABLE', message: 'The database does not answer.', remedy: 'Start it.', details: { port: 5432 },
  });
});
