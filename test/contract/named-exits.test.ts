import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { credentialsFailure, Failure } from '#domain/errors/failure';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { profileWithSecret, temporaryFolder } from '../adapters/profiles/folders.ts';
import { closedPort } from '../support/gate/fault-server.ts';
import { hastyClock } from '../support/moving-clock.ts';
import { allCommands, CANARY, rocketpay } from '../support/session.ts';
import { turnOf } from '../support/suite/case-count.ts';

/** What each part of the context ends with where it cannot be used. */
const unset = () => Promise.reject(credentialsFailure('store_unreadable', 'The profile store cannot be read.'));
const unusable = () => Promise.reject(new Failure(EXIT.blocked, 'ledger_unavailable', 'The ledger cannot be used.'));

const LEDGER: Partial<Context> = { ledger: unusable, temporaryLedger: unusable, acceptedLedger: unusable };
const SETTINGS: Partial<Context> = {
  profiles: unset,
  profile: unset,
  secret: unset,
  keyring: unset,
  approvalKey: unset,
};

/** An error of the system on every file that a command reads or writes. */
function unusableFiles(code: string, onUse: () => void): Partial<Context> {
  const refuse = () => {
    onUse();
    return Promise.reject(Object.assign(new Error(code), { code, path: '/data/file', syscall: 'open' }));
  };
  const files = { openInput: refuse, openPlan: refuse, draftPlan: refuse, readApprovals: refuse, saveApproval: refuse };
  return {
    refundFiles: async () => files,
    saveFile: refuse,
    checkNewFile: refuse,
    completionScript: refuse,
    profiles: refuse,
    keyring: refuse,
    approvalKey: refuse,
  };
}

async function storedProfiles(absent: string | undefined): Promise<ProfileStore> {
  const store = openProfileStore(await temporaryFolder());
  const customer = { id: 'c-1', ip: '::1', firstName: 'A', lastName: 'B', email: 'a@b.test' };
  const gateUrl = `http://${await closedPort()}`;
  for (const name of ['shop', 'live', 'test', 'old'].filter((other) => other !== absent))
    await store.save({ ...profileWithSecret(name, CANARY), customer, gateUrl });
  return store;
}

/** The words of an example as a shell makes them: the command after the last pipe. */
function wordsOf(line: string): string[] {
  const words: string[] = (line.split(' | ').at(-1) ?? '').match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  const end = words.findIndex((word) => word === '<' || word === '>');
  return words.slice(1, end < 0 ? undefined : end).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

const FILE_ERRORS = ['EACCES', 'EROFS', 'ENOSPC', 'EMFILE', 'EIO', 'EDQUOT', 'EBUSY'];

describe('the exit codes that the help of a command names', () => {
  it.each(allCommands)(
    'of %s include those for an unusable ledger, unusable settings and unusable files',
    async (words, spec) => {
      const store = await storedProfiles(words === 'profiles add' ? wordsOf(spec.examples[0] ?? '')[2] : undefined);
      const check = async (line: string, what: string, context: Partial<Context>) => {
        const finished = await rocketpay(wordsOf(line), { store, context, clock: hastyClock(), input: '{"a":1}' });
        const shown = `${line}, without ${what}: ${finished.exit} ${finished.err}`;
        // rocketpay() fails for a code that the help does not name.
        expect(finished.exit, shown).not.toBe(EXIT.bug);
        expect(finished.err, shown).not.toMatch(/should not happen|\bE[A-Z]{4,}\b/);
      };
      for (const line of spec.examples) {
        await check(line, 'the ledger', LEDGER);
        await check(line, 'the settings', SETTINGS);
        let usesFiles = true;
        for (const code of turnOf(FILE_ERRORS, line.length, 4)) {
          // Without a file every code is the same run.
          if (!usesFiles) break;
          usesFiles = false;
          const onUse = () => {
            usesFiles = true;
          };
          await check(line, `its files (${code})`, unusableFiles(code, onUse));
        }
      }
    },
  );

  it.each(allCommands)('of %s include the one for an invalid environment variable', async (words) => {
    const finished = await rocketpay([...words.split(' '), '--json'], { env: { ROCKETPAY_TIMEOUT: 'soon' } });
    expect([EXIT.usage, EXIT.credentials]).toContain(finished.exit);
    expect((await rocketpay([...words.split(' '), '--help'])).out).toMatch(/Exit codes: .*\b4\b/);
  });
});
