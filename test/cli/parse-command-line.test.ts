import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyCommand, CommandGroup, OptionSpec } from '#cli/command-spec';
import { GLOBAL_OPTIONS } from '#cli/global-options';
import { addCommand, createProgram } from '#cli/parse-command-line';
import { Failure } from '#domain/errors/failure';
import { commands } from '../../src/command-list.ts';
import { allCommands, rocketpay } from '../support/session.ts';
import { caseCount } from '../support/suite/case-count.ts';

/** Returns the options and arguments that a command gets for these words. `free` leaves its own checks of values out. */
async function read(words: readonly string[], free = false): Promise<Record<string, unknown> | 'refused'> {
  const word = words.find((each) => commands.some(({ name }) => name === each)) ?? '';
  const reader = (free ? freeReaders.get(word) : undefined) ?? (await createReader(word, free));
  if (free) freeReaders.set(word, reader);
  reader.reset();
  try {
    await reader.program.parseAsync(words, { from: 'user' });
    return reader.options();
  } catch (error) {
    if (error instanceof Failure) expect(error.exit).toBe(2);
    else expect(error).toMatchObject({ code: expect.stringMatching(/^commander\.(?!help|version)/) });
    return 'refused';
  }
}

/** Readers by command: commander forgets the values of a command line before it reads the next one. */
const freeReaders = new Map<string, Awaited<ReturnType<typeof createReader>>>();

/** Creates a program that has one command, which only keeps what it is given. */
async function createReader(name: string, free: boolean) {
  const entry = commands.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`no command "${name}"`);
  let options: Record<string, unknown> = {};
  const parts = {
    version: '0.0.0',
    given: new Set<string>(),
    execute: async (_: AnyCommand, given: Record<string, unknown>) => {
      options = given;
    },
  };
  const program = createProgram(parts).configureOutput({ writeOut: () => {}, writeErr: () => {} });
  addCommand(program, entry, withoutChecks(await entry.load(), free), parts);
  const reset = (): void => {
    options = {};
    parts.given.clear();
  };
  return { program, reset, options: () => options };
}

type Loaded = AnyCommand | CommandGroup;

/** A command whose arguments are taken as they are; `free` does so for the values of options. */
function withoutChecks(loaded: Loaded, free: boolean): Loaded {
  const commands = loaded.commands?.map((inner) => ({ ...inner, spec: withoutChecks(inner.spec, free) as AnyCommand }));
  if (!('run' in loaded)) return { commands: commands ?? [] };
  const options = loaded.options?.map(({ parse, choices, ...option }) => option);
  return {
    ...loaded,
    arguments: loaded.arguments?.map(({ words, about }) => ({ words, about })) ?? [],
    ...(free ? { options: options ?? [] } : {}),
    ...(commands === undefined ? {} : { commands }),
  };
}

const nameOf = ({ flags }: OptionSpec): string => /--[\w-]+/.exec(flags)?.[0] ?? '';
const keyOf = (option: OptionSpec): string =>
  nameOf(option)
    .slice(2)
    .replace(/-(\w)/g, (_, l: string) => l.toUpperCase());
const takesValue = ({ flags }: OptionSpec): boolean => flags.includes('<');
const operandsOf = (spec: AnyCommand): string[] =>
  (spec.arguments ?? []).filter(({ words }) => words.startsWith('<')).map(() => 'operand');

const byCommand = allCommands.map(([words, spec]) => ({
  words,
  spec,
  options: [...(spec.options ?? []), ...GLOBAL_OPTIONS].filter(takesValue),
}));
const pairs = byCommand.flatMap(({ options, ...rest }) => options.map((option) => ({ ...rest, option })));
const everyName = [
  ...new Set([...allCommands.flatMap(([, { options = [] }]) => options), ...GLOBAL_OPTIONS].map(nameOf)),
];

/** The options of a command and the global ones, as they can stand on a command line. */
const optionsOf = (spec: AnyCommand): string[] => [
  ...[...(spec.options ?? []), ...GLOBAL_OPTIONS].flatMap((option) => [nameOf(option), `${nameOf(option)}=live`]),
  ...['--help', '-h', '--version', '-V', '--'],
];

/** Words around an option, which must keep their meaning: everything that decides whether and where money moves. */
const around = (spec: AnyCommand, option: OptionSpec): string[] => [
  ...(nameOf(option) === '--profile' ? [] : ['--profile', 'shop']),
  ...(spec.options?.some((own) => nameOf(own) === '--dry-run') === true ? ['--dry-run'] : []),
  '--no-input',
];

async function readsExactly(pair: (typeof pairs)[number], text: string, form: string, last: boolean): Promise<void> {
  const { words, spec, option } = pair;
  const value = form === 'separate' ? [nameOf(option), text] : [`${nameOf(option)}=${text}`];
  const rest = [...around(spec, option), ...operandsOf(spec)];
  const path = words.split(' ');
  const given = await read([...path, ...(last ? [...rest, ...value] : [...value, ...rest])]);
  if (given === 'refused') return;
  const parsed = option.parse === undefined ? text : option.parse(text);
  const one = option.placed === true ? { value: parsed, place: 0 } : parsed;
  const others = (await read([...path, ...rest])) as object;
  expect(given).toEqual({ ...others, [keyOf(option)]: option.repeats === true ? [one] : one });
}

