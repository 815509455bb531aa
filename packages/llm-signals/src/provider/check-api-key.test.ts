import { describe, expect, test } from '@jest/globals';
import { WickError } from '@wick/core';
import { checkApiKey, withoutKey } from './check-api-key.ts';
import { PROVIDERS } from './providers.ts';
import { resolveProvider } from './resolve-provider.ts';

const SECRET = 'abcdefghij0123456789';

function refusalOf(work: () => unknown): WickError {
  try {
    work();
  } catch (error) {
    if (error instanceof WickError) return error;
  }
  throw new Error('not refused');
}

describe('an API key', () => {
  test.each([`sk-${SECRET}`, `hs-${SECRET}`])('that looks right is taken: %s', (key) => {
    expect(checkApiKey(key, PROVIDERS.holysheep)).toBe(key);
  });

  test.each([undefined, '', '  '])('%j is missing, and the variable is named', (key) => {
    const error = refusalOf(() => checkApiKey(key, PROVIDERS.holysheep));
    expect(error.code).toBe('API_KEY_MISSING');
    expect(error.remedy).toContain('HOLYSHEEP_API_KEY');
  });

  test.each([
    [`"hs-${SECRET}"`, 'quotes'],
    [`'hs-${SECRET}'`, 'quotes'],
    [`Bearer hs-${SECRET}`, 'Bearer'],
    [`hs-${SECRET}\n`, 'line break at its beginning or end'],
    [` hs-${SECRET}`, 'at its beginning or end'],
    [`hs-abc def${SECRET}`, 'inside'],
    [`hs-${SECRET}é`, 'characters that no key has'],
    [SECRET, 'begins with "abc…", but its keys begin with sk- or hs-'],
    ['hs-1', 'only 4 characters'],
    [`sk-ant-api03-${SECRET}`, 'looks like one of Anthropic'],
    [`AIza${SECRET}`, 'looks like one of Gemini'],
  ])('%j is malformed: %s', (key, problem) => {
    const error = refusalOf(() => checkApiKey(key, PROVIDERS.holysheep));
    expect(error.code).toBe('API_KEY_MALFORMED');
    expect(error.message).toContain(problem);
  });

  test("of another provider belongs into that one's variable, which is said", () => {
    expect(refusalOf(() => checkApiKey(`sk-ant-api03-${SECRET}`, PROVIDERS.openai)).remedy).toBe(
      'Move it to ANTHROPIC_API_KEY and ask with --provider anthropic. Copy the key again into OPENAI_API_KEY, just as OpenAI shows it.',
    );
    expect(refusalOf(() => checkApiKey(`sk-or-v1-${SECRET}`, PROVIDERS.openai)).remedy).toMatch(/^Copy the key again into OPENAI_API_KEY/);
  });

  test('is never shown beyond its first three characters', () => {
    for (const key of [`"hs-${SECRET}"`, SECRET, ` sk-${SECRET}`, `Bearer ${SECRET}`]) {
      const error = refusalOf(() => checkApiKey(key, PROVIDERS.holysheep));
      expect(JSON.stringify(error)).not.toContain('abcd');
    }
  });

  test('is masked in what a provider says, also where the provider has shortened it', () => {
    expect(withoutKey(`bad key hs-${SECRET}, i.e. sk-abcd****6789`, `hs-${SECRET}`)).toBe('bad key hs-…, i.e. sk-…');
    expect(withoutKey('bad key AIzaSecretSecret', 'AIzaSecretSecret')).toBe('bad key AIz…');
  });
});

describe('a provider', () => {
  test('is HolySheep unless another is named', () => {
    expect(resolveProvider()).toBe(PROVIDERS.holysheep);
    expect(PROVIDERS.holysheep.baseUrl).toBe('https://api.holysheep.ai/v1');
  });

  test('can be any base URL, and plain http on this machine only', () => {
    expect(resolveProvider('https://llm.example/v1/').baseUrl).toBe('https://llm.example/v1');
    expect(resolveProvider('http://127.0.0.1:8080/v1').baseUrl).toBe('http://127.0.0.1:8080/v1');
    expect(refusalOf(() => resolveProvider('http://llm.example/v1')).message).toContain('unencrypted');
  });

  test('known by name can stand behind a gateway that the environment names, unencrypted on this machine only', () => {
    const env = { HOLYSHEEP_BASE_URL: 'http://127.0.0.1:9/v1/', OPENAI_BASE_URL: 'http://llm.example/v1' };
    expect(resolveProvider('holysheep', env)).toEqual({ ...PROVIDERS.holysheep, baseUrl: 'http://127.0.0.1:9/v1' });
    expect(refusalOf(() => resolveProvider('openai', env)).message).toContain('unencrypted');
    expect(resolveProvider('deepseek', env)).toBe(PROVIDERS.deepseek);
  });

  test('at an address that is none is refused with the variable that it is from', () => {
    const error = refusalOf(() => resolveProvider('holysheep', { HOLYSHEEP_BASE_URL: 'llm.example/v1' }));
    expect(error.message).toBe('HOLYSHEEP_BASE_URL is no address of a service: "llm.example/v1".');
    expect(error.remedy).toContain('https://');
    expect(resolveProvider('holysheep', { HOLYSHEEP_BASE_URL: ' https://llm.example/v1/ ' }).baseUrl).toBe('https://llm.example/v1');
  });

  test.each(['https://me:secret@llm.example/v1', 'https://secret@llm.example/v1', 'https://llm.example/v1?key=secret', 'https://llm.example/v1#secret'])('at an address with more than an address in it is refused, without showing it: %s', (address) => {
    for (const resolve of [() => resolveProvider(address), () => resolveProvider('openai', { OPENAI_BASE_URL: address })]) {
      const error = refusalOf(resolve);
      expect(error.message).toContain('llm.example has a password, a ? or a # in it');
      expect(JSON.stringify(error)).not.toContain('secret');
    }
  });

  test('that is misspelt is answered with the closest', () => {
    expect(refusalOf(() => resolveProvider('holyshep')).remedy).toBe('Did you mean holysheep?');
  });
});
