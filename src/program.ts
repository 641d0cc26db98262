import type { Command, CommanderError } from 'commander';
import { type AnyCommand, Streamed } from '#cli/command-spec';
import { ABOUT, GLOBAL_OPTIONS } from '#cli/global-options';
import { addCommand, type CommandParts, createProgram, type Execute } from '#cli/parse-command-line';
import { maskText } from '#domain/encoding/mask-personal-data';
import { COMMON_EXITS, EXIT, EXIT_MEANINGS, type ExitCode } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { unexpectedFailure } from '#domain/errors/unexpected-error';
import { ownNameOf } from '#domain/help/foreign-command-names';
import { HELP_TOPICS, isHelpTopic } from '#domain/help/help-topics';
import { environmentValue } from '#domain/profiles/environment-variables';
import { DEFAULT_TIMEOUT_MS } from '#domain/time/default-limits';
import { parseDuration } from '#domain/time/duration';
import { commands } from './command-list.ts';
import type { Context, Settings } from './context.ts';

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
  const options = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  const [json, plain, debug] = ['--json', '--no-color', '--debug'].map((name) => options.includes(name));
  const early = { json, color: !plain, debug };
  // A variable that is wrong is named by the command itself, which can say so as it was told to.
  const { ROCKETPAY_TIMEOUT: _, ...environment } = host.environment;
  const beforeParsing = await host.openContext(readSettings(early, environment));
  // What the command was told to say waits in its own terminal: see Terminal.fail.
  let speaker = beforeParsing.terminal;
  const execute: Execute = async (spec, options, fields) => {
    exit = await runCommand(spec, options, fields, host, ({ terminal }) => {
      speaker = terminal;
    });
  };
  const parts: CommandParts = { version: host.version, given: new Set(), execute, helpTail };
  const program = outline(parts, beforeParsing);
  try {
    checkEncoding(words);
    await addCommands(program, argv, parts);
    if (words[0] === 'help' && argv[0] === words[1]) suggestTopics(program);
    if (argv.length === 0) program.help();
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    const failure = asFailure(error, argv);
    if (failure === undefined || failure.exit === EXIT.done) return EXIT.done;
    speaker.fail(failure);
    if (failure.exit === EXIT.bug) speaker.debug(maskText((error as Error).stack ?? ''));
    return failure.exit;
  }
}

/**
 * Node reads words as UTF-8 and puts U+FFFD where they are not: a text or an id would be sent changed.
 *
 * @throws {Failure} (usage) for such a word.
 */
function checkEncoding(words: readonly string[]): void {
  const broken = words.find((word) => /[\ufffd\p{Cs}]/u.test(word));
  if (broken === undefined) return;
  throw usageError(
    `The word ${JSON.stringify(broken)} is not valid UTF-8.`,
    'Use a terminal and a locale with UTF-8 (check it with locale), and save scripts as UTF-8.',
  );
}

/** `help refund` and `refund help` are `refund --help`, and `help` alone `--help`; its pages are a command. */
function withoutHelp(words: readonly string[]): readonly string[] {
  const [first, topic, ...more] = words;
  // With any further word `help` is a value: a payment may have that id.
  if (first !== undefined && isCommand(first) && topic === 'help' && more.length === 0) return [first, '--help'];
  if (first !== 'help') return words;
  if (topic === undefined) return ['--help'];
  if (topic.startsWith('-') || isHelpTopic(topic)) return words;
  return isCommand(topic) ? [topic, ...more, '--help'] : [topic, ...more];
}

const isCommand = (word: string): boolean => commands.some(({ name, alias }) => word === name || word === alias);

/** Anyone who asks for a page that is none may have meant one of these. */
function suggestTopics(program: Command): void {
  for (const topic of Object.keys(HELP_TOPICS)) if (!isCommand(topic)) program.command(topic);
}

/** A result that is a failure itself stays that, although it cannot be printed. */
const withExit = ({ code, message, ...details }: Failure, exit: ExitCode): Failure =>
  new Failure(exit, code, message, details);

async function runCommand(
  spec: AnyCommand,
  options: Record<string, unknown>,
  fields: readonly string[],
  host: Host,
  onContext: (context: Context) => void,
): Promise<ExitCode> {
  const settings = readSettings(options, host.environment);
  const deadline = durationIn('ROCKETPAY_DEADLINE', host.environment);
  const waits = spec.options?.some(({ flags }) => flags.startsWith('--deadline ')) === true;
  if (waits && deadline !== undefined) options.deadline ??= deadline;
  for (const path of settings.field ?? []) checkField(path, spec, fields, options);
  const context = await host.openContext(settings);
  onContext(context);
  const result = await spec.run(options as never, context);
  if (result instanceof Streamed) return result.exit;
  const exit = spec.exit?.(result) ?? EXIT.done;
  try {
    context.terminal.report(result, spec.view);
  } catch (error) {
    throw exit !== EXIT.done && error instanceof Failure ? withExit(error, exit) : error;
  }
  return exit;
}

