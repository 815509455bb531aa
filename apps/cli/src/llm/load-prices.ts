import { WickError } from '@wick/core';
import { type Price, PRICES, readPrices } from '@wick/llm-signals';
import type { CliContext } from '../context.ts';
import { readText } from '../files/read-text.ts';

/**
 * The prices that count: those of the file that is named, or that WICK_LLM_PRICES names, ahead of ours.
 *
 * @throws WickError FILE_NOT_FOUND or PRICES_INVALID
 */
export async function loadPrices({ env }: Pick<CliContext, 'env'>, named?: string): Promise<readonly Price[]> {
  // An empty variable counts as not set.
  const path = named ?? (env['WICK_LLM_PRICES'] || undefined);
  return path === undefined ? PRICES : readPrices(parse(path, await readText(path)), `"${path}"`);
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WickError('PRICES_INVALID', `Prices cannot be read from "${path}": it is not JSON (${(cause as Error).message}).`, {
      remedy: 'Print ours with "wick llm prices --json", save them and change what differs.',
      details: { path: '' },
      cause,
    });
  }
}
