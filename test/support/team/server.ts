import type { TestProject } from 'vitest/node';
import { freePort } from './ports.ts';
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
