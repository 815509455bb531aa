import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Provider, PROVIDERS } from '../provider/providers.ts';
import { resolveProvider } from '../provider/resolve-provider.ts';
import { FAILURE_REASONS, type FailureReason, failureToError, isBilled, isRetryable } from './failure.ts';

const KEY = 'sk-simulated-0123456789abcdef';
const providers: readonly Provider[] = [...Object.values(PROVIDERS), resolveProvider('https://llm.example/v1')];

describe('every reason', () => {
  test.each(FAILURE_REASONS)('%s says what happened and what to do, for every provider', (reason) => {
    for (const provider of providers) {
      const { message, remedy, details } = failureToError(reason, provider, KEY, 'its own words');
      expect(message).toMatch(/^(?:[A-Z]|llm\.example ).*\. It says: its own words$/);
      expect(remedy).toMatch(/^(?:Make|Add|Check|If|Name|Waiting|Try|Shorten|Reword) .*\.$/);
      expect(details).toMatchObject({ reason, provider: provider.name });
    }
  });

  test.each<[FailureReason, string]>([
    ['unauthorized', 'HOLYSHEEP_API_KEY'], ['balance', 'HOLYSHEEP_API_KEY'], ['forbidden', 'HOLYSHEEP_REFERER'], ['network', 'HOLYSHEEP_BASE_URL'], ['not-json', 'HOLYSHEEP_BASE_URL'],
  ])('%s names the variable: %s', (reason, variable) => {
    expect(failureToError(reason, PROVIDERS.holysheep, KEY).remedy).toContain(variable);
  });

  test('what a provider says is told on one line, without what moves a cursor, and of 200 characters at most', () => {
    expect(failureToError('server', PROVIDERS.openai, KEY, `a\u001b[2J\n\tb\u202ec ${'x'.repeat(300)}`).message).toMatch(/It says: a \[2J b c x{189}…$/);
  });

  test('the wait that a provider asks for is what to do, but not for a quota that no wait mends', () => {
    const wait = { retryAfterSeconds: 600 };
    for (const reason of ['rate-limit', 'server'] as const) {
      expect(failureToError(reason, PROVIDERS.openai, KEY, undefined, wait).remedy).toBe('Try again in 600 s, as it asks, or allow more time than that (--timeout).');
    }
    expect(failureToError('quota', PROVIDERS.openai, KEY, undefined, wait).remedy).toContain('spending limit');
    expect(failureToError('rate-limit', PROVIDERS.openai, KEY, undefined, { retryAfterSeconds: 0 }).remedy).toContain('ask less often');
  });

  test('a 403 is explained by what the provider forbids', () => {
    const remedies = Object.values(PROVIDERS).map((provider) => failureToError('forbidden', provider, KEY).remedy);
    expect(new Set(remedies).size).toBe(5);
    expect(failureToError('forbidden', PROVIDERS.openai, KEY).remedy).toContain('country');
  });

  test('is either tried again or not, and what was refused has cost nothing', () => {
    expect(FAILURE_REASONS.filter(isRetryable).toSorted()).toEqual(['empty', 'network', 'rate-limit', 'server']);
    expect(FAILURE_REASONS.filter((reason) => !isBilled(reason)).toSorted()).toEqual([
      'bad-request', 'balance', 'forbidden', 'no-json-schema', 'not-sent', 'quota', 'rate-limit', 'unauthorized', 'unknown-model',
    ]);
  });
});

describe('no error shows the key', () => {
  const letters = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789_-')), minLength: 16, maxLength: 60 });
  const key = fc.tuple(fc.constantFrom('sk-', 'hs-', 'sk-ant-api03-', 'AIza', 'sk-proj-', ''), letters).map(([begins, rest]) => begins + rest);
  const echo = (whole: string): fc.Arbitrary<string> =>
    fc.oneof(
      fc.constantFrom(whole, `Bearer ${whole}`, encodeURIComponent(whole), `"${whole}"`, `${whole.slice(0, 7)}****${whole.slice(-4)}`, `****${whole.slice(-4)}`, `${whole}${whole}`),
      fc.tuple(fc.nat({ max: whole.length }), fc.nat({ max: whole.length })).map(([a, b]) => whole.slice(Math.min(a, b), Math.max(a, b))),
    );

  test('whatever part of it a provider quotes, nowhere in the error', () => {
    const quoted = key.chain((whole) => fc.tuple(fc.constant(whole), fc.array(echo(whole), { minLength: 1, maxLength: 4 })));
    fc.assert(
      fc.property(quoted, fc.constantFrom(...FAILURE_REASONS), fc.constantFrom(...providers), ([whole, echoes], reason, provider) => {
        const shownWith = (quotes: string): string => {
          const error = failureToError(reason, provider, whole, `Incorrect API key provided: ${quotes}. You can find it.`, { requests: 1 });
          return `${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`;
        };
        const shown = shownWith(echoes.join(', i.e. '));
        const wordsOfOurs = shownWith('');
        const secret = whole.slice(Math.max(3, /^(?:sk-ant-|sk-proj-|AIza)/.exec(whole)?.[0].length ?? 0));
        for (let at = 0; at + 6 <= secret.length; at++) {
          const part = secret.slice(at, at + 6);
          expect(shown.includes(part) && !wordsOfOurs.includes(part)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});
