import { isVariantOf } from '../cost/find-price.ts';
import type { Provider } from './providers.ts';

/**
 * Is the model that answered the one that was asked? A dated variant is, and so is another name of it that the provider is
 * known to answer by. Anything else has been rerouted.
 */
export function isAskedModel({ answersAs }: Provider, asked: string, answered: string): boolean {
  return isVariantOf(answered, asked) || (answersAs?.[asked] ?? []).some((name) => isVariantOf(answered, name));
}