function readSettings(options: Record<string, unknown>, environment: NodeJS.ProcessEnv): Settings {
  return {
    profile: options.profile as string | undefined,
    json: options.json === true || isSet(environment.ROCKETPAY_JSON),
    field: options.field as readonly string[] | undefined,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    debug: options.debug === true,
    color: options.color !== false && !environment.NO_COLOR && environment.TERM !== 'dumb',
    dumb: environment.TERM === 'dumb',
    input: options.input !== false && !environment.ROCKETPAY_NO_INPUT,
    timeoutMilliseconds:
      (options.timeout as number | undefined) ?? durationIn('ROCKETPAY_TIMEOUT', environment) ?? DEFAULT_TIMEOUT_MS,
    insecure: options.insecure === true,
  };
}

/** True for a variable that switches something on: empty, `0` and `false` do not. */
const isSet = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value);

/** A duration in the environment, in milliseconds: see {@link environmentValue}. */
const durationIn = (variable: string, environment: NodeJS.ProcessEnv): number | undefined =>
  environmentValue(environment, variable, parseDuration);

/** Fields of a write that only its result has, which is there with `--wait`. */
const RESULT_FIELDS: ReadonlySet<string> = new Set(['payment', 'operations', 'final', 'signed']);

/** @throws {Failure} (usage) before anything is done, for a value that the result cannot have. */
function checkField(path: string, spec: AnyCommand, fields: readonly string[], options: Record<string, unknown>): void {
  const [first = ''] = path.split('.');
  const waits = spec.options?.some(({ flags }) => /^--wait\b/.test(flags)) === true;
  if (waits && options.wait === undefined && RESULT_FIELDS.has(first) && fields.includes('intent')) {
    throw usageError(
      `Without --wait the result has no field ${JSON.stringify(first)}.`,
      'Nothing was sent. Add --wait.',
    );
  }
  if (fields.includes(first) || fields.includes('*')) return;
  throw usageError(`The result has no field ${JSON.stringify(first)}.`, `It has: ${fields.join(', ')}.`);
}

/** The program with its help, without commands. */
function outline(parts: CommandParts, { terminal }: Context): Command {
  const program = createProgram(parts);
  program
    .description(ABOUT)
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
    });
  const list = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `  ${code.padEnd(4)} ${meaning}`);
  return program.addHelpText(
    'after',
    `\nExit codes:\n${list.join('\n')}\n\nMore: rocketpay help ${Object.keys(HELP_TOPICS).join(', ')}\nTry it without an account: rocketpay demo`,
  );
}

/** Adds the commands that the words name, whole; when they name none, a line for each, for help. */
async function addCommands(program: Command, argv: readonly string[], parts: CommandParts): Promise<void> {
  // A misspelt command is the first word too, whatever is named behind it.
  const word = firstWord(argv);
  const named = commands.filter(({ name, alias }) => word !== undefined && (word === name || word === alias));
  for (const { name, summary, usage, hidden = false } of named.length === 0 ? commands : []) {
    const line = program.command(name, { hidden }).description(summary);
    if (usage !== undefined) line.arguments(usage);
  }
  for (const entry of named) {
    addCommand(program, entry, await entry.load(), parts);
  }
}

/** The first word that is neither an option nor the value of one. */
function firstWord(argv: readonly string[]): string | undefined {
  const valued = GLOBAL_OPTIONS.filter(({ flags }) => flags.includes('<')).map(({ flags }) => flags.split(' ')[0]);
  return argv.find((word, at) => !word.startsWith('-') && !valued.includes(argv[at - 1] ?? ''));
}

function helpTail({ exits, examples }: AnyCommand, fields: readonly string[]): string {
  const codes = [...new Set<ExitCode>([...COMMON_EXITS, ...exits])].sort((a, b) => a - b);
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
    const own = code === 'commander.unknownCommand' ? ownNameOf(word.toLowerCase()) : undefined;
    const help = own === undefined ? '' : `Did you mean: rocketpay ${own}? `;
    const page = `See: rocketpay ${isCommand(word) ? word : (own?.split(' ')[0] ?? '')}`.trim();
    return usageError(message.replace(/^error: /, '').replace(/\n/g, ' '), `${help}${page} --help`);
  }
  return unexpectedFailure(error);
}
