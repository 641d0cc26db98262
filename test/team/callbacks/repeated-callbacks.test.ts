import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../adapters/ledger/drafts.ts';
import { createCallback, createTeam } from '../../support/team/team.ts';

describe('several listeners of one ledger', () => {
  it('know a callback that another one has stored', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const [olga, anna] = [await team.open('olga'), await team.open('anna')];
    expect(await olga.addCallback(createCallback('p1'))).toMatchObject({ repeat: false });
    expect(await anna.addCallback(createCallback('p1'))).toMatchObject({ repeat: true });
    expect(await anna.callbacks(PROJECT, 'p1')).toHaveLength(2);
  });

  it('count one of many that arrive at the same time as the first', async () => {
    const team = await createTeam();
    const ledgers = await Promise.all(['olga', 'olga', 'olga'].map((name) => team.open(name)));
    const stored = await Promise.all(
      Array.from({ length: 30 }, (_, at) => ledgers[at % 3]?.addCallback(createCallback('p1'))),
    );
    expect(stored.filter((callback) => callback?.repeat === false)).toHaveLength(1);
  });

  it('store a callback with characters that PostgreSQL cannot hold', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const wrong = { ...createCallback('a\0b\uD800'), valid: false };
    await ledger.addCallback(wrong);
    expect(await ledger.findCallbacks({ limit: 10 })).toMatchObject([
      { text: wrong.text, paymentId: 'a\uFFFDb\uFFFD' },
    ]);
  });

  it('keep a wrong signature within the quota', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    for (const id of ['p1', 'p2', 'p3']) await ledger.addCallback({ ...createCallback(id), valid: false });
    await ledger.pruneInvalidCallbacks(1500);
    const left = await ledger.findCallbacks({ limit: 10 });
    expect(left.map(({ paymentId }) => paymentId)).toEqual(['p3', 'p2']);
    const pruned = await ledger.pruneCallbacks({ genuine: false, chargebacks: false, dryRun: false });
    expect(pruned).toMatchObject({ wrong: 2, genuine: 0 });
  });
});

describe('an administrator of the database', () => {
  it('finds no phone number and no body of a callback in it', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    await ledger.addCallback(createCallback('p1'));
    const tables = ['callbacks', 'intents', 'info', 'members'];
    const rows = await Promise.all(tables.map((table) => team.sql(`select * from rocketpay.${table}`)));
    expect(JSON.stringify(rows)).toContain('p1');
    expect(JSON.stringify(rows)).not.toContain('77071234567');
  });
});
