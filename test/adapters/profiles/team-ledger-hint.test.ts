import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayNameTeamLedger } from '#adapters/profiles/team-ledger-hint';
import { temporaryFolder } from './folders.ts';

describe('settings', () => {
  it.each<[text: string, may: boolean]>([
    ['{"default":"shop","profiles":{}}', false],
    ['{"ledgerUrl":"postgres://db/rocketpay","profiles":{}}', true],
    ['{"\\u006cedgerUrl":"postgres://db/rocketpay","profiles":{}}', true],
  ])('%s may name the ledger of a team: %s', async (text, may) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'profiles.json'), text);
    expect(mayNameTeamLedger(folder)).toBe(may);
  });

  it('that do not exist name no ledger, and settings that cannot be read may name one', async () => {
    const folder = await temporaryFolder();
    expect(mayNameTeamLedger(folder)).toBe(false);
    await writeFile(join(folder, 'file'), '');
    expect(mayNameTeamLedger(join(folder, 'file'))).toBe(true);
  });
});
