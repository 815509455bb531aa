import type { Kysely } from 'kysely';
import { type Migration, type MigrationInfo, Migrator } from 'kysely/migration';
import { candles } from './migrations/0001-candles.ts';
import { revisions } from './migrations/0002-revisions.ts';
import { ledgers } from './migrations/0003-ledgers.ts';
import { cassettes } from './migrations/0004-cassettes.ts';
import type { Tables } from './tables.ts';

/** Every change of the schema, in order. Those that were released are never edited: a change is a new one. */
const migrationsOf = (schema: string): Record<string, Migration> => ({
  '0001-candles': candles(schema),
  '0002-revisions': revisions(schema),
  '0003-ledgers': ledgers(schema),
  '0004-cassettes': cassettes(schema),
});

const migrator = (db: Kysely<Tables>, schema: string): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => migrationsOf(schema) }, migrationTableSchema: schema });

/**
 * Applies what is pending, all or nothing, one process at a time.
 * @returns the names of what was applied now
 */
export async function migrate(db: Kysely<Tables>, schema: string): Promise<string[]> {
  const { error, results } = await migrator(db, schema).migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).map(({ migrationName }) => migrationName);
}

export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

export async function migrationStatus(db: Kysely<Tables>, schema: string): Promise<MigrationStatus> {
  const migrations = await migrator(db, schema).getMigrations();
  const isApplied = ({ executedAt }: MigrationInfo): boolean => executedAt !== undefined;
  const [applied, pending] = [migrations.filter(isApplied), migrations.filter((migration) => !isApplied(migration))];
  return { applied: applied.map(({ name }) => name), pending: pending.map(({ name }) => name) };
}
