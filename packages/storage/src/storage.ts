import {
  type AbsenceLedger, type ArchiveLedger, type CandleStore, type CassetteStore, type Clock, type FundingStore, type InstrumentRegistry,
  type LimitLedger, type Series, systemClock, type TimeRange,
} from '@wick/core';
import { sql, type Kysely } from 'kysely';
import { PostgresAbsenceLedger } from './absences/postgres-absence-ledger.ts';
import { postgresArchiveLedger } from './archives/postgres-archive-ledger.ts';
import { type CacheStatus, ColumnCache, type ColumnCacheOptions, readCacheStatus } from './cache/column-cache.ts';
import { PostgresCandleStore } from './candles/postgres-candle-store.ts';
import { postgresCassetteStore } from './cassettes/postgres-cassette-store.ts';
import { resolveDataDir } from './data-dir.ts';
import { openEmbeddedServer } from './embedded/embedded-server.ts';
import { postgresFundingStore } from './funding/postgres-funding-store.ts';
import { postgresInstrumentRegistry } from './instruments/postgres-instrument-registry.ts';
import { postgresLimitLedger } from './limits/postgres-limit-ledger.ts';
import { type FindServer, openDatabase } from './postgres/database.ts';
import { guardOf } from './postgres/database-error.ts';
import { externalServer } from './postgres/external-server.ts';
import { migrate, migrationStatus } from './postgres/migrate.ts';
import { DEFAULT_SCHEMA, type Tables } from './postgres/tables.ts';
import { PostgresRevisionLedger } from './revisions/postgres-revision-ledger.ts';
import type { RevisionLedger } from './revisions/revision.ts';

/** Candles in PostgreSQL, and what is known beside them. */
export interface Storage {
  readonly candles: CandleStore;
  /** What is known of candles that are not there. */
  readonly absences: AbsenceLedger;
  readonly archives: ArchiveLedger;
  readonly limits: LimitLedger;
  readonly funding: FundingStore;
  readonly instruments: InstrumentRegistry;
  /** Answers of language models, and what was paid for them. */
  readonly cassettes: CassetteStore;
  /** What writes have changed, and the candles as they were before. */
  readonly revisions: RevisionLedger;
  status(): Promise<StorageStatus>;
  /** Applies pending migrations, which {@link openStorage} has done already. @returns the names of what was applied */
  migrate(): Promise<string[]>;
  /** Turns the rows of months that were over at `nowMs` into blocks. @returns how many months of series */
  seal(nowMs: number): Promise<number>;
  /**
   * Turns the blocks of periods that have candles in a range back to rows, for those who want SQL: the view `candle` shows
   * rows. They stay rows until {@link reseal}. @returns how many candles became rows
   */
  unseal(series: Series, range?: Partial<TimeRange>): Promise<number>;
  /** Undoes {@link unseal}. @returns how many periods were kept as rows */
  reseal(series: Series, range?: Partial<TimeRange>): Promise<number>;
  /** Ends all connections. An embedded server that nobody else uses stops. */
  close(): Promise<void>;
}

export interface StorageStatus {
  readonly kind: 'embedded' | 'external';
  /** Such as `18.4`. */
  readonly serverVersion: string;
  /** A folder, or `user@host:port/database`; never a password. */
  readonly location: string;
  readonly appliedMigrations: readonly string[];
  readonly pendingMigrations: readonly string[];
  /** Of wick's own tables and indexes. */
  readonly bytesOnDisk: number;
  readonly candles: number;
  /** How many series have candles. */
  readonly series: number;
  /** null where nothing is cached. */
  readonly cache: CacheStatus | null;
}

export interface StorageOptions {
  /** A PostgreSQL server, as callers have it from `DATABASE_URL`. Without one, the embedded server is used. */
  readonly databaseUrl?: string | undefined;
  /** Where the embedded server keeps its data; see {@link resolveDataDir}. */
  readonly dataDir?: string | undefined;
  /** A folder for columns as files, from which frames are read again quickly; see {@link resolveCacheDir}. Without one, nothing is cached. */
  readonly cacheDir?: string | undefined;
  /** What the files there may have together; 2 GiB unless told. Those that were not used for longest go first. */
  readonly cacheBytes?: number | undefined;
  /** For the times at which candles are written; the system's unless told. */
  readonly clock?: Clock | undefined;
}

