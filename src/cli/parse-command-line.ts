import { Command, Option } from 'commander';
import { shellWord } from '#domain/encoding/shell-word';
import { Failure, usageError } from '#domain/errors/failure';
import { omitUndefined } from '#domain/json/omit-undefined';
import { joinTexts, message } from '#domain/language/message';
import { formatHelpTail } from './command-help.ts';
import type { AnyCommand, ArgumentSpec, CommandEntry, CommandGroup, OptionSpec } from './command-spec.ts';
import { listDocumentFields } from './document-fields.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';

/** Runs a command with the given options and arguments. */
export type Execute = (spec: AnyCommand, options: Record<string, unknown>, fields: readonly string[]) => Promise<void>;

/**
 * A command of commander that refuses an option as the value of another option. Otherwise an empty, unquoted shell variable would
 * make the next option the value.
 */
class StrictCommand extends Command {
  override createCommand(name?: string): StrictCommand {
    return new StrictCommand(name);
  }

  override parseOptions(words: string[]): ReturnType<Command['parseOptions']> {
    refuseOptionsAsValues(this, words);
    return super.parseOptions(words);
  }
}

function refuseOptionsAsValues(command: Command, words: readonly string[]): void {
  for (let at = 0; at < words.length && words[at] !== '--'; at += 1) {
    const word = words[at] ?? '';
    // The words after a subcommand belong to it.
    if (command.commands.some((inner) => inner.name() === word || inner.aliases().includes(word))) return;
    const option = command.options.find((each) => hasName(each, word));
    if (option?.required !== true) continue;
    at += 1;
    const value = words[at] ?? '';
    if (!isOption(command, value)) continue;
    throw usageError(
      message('{option}: its value is missing, for {value} is an option.', {
        ...{ option: word, value: JSON.stringify(value) },
      }),
      message('If that is meant as the value, write {word}. A variable that may be empty needs quotes.', {
        word: shellWord(`${word}=${value}`),
      }),
    );
  }
}

/** Returns true for `--`, and for an option of the command or of the program, with or without `=value`. */
function isOption(command: Command, word: string): boolean {
  const name = word.startsWith('--') ? word.replace(/=[\s\S]*/, '') : word;
  if (word === '--' || name === '--help' || name === '-h') return true;
  return listParents(command).some(({ options }) => options.some((option) => hasName(option, name)));
}

const hasName = ({ long, short }: Option, word: string): boolean => word === long || word === short;

/** Returns the command and its parents, the program first. */
function listParents(command: Command): Command[] {
  return command.parent === null ? [command] : [...listParents(command.parent), command];
}

/** Creates the program itself, with the global options and no commands yet. It throws where commander would exit. */
export function createProgram({ version, given }: Pick<CommandParts, 'version' | 'given'>): Command {
  const program = new StrictCommand('rocketpay')
    // A command parses the words after its name, because only it knows which of its options have a value.
    .enablePositionalOptions()
    .exitOverride()
    .helpCommand(false);
  addGlobalOptions(program, version, given, false);
  return program;
}

/** Adds the global options to a command, so that they can be mixed with its own options. */
function addGlobalOptions(command: Command, version: string, given: Set<string>, hidden: boolean): void {
  for (const spec of GLOBAL_OPTIONS) {
    const option = toOption({ ...spec, hidden }, given);
    // The option of a command overrides a global one: --language of answer.
    if (!command.options.some(({ long }) => long === option.long)) command.addOption(option);
  }
  command.version(version, '-V, --version', 'print the version');
  command.options.at(-1)?.hideHelp(hidden);
}

