import { withChoices } from '#cli/command-help';
import { EXIT_MEANINGS, type ExitCode } from '#domain/errors/exit-codes';
import {
  type CommandTree,
  formatArgument,
  formatOption,
  type TreeCommand,
  type TreeOption,
} from '#domain/help/command-manifest';
import { ENVIRONMENT_VARIABLES } from '#domain/profiles/environment-variables';

/** A man page in roff. */
export interface ManPage {
  /** `rocketpay-refund.1` */
  readonly file: string;
  readonly text: string;
}

/** Creates the man pages: one for the program and one for each command. */
export function manPages(tree: CommandTree, version: string): readonly ManPage[] {
  const pages = tree.commands.map((command) => page(pageName(command), command.summary, commandPage(command), version));
  return [page('rocketpay', tree.about, programPage(tree), version), ...pages];
}

const pageName = ({ name }: TreeCommand): string => `rocketpay-${name}`;

function page(name: string, about: string, body: readonly string[], version: string): ManPage {
  const head = [`.TH ${roff(name.toUpperCase())} 1 "" "rocketpay ${version}" "rocketpay"`, '.nh', '.ad l'];
  const lines = [...head, '.SH NAME', `${roff(name)} \\- ${roff(about.replace(/\.$/, ''))}`, ...body];
  return { file: `${name}.1`, text: `${lines.join('\n')}\n` };
}

function programPage({ about, options, commands }: CommandTree): string[] {
  return [
    '.SH SYNOPSIS',
    synopsis('rocketpay', ['[options]', '<command>']),
    '.SH DESCRIPTION',
    roff(about),
    '.SH COMMANDS',
    ...commands.flatMap((command) => entry(`\\fB${roff(pageName(command))}\\fR(1)`, command.summary)),
    '.SH OPTIONS',
    ...optionEntries(options),
    '.SH EXIT STATUS',
    ...Object.keys(EXIT_MEANINGS).flatMap((code) => exitEntry(Number(code) as ExitCode)),
    '.SH ENVIRONMENT',
    ...Object.entries(ENVIRONMENT_VARIABLES).flatMap(([name, meaning]) => entry(`\\fB${roff(name)}\\fR`, meaning)),
  ];
}

/** Creates the man page of a command. A group has no synopsis, arguments and examples; a command may have subcommands. */
function commandPage(command: TreeCommand): string[] {
  const { about, commands, examples } = command;
  return [
    ...(examples.length > 0 ? commandParts(command, '.SH') : ['.SH DESCRIPTION', roff(about)]),
    ...commands.flatMap((inner) => [`.SH ${roff(inner.name.toUpperCase())}`, ...commandParts(inner, '.SS')]),
    ...SEE_ALSO,
  ];
}

const SEE_ALSO = ['.SH SEE ALSO', '\\fBrocketpay\\fR(1), for the options that every command has'];

function commandParts(
  { name, alias, about, arguments: values, options, fields, exits, examples }: TreeCommand,
  heading: string,
) {
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${heading} ${title}`, ...lines];
  const called = alias === undefined ? [] : ['.PP', roff(`Also called: rocketpay ${alias}`)];
  return [
    ...part('SYNOPSIS', [synopsis(`rocketpay ${name}`, ['[options]', ...values.map(formatArgument)])]),
    ...part('DESCRIPTION', [roff(about), ...called]),
    ...part(
      'ARGUMENTS',
      values.flatMap((argument) => entry(roff(formatArgument(argument)), argument.about)),
    ),
    ...part('OPTIONS', optionEntries(options)),
    ...part('JSON', [roff(fields.includes('*') ? 'The answer of the platform.' : fields.join(', '))]),
    ...part('"EXIT STATUS"', exits.flatMap(exitEntry)),
    ...part('EXAMPLES', ['.nf', ...examples.map((example) => roff(example)), '.fi']),
  ];
}

const synopsis = (command: string, words: readonly string[]): string =>
  `\\fB${roff(command)}\\fR ${words.map(roff).join(' ')}`;

const optionEntries = (options: readonly TreeOption[]): string[] =>
  options.flatMap((option) =>
    entry(
      `\\fB${roff(formatOption(option))}\\fR`,
      withChoices(option.about, Array.isArray(option.values) ? option.values : []),
    ),
  );

const exitEntry = (code: ExitCode): string[] => entry(`\\fB${code}\\fR`, EXIT_MEANINGS[code]);

const entry = (term: string, text: string): string[] => ['.TP', term, roff(text)];

const SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
  '’': '\\(cq',
  '…': '...',
};

/** Escapes text for roff, so that no character is a roff command and the text can be copied into a shell. */
const roff = (text: string): string =>
  text.replace(/[\\\-'`^~"’…]/g, (sign) => SIGNS[sign] ?? sign).replace(/^\./, '\\&.');
