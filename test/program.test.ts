import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { listDocumentFields } from '#cli/document-fields';
import { COMMON_EXITS, EXIT_MEANINGS } from '#domain/errors/exit-codes';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { commands } from '../src/command-list.ts';
import { profileWithSecret, temporaryFolder } from './adapters/profiles/folders.ts';
import { closedPort } from './support/gate/fault-server.ts';
import { hastyClock } from './support/moving-clock.ts';
import { allCommands, CANARY, rocketpay } from './support/session.ts';

const help = async (...words: readonly string[]): Promise<string> => {
  const { exit, out, err } = await rocketpay([...words, '--help']);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return out;
};

const groups = [...new Set(allCommands.map(([words]) => words).filter((words) => words.includes(' ')))].map(
  (words) => words.split(' ')[0] ?? '',
);
const pages = ['', ...new Set(groups), ...allCommands.map(([words]) => words)];

describe('help', () => {
  it.each(pages)('of "%s" has no line wider than 80 columns', async (words) => {
    const text = await help(...words.split(' ').filter((word) => word !== ''));
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  it.each(allCommands)('of %s has its JSON document, its exit codes and two examples', async (words, spec) => {
    const text = await help(...words.split(' '));
    expect(text).toContain(`Usage: rocketpay ${words}`);
    const [, json = '', codes = '', examples = ''] =
      /\nJSON:([\s\S]*)\nExit codes:([\s\S]*)\nExamples:\n([\s\S]*)$/.exec(text) ?? [];
    for (const field of listDocumentFields(words)) expect(json).toContain(field);
    for (const code of [...COMMON_EXITS, ...spec.exits]) expect(codes).toMatch(new RegExp(`\\b${code}\\b`));
    expect(examples.match(/^ {2}\$ .*rocketpay/gm)?.length).toBeGreaterThanOrEqual(2);
    for (const example of spec.examples) expect(examples).toContain(example);
  });

  it.each(allCommands)('of %s explains each option', async (words, { options = [] }) => {
    const text = await help(...words.split(' '));
    for (const { flags, hidden } of options) expect(text.includes(flags)).toBe(hidden !== true);
    const listed = text.match(/^ +(?:-\w, )?--[\w-]+/gm) ?? [];
    expect(listed).toHaveLength(new Set(listed).size);
  });

  it.each([
    ['answer', 'language of the answer: en, ru, kk (default: all)'],
    ['checkout', 'output format (default url) (choices: url, '],
  ])('of %s names the possible values of an option, and once', async (command, text) => {
    const found = (await help(command)).replace(/\s+/g, ' ');
    expect(found).toContain(text);
    expect(found).not.toContain(`${text} (choices`);
  });

  it('names every command, the exit codes and the demo', async () => {
    const text = await help();
    for (const { name, summary } of commands.filter(({ hidden }) => hidden !== true)) {
      expect(text).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
      expect(text.replace(/\s+/g, ' ')).toContain(summary);
    }
    for (const code of Object.keys(EXIT_MEANINGS)) expect(text).toMatch(new RegExp(`^ {2}${code} `, 'm'));
    expect(text).toContain('rocketpay demo');
    expect(text).not.toContain('<>');
  });

  it('is the same for "help", "--help", "-h" and no arguments', async () => {
    const all = await help();
    for (const argv of [[], ['help'], ['-h']]) expect(await rocketpay(argv)).toEqual({ exit: 0, out: all, err: '' });
    const ofSale = await help('sale');
    for (const argv of [
      ['help', 'sale'],
      ['sale', '-h'],
    ]) {
      expect(await rocketpay(argv)).toEqual({ exit: 0, out: ofSale, err: '' });
    }
    const { exit, out, err } = await rocketpay(['profiles']);
    expect({ out: out + err }).toEqual({ out: await help('profiles') });
    expect([0, 2]).toContain(exit);
  });

  it('of an unknown command reports that it is unknown', async () => {
    const finished = await rocketpay(['help', 'sael']);
    expect(finished).toMatchObject({ exit: 2, out: '' });
    expect(finished.err).toContain('sael');
  });

  it('needs no profile and does not open the profile store', async () => {
    // A program without a store ends as a bug when it opens one.
    for (const [words] of allCommands) await help(...words.split(' '));
  });
});

describe('the version', () => {
  it.each([['--version'], ['-V'], ['sale', '--version']])('gets just that: %s %s', async (...words) => {
    const argv = words.filter((word) => word !== undefined);
    expect(await rocketpay(argv)).toEqual({ exit: 0, out: '0.0.0\n', err: '' });
  });
});

/** The words of one command line as a shell makes them: the command after the last pipe. */
function shellText(line: string): string[] {
  const last = line.split(' | ').at(-1) ?? '';
  const words: string[] = last.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  // The shell reads the text after <.
  const end = words.indexOf('<');
  return words.slice(0, end < 0 ? undefined : end).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** Stored profiles with all the names that examples use, but one. */
async function machineWithout(absent: string | undefined): Promise<ProfileStore> {
  const store = openProfileStore(await temporaryFolder());
  const customer = { id: 'c-1', ip: '::1', firstName: 'A', lastName: 'B', email: 'a@b.test' };
  const gateUrl = `http://${await closedPort()}`;
  for (const name of ['shop', 'live', 'test', 'old'].filter((other) => other !== absent)) {
    await store.save({ ...profileWithSecret(name, CANARY), customer, gateUrl });
  }
  return store;
}

describe('an example of the help', () => {
  const examples = allCommands.flatMap(([words, { examples: lines }]) => lines.map((line) => [words, line] as const));

  it.each(examples)('of %s is valid: %s', async (words, line) => {
    const [program, ...argv] = shellText(line.replace(/ > \S+$/, ''));
    expect(program).toBe('rocketpay');
    expect(argv.slice(0, words.split(' ').length).join(' ')).toBe(words);

    const store = await machineWithout(words === 'profiles add' ? argv[2] : undefined);
    const finished = await rocketpay([...argv, '--debug'], { store, clock: hastyClock(), input: '{"a":1}', env: {} });
    // Without a Gate and without the files that it names an example can fail, but never for its words.
    expect([0, 2, 4, 5, 7, 8, 9, 130]).toContain(finished.exit);
    if (finished.exit === 2)
      expect(finished.err).toMatch(/no such file|no (intent|callback) "\$\w+_ID"|needs a terminal|not 3 to 10 digits/);
  });
});

describe('an internal error', () => {
  it('is called a bug, with advice', async () => {
    // This program was given no store.
    const finished = await rocketpay(['profiles', 'list', '--json']);
    expect(finished).toMatchObject({ exit: 1, out: '' });
    expect(JSON.parse(finished.err)).toMatchObject({ error: { code: 'bug', exit: 1 } });
    expect(finished.err).toContain('report');
  });
});

describe('a command of other tools', () => {
  it.each([
    ['webhook', 'rocketpay listen'],
    ['webhooks', 'rocketpay listen'],
    ['login', 'rocketpay profiles add'],
    ['logs', 'rocketpay callbacks list'],
    ['events', 'rocketpay callbacks list'],
    ['replay', 'rocketpay callbacks replay'],
    ['forward', 'rocketpay listen --forward-to'],
    ['refund-all', 'rocketpay refunds plan'],
  ])('%s is answered with the equivalent command %s', async (word, ours) => {
    const { exit, err } = await rocketpay([word]);
    expect(exit).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain(ours);
    expect(await help(...ours.replace('rocketpay ', '').replace(/ --.*/, '').split(' '))).toContain(
      `Usage: ${ours.replace(/ --.*/, '')}`,
    );
  });

  it('that does not exist prints the help command in the requested form', async () => {
    expect((await rocketpay(['constructor'])).err).toContain('See: rocketpay --help');
    expect(JSON.parse((await rocketpay(['help', 'nosuch', '--json'])).err)).toMatchObject({ error: { exit: 2 } });
  });
});
