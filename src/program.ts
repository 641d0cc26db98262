import { Command, type CommanderError, Option } from 'commander';
import { type AnyCommand, type ArgumentSpec, type CommandEntry, type OptionSpec, Streamed } from './command.ts';
import { commands } from './commands/index.ts';
import type { Context, Settings } from './context.ts';
import { parseDuration } from './domain/duration.ts';
import { Failure, usageFailure } from './domain/errors.ts';
import { EXIT, EXIT_MEANINGS, type ExitCode } from './domain/exit-codes.ts';
import { HELP_TOPICS, isHelpTopic } from './domain/help-topics.ts';
import { ABOUT, DEFAULT_TIMEOUT, GLOBAL_OPTIONS } from './global-options.ts';

/** What the program needs of the process that it runs in. */
export interface Host {
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Builds the context of one run. It must not load or open anything yet. */
  readonly openContext: (settings: Settings) => Context | Promise<Context>;
}

/**
 * Runs one command line.
 *
 * @param words those after the program's name
 * @returns the exit code; everything to be said has been said
 */
export async function run(words: readonly string[], host: Host): Promise<ExitCode> {
  const argv = withoutHelp(words);
  let exit: ExitCode = EXIT.done;
  const early = { json: argv.includes('--json'), color: !argv.includes('--no-color'), debug: argv.includes('--debug') };
  const beforeParsing = await host.openContext(readSettings(early, host.environment));
  const program = outline(host.version, beforeParsing);
  const execute: Execute = async (spec, options) => {
    exit = await runCommand(spec, options, host);
  };
  try {
    await addCommands(program, argv, execute);
    if (words[0] === 'help' && argv[0] === words[1]) suggestTopics(program);
    if (argv.length === 0) program.help();
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    const failure = asFailure(error, argv);
    if (failure === undefined || failure.exit === EXIT.done) return EXIT.done;
    beforeParsing.terminal.fail(failure);
    if (failure.exit === EXIT.bug) beforeParsing.terminal.debug((error as Error).stack ?? '');
    return failure.exit;
  }
}

/** `help refund` is `refund --help`, and `help` alone `--help`; its pages are a command. */
function withoutHelp(words: readonly string[]): readonly string[] {
  const [first, topic, ...more] = words;
  if (first !== 'help') return words;
  if (topic === undefined) return ['--help'];
  if (topic.startsWith('-') || isHelpTopic(topic)) return words;
  return isCommand(topic) ? [topic, ...more, '--help'] : [topic];
}

const isCommand = (word: string): boolean => commands.some(({ name, alias }) => word === name || word === alias);

/** Whoever asks for a page that is none may have meant one of these. */
function suggestTopics(program: Command): void {
  for (const topic of Object.keys(HELP_TOPICS)) if (!isCommand(topic)) program.command(topic);
}

async function runCommand(spec: AnyCommand, options: Record<string, unknown>, host: Host): Promise<ExitCode> {
  const settings = readSettings(options, host.environment);
  if (settings.field !== undefined) checkField(settings.field, spec);
  const context = await host.openContext(settings);
  const result = await spec.run(options as never, context);
  if (result instanceof Streamed) return result.exit;
  context.terminal.report(result, spec.view);
  return spec.exit?.(result) ?? EXIT.done;
}

function readSettings(options: Record<string, unknown>, environment: NodeJS.ProcessEnv): Settings {
  return {
    profile: options.profile as string | undefined,
    json: options.json === true,
    field: options.field as string | undefined,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    debug: options.debug === true,
    color: options.color !== false && !environment.NO_COLOR && environment.TERM !== 'dumb',
    dumb: environment.TERM === 'dumb',
    input: options.input !== false && !environment.ROCKETPAY_NO_INPUT,
    timeoutMilliseconds: (options.timeout as number | undefined) ?? parseDuration(DEFAULT_TIMEOUT),
    insecure: options.insecure === true,
  };
}

function checkField(path: string, spec: AnyCommand): void {
  const [first = ''] = path.split('.');
  if (spec.fields.includes(first) || spec.fields.includes('*')) return;
  throw usageFailure(`The result has no field ${JSON.stringify(first)}.`, `It has: ${spec.fields.join(', ')}.`);
}

type Execute = (spec: AnyCommand, options: Record<string, unknown>) => Promise<void>;

function outline(version: string, { terminal }: Context): Command {
  const program: Command = new Command('rocketpay')
    .description(ABOUT)
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.print,
      // Help that nobody asked for goes here too: it is what a group of commands says by itself.
      writeErr: terminal.print,
      outputError: () => {},
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    // Those of the program alone: a command that stands below another one does not have its options.
    .configureHelp({
      showGlobalOptions: true,
      visibleGlobalOptions: ({ parent }) => (parent === null ? [] : [...program.options]),
    })
    .helpCommand(false);
  for (const spec of GLOBAL_OPTIONS) program.addOption(toOption(spec));
  const list = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `  ${code.padEnd(4)} ${meaning}`);
  return program.addHelpText(
    'after',
    `\nExit codes:\n${list.join('\n')}\n\nMore: rocketpay help ${Object.keys(HELP_TOPICS).join(', ')}\nStart without an account: rocketpay demo`,
  );
}

