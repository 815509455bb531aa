import { WickError } from '@wick/core';
import { expect, test } from '@jest/globals';
import { createLogger, withoutPasswords } from './logger.ts';

const logged = (fields: object): string => {
  let line = '';
  createLogger('info', { write: (text) => (line += text) }).info(fields, 'message');
  return line;
};

test('a line is one JSON object with time, level and message', () => {
  expect(JSON.parse(logged({ series: 'x' }))).toMatchObject({ level: 'info', name: 'wick-worker', msg: 'message', series: 'x', time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown });
});

test('secrets are blotted out, as fields and inside of errors', () => {
  const url = 'postgres://wick:hunter2@db:5432/wick';
  for (const fields of [{ databaseUrl: url }, { options: { databaseUrl: url } }, { apiKey: 'hunter2' }, { error: new Error(`no ${url}`) }, { error: new WickError('DATABASE_UNAVAILABLE', `${url} is down.`, { remedy: 'Wait.' }) }]) {
    expect(logged(fields)).not.toContain('hunter2');
  }
  expect(withoutPasswords(`${url} x`)).toBe('postgres://wick:[secret]@db:5432/wick x');
});

test('an error keeps its code, its remedy and what caused it', () => {
  const cause = new Error('ECONNREFUSED');
  const line = JSON.parse(logged({ error: new WickError('DATABASE_UNAVAILABLE', 'It is down.', { remedy: 'Wait.', cause }) })) as { error: unknown };
  expect(line.error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', remedy: 'Wait.', cause: { message: 'ECONNREFUSED' } });
});
