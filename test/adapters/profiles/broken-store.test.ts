import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readProfileNames } from '#adapters/profiles/profile-names';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { EXIT } from '#domain/errors/exit-codes';
import type { Failure } from '#domain/errors/failure';
import { failureOf } from '../../support/failures.ts';
import { SECRET, temporaryFolder } from './folders.ts';

/** Opens a store whose file holds `text`, and looks at what it holds. */
async function openBroken(text: string): Promise<{ failure: Failure; kept: string }> {
  const folder = await temporaryFolder();
  const file = join(folder, 'profiles.json');
  await writeFile(file, text, { mode: 0o600 });
  const failure = failureOf(() => openProfileStore(folder).list());
  return { failure, kept: await readFile(file, 'utf8') };
}

const withProfile = (fields: object): string => JSON.stringify({ profiles: { shop: { projectId: 42, ...fields } } });

describe('a broken profile store is reported and not overwritten when', () => {
  it.each<[what: string, text: string]>([
    ['the file is empty', ''],
    ['the file is cut off', '{"profiles":{"shop":{"projectId":42'],
    ['the file is not JSON', 'hello'],
    ['the file is a list', '[]'],
    ['the file is null', 'null'],
    ['the profiles are a list', '{"profiles":[]}'],
    ['the default is a number', '{"default":1,"profiles":{}}'],
    ['a profile has no project id', '{"profiles":{"shop":{}}}'],
    ['a project id is text', withProfile({ projectId: '42' })],
    ['a project id is too large', withProfile({ projectId: 4_294_967_296 })],
    ['a project id is zero', withProfile({ projectId: 0 })],
    ['a mode is unknown', withProfile({ mode: 'maybe' })],
    ['the lifetime of an OTP is zero', withProfile({ otpSeconds: 0 })],
    ['a URL is a number', withProfile({ gateUrl: 1 })],
    ['a customer’s field is a number', withProfile({ customer: { id: 1 } })],
    ['a secret has no source', withProfile({ secret: {} })],
    ['a secret has an unknown source', withProfile({ secret: { kind: 'cloud' } })],
    ['a command for the secret is a text', withProfile({ secret: { kind: 'command', command: 'pass show' } })],
    ['a command for the secret is empty', withProfile({ secret: { kind: 'command', command: [] } })],
    ['a stored secret is missing', withProfile({ secret: { kind: 'store' } })],
    ['the variable of a secret is missing', withProfile({ secret: { kind: 'env' } })],
    ['the file of a secret is missing', withProfile({ secret: { kind: 'file' } })],
    ['the command for a secret is missing', withProfile({ secret: { kind: 'command' } })],
  ])('%s', async (_what, text) => {
    const { failure, kept } = await openBroken(text);
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'store_unreadable' });
    expect(failure.hint).toContain('profiles.json');
    expect(kept).toBe(text);
  });
});

describe('the message about a broken profile store never contains the secret', () => {
  it.each<[what: string, text: string]>([
    [
      'broken after the secret',
      `{"profiles":{"shop":{"projectId":42,"secret":{"kind":"store","secret":"${SECRET}"!}}}}`,
    ],
    [
      'broken before the secret',
      `{"profiles":{"shop":{"projectId":42,"secret":{"kind":"store",! "secret":"${SECRET}"}}}}`,
    ],
    [
      'broken in the secret',
      `{"profiles":{"shop":{"projectId":42,"secret":{"kind":"store","secret":"${SECRET}\\x"}}}}`,
    ],
    [
      'broken for want of quotes',
      `{"profiles":{"shop":{"projectId":42,"secret":{"kind":"store","secret":${SECRET}}}}}`,
    ],
    [
      'broken for other quotes',
      `{"profiles":{"shop":{"projectId":42,"secret":{"kind":"store","secret":'${SECRET}'}}}}`,
    ],
    ['that contains only the secret', `${SECRET}`],
    ['with a secret of the wrong type', withProfile({ secret: { kind: 'store', secret: [SECRET] } })],
    ['with the secret as the kind of its source', withProfile({ secret: { kind: SECRET } })],
  ])('%s', async (_what, text) => {
    const { failure } = await openBroken(text);
    const shown = inspect(failure, { depth: Infinity, showHidden: true }) + failure.message + failure.hint;
    for (const part of [SECRET.slice(0, 6), SECRET.slice(-6)]) expect(shown).not.toContain(part);
  });
});

it.skipIf(process.platform === 'win32')(
  'a pipe or a device in place of the store is refused, and never waited for',
  async () => {
    const [pipe, device] = [await temporaryFolder(), await temporaryFolder()];
    execFileSync('sh', ['-c', 'mkfifo -m 600 "$0"', join(pipe, 'profiles.json')]);
    symlinkSync('/dev/zero', join(device, 'profiles.json'));
    const failure = failureOf(() => openProfileStore(pipe).list());
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'store_unreadable' });
    expect(failure.message).toContain('it is not a regular file');
    expect(failureOf(() => openProfileStore(device).list())).toMatchObject({ exit: EXIT.credentials });
    expect([readProfileNames(pipe), readProfileNames(device)]).toEqual([[], []]);
  },
);