/** Adds the commands that the words name, whole; when they name none, a line for each, for help. */
async function addCommands(program: Command, argv: readonly string[], execute: Execute): Promise<void> {
  // A misspelt command is the first word too, whatever is named behind it.
  const word = firstWord(argv);
  const named = commands.filter(({ name, alias }) => word !== undefined && (word === name || word === alias));
  for (const { name, summary, usage, hidden = false } of named.length === 0 ? commands : []) {
    const line = program.command(name, { hidden }).description(summary);
    if (usage !== undefined) line.arguments(usage);
  }
  for (const entry of named) {
    const loaded = await entry.load();
    if ('run' in loaded) {
      addCommand(program, entry, loaded, execute);
      continue;
    }
    const group = program.command(entry.name).description(entry.summary);
    for (const inner of loaded.commands) addCommand(group, inner, inner.spec, execute);
  }
}

/** The first word that is neither an option nor the value of one. */
function firstWord(argv: readonly string[]): string | undefined {
  const valued = GLOBAL_OPTIONS.filter(({ flags }) => flags.includes('<')).map(({ flags }) => flags.split(' ')[0]);
  return argv.find((word, at) => !word.startsWith('-') && !valued.includes(argv[at - 1] ?? ''));
}

function addCommand(
  parent: Command,
  { name, alias, summary }: Pick<CommandEntry, 'name' | 'alias' | 'summary'>,
  spec: AnyCommand,
  execute: Execute,
): void {
  const command = parent
    .command(name)
    .summary(summary)
    .description(spec.about ?? summary);
  if (alias !== undefined) command.alias(alias);
  for (const argument of spec.arguments ?? []) addArgument(command, argument);
  let places = 0;
  for (const option of spec.options ?? []) command.addOption(toOption(option, () => places++));
  command.addHelpText('after', () => helpTail(spec));
  command.action(() => execute(spec, { ...command.optsWithGlobals(), ...namedArguments(command) }));
  for (const inner of spec.commands ?? []) addCommand(command, inner, inner.spec, execute);
}

function addArgument(command: Command, { words, about, parse }: ArgumentSpec): void {
  if (parse === undefined) command.argument(words, about);
  else command.argument(words, about, (text) => parseAt(words, text, parse));
}

function namedArguments(command: Command): Record<string, unknown> {
  const named = command.registeredArguments.map((argument, index) => [
    camelCase(argument.name()),
    command.processedArgs[index],
  ]);
  // One that is left out leaves an option of its name alone: smoke [profile].
  return Object.fromEntries(named.filter(([, value]) => value !== undefined));
}

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** @param nextPlace counts the values of options that are placed */
function toOption(spec: OptionSpec, nextPlace = () => 0): Option {
  const { flags, about, parse, choices, repeats, bare, hidden, placed } = spec;
  const option = new Option(flags, about).hideHelp(hidden === true);
  if (choices !== undefined) option.choices([...choices]);
  if (bare !== undefined) option.preset(bare);
  if (parse === undefined && repeats !== true) return option;
  const value = (text: string) => (parse === undefined ? text : parseAt(`--${option.name()}`, text, parse));
  const read = (text: string) => (placed === true ? { value: value(text), place: nextPlace() } : value(text));
  return option.argParser((text: string, before: unknown) =>
    repeats === true ? [...((before as unknown[] | undefined) ?? []), read(text)] : read(text),
  );
}

/** Says where a value stood that cannot be used. */
function parseAt(place: string, text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.exit, error.code, `${place}: ${error.message}`, { hint: error.hint });
  }
}

function helpTail({ fields, exits, examples }: AnyCommand): string {
  const codes = [...new Set<ExitCode>([0, ...exits, 2, 130])].sort((a, b) => a - b);
  return [
    '',
    ...listLines('JSON:', fields),
    ...listLines('Exit codes:', codes.map(String)),
    '             (their meanings: rocketpay --help)',
    '',
    'Examples:',
    ...examples.map((example) => `  $ ${example}`),
  ].join('\n');
}

/** Words with commas between them, no line wider than a terminal of 80 columns. */
function listLines(label: string, words: readonly string[]): string[] {
  const lines = [label.padEnd(12)];
  for (const [at, word] of words.entries()) {
    const next = ` ${word}${at === words.length - 1 ? '' : ','}`;
    if ((lines.at(-1) ?? '').length + next.length > 79) lines.push(' '.repeat(12));
    lines[lines.length - 1] += next;
  }
  return lines;
}

/** The failure that an error stands for; undefined when help or the version was asked for. */
function asFailure(error: unknown, argv: readonly string[]): Failure | undefined {
  if (error instanceof Failure) return error;
  const { code, exitCode, message } = error as CommanderError;
  if (typeof code === 'string' && code.startsWith('commander.')) {
    if (exitCode === 0 || code === 'commander.help') return undefined;
    const word = firstWord(argv) ?? '';
    const help = `See: rocketpay ${isCommand(word) ? `${word} ` : ''}--help`;
    return usageFailure(message.replace(/^error: /, '').replace(/\n/g, ' '), help);
  }
  return new Failure(EXIT.bug, 'bug', `This should not happen: ${(error as Error).message}`, {
    hint: 'Please report it, with the output of the same command and --debug.',
    cause: error,
  });
}
