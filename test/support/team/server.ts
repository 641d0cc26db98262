import { createServer } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';
import { createTemplate } from './team.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The port of the PostgreSQL server of this run; undefined in runs without one. */
    postgresPort: number | undefined;
  }
}

/** Starts one PostgreSQL server for the run. A missing one fails the run: nothing is left out silently. */
export async function setup(project: TestProject): Promise<() => void> {
  const server = startPostgres(await freePort());
  if (server === undefined) throw new Error('PostgreSQL is not installed. On Debian: apt-get install postgresql');
  await createTemplate(server.port);
  project.provide('postgresPort', server.port);
  return server.remove;
}

/** Returns a port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
