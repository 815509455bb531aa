import { type Clock, closestName, isWickError, systemClock } from '@wick/core';
import { checkApiKey, isVariantOf, listModels, openChat, type Provider, PROVIDER_NAMES, PROVIDERS, refererVariable, resolveProvider, shownKey } from '@wick/llm-signals';
import type { CliContext } from '../context.ts';
import { type Check, failed, ok, warning } from './check.ts';

const NAME = 'API key';
const PATIENCE_MS = 3_000;
const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/**
 * Every key that is set: its shape, and whether its provider accepts it, which asking for the list of models tells for nothing.
 * A key of the wrong shape is sent to nobody, and no key is shown.
 */
export async function checkApiKeys(env: CliContext['env'], signal?: AbortSignal, clock: Clock = systemClock): Promise<Check[]> {
  const keys = PROVIDER_NAMES.flatMap((name) => {
    const key = env[PROVIDERS[name].keyVariable];
    return key ? [{ name, key }] : [];
  });
  if (keys.length === 0) return [ok(NAME, 'none set; the grammar that compiles sentences needs none')];
  return Promise.all(
    keys.map(async ({ name, key }) => {
      const { keyVariable } = PROVIDERS[name];
      try {
        const provider = resolveProvider(name, env);
        checkApiKey(key, provider);
        const referer = env[refererVariable(provider)];
        const chat = openChat({ provider, key, model: provider.defaultModel, clock, ...(referer && { referer }) });
        return listToCheck(provider, await listModels(chat, PATIENCE_MS, signal));
      } catch (error) {
        if (!isWickError(error)) throw error;
        const shown = `${keyVariable} (${shownKey(key)})`;
        const reason = error.details['reason'];
        if (typeof reason !== 'string' || REFUSALS.has(reason)) return failed(NAME, `${shown}: ${error.message}`, `${error.remedy}${othersOf(key, reason, name)}`);
        return warning(NAME, `${shown} has the right shape, but could not be tried: ${error.message}`, error.remedy);
      }
    }),
  );
}

/** What the key is to blame for, or its account; anything else may pass. */
const REFUSALS: ReadonlySet<string> = new Set(['unauthorized', 'balance', 'forbidden', 'quota']);

function listToCheck({ keyVariable, title, defaultModel }: Provider, { models, isPart }: { readonly models: readonly string[]; readonly isPart: boolean }): Check {
  const accepted = `${keyVariable} is accepted by ${title}`;
  if (models.some((model) => isVariantOf(model, defaultModel))) return ok(NAME, `${accepted}; ${defaultModel} is there`);
  if (isPart || models.length === 0) return ok(NAME, `${accepted}, which does not list all of its models`);
  const near = closestName(defaultModel, models) ?? models[0]!;
  return warning(NAME, `${accepted}, but ${defaultModel}, the model asked by default, is not among its ${models.length} models`, `Name another one, such as --model ${near}.`);
}

/** Keys of several providers begin alike, so that one is easily put into the variable of another. */
function othersOf(key: string, reason: unknown, name: string): string {
  if (reason !== 'unauthorized') return '';
  const others = Object.values<Provider>(PROVIDERS).filter((other) => other.name !== name && other.keyPrefixes.some((prefix) => key.startsWith(prefix)));
  return others.length === 0 ? '' : ` Keys of ${LIST.format(others.map(({ title }) => title))} begin like it: it may be one of those.`;
}
