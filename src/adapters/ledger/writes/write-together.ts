import { type Compilable, CompiledQuery, type Kysely } from 'kysely';
import { isPostgres } from '#adapters/ledger/is-postgres';
import type { Tables } from '#adapters/ledger/tables';

/**
 * Runs statements that change different tables. PostgreSQL gets them as one statement, because each answer of a server takes time
 * while other members wait for the lock.
 */
export async function writeTogether(statements: readonly Compilable[], db: Kysely<Tables>): Promise<void> {
  const queries = statements.map((statement) => statement.compile());
  if (!isPostgres(db)) {
    for (const query of queries) await db.executeQuery(query);
    return;
  }
  const parameters: unknown[] = [];
  const texts = queries.map((query) => {
    const before = parameters.length;
    parameters.push(...query.parameters);
    return query.sql.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + before}`);
  });
  const last = texts.pop() ?? '';
  const others = texts.map((text, at) => `step${at} as (${text})`);
  await db.executeQuery(
    CompiledQuery.raw(others.length === 0 ? last : `with ${others.join(', ')} ${last}`, parameters),
  );
}
