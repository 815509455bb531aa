import { isWickError } from '@wick/core';
import { checkApiKey, type Provider, PROVIDERS } from '@wick/llm-signals';
import type { CliContext } from '../context.ts';
import { type Check, failed, ok } from './check.ts';

const NAME = 'API key';

/** The shape of every key that is set. Nothing is sent, and no key is shown. */
export function checkApiKeys(env: CliContext['env']): Check[] {
  const checks = Object.values<Provider>(PROVIDERS).flatMap((provider) => {
    const key = env[provider.keyVariable];
    return key ? [checkKey(key, provider)] : [];
  });
  return checks.length > 0 ? checks : [ok(NAME, 'none set; the grammar that compiles sentences needs none')];
}

function checkKey(key: string, provider: Provider): Check {
  try {
    checkApiKey(key, provider);
    return ok(NAME, `${provider.keyVariable} has the shape of a key for ${provider.title}`);
  } catch (error) {
    if (!isWickError(error)) throw error;
    return failed(NAME, `${provider.keyVariable}: ${error.message}`, error.remedy);
  }
}
