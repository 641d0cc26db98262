import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { systemClock } from '#async/clock';
import { sandboxProfile } from '#features/sandbox/sandbox-profile';
import { startSandbox } from '#sandbox/start-sandbox';
import { chanceFrom } from '../kill/chance.ts';
import { startCli } from '../support/cli.ts';
import { ledgerFolder } from '../support/ledger.ts';
import { startCuttingProxy } from '../support/team/cutting-proxy.ts';
import { breakThings, type Client } from '../support/team/fault-run/faults.ts';
import { buildClient, startMachine } from '../support/team/fault-run/machines.ts';
import { compareRecords, sellPayments } from '../support/team/fault-run/platform.ts';
import { freePort } from '../support/team/ports.ts';
import { type PostgresServer, startPostgres } from '../support/team/postgres-server.ts';
import { createTeam, createTemplate } from '../support/team/team.ts';

const SEED = Number(process.env.TEAM_SEED ?? randomInt(2 ** 31));

const ATTEMPTS = Number(process.env.TEAM_ATTEMPTS ?? 240);

const IS_LONG = ATTEMPTS >= 1000;

/** So few that most attempts meet another refund of the same payment. */
const PAYMENTS = Math.ceil(ATTEMPTS / (IS_LONG ? 20 : 8));

const AMOUNTS = ['1.01', '2.02', '3.03', '4.04'];

/** Clients, and by how many minutes their clocks are wrong. */
const CLOCKS = [0, 15, -15, 0, 7, -15, 15, 0];

/** The longest time that a client may wait for the others, in milliseconds. */
const MAX_WAIT_MS = 6000;

it(
  `${ATTEMPTS} attempts of ${CLOCKS.length} clients with kills, cuts, partitions and wrong clocks refund nothing twice and lose nothing`,
  async () => {
    process.stderr.write(`team: TEAM_SEED=${SEED}, ${ATTEMPTS} attempts on ${PAYMENTS} payments\n`);
    const chance = chanceFrom(SEED);
    const server = startPostgres(await freePort()) as PostgresServer;
    const options = { host: '127.0.0.1', port: 0, otpMilliseconds: 60_000, speed: 10, onEvent: () => {} };
    const sandbox = await startSandbox({ ...options, faults: [{ kind: 'reset-after', rate: 0.02 }] }, systemClock);
    const folder = ledgerFolder();
    const clients: Client[] = [];
    try {
      await createTemplate(server.port);
      const team = await createTeam(server.port);
      const profiles = join(folder, 'profiles.json');
      await openProfileStore(folder).save(sandboxProfile(sandbox, options));
      const client = await buildClient(folder);
      for (const [at, minutes] of CLOCKS.entries()) {
        const name = `member${at}`;
        await team.add(name, 'support');
        const proxy = await startCuttingProxy(server.port);
        const url = `postgres://${team.url(name).user}@127.0.0.1:${proxy.port}/${team.database}`;
        const text = readFileSync(profiles, 'utf8');
        const machine = startMachine({ name, client, folder, keys: team.keys(name), profiles: text, url, minutes });
        clients.push({ machine, proxy, faultUntil: 0 });
      }
      const ids = Array.from({ length: PAYMENTS }, (_, at) => `payment-${at}`);
      await sellPayments(ids, sandbox);

      const oneOf = <T>(list: readonly T[]): T => list[Math.floor(chance.between(0, list.length))] as T;
      const exits = new Map<string, number>();
      let begun = 0;
      let longestWait = 0;
      const attempt = async (one: Client) => {
        const start = Date.now();
        const words =
          chance.next() < 0.03 ? ['resume', '--all', '--timeout', '3s'] : refundWords(oneOf(ids), oneOf(AMOUNTS));
        const { exit, waited } = await one.machine.run(words);
        const key = `${words[0]} ${exit ?? 'killed'}`;
        exits.set(key, (exits.get(key) ?? 0) + 1);
        if (one.faultUntil < start) longestWait = Math.max(longestWait, waited);
        // Where nothing can be reached, the next attempt is a little later, as of a user.
        if (exit === undefined || exit === 7) await sleep(20);
      };
      const work = async (one: Client) => {
        while (begun < ATTEMPTS) {
          begun += 1;
          await attempt(one);
        }
      };
      const faults = breakThings({ clients, server, team, chance, attempts: () => begun, isLong: IS_LONG });
      const start = Date.now();
      await Promise.all(clients.flatMap((one) => [work(one), work(one)]));
      const seconds = (Date.now() - start) / 1000;
      const counts = await faults.stop();

      const [first] = clients;
      if (first === undefined) throw new Error('no client');
      const command = (...words: readonly string[]) => startCli(words, { env: first.machine.env }).finished;
      let resumed = await command('resume', '--all', '--timeout', '3s');
      // The leases of killed clients last 30 seconds.
      for (let round = 0; round < 60 && resumed.exit !== 0; round++) {
        await sleep(1000);
        resumed = await command('resume', '--all', '--timeout', '3s');
      }
      const ledger = await team.open('olga');
      const found = await compareRecords(ledger, sandbox);
      process.stderr.write(
        `team: ${seconds.toFixed(0)} s; ${JSON.stringify(Object.fromEntries(exits))}; faults ${JSON.stringify(counts)}; ` +
          `refunded ${found.refunded}; longest wait ${longestWait} ms\n`,
      );
      expect(found, `${resumed.exit} ${resumed.out}${resumed.err}`).toMatchObject({
        twice: [],
        lost: [],
        wrong: [],
        open: [],
      });
      expect(found.refunded).toBeGreaterThan(PAYMENTS / 2);
      expect(await ledger.verify()).toMatchObject({ problem: undefined });
      expect(JSON.parse((await command('audit', 'verify', '--json')).out)).toMatchObject({ valid: true });
      // A short run shares its machine with other tests: only the long one checks the time.
      if (IS_LONG) expect(longestWait).toBeLessThan(MAX_WAIT_MS);
    } finally {
      for (const { machine } of clients) machine.signal('SIGKILL');
      await sandbox.close();
      server.remove();
    }
  },
  IS_LONG ? 7_200_000 : 400_000,
);

const refundWords = (id: string, amount: string): readonly string[] => [
  ...['refund', id, '--amount', amount, '--confirm', amount, '--timeout', '3s'],
];
