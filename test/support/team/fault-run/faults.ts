import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../../../kill/chance.ts';
import type { CuttingProxy } from '../cutting-proxy.ts';
import type { PostgresServer } from '../postgres-server.ts';
import type { MemberMachine } from './machines.ts';

/** A member's machine, its connection to the server, and the time until which a fault of its own may show. */
export interface Client {
  readonly machine: MemberMachine;
  readonly proxy: CuttingProxy;
  faultUntil: number;
}

/** What is broken, and how. */
interface Breakable {
  readonly clients: readonly Client[];
  readonly server: PostgresServer;
  readonly team: { readonly sql: (...statements: string[]) => Promise<unknown[]> };
  readonly chance: Chance;
  /** Number of attempts so far: faults follow it, so that a slow machine has no more of them than a fast one. */
  readonly attempts: () => number;
  /** Longer partitions and pauses. */
  readonly isLong: boolean;
}

/** Time in which an attempt that began under a fault ends, in milliseconds. */
const AFTERMATH_MS = 25_000;

const END_BACKENDS = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and random() < 0.4`;

/** Breaks one thing after another, until it is stopped. `stop` repairs everything, and returns how often each was done. */
export function breakThings({ clients, server, team, chance, attempts, isLong }: Breakable) {
  let isStopped = false;
  const counts: Record<string, number> = {};
  const ends: Promise<unknown>[] = [];
  const seconds = (most: number) => chance.between(1, most);

  const during = async (one: Client, duration: number, begin: () => void, end: () => void) => {
    one.faultUntil = Date.now() + duration * 1000 + AFTERMATH_MS;
    begin();
    await sleep(duration * 1000);
    end();
  };
  const cut = (one: Client, mode: CuttingProxy['mode'], duration: number) => {
    const set = (value: CuttingProxy['mode']) => () => {
      one.proxy.mode = value;
    };
    return during(one, duration, set(mode), set('open'));
  };
  const crash = async () => {
    for (const one of clients) one.faultUntil = Date.now() + AFTERMATH_MS;
    server.stop('immediate');
    await sleep(chance.between(100, 1500));
    server.start();
  };
  const kinds: Readonly<Record<string, (one: Client) => Promise<unknown>>> = {
    'client killed': async ({ machine }) => machine.signal('SIGKILL'),
    'backends ended': () => team.sql(END_BACKENDS).catch(() => {}),
    'cut before the commit': (one) => cut(one, 'before commit', 0.3),
    'cut after the commit': (one) => cut(one, 'after commit', 0.3),
    partition: (one) => cut(one, 'silent', seconds(isLong ? 30 : 4)),
    'client stopped': (one) => {
      const signal = (name: NodeJS.Signals) => () => one.machine.signal(name);
      return during(one, seconds(isLong ? 12 : 4), signal('SIGSTOP'), signal('SIGCONT'));
    },
    'server crashed': crash,
  };
  const weighted = [
    ...(['client killed', 'backends ended', 'cut before the commit', 'cut after the commit'] as const).map(
      (name) => [5, name] as const,
    ),
    [2, 'partition'] as const,
    [2, 'client stopped'] as const,
    [1, 'server crashed'] as const,
  ];
  const loop = async () => {
    while (!isStopped) {
      for (const next = attempts() + chance.between(5, 25); !isStopped && attempts() < next; ) await sleep(20);
      const name = chance.pick(weighted);
      const one = clients[Math.floor(chance.between(0, clients.length))] as Client;
      counts[name] = (counts[name] ?? 0) + 1;
      const ended = kinds[name]?.(one);
      // Everything else is broken while the server runs.
      if (name === 'server crashed') await ended;
      else ends.push(ended ?? Promise.resolve());
    }
  };
  const looping = loop();
  return {
    async stop(): Promise<Readonly<Record<string, number>>> {
      isStopped = true;
      await looping;
      await Promise.all(ends);
      return counts;
    },
  };
}
