import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { COMPLETION_SHELLS } from '#domain/help/completion-shells';
import { completionTable } from '#features/help/completion-table';
import { loadCommandTree } from '../../../src/load-command-manifest.ts';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { documentOf, errorOf, rocketpay } from '../../support/session.ts';

describe('completion', () => {
  it.each(COMPLETION_SHELLS)('prints the script for %s on stdout, and how to install it on stderr', async (shell) => {
    const { exit, out, err } = await rocketpay(['completion', shell]);
    expect(exit).toBe(0);
    expect(err).toContain('To install');
    expect(err).toContain(`rocketpay completion ${shell} --quiet`);
    expect(await rocketpay(['completion', shell, '--quiet'])).toEqual({ exit: 0, out, err: '' });
    expect(documentOf(await rocketpay(['completion', shell, '--json', '--quiet']))).toEqual({ shell, script: out });
  });

  it.each(COMPLETION_SHELLS)(
    'has the current commands in the script for %s (else: npm run documents)',
    async (shell) => {
      const { out } = await rocketpay(['completion', shell, '--quiet']);
      const written = /writes it\.\n([\s\S]*?)^ *# End of what/m.exec(out)?.[1];
      expect(written).toBe(`${completionTable(shell, await loadCommandTree()).join('\n')}\n`);
    },
  );

  it('prints a table for PowerShell without repeated keys, which PowerShell would refuse', async () => {
    const keys = completionTable('powershell', await loadCommandTree()).map((line) =>
      line.split("' = ")[0]?.toLowerCase(),
    );
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('names the supported shells', async () => {
    const error = errorOf(await rocketpay(['completion', 'tcsh', '--json']));
    expect(error).toMatchObject({ exit: 2, hint: 'One of: bash, zsh, fish, powershell.' });
  });
});

describe('a completion', () => {
  let folder: string;
  let env: Record<string, string>;
  beforeEach(async () => {
    folder = await temporaryFolder();
    env = { ROCKETPAY_CONFIG_DIR: folder, ROCKETPAY_DATA_DIR: folder };
  });
  const ask = (...words: readonly string[]) => rocketpay(['__complete', ...words], { env });
  const recent = (...paymentIds: readonly (string | null)[]) =>
    JSON.stringify(paymentIds.map((paymentId, at) => ({ id: `in-${at}`, kind: 'refund', paymentId, profile: 'shop' })));

  it('offers the profiles without their secrets', async () => {
    const stored = { projectId: 1, mode: 'test', secret: { kind: 'store', secret: 'a-secret-that-stays' } };
    writeFileSync(
      join(folder, 'profiles.json'),
      JSON.stringify({ default: 'b', profiles: { a: { projectId: 2 }, b: stored } }),
    );
    expect(await ask('profile')).toEqual({ exit: 0, out: 'a\tlive\nb\ttest, the default one\n', err: '' });
  });

  it('offers each payment once, newest first', async () => {
    writeFileSync(join(folder, 'recent.json'), recent('p-2', null, 'p-1', 'p-2'));
    expect((await ask('payment')).out).toBe('p-2\trefund, profile shop\np-1\trefund, profile shop\n');
    expect((await ask('intent')).out.split('\n')).toHaveLength(5);
  });

  it('does not offer an id that cannot be shown unchanged', async () => {
    writeFileSync(
      join(folder, 'recent.json'),
      recent('line\nend', 'esc\u001b[31m', 'tab\tbed', 'back\u202ewards', 'fine $(x)'),
    );
    expect((await ask('payment')).out).toBe('fine $(x)\trefund, profile shop\n');
  });

  it('offers operators and codes with their meanings', async () => {
    expect((await ask('operator')).out).toContain('TELE2\tTele2\n');
    expect((await ask('code')).out).toContain('20105\tnot enough money on the phone account\n');
  });

  it.each(['', 'no json', '[]', '{}', 'null', '{"profiles":null}', '[1,null,{"id":7},{"kind":"sale"}]'])(
    'gets nothing, and no error, where a file holds %j',
    async (text) => {
      for (const name of ['profiles.json', 'recent.json']) writeFileSync(join(folder, name), text);
      for (const kind of ['profile', 'payment', 'intent'])
        expect(await ask(kind)).toEqual({ exit: 0, out: '', err: '' });
    },
  );

  it('offers nothing and creates no file when there is no data', async () => {
    for (const words of [['profile'], ['payment'], ['intent'], ['nonsense'], []]) {
      expect(await ask(...words)).toEqual({ exit: 0, out: '', err: '' });
    }
    expect(readdirSync(folder)).toEqual([]);
    for (const name of ['profiles.json', 'recent.json']) mkdirSync(join(folder, name));
    expect(await ask('payment')).toEqual({ exit: 0, out: '', err: '' });
  });
});
