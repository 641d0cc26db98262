import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKey } from '#adapters/ledger/ledger-key';
import { unwrapDataKey } from '#adapters/ledger/postgres/keys/data-key';
import { readFindQuery } from '#domain/find/find-query';
import { draft } from '../adapters/ledger/drafts.ts';
import { rejectionOf } from '../support/failures.ts';
import { startCuttingProxy } from '../support/team/cutting-proxy.ts';
import { createCallback, createTeam, type TestTeam } from '../support/team/team.ts';

/** Returns the data key that is wrapped for a member now. */
async function readKey(name: string, team: TestTeam): Promise<Buffer> {
  const [row] = (await team.sql(`select data_key from rocketpay.members where name = '${name}'`)) as {
    readonly data_key: string;
  }[];
  return unwrapDataKey(row?.data_key ?? '', team.keys(name).seal) as Buffer;
}

/** Returns what a key opens of the stored callbacks. */
async function openBodies(key: Buffer, team: TestTeam): Promise<(string | undefined)[]> {
  const rows = (await team.sql('select body from rocketpay.callbacks order by id')) as { readonly body: string }[];
  return rows.map(({ body }) => createKey(key).open(body));
}

const PHONE = '77071234567';

describe('a replaced data key', () => {
  it('leaves everything that was written before readable, comparable and found', async () => {
    const team = await createTeam();
    const before = await team.open('olga');
    const plan = before.fingerprint('the id of this ledger');
    await before.createIntent(draft('a', { phone: PHONE, asked: 'a request', key: 'order 1' }));
    const stored = await before.addCallback(createCallback('p1'));
    expect(await team.manage('olga').rotateKey()).toEqual({
      number: 2,
      members: ['olga'],
      suspended: [],
      wasExported: false,
    });
    for (const ledger of [before, await team.open('olga')]) {
      const [intent] = await ledger.history({ phone: PHONE, limit: 10 });
      expect(intent).toMatchObject({ id: 'a' });
      expect(intent && (await ledger.isRequestOf(intent, 'a request'))).toBe(true);
      expect(intent && (await ledger.isRequestOf(intent, 'another request'))).toBe(false);
      expect((await ledger.callback(stored.id)).text).toContain(PHONE);
      expect((await ledger.addCallback(createCallback('p1'))).repeat).toBe(true);
      expect(ledger.fingerprint('the id of this ledger')).toBe(plan);
      expect(await ledger.verify()).toMatchObject({ problem: undefined });
    }
  });

  it('is used by programs that were running before, for their next write and read', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const [writer, reader] = [await team.open('anna'), await team.open('anna')];
    const old = await readKey('anna', team);
    await team.manage('olga').rotateKey();
    await writer.addCallback(createCallback('p1'));
    await writer.createIntent(draft('a', { phone: PHONE }));
    expect(await openBodies(old, team)).toEqual([undefined]);
    expect(await reader.history({ phone: PHONE, limit: 10 })).toHaveLength(1);
    const [callback] = await reader.findCallbacks({ limit: 10 });
    expect(callback?.text).toContain(PHONE);
  });

  it('loses no write of several programs while it is replaced many times', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const ledgers = await Promise.all(['anna', 'anna', 'olga'].map((name) => team.open(name)));
    const olga = team.manage('olga');
    const writes = ledgers.map(async (ledger, at) => {
      for (let number = 0; number < 15; number += 1) {
        await ledger.addCallback(createCallback(`p${at}-${number}`));
        await ledger.createIntent(draft(`${at}-${number}`, { paymentId: `p${at}-${number}`, phone: PHONE }));
      }
    });
    const rotations = (async () => {
      for (let number = 0; number < 5; number += 1) await olga.rotateKey();
    })();
    await Promise.all([...writes, rotations]);
    const ledger = await team.open('anna');
    expect(await ledger.history({ phone: PHONE, limit: 100 })).toHaveLength(45);
    const callbacks = await ledger.findCallbacks({ limit: 100 });
    expect(callbacks.filter(({ text }) => text.includes(PHONE))).toHaveLength(45);
    expect(await ledger.verify()).toMatchObject({ records: 45, problem: undefined });
  });

  it('is not replaced where a client stops in the middle', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    await team.sql(
      `create function rocketpay.fail() returns trigger language plpgsql as $$ begin raise exception 'cut' using errcode = '57P01'; end $$`,
      'create trigger cut before insert on rocketpay.key_rings for each row execute function rocketpay.fail()',
    );
    const before = await readKey('anna', team);
    expect(await rejectionOf(team.manage('olga').rotateKey())).toMatchObject({ exit: 7 });
    expect(await readKey('anna', team)).toEqual(before);
    await expect((await team.open('anna')).addCallback(createCallback('p1'))).resolves.toBeDefined();
  });

  it('refuses rows of a program that does not know it', async () => {
    const team = await createTeam();
    await (await team.open('olga')).createIntent(draft('a'));
    await team.sql(`update rocketpay.info set value = '2' where name = 'min_reader'`);
    await team.manage('olga').rotateKey();
    const copy = (
      event: string,
    ) => `insert into rocketpay.records (number, at, by, intent_id, event, data, previous, hash)
      select number + 1, at, by, intent_id, '${event}', data, '${event}', hash from rocketpay.records where number = 1`;
    await expect(team.sql(copy('begun'))).rejects.toMatchObject({ code: 'RP001' });
    await expect(team.sql(copy('answered'))).resolves.toBeDefined();
    await expect(
      team.sql(`insert into rocketpay.callbacks (id, received_at, project, status, valid, repeated, body, holds)
        values ('a', 0, 'p', 's', 1, 0, '', 'text')`),
    ).rejects.toMatchObject({ code: 'RP001' });
    const excluded = "select value::integer >= 3 as excluded from rocketpay.info where name = 'min_reader'";
    expect(await team.sql(excluded)).toEqual([{ excluded: true }]);
  });

  it('is replaced by administrators only', async () => {
    const team = await createTeam();
    await team.add('anna', 'approver');
    expect(await rejectionOf(team.manage('anna').rotateKey())).toMatchObject({ exit: 7 });
    expect(await team.sql('select max(number) from rocketpay.key_rings')).toEqual([{ max: 1 }]);
  });

  it('is not taken from someone who does not know the key in use', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const other = await createTeam();
    const [row] = (await other.sql('select older from rocketpay.key_rings')) as unknown[];
    expect(row).toEqual({ older: null });
    const { wrapDataKey } = await import('#adapters/ledger/postgres/keys/data-key');
    const { createPublicKey } = await import('node:crypto');
    const forged = randomBytes(32);
    const wrapped = wrapDataKey(forged, createPublicKey(team.keys('olga').seal));
    await team.sql(
      `update rocketpay.members set data_key = '${wrapped}'`,
      `insert into rocketpay.key_rings (number, older) values (2, '${createKey(forged).seal('[]')}')`,
    );
    expect(await rejectionOf(ledger.addCallback(createCallback('p1')))).toMatchObject({ code: 'data_key', exit: 7 });
  });
});