/**
 * Opens the store of candles: on the server of `databaseUrl`, or else on the embedded one, which is created and
 * started where needed. Pending migrations are applied.
 *
 * @throws WickError DATABASE_UNAVAILABLE, DATABASE_UNSUPPORTED or DISK_UNWRITABLE
 */
export const openStorage = (options: StorageOptions = {}): Promise<Storage> => openStorageIn(DEFAULT_SCHEMA, options);

/** The same with the tables in another schema, which tests use to share a server. */
export async function openStorageIn(schema: string, options: StorageOptions & Pick<ColumnCacheOptions, 'leastCandles'>): Promise<Storage> {
  const { databaseUrl, dataDir, cacheDir, cacheBytes, leastCandles, clock = systemClock } = options;
  const cache: ColumnCacheOptions | undefined = cacheDir ? { folder: cacheDir, bytes: cacheBytes, leastCandles } : undefined;
  if (databaseUrl) {
    const { config, location } = externalServer(databaseUrl);
    const closeServer = async (): Promise<void> => undefined;
    return connect({ kind: 'external', location, findServer: async () => config, schema, cache, clock, closeServer });
  }
  const server = await openEmbeddedServer(dataDir ?? resolveDataDir());
  return connect({
    kind: 'embedded',
    location: server.folder,
    findServer: () => server.clientConfig(),
    schema,
    cache,
    clock,
    closeServer: () => server.close(),
  });
}

interface Server {
  readonly kind: StorageStatus['kind'];
  readonly location: string;
  readonly findServer: FindServer;
  readonly schema: string;
  readonly cache: ColumnCacheOptions | undefined;
  readonly clock: Clock;
  readonly closeServer: () => Promise<void>;
}

async function connect({ kind, location, findServer, schema, cache, clock, closeServer }: Server): Promise<Storage> {
  const db = openDatabase(findServer, schema);
  const columns = cache && new ColumnCache(cache);
  const candles = new PostgresCandleStore(db, location, clock, columns);
  const guard = guardOf(location);
  let closed: Promise<void> | undefined;
  const storage: Storage = {
    candles,
    absences: new PostgresAbsenceLedger(db, location),
    archives: postgresArchiveLedger(db, guard),
    limits: postgresLimitLedger(db, guard),
    funding: postgresFundingStore(db, guard),
    instruments: postgresInstrumentRegistry(db, guard),
    cassettes: postgresCassetteStore(db, guard),
    revisions: new PostgresRevisionLedger(db, location),
    migrate: () => guard(() => migrate(db, schema)),
    status: () =>
      guard(async () => ({ kind, location, ...(await readStatus(db, schema)), cache: cache ? await readCacheStatus(cache.folder) : null })),
    seal: (nowMs) => candles.seal(nowMs),
    unseal: (series, range) => candles.unseal(series, range),
    reseal: (series, range) => candles.reseal(series, range),
    close: () => (closed ??= Promise.all([db.destroy().finally(closeServer), columns?.close()]).then(() => undefined)),
  };
  try {
    await storage.migrate();
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function readStatus(db: Kysely<Tables>, schema: string): Promise<Omit<StorageStatus, 'kind' | 'location' | 'cache'>> {
  const { applied, pending } = await migrationStatus(db, schema);
  const { rows } = await sql<{ serverVersion: string; bytesOnDisk: string }>`
    select current_setting('server_version') as server_version,
           coalesce(sum(pg_total_relation_size(c.oid)), 0) as bytes_on_disk
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind = 'r'`.execute(db);
  const counts = await db
    .selectFrom('seriesCoverage')
    .select((eb) => [eb.fn.sum('candles').as('candles'), eb.fn.countAll().as('series')])
    .executeTakeFirst();
  return {
    serverVersion: rows[0]!.serverVersion,
    appliedMigrations: applied,
    pendingMigrations: pending,
    bytesOnDisk: Number(rows[0]!.bytesOnDisk),
    candles: Number(counts?.candles ?? 0),
    series: Number(counts?.series ?? 0),
  };
}
