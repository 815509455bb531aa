import { WickError } from '@wick/core';
import { ownerOf } from './key-shapes.ts';
import { type Provider, PROVIDERS } from './providers.ts';

/** How much of a key may be shown. */
const SHOWN_CHARACTERS = 3;
/** As many characters of a key in a row are not met by chance. */
const TELLING_CHARACTERS = 4;
const SHORTEST_KEY = 8;

/**
 * Catches what can be seen of a wrong key without asking the provider. Nothing of a key beyond its first three
 * characters is ever put into a message.
 *
 * @returns the key
 * @throws WickError API_KEY_MISSING or API_KEY_MALFORMED
 */
export function checkApiKey(key: string | undefined, provider: Provider): string {
  if (key === undefined || key.trim() === '') {
    throw new WickError('API_KEY_MISSING', `There is no API key for ${provider.title}.`, {
      remedy: `Set ${provider.keyVariable}. A sentence can be compiled with the English grammar too, which needs no key.`,
      details: { provider: provider.name, variable: provider.keyVariable },
    });
  }
  const problem = problemOf(key, provider);
  if (problem === undefined) return key;
  throw new WickError('API_KEY_MALFORMED', `The API key for ${provider.title} ${problem}.`, {
    remedy: `${moveOf(key, provider)}Copy the key again into ${provider.keyVariable}, just as ${provider.title} shows it.`,
    details: { provider: provider.name, variable: provider.keyVariable, length: key.length },
  });
}

function problemOf(key: string, { name, keyPrefixes }: Provider): string | undefined {
  if (/^["'`“‘]|["'`”’]$/.test(key.trim())) return 'has quotes around it';
  if (/^bearer\s/i.test(key)) return 'begins with the word "Bearer", which does not belong to it';
  if (key !== key.trim()) return 'has blanks or a line break at its beginning or end';
  if (/\s/.test(key)) return 'has a blank or a line break inside';
  if (/[^\x21-\x7e]/.test(key)) return 'has characters that no key has';
  const owner = Object.hasOwn(PROVIDERS, name) ? ownerOf(key) : undefined;
  if (owner && owner.provider !== name) return `looks like one of ${owner.title}`;
  if (keyPrefixes.length > 0 && !keyPrefixes.some((prefix) => key.startsWith(prefix))) {
    return `begins with "${key.slice(0, SHOWN_CHARACTERS)}…", but its keys begin with ${keyPrefixes.join(' or ')}`;
  }
  return key.length < SHORTEST_KEY ? `is only ${key.length} characters long` : undefined;
}

/** Where a key belongs that is another provider's. */
function moveOf(key: string, { name }: Provider): string {
  const owner = ownerOf(key)?.provider;
  return owner === undefined || owner === name ? '' : `Move it to ${PROVIDERS[owner].keyVariable} and ask with --provider ${owner}. `;
}

/** The key as it may be shown: its first three characters. */
export const shownKey = (key: string): string => `${key.slice(0, SHOWN_CHARACTERS)}…`;

/** A text without the key, however the provider quoted it: whole, in part, or with its middle left out. */
export function withoutKey(text: string, key: string): string {
  if (key === '') return text;
  const secret = key.slice(Math.max(SHOWN_CHARACTERS, ownerOf(key)?.begins.length ?? 0));
  const parts = Array.from({ length: Math.max(0, secret.length - TELLING_CHARACTERS + 1) }, (_, at) => secret.slice(at, at + TELLING_CHARACTERS));
  return text
    .replaceAll(key, shownKey(key))
    .replaceAll(/\b(sk|hs)-[\w*.…-]{4,}/g, '$1-…')
    .replaceAll(/[^\s"'`<>(){}[\],;]+/g, (word) => (parts.some((part) => word.includes(part)) ? shownKey(key) : word));
}
