import { resolve } from 'node:path';
import { credentialsFailure, Failure } from '#domain/errors/failure';
import { type Environment, listSecretVariables } from '#domain/profiles/child-environment';
import { environmentValue } from '#domain/profiles/environment-variables';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { type LedgerSetting, namesLedger, type TeamPlace } from '#domain/team/ledger-setting';
import { type LedgerUrl, parseLedgerUrl } from '#domain/team/ledger-url';
import { readSecretFile } from './read-secret.ts';
import { runSecretProgram, type SecretCommandOptions, SecretProgramError } from './run-secret-command.ts';

/** What finding the ledger in use needs. */
export interface LedgerSources extends Omit<SecretCommandOptions, 'secretVariables'> {
  readonly environment: Environment;
  /** Undefined where the user has no folder for settings. */
  readonly store: (() => Promise<ProfileStore>) | undefined;
  readonly uid?: number | undefined;
}

/**
 * Finds the ledger of a team that this run uses: `ROCKETPAY_LEDGER_URL`, else that of the settings; undefined where neither names
 * one. Its password comes from the URL, else from `PGPASSWORD`, else from the settings. Without any, the database client reads
 * the file of `PGPASSFILE`.
 *
 * @throws {Failure} (credentials) when it is set and cannot be read. No other ledger is used in its place.
 */
export async function effectiveLedger(sources: LedgerSources): Promise<TeamPlace | undefined> {
  const { environment, store } = sources;
  const given = environmentValue(environment, 'ROCKETPAY_LEDGER_URL', parseLedgerUrl) as LedgerUrl | undefined;
  const fromEnvironment = async () => environment.PGPASSWORD || undefined;
  if (given !== undefined)
    return { url: withCertificate(given, environment), origin: 'ROCKETPAY_LEDGER_URL', readPassword: fromEnvironment };
  const profiles = await store?.();
  const setting = profiles?.ledger() ?? {};
  if (profiles === undefined || !namesLedger(setting)) return undefined;
  const reading = { ...sources, secretVariables: listSecretVariables(profiles.list()) };
  const url = withCertificate(await readUrl(setting, reading), environment);
  const readPassword = async () => (await fromEnvironment()) ?? readStoredPassword(setting, reading);
  return { url, origin: `settings, ${profiles.file}`, readPassword };
}

/** Adds the certificate authority that PostgreSQL's own programs trust. */
const withCertificate = (url: LedgerUrl, { PGSSLROOTCERT }: Environment): LedgerUrl => ({
  ...url,
  caFile: url.caFile ?? (PGSSLROOTCERT || undefined),
});

type Reading = SecretCommandOptions & Pick<LedgerSources, 'uid'>;

async function readUrl({ ledgerUrl, ledgerUrlCommand }: LedgerSetting, reading: Reading): Promise<LedgerUrl> {
  if (ledgerUrl === undefined) {
    const printed = await readCommand(ledgerUrlCommand ?? [], 'URL of the ledger', reading);
    return parsed(printed.trim(), 'The output of the command for the URL of the ledger');
  }
  const url = parsed(ledgerUrl, 'The ledger in the settings');
  if (url.password === undefined) return url;
  throw credentialsFailure(
    'ledger_password_stored',
    'The URL of the ledger in the settings contains a password.',
    'Store it without the password, and the password elsewhere: rocketpay ledger use <url> --password-file <path>',
  );
}

function parsed(text: string, what: string): LedgerUrl {
  try {
    return parseLedgerUrl(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw credentialsFailure(error.code, `${what}: ${error.message}`, error.hint);
  }
}

async function readStoredPassword(setting: LedgerSetting, reading: Reading): Promise<string | undefined> {
  const { ledgerPasswordFile: file, ledgerPasswordCommand: command } = setting;
  if (file !== undefined) return (await readSecretFile(resolve(file), 'the settings', reading)).reveal();
  if (command === undefined) return undefined;
  const password = (await readCommand(command, 'password of the ledger', reading)).replace(/\r?\n$/, '');
  if (password !== '') return password;
  throw credentialsFailure('no_secret', `The command for the password of the ledger printed nothing: ${command[0]}.`);
}

async function readCommand(command: readonly string[], what: string, reading: Reading): Promise<string> {
  const [program = '', ...words] = command;
  try {
    return await runSecretProgram([program, ...words], '', reading);
  } catch (error) {
    if (!(error instanceof SecretProgramError)) throw error;
    throw credentialsFailure(
      'secret_command_failed',
      `The command for the ${what} ${error.message}: ${program}.`,
      'Run it in a shell to see why. It cannot ask questions in the terminal.',
    );
  }
}
