import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readRecent } from '#adapters/ledger/files/recent-intents';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { openIntents } from '../../../support/stored-intents.ts';
import { draft } from '../drafts.ts';

let folder: string;
beforeEach(() => {
  folder = ledgerFolder();
});

describe('recent intents for completions', () => {
  it('are the newest ones of all processes', async () => {
    const clock = new FakeClock();
    for (const id of ['a', 'b']) {
      const ledger = await openTestLedger(clock, folder);
      await ledger.createIntent(draft(id, { paymentId: `payment_${id}` }));
      await ledger.close();
      clock.jump(1000);
    }
    const kept = { kind: 'refund', profile: 'shop' };
    expect(readRecent(folder)).toEqual([
      { ...kept, id: 'b', paymentId: 'payment_b' },
      { ...kept, id: 'a', paymentId: 'payment_a' },
    ]);
  });

  it.skipIf(process.platform === 'win32')('are in a file that only its owner can read', async () => {
    const ledger = await openTestLedger(undefined, folder);
    await ledger.createIntent(draft('a'));
    await ledger.close();
    expect((statSync(join(folder, 'recent.json')).mode & 0o777).toString(8)).toBe('600');
  });

  it('are not written when there is no new intent', async () => {
    const ledger = await openTestLedger(undefined, folder);
    await openIntents(ledger);
    await ledger.close();
    expect(existsSync(join(folder, 'recent.json'))).toBe(false);
  });

  it('cannot make a write fail', async () => {
    mkdirSync(join(folder, 'recent.json'));
    const ledger = await openTestLedger(undefined, folder);
    await ledger.createIntent(draft('a'));
    await ledger.close();
    expect(readRecent(folder)).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.startsWith('recent'))).toEqual(['recent.json']);
  });
});
