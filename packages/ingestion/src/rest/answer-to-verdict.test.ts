import { describe, expect, test } from '@jest/globals';
import { answerToVerdict } from './answer-to-verdict.ts';
import { backoffMs } from './backoff.ts';
import { isLoopback } from './binance-http.ts';

const NOW = 1_714_564_800_000;
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => answerToVerdict({ status, headers, body }, NOW);

describe('answerToVerdict', () => {
  test('every code of passing trouble is tried again, with any status', () => {
    for (const code of [-1000, -1001, -1006, -1007, -1008, -1016]) {
      expect(answer(400, { code, msg: 'x' })).toEqual({ kind: 'retry', why: '400 x' });
    }
  });

  test('Retry-After is in seconds; without it, a 429 waits for a minute', () => {
    expect(answer(429, { code: -1003 }, { 'retry-after': '42' })).toEqual({ kind: 'limited', waitMs: 42_000 });
    expect(answer(429, '')).toEqual({ kind: 'limited', waitMs: 60_000 });
  });

  test('the end of a ban is read from the message, else from Retry-After, else it is the shortest there is', () => {
    const msg = `Way too much request weight used; IP banned until ${NOW + 5}. Please use WebSocket`;
    expect(answer(418, { code: -1003, msg })).toEqual({ kind: 'banned', untilMs: NOW + 5 });
    expect(answer(429, { code: -1003, msg })).toEqual({ kind: 'banned', untilMs: NOW + 5 });
    expect(answer(418, 'teapot', { 'retry-after': '7' })).toEqual({ kind: 'banned', untilMs: NOW + 7000 });
    expect(answer(418, null)).toEqual({ kind: 'banned', untilMs: NOW + 120_000 });
  });

  test('what asking again cannot help is refused with the exchange\'s own words', () => {
    expect(answer(404, '<html>')).toMatchObject({ kind: 'refused', error: { code: 'EXCHANGE_REFUSED' } });
    expect(answer(400, { code: -1102, msg: 'Mandatory parameter missing.' })).toMatchObject({
      error: { message: 'The exchange refused the request: Mandatory parameter missing.', details: { code: -1102 } },
    });
  });
});

describe('backoffMs', () => {
  test('doubles up to its longest, half of it by chance', () => {
    const waits = (random: number) => [1, 2, 3, 4, 20].map((attempt) => backoffMs(attempt, { firstMs: 100, longestMs: 700, random: () => random }));
    expect(waits(0)).toEqual([50, 100, 200, 350, 350]);
    expect(waits(1)).toEqual([100, 200, 400, 700, 700]);
  });
});

test('only addresses on this machine go past a proxy', () => {
  expect(['http://localhost:1', 'http://127.0.0.1:80', 'http://[::1]:9/x'].map(isLoopback)).toEqual([true, true, true]);
  expect(['https://api.binance.com', 'http://127.evil.com.example'].map(isLoopback)).toEqual([false, false]);
});
