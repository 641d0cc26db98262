import type { Command, CommanderError } from 'commander';
import { addProgramHelp } from '#cli/command-help';
import { type AnyCommand, Listed, Streamed } from '#cli/command-spec';
import { usageText } from '#cli/convert-usage-error';
import { GLOBAL_OPTIONS } from '#cli/global-options';
import { addCommand, type CommandParts, createProgram, type Execute } from '#cli/parse-command-line';
import { readDuration, readEarlySettings, readSettings } from '#cli/read-settings';
import { maskText } from '#domain/encoding/mask-sensitive-data';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { unexpectedFailure } from '#domain/errors/unexpected-error';
import { findOwnCommand } from '#domain/help/did-you-mean';
import { HELP_TOPICS, isHelpTopic } from '#domain/help/help-topics';
import { joinTexts, message } from '#domain/language/message';
import { commands } from './command-list.ts';
import type { Context, Settings } from './context.ts';

/** What the program needs of the process. */
export interface Host {
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Opens the context of one run. It must not load or open anything else yet. */
  readonly openContext: (settings: Settings) => Context | Promise<Context>;
}

/**
 * Runs one command line, and prints its result or its failure.
 *
 * @param words the words after the name of the program
 * @returns the exit code
 */
export async function run(words: readonly string[], host: Host): Promise<ExitCode> {
  const argv = withoutHelp(words);
  let exit: ExitCode = EXIT.done;
  const beforeParsing = await host.openContext(readEarlySettings(argv, host.environment));
  // The terminal of the command has its deferred messages: see Terminal.fail.
  let terminal = beforeParsing.terminal;
  const execute: Execute = async (spec, options, fields) => {
    exit = await runCommand(spec, options, fields, host, (context) => {
      terminal = context.terminal;
    });
  };
  const parts: CommandParts = { version: host.version, given: new Set(), execute };
  const program = createProgram(parts);
  addProgramHelp(program, terminal);
  try {
    checkEncoding(words);
    await addCommands(program, argv, parts);
    if (words[0] === 'help' && argv[0] === words[1]) suggestTopics(program);
    if (argv.length === 0) program.help();
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    const failure = convertError(error, argv);
    if (failure === undefined || failure.exit === EXIT.done) return EXIT.done;
    terminal.fail(failure);
    if (failure.exit === EXIT.bug) terminal.debug(maskText((error as Error).stack ?? ''));
    return failure.exit;
  }
}

/**
 * Refuses a word that is not valid UTF-8: Node.js would replace parts of it, so another text or id would be sent.
 *
 * @throws {Failure} (usage)
 */
function checkEncoding(words: readonly string[]): void {
  const broken = words.find((word) => /[\ufffd\p{Cs}]/u.test(word));
  if (broken === undefined) return;
  throw usageError(
    message('The word {word} is not valid UTF-8.', { word: JSON.stringify(broken) }),
    message('Use a terminal and a locale with UTF-8 (check it with locale), and save scripts as UTF-8.'),
  );
}

/** Replaces `help refund` and `refund help` by `refund --help`, and `help` by `--help`. Help topics belong to the command `help`. */
function withoutHelp(words: readonly string[]): readonly string[] {
  const [first, topic, ...more] = words;
  // With more words `help` is a value: a payment can have this id.
  if (first !== undefined && isCommand(first) && topic === 'help' && more.length === 0) return [first, '--help'];
  if (first !== 'help') return words;
  if (topic === undefined) return ['--help'];
  if (topic.startsWith('-') || isHelpTopic(topic)) return words;
  return isCommand(topic) ? [topic, ...more, '--help'] : [topic, ...more];
}

const isCommand = (word: string): boolean => commands.some(({ name, alias }) => word === name || word === alias);

/** Adds the help topics as commands, so that commander suggests them for a misspelt topic. */
function suggestTopics(program: Command): void {
  for (const topic of Object.keys(HELP_TOPICS)) if (!isCommand(topic)) program.command(topic);
}

/** Returns the failure with the exit code of a result that is itself a failure. */
const withExit = ({ code, text, nextStep: hint, ...details }: Failure, exit: ExitCode): Failure =>
  new Failure(exit, code, text, { ...details, hint });

