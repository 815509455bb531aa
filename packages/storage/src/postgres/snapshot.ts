import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Several reads that see one state, whatever is written or sealed meanwhile. */
export const snapshot = <T>(db: Kysely<Tables>, read: (db: Transaction<Tables>) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
