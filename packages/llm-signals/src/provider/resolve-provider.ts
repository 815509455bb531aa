import { closestName, WickError } from '@wick/core';
import { DEFAULT_PROVIDER, type Provider, PROVIDER_NAMES, PROVIDERS, type ProviderName } from './providers.ts';

const isProviderName = (name: string): name is ProviderName => Object.hasOwn(PROVIDERS, name);

/**
 * The provider of this name, or one at this base URL.
 *
 * @param named a name of {@link PROVIDERS} or a URL such as `http://127.0.0.1:8080/v1`
 * @param env where `HOLYSHEEP_BASE_URL` and its like put a gateway in the place of a known provider
 * @throws WickError OPTION_INVALID for anything else, and for a URL that would send the key unencrypted or has a password in it
 */
export function resolveProvider(named: string = DEFAULT_PROVIDER, env: Readonly<Record<string, string | undefined>> = {}): Provider {
  if (!isProviderName(named)) return providerAt(named);
  const known = PROVIDERS[named];
  const elsewhere = env[baseUrlVariable(known)];
  return elsewhere ? { ...known, baseUrl: providerAt(elsewhere.trim(), baseUrlVariable(known)).baseUrl } : known;
}

/** Such as `HOLYSHEEP_BASE_URL`. */
export const baseUrlVariable = ({ keyVariable }: Provider): string => keyVariable.replace(/_API_KEY$/, '_BASE_URL');

/** Such as `HOLYSHEEP_REFERER`: the address that a key is bound to. */
export const refererVariable = ({ keyVariable }: Provider): string => keyVariable.replace(/_API_KEY$/, '_REFERER');

/** @param variable of the environment, if the address is from there */
function providerAt(named: string, variable?: string): Provider {
  const url = URL.parse(named);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw variable === undefined ? notAProvider(named) : notAnAddress(named, variable);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new WickError('OPTION_INVALID', `The address of the provider at ${url.host} has a password, a ? or a # in it.`, {
      remedy: 'Leave that out: the key is sent in a header of its own, from its variable in the environment.',
      details: { option: variable ?? 'provider' },
    });
  }
  if (url.protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    throw new WickError('OPTION_INVALID', `The provider at ${url.host} would get your API key unencrypted.`, {
      remedy: 'Use an https:// address; http:// is for services on this machine only.',
      details: { option: 'provider' },
    });
  }
  return {
    name: url.host,
    title: url.host,
    baseUrl: named.replace(/\/+$/, ''),
    keyVariable: 'OPENAI_API_KEY',
    keyPrefixes: [],
    defaultModel: PROVIDERS.openai.defaultModel,
    structuredOutput: 'json_schema',
  };
}

function notAProvider(named: string): WickError {
  const near = closestName(named, PROVIDER_NAMES);
  return new WickError('OPTION_INVALID', `"${named}" is not a provider of language models.`, {
    remedy: near ? `Did you mean ${near}?` : `Use ${PROVIDER_NAMES.join(', ')} or the base URL of an OpenAI-compatible service.`,
    details: { option: 'provider' },
  });
}

const notAnAddress = (named: string, variable: string): WickError =>
  new WickError('OPTION_INVALID', `${variable} is no address of a service: "${named}".`, {
    remedy: `Set it to a base URL such as https://llm.example/v1, or do not set ${variable}.`,
    details: { option: variable },
  });