async function runCommand(
  spec: AnyCommand,
  options: Record<string, unknown>,
  fields: readonly string[],
  host: Host,
  onContext: (context: Context) => void,
): Promise<ExitCode> {
  // A command with its own --language means that of a message for the customer, or of a profile.
  const language = hasOption(spec, '--language') ? undefined : options.language;
  const settings = readSettings({ ...options, language }, host.environment);
  const deadline = readDuration('ROCKETPAY_DEADLINE', host.environment);
  const waits = hasOption(spec, '--deadline');
  if (waits && deadline !== undefined) options.deadline ??= deadline;
  for (const path of settings.field ?? []) checkField(path, spec, fields, options);
  const context = await host.openContext(settings);
  onContext(context);
  const result = await spec.run(options as never, context);
  if (result instanceof Streamed) return result.exit;
  if (result instanceof Listed) return reportList(result, context);
  const exit = spec.exit?.(result) ?? EXIT.done;
  try {
    context.terminal.report(result, spec.view);
  } catch (error) {
    throw exit !== EXIT.done && error instanceof Failure ? withExit(error, exit) : error;
  }
  return exit;
}

async function reportList({ report, exit: getExit }: Listed, { terminal }: Context): Promise<ExitCode> {
  const failure = await terminal.reportList(report);
  const exit = getExit();
  if (failure === undefined) return exit;
  throw exit === EXIT.done ? failure : withExit(failure, exit);
}

const hasOption = (spec: AnyCommand, name: string): boolean =>
  spec.options?.some(({ flags }) => flags.startsWith(`${name} `)) === true;

/** Fields that a write has only with `--wait`. */
const RESULT_FIELDS: ReadonlySet<string> = new Set(['payment', 'operations', 'final', 'signed']);

/** Checks a requested field before anything is done. @throws {Failure} (usage) when the result cannot have it. */
function checkField(path: string, spec: AnyCommand, fields: readonly string[], options: Record<string, unknown>): void {
  const [first = ''] = path.split('.');
  const waits = spec.options?.some(({ flags }) => /^--wait\b/.test(flags)) === true;
  if (waits && options.wait === undefined && RESULT_FIELDS.has(first) && fields.includes('intent')) {
    throw usageError(
      message('Without --wait the result has no field {field}.', { field: JSON.stringify(first) }),
      message('Nothing was sent. Add --wait.'),
    );
  }
  if (fields.includes(first) || fields.includes('*')) return;
  throw usageError(
    message('The result has no field {field}.', { field: JSON.stringify(first) }),
    message('It has: {fields}.', { fields: fields.join(', ') }),
  );
}

/** Adds the command that the words name. Without one it adds the name and summary of every command, for the help. */
async function addCommands(program: Command, argv: readonly string[], parts: CommandParts): Promise<void> {
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

/** Returns the first word that is neither a global option nor its value. */
function firstWord(argv: readonly string[]): string | undefined {
  const valued = GLOBAL_OPTIONS.filter(({ flags }) => flags.includes('<')).map(({ flags }) => flags.split(' ')[0]);
  return argv.find((word, at) => !word.startsWith('-') && !valued.includes(argv[at - 1] ?? ''));
}

/** Returns the failure for an error; undefined if help or the version was requested. */
function convertError(error: unknown, argv: readonly string[]): Failure | undefined {
  if (error instanceof Failure) return error;
  const { code, exitCode } = Object(error) as CommanderError;
  if (typeof code === 'string' && code.startsWith('commander.')) {
    if (exitCode === 0 || code === 'commander.help') return undefined;
    const word = firstWord(argv) ?? '';
    const own = code === 'commander.unknownCommand' ? findOwnCommand(word.toLowerCase()) : undefined;
    const help = own === undefined ? undefined : message('Did you mean: {command}?', { command: `rocketpay ${own}` });
    const page = `rocketpay ${isCommand(word) ? word : (own?.split(' ')[0] ?? '')}`.trim();
    const see = message('See: {command}', { command: `${page} --help` });
    return usageError(usageText(error as CommanderError), joinTexts([help, see], ' '));
  }
  return unexpectedFailure(error);
}
