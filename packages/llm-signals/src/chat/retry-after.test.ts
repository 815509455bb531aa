import { describe, expect, test } from '@jest/globals';
import { APIError } from 'openai';
import fc from 'fast-check';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const waitOf = (headers: Record<string, string>, status = 429, error: unknown = { message: 'no' }): number | undefined =>
  retryAfterMs(APIError.generate(status, { error }, undefined, new Headers(headers)), NOW);

describe('how long a provider asks to wait', () => {
  test.each<[string, Record<string, string>, number]>([
    ['600 s', { 'retry-after': '600' }, 600_000],
    ['a part of a second', { 'retry-after': '0.25' }, 250],
    ['milliseconds, which count before seconds', { 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
    ['a date', { 'retry-after': 'Fri, 20 Nov 2026 12:10:00 GMT' }, 600_000],
    ['a date that is over', { 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT' }, 0],
    ['the reset of a limit, where nothing else is said', { 'x-ratelimit-reset-requests': '12ms' }, 12],
    ['minutes', { 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
    ['hours', { 'x-ratelimit-reset-tokens': '1h2m3.5s' }, 3_723_500],
    ['a figure, which is seconds', { 'x-ratelimit-reset-tokens': '30' }, 30_000],
    ['the longer of two resets', { 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-reset-tokens': '2s' }, 2_000],
    ['the reset of what is used up', { 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-tokens': '2s', 'x-ratelimit-remaining-tokens': '5' }, 1_000],
    ['Retry-After before any reset', { 'retry-after': '1', 'x-ratelimit-reset-requests': '9s' }, 1_000],
    ['no more than a day', { 'retry-after': '1000000000' }, 86_400_000],
    ['no more than a day, by a date', { 'retry-after': 'Fri, 20 Nov 2099 12:00:00 GMT' }, 86_400_000],
  ])('%s', (_name, headers, waitMs) => {
    expect(waitOf(headers)).toBe(waitMs);
  });

  test.each<Record<string, string>>([{}, { 'retry-after': '-5' }, { 'retry-after': 'NaN' }, { 'retry-after': '' }, { 'retry-after': 'soon' }, { 'retry-after-ms': 'Infinity' }, { 'x-ratelimit-reset-requests': '-1s' }])(
    '%j says nothing',
    (headers) => {
      expect(waitOf(headers)).toBeUndefined();
    },
  );

  test('a figure that says nothing leaves the word to the next one', () => {
    expect(waitOf({ 'retry-after-ms': '-1', 'retry-after': '2' })).toBe(2_000);
    expect(waitOf({ 'retry-after': '-1', 'x-ratelimit-reset-requests': '3s' })).toBe(3_000);
  });

  test('resets are stated with every answer, and mean a wait for a 429 only', () => {
    expect(waitOf({ 'x-ratelimit-reset-requests': '6m0s' }, 500)).toBeUndefined();
    expect(waitOf({ 'retry-after': '5' }, 503)).toBe(5_000);
  });

  test("Google's retryDelay counts", () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }];
    expect(waitOf({}, 429, [{ error: { code: 429, message: 'no', details } }])).toBe(34_000);
  });

  test('whatever stands there, it is nothing or from 0 to a day', () => {
    const name = fc.constantFrom('retry-after', 'retry-after-ms', 'x-ratelimit-reset-requests', 'x-ratelimit-reset-tokens');
    const text = fc.oneof(fc.double().map(String), fc.integer().map(String), fc.constantFrom('9'.repeat(400), '1e400', '0x10', '12msms', '1d1d'), fc.stringMatching(/^[ -~]{0,12}$/));
    fc.assert(
      fc.property(fc.dictionary(name, text), (headers) => {
        const waitMs = waitOf(headers);
        expect(waitMs === undefined || (waitMs >= 0 && waitMs <= 86_400_000)).toBe(true);
      }),
    );
  });
});
