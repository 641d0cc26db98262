import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { lockFile } from '#adapters/ledger/sqlite/file-lock';
import { systemClock } from '#async/clock';
import { DAY_MS } from '#domain/time/duration';
import { draft, openDatabase, PROJECT, recordsOf, settled } from '../adapters/ledger/drafts.ts';
import { rejectionOf } from '../support/failures.ts';
import { openIntents } from '../support/stored-intents.ts';
import { atEndOfFile } from '../support/suite/end-of-file.ts';
import { createCallback, createTeam, type TestTeam } from '../support/team/team.ts';

const PHONE = '77071234567';
const IGNORE = () => {};

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-import-'));
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens the SQLite ledger of a folder. @param isRunning tells whether another process runs */
async function openLocal(folder: string, isRunning = () => false) {
  const ledger = await openLedger({ folder, pid: process.pid, isRunning, clock: systemClock });
  atEndOfFile(() => ledger.close());
  return ledger;
}

/** Creates a ledger with refunds, an open one, a note, payments and callbacks. */
async function createLocal() {
  const folder = makeFolder();
  const ledger = await openLocal(folder);
  await settled(ledger, 'done', 'done', { paymentId: 'p1', phone: PHONE, asked: 'a request', key: 'order 1' });
  await settled(ledger, 'open', 'unknown', { paymentId: 'p2' });
  await ledger.addNote({ project: PROJECT, paymentId: 'p1', intentId: undefined, text: 'the bank knows' });
  await ledger.savePayment({
    ...{ project: PROJECT, paymentId: 'p1', status: 'refunded', remaining: undefined },
    ...{ resendsUsed: 0, otpAskedAt: undefined, seenAt: Date.now() },
  });
  const stored = await ledger.addCallback(createCallback('p1'));
  await ledger.addDelivery({
    ...{ callbackId: stored.id, url: 'http://shop.example/', at: 1, status: 200, reason: undefined, milliseconds: 5 },
  });
  const { head } = await ledger.verify();
  const { id } = ledger;
  await ledger.close();
  return { folder, head, id };
}

const importFrom = (folder: string, team: TestTeam, name = 'olga') => team.manage(name).importLedger(folder, IGNORE);

describe('the imported ledger of one machine', () => {
  it('is found by payment, phone, key and request, with its open writes', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const running = await team.open('olga');
    const { folder, head, id } = await createLocal();
    expect(await importFrom(folder, team, 'anna')).toMatchObject({
      ledger: id,
      head,
      records: 5,
      intents: 2,
      callbacks: 1,
    });
    await team.manage('olga').rotateKey();
    for (const ledger of [running, await team.open('anna')]) {
      expect((await ledger.history({ phone: PHONE, limit: 10 })).map((intent) => intent.id)).toEqual(['done']);
      const found = await ledger.findByKey(PROJECT, 'order 1');
      expect(found && (await ledger.isRequestOf(found, 'a request'))).toBe(true);
      expect((await openIntents(ledger)).map((intent) => intent.id)).toEqual(['open']);
      const { intents, refundedSince } = await ledger.paymentHistory(PROJECT, 'p1');
      expect(intents).toMatchObject([{ id: 'done', state: 'done' }]);
      expect(await refundedSince(Date.now() - DAY_MS, 'KZT')).toBe(200);
      expect((await ledger.notes(PROJECT, ['p1'])).get('p1')).toMatchObject([{ text: 'the bank knows' }]);
      expect(await ledger.payment(PROJECT, 'p1')).toMatchObject({ status: 'refunded' });
      const [callback] = await ledger.callbacks(PROJECT, 'p1');
      expect(callback?.text).toContain(PHONE);
      expect(await ledger.deliveries(callback?.id ?? '')).toMatchObject([{ status: 200 }]);
      expect(await ledger.addCallback(createCallback('p1'))).toMatchObject({ repeat: true });
    }
    const ledger = await team.open('anna');
    while ((await ledger.search.indexMore()) > 0);
    expect(await ledger.search.projectsOf('p1')).toEqual([PROJECT]);
    await ledger.change('open', 'found', { state: 'done' });
    expect(await ledger.verify()).toMatchObject({ records: 2, problem: undefined });
    expect((await recordsOf(ledger, { intentId: 'open' })).map(({ event }) => event)).toEqual([
      'begun',
      'answered',
      'found',
    ]);
  });

  it('is one signed record of the team, and its own chain is verified', async () => {
    const team = await createTeam();
    const { folder, head, id } = await createLocal();
    await importFrom(folder, team);
    const ledger = await team.open('olga');
    const record = (await recordsOf(ledger)).find(({ event }) => event === 'imported');
    expect(JSON.parse(record?.data ?? '')).toEqual({ ledger: id, head, records: 5 });
    expect(await ledger.verify()).toMatchObject({ problem: undefined });
    await team.sql(
      'alter table rocketpay.imported_records disable trigger all',
      `update rocketpay.imported_records set data = replace(data, '100', '101') where number = 1`,
    );
    expect(await ledger.verify()).toMatchObject({ problem: { number: 1, what: 'changed', ledger: id } });
  });

  it('is compared with the later records of the team', async () => {
    const team = await createTeam();
    const { folder } = await createLocal();
    await importFrom(folder, team);
    await team.sql(`create table public.earlier as select * from rocketpay.intents where id = 'open'`);
    const ledger = await team.open('olga');
    await ledger.change('open', 'found', { state: 'done' });
    await team.sql(
      'alter table rocketpay.intents disable trigger all',
      `delete from rocketpay.intents where id = 'open'`,
      'insert into rocketpay.intents select * from public.earlier',
    );
    expect(await ledger.verify()).toMatchObject({ problem: { intentId: 'open', what: 'differs' } });
  });

  it.each([
    ['shortened', `delete from rocketpay.imported_records where number = 5`, { number: 5, what: 'missing' }],
    ['exchanged', `update rocketpay.imports set ledger = 'other'`, { what: 'changed' }],
  ])('is reported when it was %s', async (_, statement, problem) => {
    const team = await createTeam();
    const { folder } = await createLocal();
    await importFrom(folder, team);
    await team.sql('alter table rocketpay.imported_records disable trigger all', statement);
    expect(await (await team.open('olga')).verify()).toMatchObject({ problem });
  });

  it('is imported once', async () => {
    const team = await createTeam();
    const { folder } = await createLocal();
    await importFrom(folder, team);
    const refused = { code: 'imported', exit: 7, message: expect.stringContaining('was imported by olga@') };
    expect(await rejectionOf(importFrom(folder, team))).toMatchObject(refused);
    expect(await (await team.open('olga')).history({ limit: 10 })).toHaveLength(2);
  });

  it('is complete after an import that was cut in each of its steps, and that another member continues', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const { folder } = await createLocal();
    for (const table of [
      'imports',
      'imported_records',
      'intents',
      'refund_sums',
      'payments',
      'callbacks',
      'deliveries',
    ]) {
      await team.sql(
        `create or replace function rocketpay.cut() returns trigger language plpgsql as $$
          begin raise exception 'cut' using errcode = '57P01'; end $$`,
        `create trigger cut before insert on rocketpay.${table} for each row execute function rocketpay.cut()`,
      );
      expect(await rejectionOf(importFrom(folder, team))).toMatchObject({ exit: 7 });
      expect(await (await team.open('olga')).verify()).toMatchObject({ problem: undefined });
      await team.sql(`drop trigger cut on rocketpay.${table}`);
    }
    await importFrom(folder, team, 'anna');
    const ledger = await team.open('olga');
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
    expect(await (await ledger.paymentHistory(PROJECT, 'p1')).refundedSince(0, 'KZT')).toBe(200);
    expect(await team.sql('select count(*) from rocketpay.deliveries')).toEqual([{ count: 1 }]);
  });

  it('is imported although the team has used the same key', async () => {
    const team = await createTeam();
    await settled(await team.open('olga'), 'own', 'done', { paymentId: 'p9', key: 'order 1' });
    const { folder } = await createLocal();
    await importFrom(folder, team);
    expect(await (await team.open('olga')).history({ limit: 10 })).toHaveLength(3);
  });
});

