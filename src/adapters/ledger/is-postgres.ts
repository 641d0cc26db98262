import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Marks the adapter of PostgreSQL. */
export const POSTGRES = { isPostgres: true } as const;

/** True of a database on PostgreSQL. The class of its adapter does not show it: parts of the built program have copies of that class. */
export const isPostgres = (db: Kysely<Tables>): boolean => 'isPostgres' in db.getExecutor().adapter;
