import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listDocumentFields } from '#cli/document-fields';
import { EXIT_ADVICE, EXIT_MEANINGS } from '#domain/errors/exit-codes';
import { HELP_TOPICS } from '#domain/help/help-topics';
import { ENVIRONMENT_VARIABLES } from '#domain/profiles/environment-variables';
import { allCommands, documentOf, rocketpay } from '../../support/session.ts';

const SOURCE = fileURLToPath(new URL('../../../src/', import.meta.url));

const sourceFiles = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

describe('a help topic', () => {
  it.each(Object.keys(HELP_TOPICS))('fits in 80 columns and has examples: %s', async (topic) => {
    const { exit, out, err } = await rocketpay(['help', topic]);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(out.match(/^ {2}\$ .*rocketpay/gm)?.length).toBeGreaterThanOrEqual(2);
    expect(documentOf(await rocketpay(['help', topic, '--json']))).toMatchObject({ topic });
  });

  it('explains each exit code and what to do after it', async () => {
    const { exitCodes } = documentOf(await rocketpay(['help', 'exit-codes', '--json']));
    const all = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => ({ code: Number(code), meaning }));
    expect(exitCodes).toMatchObject(all);
    for (const advice of Object.values(EXIT_ADVICE)) expect(advice).toMatch(/^[A-Z].+(\.|rocketpay [\w -]+)$/);
  });

  it('lists exactly the environment variables that the program reads', async () => {
    const { variables } = documentOf(await rocketpay(['help', 'environment', '--json'])) as {
      variables: { name: string }[];
    };
    const names = variables.map(({ name }) => name);
    expect(names).toEqual(Object.keys(ENVIRONMENT_VARIABLES));
    const read = sourceFiles
      .filter((file) => !file.endsWith('environment.ts'))
      .flatMap((file) => readFileSync(`${SOURCE}/${file}`, 'utf8').match(/\bROCKETPAY_[A-Z_]+\b/g) ?? []);
    // What smoke gives to the command that prints a code is not read.
    for (const given of ['ROCKETPAY_PAYMENT_ID', 'ROCKETPAY_PHONE']) expect(read).toContain(given);
    const ours = [...new Set(read)].filter((name) => !/_(PAYMENT_ID|PHONE)$/.test(name));
    expect(names.filter((name) => name.startsWith('ROCKETPAY_')).sort()).toEqual(ours.sort());
  });

  it.each([
    ['exit-code', 'exit-codes'],
    ['enviroment', 'environment'],
    ['refudn', 'refund'],
  ])('misspelt as %s suggests %s', async (word, meant) => {
    const { exit, out, err } = await rocketpay(['help', word]);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(`Did you mean ${meant}?`);
  });

  it('of a subcommand is the same as its --help', async () => {
    const [asked, flagged] = [
      await rocketpay(['help', 'profiles', 'add']),
      await rocketpay(['profiles', 'add', '--help']),
    ];
    expect(asked).toEqual(flagged);
    expect(asked.out).toContain('Usage: rocketpay profiles add');
  });
});

describe('the list of all commands', () => {
  it('fits in 80 columns', async () => {
    const { out } = await rocketpay(['commands']);
    for (const [words] of allCommands) expect(out).toMatch(new RegExp(`^${words}( |$)`, 'm'));
    expect(out).not.toContain('__complete');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('is one JSON document with everything that the help of each command says', async () => {
    const tree = documentOf(await rocketpay(['commands', '--json'])) as { commands: Told[] };
    const told = tree.commands
      .flatMap((command) => [...command.commands, command])
      .filter(({ examples }) => examples.length > 0);
    expect(told.map(({ name }) => name)).toEqual(allCommands.map(([words]) => words));
    for (const [words, spec] of allCommands) {
      const command = told.find(({ name }) => name === words);
      expect(command).toMatchObject({ fields: listDocumentFields(words), examples: spec.examples });
      expect(command?.exits).toEqual(expect.arrayContaining([0, 2, 130, ...spec.exits]));
      expect(command?.options).toHaveLength((spec.options ?? []).filter(({ hidden }) => hidden !== true).length);
      expect(command?.arguments).toHaveLength(spec.arguments?.length ?? 0);
    }
    const kind = told.find(({ name }) => name === 'history')?.options.find(({ names }) => names.includes('--kind'));
    expect(kind).toMatchObject({ value: 'kind', values: expect.arrayContaining(['sale', 'refund']) });
  });
});

interface Told {
  readonly name: string;
  readonly examples: readonly string[];
  readonly exits: readonly number[];
  readonly arguments: readonly object[];
  readonly options: readonly { readonly names: readonly string[] }[];
  readonly commands: readonly Told[];
}
