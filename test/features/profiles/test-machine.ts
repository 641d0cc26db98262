import { expect } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import type { Finished } from '../../support/cli.ts';
import { CANARY, type ErrorDocument, errorOf, rocketpay } from '../../support/session.ts';

export const ADD = ['profiles', 'add', 'shop', '--project-id', '1234', '--secret-stdin'] as const;

export interface Machine {
  readonly store: ProfileStore;
  readonly folder: string;
  readonly run: (argv: readonly string[], input?: string, env?: Readonly<Record<string, string>>) => Promise<Finished>;
  readonly failed: (...argv: readonly string[]) => Promise<ErrorDocument>;
}

export async function openMachine(): Promise<Machine> {
  const folder = await temporaryFolder();
  const store = openProfileStore(folder);
  const run: Machine['run'] = (argv, input = '', env = {}) => rocketpay(argv, { store, input, env });
  return { store, folder, run, failed: async (...argv) => errorOf(await run([...argv, '--json'])) };
}

/** Opens a machine with the stored profiles `shop` and `live`. */
export async function withShop(): Promise<Machine> {
  const machine = await openMachine();
  expect((await machine.run([...ADD, '--test'], `${CANARY}\n`)).exit).toBe(0);
  expect((await machine.run(['profiles', 'add', 'live', '--project-id', '9', '--secret-env', 'LIVE'])).exit).toBe(0);
  return machine;
}
