import type { CliContext } from '../context.ts';

/** Another address than Binance's own for REST, from the environment: a proxy, or a simulator. */
export function binanceAddress({ env }: Pick<CliContext, 'env'>): { baseUrl?: string } {
  const baseUrl = env['WICK_BINANCE_REST_URL']?.replace(/\/+$/, '');
  return baseUrl ? { baseUrl } : {};
}
