import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { expect, it } from 'vitest';
import { PipelinedConnection } from '#adapters/ledger/postgres/pipelined-connection';

it.each(['commit', 'rollback'] as const)('a connection that is lost during the %s is not used again', async (end) => {
  const loss = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const released: unknown[] = [];
  const client = {
    connection: { stream: { cork: () => {}, uncork: () => {} } },
    query: async (text: string) => {
      if (text === end) throw loss;
      return { command: 'SELECT', rowCount: 0, rows: [] };
    },
    release: (isLost: boolean) => released.push(isLost),
  };
  const connection = new PipelinedConnection(client as unknown as pg.PoolClient);
  connection.begin('begin');
  await connection.executeQuery(CompiledQuery.raw('select 1'));
  await expect(connection.end(end)).rejects.toBe(loss);
  connection.release();
  expect(released).toEqual([true]);
});
