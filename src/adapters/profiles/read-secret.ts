import { statSync } from 'node:fs';
import { readFileOrPipe } from '#adapters/bounded-read';
import { checkOwners } from '#adapters/trusted-files';
import { credentialsFailure, Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { formatMode, isPrivate, privateFileCommand } from '#domain/files/file-permissions';
import { message, type Text } from '#domain/language/message';
import type { SecretSource } from '#domain/profiles/profile';
import type { Keyring } from '#domain/profiles/profile-store';
import { Secret } from '#domain/signature/secret';
import { runSecretCommand, type SecretCommandOptions } from './run-secret-command.ts';

/** Maximum size of a secret file. */
const MAX_SECRET_BYTES = 64 * 1024;

/** What {@link readSecret} needs of the machine. */
export interface SecretReading extends SecretCommandOptions {
  /** The file of the profile store, which must be readable by its owner only. */
  readonly storeFile: string;
  /** The current user; undefined where the system has none. */
  readonly uid?: number | undefined;
  readonly keyring: () => Promise<Keyring>;
}

/**
 * Reads a secret from the source that a profile names. It removes one line end at the end of a file or of an output, which
 * editors and `pass` add. Everything else stays unchanged.
 *
 * @param origin describes where the secret comes from
 * @throws {Failure} (credentials) that says what is missing and what to do; it never contains a secret.
 */
export async function readSecret(source: SecretSource, origin: string, reading: SecretReading): Promise<Secret> {
  const secret = await readFrom(source, origin, reading);
  secret.checkUsable();
  return secret;
}

async function readFrom(source: SecretSource, origin: string, reading: SecretReading): Promise<Secret> {
  switch (source.kind) {
    case 'store':
      checkStoreMode(reading.storeFile, reading.uid);
      return new Secret(source.secret.reveal(), origin);
    case 'env':
      return toSecret(
        reading.environment[source.name] ?? '',
        origin,
        message('The variable {name}', { name: source.name }),
      );
    case 'file':
      return readSecretFile(source.path, origin, reading);
    case 'command':
      return toSecret(
        withoutLineEnd(await runSecretCommand(source.command, reading)),
        origin,
        message('The output of {program}', { program: source.command[0] ?? '' }),
      );
    case 'keyring':
      return (await reading.keyring()).read(source.account, origin);
  }
}

/** Reads a secret of at most 64 KB from a file, or from a pipe whose writer finishes in time: see {@link readSecret}. */
export async function readSecretFile(
  path: string,
  origin: string,
  { uid, signal }: Pick<SecretReading, 'uid' | 'signal'>,
): Promise<Secret> {
  const bytes = await readBytes(path, uid, signal);
  const text = withoutLineEnd(decode(bytes, path));
  if (text === '') throw emptySecret(message('The secret file {path}', { path }));
  const secret = new Secret(text, origin, findExposure(path, uid));
  secret.checkUsable();
  return secret;
}

async function readBytes(path: string, uid: number | undefined, signal: AbortSignal): Promise<Uint8Array> {
  try {
    checkOwners([path], uid);
    return await readFileOrPipe(path, { maxBytes: MAX_SECRET_BYTES, signal });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw credentialsFailure(
      'secret_unreadable',
      message('The secret file {path} cannot be read: {problem}.', {
        path,
        problem: fileProblem(error) ?? String((error as NodeJS.ErrnoException).code),
      }),
      message(
        'Write the secret into that file, or name another one: rocketpay profiles add <name> … --replace --secret-file <path>',
      ),
    );
  }
}

/** Returns a warning if other users have access to the file of a secret, with the command that repairs it. */
function findExposure(path: string, uid: number | undefined): string | undefined {
  if (uid === undefined) return undefined;
  const found = statSync(path);
  if (isPrivate(found.mode) || !found.isFile() || found.uid !== uid) return undefined;
  return `other users have access to the secret file ${path}: ${privateFileCommand(path)}`;
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw credentialsFailure('secret_unreadable', message('The secret file {path} is not valid UTF-8.', { path }));
  }
}

/** Removes one line end at the end of a text. */
const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

function checkStoreMode(file: string, uid: number | undefined): void {
  if (uid === undefined) return;
  const { mode } = statSync(file);
  if (isPrivate(mode)) return;
  throw credentialsFailure(
    'store_open',
    message('The profile store contains a secret, and other users have access to it: {file} has mode {mode}.', {
      file,
      mode: formatMode(mode),
    }),
    privateFileCommand(file),
  );
}

function toSecret(text: string, origin: string, what: Text): Secret {
  if (text === '') throw emptySecret(what);
  return new Secret(text, origin);
}

const emptySecret = (what: Text) =>
  credentialsFailure('no_secret', message('{what}, which should contain the secret, is empty or not set.', { what }));
