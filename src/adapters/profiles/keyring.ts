import { createRequire } from 'node:module';
import { credentialsFailure, type Failure } from '#domain/errors/failure';
import type { Keyring } from '#domain/profiles/profile-store';
import { Secret } from '#domain/signature/secret';
import { runSecretProgram, type SecretCommandOptions, SecretProgramError } from './run-secret-command.ts';

/** What the keyring needs of this machine. */
export interface KeyringOptions extends SecretCommandOptions {
  /** Path of the program Node.js. */
  readonly node: string;
  /** The Node.js library for the keyring of the system. */
  readonly library?: string;
}

/**
 * Code of a separate process. A call of the keyring blocks, and only a process can be ended then. Request and answer go through
 * pipes. On Linux only the Secret Service is used: the keyring of the kernel loses its content with the session.
 */
const CHILD = `
let request = '';
process.stdin.on('data', (part) => { request += part; }).on('end', () => {
  const answer = (value) => process.stdout.write(JSON.stringify(value));
  try {
    const { library, action, account, secret } = JSON.parse(request);
    const { Entry } = require(library);
    const entry = new Entry('rocketpay', account, { linux: { store: 'secret-service' } });
    if (action === 'write') entry.setPassword(secret);
    if (action === 'remove') entry.deletePassword();
    answer({ secret: action === 'remove' ? null : entry.getPassword() });
  } catch (error) {
    answer({ error: String(error.message) });
  }
});`;

/** Opens the keyring of this system: see {@link Keyring}. */
export function openKeyring(options: KeyringOptions): Keyring {
  return {
    async read(account, origin) {
      const { secret } = await ask({ action: 'read', account }, options);
      if (typeof secret === 'string' && secret !== '') return new Secret(secret, origin);
      throw credentialsFailure(
        'no_secret',
        `The keyring of this system has no secret under "rocketpay", ${JSON.stringify(account)}.`,
        'Store it again: rocketpay profiles rotate <name> --secret-keyring',
      );
    },
    async write(account, secret) {
      const { secret: stored } = await ask({ action: 'write', account, secret: secret.reveal() }, options);
      if (stored !== secret.reveal()) throw unusable('it stored another text');
    },
    async remove(account) {
      await ask({ action: 'remove', account }, options);
    },
  };
}

interface Question {
  readonly action: 'read' | 'write' | 'remove';
  readonly account: string;
  readonly secret?: string;
}

async function ask(question: Question, options: KeyringOptions): Promise<{ readonly secret?: unknown }> {
  const library = options.library ?? libraryPath();
  const input = JSON.stringify({ ...question, library });
  const text = await runSecretProgram([options.node, '-e', CHILD], input, options).catch((error: unknown) => {
    throw error instanceof SecretProgramError ? unusable(`it ${error.message}`) : error;
  });
  const answer = readAnswer(text);
  if (answer.error !== undefined) throw unusable(answer.error.replace(/\.$/, '').slice(0, 200));
  return answer;
}

/** The error of `JSON.parse` quotes the text, which may be a secret. */
function readAnswer(text: string): { readonly secret?: unknown; readonly error?: string } {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable('its answer cannot be read');
  }
}

function libraryPath(): string {
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/keyring');
  } catch {
    throw unusable('its library is not installed');
  }
}

const unusable = (why: string): Failure =>
  credentialsFailure(
    'keyring_unavailable',
    `The keyring of this system cannot be used: ${why}.`,
    'Check that it runs and is unlocked. Other places: --secret-env, --secret-file, --secret-command, or the profile store.',
  );
