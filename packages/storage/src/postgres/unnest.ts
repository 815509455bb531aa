import { type AliasedRawBuilder, sql } from 'kysely';

/** PostgreSQL's type of a column, and its values. */
type UnnestedColumn = readonly [type: 'integer' | 'bigint' | 'float8' | 'text' | 'boolean' | 'jsonb' | 'bytea', values: readonly unknown[]];

/**
 * Columns of equal length as the rows of a table `t`, for statements over many rows at once: one parameter a column, so
 * that the text of the statement is the same for any number of rows.
 */
export function unnest<T>(columns: { readonly [Name in keyof T]: UnnestedColumn }): AliasedRawBuilder<T, 't'> {
  const entries = Object.entries<UnnestedColumn>(columns);
  const arrays = entries.map(([, [type, values]]) => sql`${values}::${sql.raw(type)}[]`);
  const names = entries.map(([name]) => sql.ref(name));
  return sql<T>`unnest(${sql.join(arrays)})`.as<'t'>(sql`t(${sql.join(names)})`);
}
