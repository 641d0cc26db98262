import type { AnyCommand, ArgumentSpec, CommandEntry, OptionSpec } from '#cli/command-spec';
import { listDocumentFields } from '#cli/document-fields';
import { ABOUT, GLOBAL_OPTIONS } from '#cli/global-options';
import { COMMON_EXITS, type ExitCode } from '#domain/errors/exit-codes';
import type { CommandTree, TreeArgument, TreeCommand, TreeOption } from '#domain/help/command-manifest';
import { omitUndefined } from '#domain/json/omit-undefined';
import { commands } from './command-list.ts';

const HELP: OptionSpec = { flags: '-h, --help', about: 'show the help of the command' };
const VERSION: OptionSpec = { flags: '-V, --version', about: 'print the version' };

/** Loads the descriptions of all commands, for documents and completions. */
export async function loadCommandTree(): Promise<CommandTree> {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  return {
    about: ABOUT,
    options: [...GLOBAL_OPTIONS, HELP, VERSION].filter(isShown).map(toTreeOption),
    commands: await Promise.all(shown.map(toTreeCommand)),
  };
}

async function toTreeCommand({ load, ...entry }: CommandEntry): Promise<TreeCommand> {
  const loaded = await load();
  return {
    ...describe(entry, 'run' in loaded ? loaded : {}),
    commands: (loaded.commands ?? []).map(({ name, summary, spec }) =>
      describe({ name: `${entry.name} ${name}`, summary }, spec),
    ),
  };
}

function describe(
  { name, alias, summary }: Pick<CommandEntry, 'name' | 'alias' | 'summary'>,
  spec: Partial<AnyCommand>,
): TreeCommand {
  const exits = spec.exits === undefined ? [] : [...new Set<ExitCode>([...COMMON_EXITS, ...spec.exits])];
  return omitUndefined({
    name,
    alias,
    summary,
    about: spec.about ?? summary,
    arguments: (spec.arguments ?? []).map(toTreeArgument),
    options: (spec.options ?? []).filter(isShown).map(toTreeOption),
    fields: listDocumentFields(name),
    exits: exits.sort((a, b) => a - b),
    examples: spec.examples ?? [],
    commands: [],
  });
}

const isShown = ({ hidden }: OptionSpec): boolean => hidden !== true;

function toTreeArgument({ words, about, completes }: ArgumentSpec): TreeArgument {
  return omitUndefined({
    name: words.slice(1, -1).replace(/\.\.\.$/, ''),
    required: words.startsWith('<'),
    repeats: words.includes('...'),
    about,
    values: completes,
  });
}

function toTreeOption({ flags, about, choices, completes = choices, repeats }: OptionSpec): TreeOption {
  const [, names = flags, value] = /^(.*?)(?: [<[](.+)[>\]])?$/.exec(flags) ?? [];
  return omitUndefined({
    names: names.split(', '),
    about,
    value,
    valueOptional: flags.includes(' ['),
    repeats: repeats === true,
    values: completes,
  });
}
