import { createHmac, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { AnyCommand } from '#cli/command-spec';
import { listDocumentFields } from '#cli/document-fields';
import { COMMON_EXITS } from '#domain/errors/exit-codes';
import type { Json } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { commands } from '../../src/command-list.ts';
import type { Finished } from './cli.ts';
import { type ProgramOptions, runProgram } from './run-program.ts';

/** A secret that no text holds by chance; another one in each run of the tests. */
export const CANARY = `canary-${randomBytes(9).toString('hex')}`;

export type Environment = Readonly<Record<string, string>>;

/** What a merchant sets who has no stored profile. */
export const environment = (gateUrl: string, secret = CANARY): Environment => ({
  ROCKETPAY_PROJECT_ID: '1234',
  ROCKETPAY_SECRET_KEY: secret,
  ROCKETPAY_GATE_URL: gateUrl,
});

/** The flags of the customer in the platform's documented examples. */
export const CUSTOMER = [
  ...['--customer-id', 'customer_123', '--ip', '198.51.100.47'],
  ...['--first-name', 'John', '--last-name', 'Doe', '--email', 'johndoe@example.com'],
] as const;

/**
 * Runs a command line. Fails when its secret stands anywhere in what came out, and when it ends with an
 * exit code that the help of the command does not name.
 */
export async function rocketpay(argv: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
  const finished = await runProgram(argv, options);
  expectHidden(CANARY, finished);
  const secret = options.env?.ROCKETPAY_SECRET_KEY ?? '';
  if (secret.length >= 16) expectHidden(secret, finished);
  expectNamedExit(argv, finished);
  return finished;
}

function expectNamedExit(argv: readonly string[], { exit, err }: Finished): void {
  const words = argv.filter((word) => word !== '--json').join(' ');
  const [name, spec] = allCommands.find(([command]) => `${words} `.startsWith(`${command} `)) ?? [];
  if (spec === undefined || [1, ...COMMON_EXITS].includes((exit ?? 1) as never)) return;
  expect({ name, exits: spec.exits, err }).toEqual({ name, exits: expect.arrayContaining([exit]), err });
}

/** Fails when a text stands in what came out, however it is written. */
export function expectHidden(text: string, { out, err }: Finished): void {
  const bytes = Buffer.from(text);
  const forms = [text, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), encodeURIComponent(text)];
  for (const form of forms) expect(out + err).not.toContain(form);
}

/** The one JSON document that a command printed. */
export function documentOf({ out }: Finished): Record<string, unknown> {
  const [document, ...more] = documentsOf(out);
  if (document === undefined || more.length > 0) throw new Error(`not one line of JSON: ${out}`);
  return document;
}

/** The JSON documents that a command printed, one a line. */
export function documentsOf(out: string): Record<string, unknown>[] {
  expect(out).toMatch(/\n$/);
  return out
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Fails when a document has a field at its top that the help of the command does not name. */
export function expectPromised(document: object, command: string): void {
  const fields = listDocumentFields(command);
  const others = Object.keys(document).filter((field) => !fields.includes(field) && !fields.includes('*'));
  expect({ command, others }).toEqual({ command, others: [] });
}

/** One value of a document. */
export const at = (document: object, path: string): unknown => getPath(document as Json, path);

/** The error of `--json`. */
export interface ErrorDocument {
  readonly code: string;
  readonly message: string;
  readonly exit: number;
  readonly hint?: string;
  readonly requestId?: string;
  readonly paymentId?: string;
  readonly intent?: string;
  readonly platformCode?: string;
  readonly retryAfter?: number;
  readonly notes?: readonly string[];
}

const ERROR_FIELDS = [
  'code',
  'message',
  'hint',
  'exit',
  'requestId',
  'paymentId',
  'intent',
  'platformCode',
  'retryAfter',
  'notes',
];

/** The error document that a run with `--json` ended with: all of stderr but the lines of --debug, with stdout empty. */
export function errorOf({ exit, out, err }: Finished): ErrorDocument {
  expect(out).toBe('');
  const document = JSON.parse(err.trimEnd().split('\n').at(-1) ?? '');
  expect(Object.keys(document)).toEqual(['error']);
  expect(ERROR_FIELDS).toEqual(expect.arrayContaining(Object.keys(document.error)));
  expect(document.error).toMatchObject({ exit, code: expect.stringMatching(/^[a-z][a-z_]*$/) });
  expect(document.error.message).not.toBe('');
  return document.error;
}

/** Every command with the words that run it: `sale`, `profiles add`. */
export const allCommands: readonly (readonly [words: string, spec: AnyCommand])[] = (
  await Promise.all(
    commands
      .filter(({ hidden }) => hidden !== true)
      .map(async ({ name, load }) => {
        const loaded = await load();
        const inner = (loaded.commands ?? []).map((one) => [`${name} ${one.name}`, one.spec] as const);
        return 'run' in loaded ? [...inner, [name, loaded] as const] : inner;
      }),
  )
).flat();

/** The signature of a string to sign, made without any code of ours. */
export const hmac = (text: string, secret: string): string =>
  createHmac('sha512', secret).update(text).digest('base64');
