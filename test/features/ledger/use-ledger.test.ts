import { describe, expect, it } from 'vitest';
import { documentOf } from '../../support/session.ts';
import { openMachine } from '../profiles/test-machine.ts';

const URL_TEXT = 'postgres://anna@db.example.com/shop';

describe('ledger use', () => {
  it('stores the ledger of a team, and later the one of this machine', async () => {
    const { run, store } = await openMachine();
    const words = ['ledger', 'use', URL_TEXT, '--password-file', '/run/ledger', '--json'];
    expect(documentOf(await run(words))).toEqual({ engine: 'postgresql', place: URL_TEXT, file: store.file });
    expect(store.ledger()).toEqual({ ledgerUrl: URL_TEXT, ledgerPasswordFile: '/run/ledger' });
    expect(documentOf(await run(['ledger', 'use', '--local', '--json']))).toMatchObject({ engine: 'sqlite' });
    expect(store.ledger()).toEqual({});
  });

  it('accepts a command in place of the URL', async () => {
    const { run, store } = await openMachine();
    const finished = await run(['ledger', 'use', '--command', '["pass","show","url"]']);
    expect(finished.out).toContain('the command prints its URL');
    expect(store.ledger()).toEqual({ ledgerUrlCommand: ['pass', 'show', 'url'] });
  });

  it('refuses a password in the URL', async () => {
    const { failed, store } = await openMachine();
    const failure = await failed('ledger', 'use', 'postgres://anna:s3cret@db/shop');
    expect(failure).toMatchObject({ exit: 2, hint: expect.stringContaining('--password-file') });
    expect(JSON.stringify(failure)).not.toContain('s3cret');
    expect(store.ledger()).toEqual({});
  });

  it.each([
    ['nothing', []],
    ['two places', [URL_TEXT, '--local']],
    ['another kind of URL', ['mysql://db/shop']],
    ['two passwords', [URL_TEXT, '--password-file', '/x', '--password-command', '["x"]']],
    ['a password without a URL', ['--local', '--password-file', '/x']],
    ['a command that is a line', ['--command', 'pass show url']],
  ])('exits with a usage error for %s', async (_, words) => {
    const { failed, store } = await openMachine();
    expect(await failed('ledger', 'use', ...words)).toMatchObject({ exit: 2 });
    expect(store.ledger()).toEqual({});
  });
});
