import type { CommandSpec } from '#cli/command-spec';
import { Failure, usageError } from '#domain/errors/failure';
import { omitUndefined } from '#domain/json/omit-undefined';
import { parseCommand } from '#domain/profiles/option-values';
import { type LedgerUrl, parseLedgerUrl } from '#domain/team/ledger-url';
import type { CommandDocument } from '#schemas/document-types';

interface Options {
  /** Without a password. */
  readonly url?: string;
  readonly command?: readonly string[];
  readonly passwordFile?: string;
  readonly passwordCommand?: readonly string[];
  readonly local?: boolean;
}

export const use: CommandSpec<Options, CommandDocument<'ledger use'>> = {
  about:
    'Stores in the settings which ledger is in use: that of a team, by its URL or by a command that prints it, or ' +
    'with --local that of this machine. ROCKETPAY_LEDGER_URL overrides the settings. The URL is stored without a ' +
    'password. The command connects to no server and changes no ledger. A ledger does not show what was recorded ' +
    'in another one.',
  arguments: [{ words: '[url]', about: 'postgres://user@host/database, without a password', parse: parseUrl }],
  options: [
    {
      flags: '--command <json>',
      about: `command that prints the URL: '["pass","show","ledger-url"]'`,
      parse: (text) => parseCommand(text, '--command'),
    },
    { flags: '--password-file <path>', about: 'file with the password', completes: 'file' },
    {
      flags: '--password-command <json>',
      about: `command that prints the password: '["pass","show","ledger"]'`,
      parse: (text) => parseCommand(text, '--password-command'),
    },
    { flags: '--local', about: 'use the ledger of this machine' },
  ],
  exits: [4],
  examples: [
    'rocketpay ledger use postgres://anna@db.test/team --password-file /run/pw',
    `rocketpay ledger use --command '["pass","show","ledger-url"]'`,
    'rocketpay ledger use --local',
  ],
  async run({ url, command, passwordFile, passwordCommand, local = false }, context) {
    if ([url, command, local || undefined].filter((place) => place !== undefined).length !== 1)
      throw usageError('Give one of: a URL, --command, --local.', 'To see which ledger is in use: rocketpay whoami');
    if (passwordFile !== undefined && passwordCommand !== undefined)
      throw usageError('--password-file and --password-command exclude each other.');
    if (url === undefined && (passwordFile ?? passwordCommand) !== undefined)
      throw usageError('A source of the password needs a URL.');
    const store = await context.profiles();
    const setting = { ledgerUrl: url, ledgerUrlCommand: command };
    const password = { ledgerPasswordFile: passwordFile, ledgerPasswordCommand: passwordCommand };
    await store.setLedger(omitUndefined({ ...setting, ...password }));
    // A setting that cannot be used is reported by the commands that need it.
    const inUse = await context.ledgerPlace().catch(() => undefined);
    if (inUse?.origin === 'ROCKETPAY_LEDGER_URL')
      context.terminal.warn('ROCKETPAY_LEDGER_URL is set, and overrides the settings.');
    if (local) return { engine: 'sqlite', place: inUse?.isShared === false ? inUse.place : null, file: store.file };
    return { engine: 'postgresql', place: url === undefined ? null : parseLedgerUrl(url).shown, file: store.file };
  },
  view: ({ engine, place, file }, style) => [
    engine === 'sqlite'
      ? `The ledger in use is that of this machine${place === null ? '.' : `: ${style.bold(place)}`}`
      : `The ledger in use is that of a team: ${place === null ? 'the command prints its URL' : style.bold(place)}`,
    `${style.dim('Stored in')} ${file}`,
  ],
};

/** @throws {Failure} (usage) for a URL that cannot be used, or has a password: other users could read it in a list of processes. */
function parseUrl(text: string): string {
  if (read(text).password === undefined) return text.trim();
  throw usageError(
    'The URL contains a password, which other users of this machine can read. Nothing was stored.',
    'Change that password, and name where the new one is: rocketpay ledger use <url> --password-file <path>',
  );
}

function read(text: string): LedgerUrl {
  try {
    return parseLedgerUrl(text.trim());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw usageError(error.message, error.hint);
  }
}
