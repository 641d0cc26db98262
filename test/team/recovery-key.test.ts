import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../support/failures.ts';
import { createCallback, createKeys, createTeam, type TestTeam } from '../support/team/team.ts';

const PASSPHRASE = 'correct horse battery staple';

/** Replaces the keys of a member on their machine, as after the loss of it. */
function loseKeys(name: string, team: TestTeam): void {
  Object.assign(team.keys(name), createKeys());
}

describe('an exported data key', () => {
  it('restores the access after every administrator has lost their keys', async () => {
    const team = await createTeam();
    const stored = await (await team.open('olga')).addCallback(createCallback('p1'));
    await team.manage('olga').rotateKey();
    const { key, text } = await team.manage('olga').exportKey(PASSPHRASE);
    expect(key).toBe(2);
    expect(text).not.toContain(PASSPHRASE);
    loseKeys('olga', team);
    expect(await rejectionOf(team.open('olga'))).toMatchObject({ code: 'member_key', exit: 7 });
    expect(await team.manage('olga').recover('olga 2', text, PASSPHRASE)).toMatchObject({
      role: 'admin',
      state: 'accepted',
    });
    const ledger = await team.open('olga');
    expect((await ledger.callback(stored.id)).text).toContain('p1');
    await team.add('anna', 'support');
    expect(await team.manage('olga').rotateKey()).toMatchObject({ members: ['anna', 'olga 2'], wasExported: true });
    expect(await ledger.verify()).toMatchObject({ problem: undefined });
  });

  it.each([
    ['with another passphrase', (text: string) => text, 'another passphrase'],
    ['after a change of its file', (text: string) => text.replace('"number": 1', '"number": 2'), PASSPHRASE],
    ['from a file that is something else', () => '{"kind": 1}', PASSPHRASE],
  ])('is refused %s', async (_, change, passphrase) => {
    const team = await createTeam();
    const { text } = await team.manage('olga').exportKey(PASSPHRASE);
    const refused = rejectionOf(team.manage('olga').recover('olga 2', change(text), passphrase));
    expect(await refused).toMatchObject({ code: 'recovery_key', exit: 4 });
    expect(await team.manage('olga').members()).toHaveLength(1);
  });

  it('is refused after it was replaced, and by another ledger', async () => {
    const [team, other] = [await createTeam(), await createTeam()];
    await other.sql(`update rocketpay.info set value = 'another' where name = 'id'`);
    const { text } = await team.manage('olga').exportKey(PASSPHRASE);
    expect(await rejectionOf(other.manage('olga').recover('olga 2', text, PASSPHRASE))).toMatchObject({
      message: 'The recovery key is the one of another ledger.',
    });
    await team.manage('olga').rotateKey();
    expect(await rejectionOf(team.manage('olga').recover('olga 2', text, PASSPHRASE))).toMatchObject({
      message: 'The recovery key has data key 1, which was replaced: the ledger uses 2.',
    });
  });

  it('is written by administrators only, and gives a login no rights at the database', async () => {
    const team = await createTeam();
    await team.add('anna', 'approver');
    expect(await rejectionOf(team.manage('anna').exportKey(PASSPHRASE))).toMatchObject({ exit: 7 });
    const { text } = await team.manage('olga').exportKey(PASSPHRASE);
    expect(await rejectionOf(team.manage('anna').recover('anna 2', text, PASSPHRASE))).toMatchObject({ exit: 7 });
    expect(await team.manage('olga').members()).toHaveLength(2);
  });
});
