import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { promisify } from 'node:util';
import type { Keyring } from '../context.ts';
import { credentialsFailure } from '../domain/errors.ts';
import type { SecretSource } from '../domain/profile.ts';
import { Secret } from '../domain/secret.ts';

/** A password manager that takes longer waits for somebody who is not there. */
const COMMAND_LIMIT_MS = 30_000;

/** What reading a secret needs of the machine. */
export interface SecretReading {
  /** The file of the profile store, which must be readable by its owner only. */
  readonly storeFile: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly keyring: () => Promise<Keyring>;
}

/**
 * Reads a secret from where a profile says it is.
 *
 * One line end at the end of a file's or a command's output is left out: editors and `pass` put it there.
 * Anything else is kept as it is.
 *
 * @param origin where it comes from, in words
 * @throws {Failure} (credentials) saying what is missing and how to mend it; it never carries a secret.
 */
export async function readSecret(source: SecretSource, origin: string, reading: SecretReading): Promise<Secret> {
  switch (source.kind) {
    case 'store':
      await refuseOpenFile(reading.storeFile);
      return new Secret(source.secret.reveal(), origin);
    case 'env':
      return secretOf(reading.environment[source.name] ?? '', origin, `The variable ${source.name}`);
    case 'file':
      return readSecretFile(source.path, origin);
    case 'command':
      return fromCommand(source.command, origin, reading.signal);
    case 'keyring':
      return (await reading.keyring()).read(source.account, origin);
  }
}

/** Reads a secret from a file: see {@link readSecret}. */
export async function readSecretFile(path: string, origin: string): Promise<Secret> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw credentialsFailure('secret_unreadable', `The secret file ${path} cannot be read (${error.code}).`);
  });
  return secretOf(withoutLineEnd(decode(bytes, path)), origin, `The secret file ${path}`);
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw credentialsFailure('secret_unreadable', `The secret file ${path} is not valid UTF-8.`);
  }
}

/** Text without one line end at its end. */
const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

async function refuseOpenFile(file: string): Promise<void> {
  if (platform() === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return;
  throw credentialsFailure(
    'store_open',
    `The profile store holds a secret, and others may read it: ${file} has mode ${(mode & 0o777).toString(8)}.`,
    `chmod 600 ${file}`,
  );
}

async function fromCommand(command: readonly string[], origin: string, signal: AbortSignal): Promise<Secret> {
  const [program = '', ...args] = command;
  const limits = {
    timeout: COMMAND_LIMIT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024,
    windowsHide: true,
    signal,
  } as const;
  const { stdout } = await promisify(execFile)(program, args, limits).catch(
    (error: { killed?: boolean; code?: unknown; signal?: unknown }) => {
      if (signal.aborted) throw signal.reason;
      // Not the error itself: it carries what the program printed.
      const reason =
        error.killed === true
          ? `gave no answer in ${COMMAND_LIMIT_MS / 1000} s`
          : `failed (${error.code ?? error.signal})`;
      throw credentialsFailure(
        'secret_command_failed',
        `The command for the secret ${reason}: ${program}.`,
        'Run it by hand to see why.',
      );
    },
  );
  return secretOf(withoutLineEnd(stdout), origin, `The output of ${program}`);
}

function secretOf(text: string, origin: string, what: string): Secret {
  if (text === '') throw credentialsFailure('no_secret', `${what}, which holds the secret, is empty or not set.`);
  return new Secret(text, origin);
}