describe('a ledger that was moved to a team', () => {
  it('accepts no more writes, also of running programs, and can be read', async () => {
    const team = await createTeam();
    const { folder } = await createLocal();
    const running = await openLocal(folder);
    await importFrom(folder, team);
    const moved = { code: 'ledger_moved', exit: 7, hint: expect.stringContaining('ROCKETPAY_LEDGER_URL=postgres://') };
    expect(await rejectionOf(running.createIntent(draft('late')))).toMatchObject(moved);
    expect(await rejectionOf(running.addCallback(createCallback('late')))).toMatchObject(moved);
    const many = Array.from({ length: 50 }, (_, at) => rejectionOf(running.addCallback(createCallback(`late ${at}`))));
    for (const refused of await Promise.all(many)) expect(refused).toMatchObject(moved);
    const later = await openLocal(folder);
    expect(await rejectionOf(later.createIntent(draft('later')))).toMatchObject(moved);
    expect(await later.history({ limit: 10 })).toHaveLength(2);
    expect(await later.findCallbacks({ limit: 10 })).toHaveLength(1);
  });

  it('is not moved while a program sends a write', async () => {
    const team = await createTeam();
    const { folder } = await createLocal();
    const sender = await openLocal(folder);
    await sender.createIntent(draft('sent now', { paymentId: 'p3' }));
    openDatabase(folder).exec(`update intents set pid = ${process.pid + 1} where id = 'sent now'`);
    const { openTeam } = await import('#adapters/ledger/manage-team');
    const { correctedClock } = await import('#async/corrected-clock');
    const manage = openTeam({
      ...{ url: team.url('olga'), clock: correctedClock(systemClock), keys: async () => team.keys('olga') },
      ...{ pid: process.pid, isRunning: () => true, folder: makeFolder },
    });
    expect(await rejectionOf(manage.importLedger(folder, IGNORE))).toMatchObject({ code: 'in_flight', exit: 7 });
    await sender.change('sent now', 'answered', { state: 'accepted' });
    await manage.close();
  });

  it('is refused while another process may append callbacks to its own file, although this file is empty', async () => {
    const team = await createTeam();
    const { folder } = await createLocal();
    const release = lockFile(join(folder, 'arrivals-other.lock'));
    writeFileSync(join(folder, 'arrivals-other.log'), '');
    expect(await rejectionOf(importFrom(folder, team))).toMatchObject({ code: 'in_flight', exit: 7 });
    release?.();
    await importFrom(folder, team);
  });

  it('brings callbacks that were not in its database yet', async () => {
    const team = await createTeam();
    const { folder } = await createLocal();
    const listener = await openLocal(folder);
    const added = Promise.all(Array.from({ length: 50 }, (_, at) => listener.addCallback(createCallback(`p${at}`))));
    await added;
    expect(await rejectionOf(importFrom(folder, team))).toMatchObject({ code: 'in_flight', exit: 7 });
    await listener.close();
    await importFrom(folder, team);
    expect(await (await team.open('olga')).findCallbacks({ limit: 100 })).toHaveLength(51);
  });
});
