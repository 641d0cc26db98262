import { describe, expect, it } from 'vitest';
import type { Machine } from '#domain/doctor/system-probe';
import { refuseOwnAddress } from '#features/callbacks/refuse-own-address';
import { FakeClock } from '../../support/fake-clock.ts';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'me.test': ['203.0.113.9', '::ffff:192.168.1.5'],
  'other.test': ['203.0.113.9'],
};

const check = (target: string, host: string, port = 4242) => {
  const machine = {
    resolveHost: async (name: string) => NAMES[name] ?? [name],
    ownAddresses: () => ['127.0.0.1', '192.168.1.5'],
  } as unknown as Machine;
  const context = { clock: new FakeClock(), machine: async () => machine, signal: new AbortController().signal };
  return refuseOwnAddress([target], { host, port }, context);
};

describe('a listener does not forward to itself', () => {
  it.each([
    ['http://me.test:4242/', '0.0.0.0'],
    ['http://me.test:4242/', '192.168.1.5'],
    ['http://[::ffff:192.168.1.5]:4242/', '0.0.0.0'],
    ['http://0:4242/', '127.0.0.1'],
    ['http://[::]:4242/', '::'],
  ])('at %s while it listens at %s', async (target, host) => {
    await expect(check(target, host)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('is the address of this listener'),
    });
  });

  it.each([
    ['http://me.test:4243/', '0.0.0.0'],
    ['http://me.test:4242/', '127.0.0.1'],
    ['http://other.test:4242/', '0.0.0.0'],
  ])('but forwards to %s while it listens at %s', async (target, host) => {
    await expect(check(target, host)).resolves.toBeUndefined();
  });
});
