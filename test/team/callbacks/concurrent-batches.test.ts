import { describe, expect, it } from 'vitest';
import { draft, PROJECT } from '../../adapters/ledger/drafts.ts';
import { aWait, identify, openListener } from '../../support/team/other-listener.ts';
import { createCallback, createTeam } from '../../support/team/team.ts';

describe('a batch of callbacks', () => {
  it('is stored while another listener is storing one', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const other = await openListener(team);
    await other.store('other');
    expect(await ledger.addCallback(createCallback('p1'))).toMatchObject({ repeat: false });
    await other.commit();
  });

  it('waits for another listener that is storing the same callback, and has a repeated one when that commits', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const [same = ''] = await identify(team, ledger, 'p1');
    const other = await openListener(team);
    await other.store(same);
    const stored = ledger.addCallback(createCallback('p1'));
    await aWait(team);
    await other.commit();
    expect(await stored).toMatchObject({ repeat: true });
  });

  it('has the first callback when the other listener that was storing the same one fails', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const [same = ''] = await identify(team, ledger, 'p1');
    const other = await openListener(team);
    await other.store(same);
    const stored = ledger.addCallback(createCallback('p1'));
    await aWait(team);
    await other.rollback();
    expect(await stored).toMatchObject({ repeat: false });
  });

  it('is stored again when PostgreSQL ends it because two transactions wait for each other', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const [first = '', second = ''] = (await identify(team, ledger, 'p1', 'p2')).toSorted();
    const other = await openListener(team);
    await other.store(second);
    const stored = Promise.all([ledger.addCallback(createCallback('p1')), ledger.addCallback(createCallback('p2'))]);
    await aWait(team);
    await other.store(first);
    await other.commit();
    expect(await stored).toMatchObject([{ repeat: true }, { repeat: true }]);
    expect(await team.sql('select id from rocketpay.callbacks')).toHaveLength(4);
  });

  it('is written in the order of its identities, so that two of them do not wait for each other', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    await Promise.all(Array.from({ length: 10 }, (_, at) => ledger.addCallback(createCallback(`p${at}`))));
    const rows = (await team.sql('select identity from rocketpay.callbacks order by ctid')) as { identity: string }[];
    expect(rows.map(({ identity }) => identity)).toEqual(rows.map(({ identity }) => identity).toSorted());
  });

  it('queues a callback of a payment after the one that another listener is queueing', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const other = await openListener(team);
    const target = 'http://127.0.0.1:9/';
    const queued = { at: 1, first: target, again: target, payment: `${PROJECT} p1` };
    await other.store('other', [{ ...queued, callback_id: 'other other' }]);
    const forwards = [{ first: target, again: target }];
    const stored = ledger.addCallback({ ...createCallback('p1'), forwards });
    let isStored = false;
    void stored.then(() => {
      isStored = true;
    });
    await aWait(team, 'advisory');
    expect(isStored).toBe(false);
    await other.commit();
    const { id } = await stored;
    const rows = await team.sql('select callback_id from rocketpay.forwards order by number');
    expect(rows).toEqual([{ callback_id: 'other other' }, { callback_id: id }]);
  });

  it('is on the disk of the server before it is answered, whatever the defaults of the database are', async () => {
    const team = await createTeam();
    await team.sql(
      `alter database ${team.database} set synchronous_commit = off`,
      'create table noted (setting text)',
      `create function note_setting() returns trigger language plpgsql as $$
        begin insert into public.noted values (current_setting('synchronous_commit')); return null; end $$`,
      // It runs at the commit.
      `create constraint trigger noting after insert on rocketpay.callbacks deferrable initially deferred
        for each row execute function note_setting()`,
    );
    await (await team.open('olga')).addCallback(createCallback('p1'));
    expect(await team.sql('select * from noted')).toEqual([{ setting: 'on' }]);
  });
});

describe('a listener', () => {
  it('stores a large batch while the one before is not committed yet', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const [same = ''] = await identify(team, ledger, 'p1');
    const other = await openListener(team);
    await other.store(same);
    const stored = ledger.addCallback(createCallback('p1'));
    await aWait(team);
    const next = Array.from({ length: 64 }, (_, at) => ledger.addCallback(createCallback(`next ${at}`)));
    await Promise.all(next);
    await other.commit();
    expect(await stored).toMatchObject({ repeat: true });
  });

  it('stores the next callback of a payment after the one before', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const [same = ''] = await identify(team, ledger, 'p1');
    const other = await openListener(team);
    await other.store(same);
    const order: string[] = [];
    const add = async (paymentId: string, status: string) => {
      await ledger.addCallback({ ...createCallback(paymentId), status });
      order.push(`${paymentId} ${status}`);
    };
    const first = add('p1', 'success');
    await aWait(team);
    const free = Array.from({ length: 64 }, (_, at) => add(`next ${at}`, 'success'));
    const second = add('P1', 'refunded');
    const last = Array.from({ length: 64 }, (_, at) => add(`last ${at}`, 'success'));
    await Promise.all(free);
    expect(order).toHaveLength(64);
    await other.commit();
    await Promise.all([first, second, ...last]);
    expect(order.slice(64, 66)).toEqual(['p1 success', 'P1 refunded']);
  });
});

describe('a write', () => {
  it('waits until a batch of callbacks is stored', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const other = await openListener(team);
    await other.store('other');
    let isWritten = false;
    const written = ledger.createIntent(draft('order-1')).then(() => {
      isWritten = true;
    });
    await aWait(team, 'advisory');
    expect(isWritten).toBe(false);
    await other.commit();
    await written;
  });
});