describe('a removed member', () => {
  it('cannot read what is written afterwards, even with a copy of the whole database', async () => {
    const team = await createTeam();
    for (const name of ['anna', 'boris']) await team.add(name, 'support');
    const listener = await team.open('boris');
    await listener.addCallback(createCallback('p1'));
    const kept = await readKey('anna', team);
    const { keys, member } = await team.manage('olga').remove('anna');
    expect(member).toMatchObject({ state: 'removed' });
    expect(keys).toEqual({ number: 2, members: ['boris', 'olga'], suspended: [], wasExported: false });
    await listener.addCallback(createCallback('p2'));
    await listener.createIntent(draft('a', { phone: PHONE }));
    const [before, after] = await openBodies(kept, team);
    expect([before?.includes(PHONE), after]).toEqual([true, undefined]);
    const [intent] = (await team.sql('select phone_hash from rocketpay.intents')) as { readonly phone_hash: string }[];
    expect(createKey(kept).hash(PHONE)).not.toBe(intent?.phone_hash);
    // Nothing in the database opens with the keys of the removed member.
    const rows = (await team.sql(
      'select data_key as text from rocketpay.members union all select older from rocketpay.key_rings',
    )) as { readonly text: string | null }[];
    for (const { text } of rows) {
      expect(unwrapDataKey(text ?? '', team.keys('anna').seal)).toBeUndefined();
      expect(createKey(kept).open(text ?? '')).toBeUndefined();
    }
  });
});

describe('a member whose public key was exchanged in the database', () => {
  it('gets no new data key, and has to be accepted again', async () => {
    const team = await createTeam();
    for (const name of ['anna', 'boris']) await team.add(name, 'support');
    await team.sql(
      `update rocketpay.members set seal_key = (select seal_key from rocketpay.members where name = 'boris') where name = 'anna'`,
    );
    const { members, suspended } = await team.manage('olga').rotateKey();
    expect([members, suspended.map(({ name, state }) => [name, state])]).toEqual([
      ['boris', 'olga'],
      [['anna', 'waiting']],
    ]);
    expect(await rejectionOf(team.open('anna'))).toMatchObject({ code: 'not_accepted', exit: 7 });
  });
});

it('a searched phone number does not reach the server, and an id that begins like it is found', async () => {
  const team = await createTeam();
  const { port, sent } = await startCuttingProxy(team.port);
  const ledger = await team.open('olga', { port });
  await ledger.createIntent(draft('by-phone', { paymentId: 'p1', phone: '77071234567' }));
  await ledger.createIntent(draft('whole', { paymentId: '77071234567' }));
  await ledger.createIntent(draft('start', { paymentId: '77071234567-2' }));
  await ledger.createIntent(draft('other', { paymentId: '77071999999' }));
  const before = sent().length;
  const criteria = readFindQuery(['77071234567'], Date.now());
  const { payments } = await ledger.search.find({ criteria, limit: 20 });
  expect(payments.map(({ paymentId }) => paymentId).sort()).toEqual(['77071234567', '77071234567-2', 'p1']);
  const searched = sent().slice(before);
  expect(searched).toContain('77071');
  expect(searched).not.toMatch(/77071234|76543217/);
});