describe('the value of an option', () => {
  it.each(byCommand)('of $words is never a known option of the command', async ({ words, spec, options }) => {
    for (const option of options) {
      for (const text of optionsOf(spec)) {
        const line = [...words.split(' '), nameOf(option), text, ...around(spec, option), ...operandsOf(spec)];
        expect({ text, read: await read(line, true) }).toEqual({ text, read: 'refused' });
      }
    }
  });

  it('is exactly the given text, or the command line is refused', async () => {
    const optionLike = fc.oneof(
      fc.constantFrom(...everyName, '-', '--', '---', '-x', '-5', '-1.5', '--no-such', '--profil', '-hV', ''),
      fc.tuple(fc.constantFrom(...everyName), fc.string()).map(([name, text]) => `${name}=${text}`),
      fc.string().map((text) => `-${text}`),
      fc.string().map((text) => `--${text}`),
      fc.string(),
    );
    const form = fc.constantFrom('separate' as const, 'joined' as const);
    const property = fc.asyncProperty(fc.constantFrom(...pairs), optionLike, form, fc.boolean(), readsExactly);
    await fc.assert(property, { numRuns: caseCount(3000) });
  });

  it('of an order note or a name may look like an option of another command', async () => {
    const line = ['sale', '--dry-run', '--description', '--until', '--first-name', '-5', '--last-name=--profile=live'];
    expect(await read(line)).toMatchObject({ description: '--until', firstName: '-5', lastName: '--profile=live' });
  });

  it('that is missing is reported with a valid command line', async () => {
    const { exit, err } = await rocketpay(['refund', 'p1', '--amount', '6', '--description', '--dry-run']);
    expect(exit).toBe(2);
    expect(err).toContain('--description: its value is missing');
    expect(err).toContain('--description=--dry-run');
  });

  it.each(byCommand)('of $words can be given only once', async ({ words, spec, options }) => {
    for (const option of options.filter(({ repeats }) => repeats !== true)) {
      const text = option.choices?.[0] ?? '30s';
      const [value, again] = [[nameOf(option), text], [`${nameOf(option)}=${text}`]];
      const once = [...words.split(' '), ...value, ...operandsOf(spec)];
      expect(await read(once, true)).toHaveProperty(keyOf(option));
      expect(await read([...once, ...again], true)).toBe('refused');
      if (GLOBAL_OPTIONS.includes(option)) expect(await read([...value, ...once], true)).toBe('refused');
    }
  });
});

describe('a global option', () => {
  it.each([
    [['--profile', 'x', 'profiles', 'list']],
    [['profiles', '--profile', 'x', 'list']],
    [['profiles', 'list', '--profile', 'x']],
    [['profiles', 'list', '--profile=x']],
    [['--no-input', 'profiles', '--json', 'list', '--profile', 'x', '--no-color']],
  ])('is the same at every position: %j', async (words) => {
    expect(await read(words)).toMatchObject({ profile: 'x', input: !words.includes('--no-input') });
  });

  it('is text after "--", like an id that begins with "-"', async () => {
    expect(await read(['resend', '--quiet', '--', '-p1'])).toMatchObject({ paymentId: '-p1', quiet: true });
    expect(await read(['resend', '--', '--json'])).toMatchObject({ paymentId: '--json' });
    expect(await read(['resend', '-5'])).toMatchObject({ paymentId: '-5' });
    expect(await read(['resend', '-p1'])).toBe('refused');
  });

  it('shortened or misspelt is refused', async () => {
    for (const word of ['--prof', '--dry-ru', '--jsno', '-j', '--json=yes', '--no-json', '--no-dry-run']) {
      expect({ word, read: await read(['sale', word, '--dry-run']) }).toEqual({ word, read: 'refused' });
    }
  });
});

describe('a subcommand', () => {
  it('does not accept the options of its parent command', async () => {
    expect(await read(['checkout', '--amount', '5', 'verify', 'http://x/'])).toBe('refused');
    expect(await read(['checkout', '--json', 'verify', 'http://x/'])).toMatchObject({ json: true });
  });
});

describe('words that are not UTF-8', () => {
  it.each([
    [['refund', 'p\ufffd1', '--amount', '5']],
    [['sale', '--description', '\ufffd\ufffd\ufffd']],
    [['status', 'p\ud800']],
    [['sale', '--first-name=\ufffd']],
  ])('are refused, because they would be changed when they are sent: %j', async (words) => {
    const { exit, err } = await rocketpay(words);
    expect(exit).toBe(2);
    expect(err).toContain('UTF-8');
  });
});
