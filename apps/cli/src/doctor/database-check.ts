import type { CliContext } from '../context.ts';
import { withStorage } from '../with-storage.ts';
import { type Check, failed, ok } from './check.ts';

/** Does the database that would be used answer? The embedded one is started if it does not run. */
export async function checkDatabase(context: CliContext): Promise<Check> {
  try {
    const status = await withStorage(context, (storage) => storage.status());
    return ok('Database', `${status.kind}, PostgreSQL ${status.serverVersion}`);
  } catch (error) {
    const { isWickError } = await import('@wick/core');
    if (isWickError(error)) return failed('Database', error.message, error.remedy);
    return failed('Database', (error as Error).message, 'Run "wick db status --debug" to see more.');
  }
}
