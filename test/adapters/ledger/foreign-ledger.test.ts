import { chmodSync, chownSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerFolder } from '../../support/ledger.ts';
import { buildLedgerProgram, type LedgerProgram } from './ledger-child.ts';
import { expectReadable, expectRefusals, fill, OWN, openAsUser, stateOf } from './read-only-ledger.ts';

const OTHER = 54_321;

let program: LedgerProgram;
beforeAll(async () => {
  program = await buildLedgerProgram();
});
afterAll(() => program.remove());

let folder: string;
beforeEach(async () => {
  folder = ledgerFolder();
});

describe.runIf(OWN === 0)('a ledger of another user', () => {
  it('is read, and its files and their owner do not change', async () => {
    await fill(folder);
    for (const name of ['.', ...readdirSync(folder)]) chownSync(join(folder, name), OTHER, OTHER);
    const before = stateOf(folder);
    const ledger = await openAsUser(folder);
    await expectReadable(ledger, ['a']);
    await expectRefusals(ledger, `${folder} belongs to another user`);
    await ledger.close();
    expect(stateOf(folder)).toEqual(before);
  });

  it.each(['ledger.db', 'ledger.db-wal'])('is refused when %s cannot be read', async (name) => {
    await fill(folder);
    writeFileSync(join(folder, name), 'x', { flag: 'a' });
    for (const file of readdirSync(folder)) chmodSync(join(folder, file), file === name ? 0o600 : 0o644);
    chmodSync(folder, 0o755);
    const code = `
try { await openIn(${JSON.stringify(folder)}); say('opened'); }
catch (error) { say([error.exit, error.code, error.message].join(' ')); }`;
    const { lines } = await program.run(code, { asCommoner: true }).ended();
    const part = name === 'ledger.db' ? '' : `${name}: `;
    expect(lines).toEqual([
      `7 ledger_unavailable The ledger ${join(folder, 'ledger.db')} cannot be read: ${part}this user may not use it.`,
    ]);
  });

  it('whose key cannot be read shows everything that needs no key', async () => {
    await fill(folder);
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'ledger.db'), 0o644);
    const code = `
const ledger = await openIn(${JSON.stringify(folder)});
say((await ledger.history({ limit: 5 })).map(({ id }) => id).join());
await ledger.findCallbacks({ limit: 5 }).catch((error) => say(error.exit + ' ' + error.message + ' ' + error.hint));
await ledger.createIntent(draft('b')).catch((error) => say(error.exit + ' ' + error.message));`;
    const { lines } = await program.run(code, { asCommoner: true }).ended();
    expect(lines[0]).toBe('a');
    expect(lines[1]).toMatch(
      /^7 The key .*ledger.key of the ledger cannot be read: this user may not use it\..*as its owner/,
    );
    expect(lines[2]).toMatch(/^7 The ledger .* can be read and cannot be written: this user may not use it\.$/);
  });
});
