import { existsSync } from 'node:fs';
import { isWickError, type Strategy } from '@wick/core';
import type { CliContext } from '../context.ts';
import { withStorage } from '../with-storage.ts';
import { candidatesOf, type WantedCandles } from './candles-to-try.ts';
import type { DryRun } from './dry-run.ts';

/** @throws WickError CANDLES_MISSING, with what is stored instead */
export const requireCandles = (context: CliContext, wanted: WantedCandles): Promise<void> =>
  withStorage(context, async ({ candles }) => void (await candidatesOf(candles, wanted)));

/** A dry run over the candles that are wanted, or, where nobody names any, over what there is: no database is made for it. */
export async function tryStored(context: CliContext, strategy: Strategy, wanted: WantedCandles): Promise<DryRun> {
  const [{ resolveDataDir }, { dryRun }] = await Promise.all([import('@wick/storage'), import('./dry-run.ts')]);
  if (!context.env['DATABASE_URL'] && !existsSync(resolveDataDir(context.env))) return { tried: false, reason: 'no candles are stored' };
  try {
    return await withStorage(context, (storage) => dryRun(storage, strategy, wanted));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isWickError(error)) throw error;
    return { tried: false, reason: `${error.message} ${error.remedy}` };
  }
}