/** Adds a command, or a group of commands, with its options and arguments. */
export function addCommand(
  parent: Command,
  { name, alias, summary }: Pick<CommandEntry, 'name' | 'alias' | 'summary'>,
  spec: AnyCommand | CommandGroup,
  parts: CommandParts,
): void {
  const { version, given, execute } = parts;
  const command = parent.command(name);
  command.summary(summary).description(('about' in spec ? spec.about : undefined) ?? summary);
  if (alias !== undefined) command.alias(alias);
  if ('run' in spec) {
    const words = listParents(command).map((each) => each.name());
    const fields = listDocumentFields(words.slice(1).join(' '));
    for (const argument of spec.arguments ?? []) addArgument(command, argument);
    let places = 0;
    for (const option of spec.options ?? []) command.addOption(toOption(option, given, () => places++));
    command.addHelpText('after', () => formatHelpTail(spec, fields));
    command.action(() => execute(spec, { ...givenOptions(command), ...namedArguments(command) }, fields));
  }
  addGlobalOptions(command, version, given, true);
  for (const inner of spec.commands ?? []) addCommand(command, inner, inner.spec, parts);
}

/** Values that all commands share. */
export interface CommandParts {
  readonly version: string;
  /** The single-value options that were given so far. */
  readonly given: Set<string>;
  readonly execute: Execute;
  /** @param fields top-level fields of the command's JSON document */
}

/** Returns the given options of a command, with the global options before or after its name. */
function givenOptions(command: Command): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const each of listParents(command)) {
    for (const option of each.options) {
      const name = option.attributeName();
      const fromText = each.getOptionValueSource(name) === 'cli';
      if (fromText && each !== command && !GLOBAL_OPTIONS.some(({ flags }) => flags === option.flags)) {
        const values = { option: option.long ?? '', owner: each.name(), command: command.name() };
        throw usageError(message('{option} is an option of "{owner}", not of "{command}".', values));
      }
      const value: unknown = each.getOptionValue(name);
      if (value !== undefined && (fromText || !(name in merged))) merged[name] = value;
    }
  }
  return merged;
}

function addArgument(command: Command, { words, about, parse }: ArgumentSpec): void {
  if (parse === undefined) command.argument(words, about);
  else if (!words.includes('...')) command.argument(words, about, (text) => parseAt(words, text, parse));
  else {
    command.argument(words, about, (text, before: unknown) => [
      ...((before as unknown[] | undefined) ?? []),
      parseAt(words, text, parse),
    ]);
  }
}

function namedArguments(command: Command): Record<string, unknown> {
  const named = command.registeredArguments.map((argument, index) => [
    camelCase(argument.name()),
    command.processedArgs[index],
  ]);
  // A missing argument does not override the option of the same name: smoke [profile].
  return omitUndefined(Object.fromEntries(named));
}

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Creates an option for commander, which refuses a second value for a single-value option.
 *
 * @param given the single-value options that were given so far
 * @param nextPlace counts the values of options that are placed
 */
function toOption(spec: OptionSpec, given: Set<string>, nextPlace = () => 0): Option {
  const { flags, about, parse, choices, repeats, bare, hidden, placed } = spec;
  const option = new Option(flags, about).hideHelp(hidden === true);
  if (choices !== undefined) option.choices([...choices]);
  if (bare !== undefined) option.preset(bare);
  if (!option.required && !option.optional) return option;
  const checkChoice = option.parseArg;
  const value = (text: string): unknown => {
    checkChoice?.(text, undefined);
    const parsed = parse === undefined ? text : parseAt(`--${option.name()}`, text, parse);
    if (text.trim() === '') throw blankValue(option);
    return parsed;
  };
  const read = (text: string) => (placed === true ? { value: value(text), place: nextPlace() } : value(text));
  return option.argParser((text: string, before: unknown) => {
    if (repeats === true) return [...((before as unknown[] | undefined) ?? []), read(text)];
    if (given.has(option.name())) {
      throw usageError(
        message('{option} is given twice.', { option: `--${option.name()}` }),
        message('It takes one value: give it once.'),
      );
    }
    given.add(option.name());
    return read(text);
  });
}

/** Returns the failure for a blank value, which is often an unset shell variable. */
const blankValue = (option: Option): Failure =>
  usageError(
    message('{option}: its value is empty.', { option: `--${option.name()}` }),
    message('Give it a value, or leave the option out.'),
  );

/** Parses a value, and adds the name of its option or argument to a failure. */
function parseAt(place: string, text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.exit, error.code, joinTexts([`${place}:`, error.text], ' '), { hint: error.nextStep });
  }
}
