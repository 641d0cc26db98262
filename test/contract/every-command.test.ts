import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyCommand } from '#cli/command-spec';
import { COMMON_EXITS } from '#domain/errors/exit-codes';
import type { Finished } from '../support/cli.ts';
import { allCommands } from '../support/session.ts';
import { turnOf } from '../support/suite/case-count.ts';
import { type ExampleShop, openExampleShop, type Situation } from './example-shop.ts';

/** Checks what every command guarantees in a situation; returns a sentence for each violation. */
type Promised = (finished: Finished, spec: AnyCommand) => readonly (string | false)[];

const ESCAPES = /\x1b/;
/** Each picture of a spinner is written between these two, over the one before. */
const SPINNER = /\x1b\[\?2026h.*?\x1b\[\?2026l/gs;
const QUESTIONS = /\? |\(y\/N\)|not shown/;
const ok = ({ exit }: Finished) => exit === 0;

/** Returns the lines that are wider than `columns`, except those of one long word, of documents and of signed strings. */
const tooWide = (text: string, columns: number): string[] =>
  text.split('\n').filter((line) => line.length > columns && /^\S+ \S+ \S/.test(line.trim()));

const plain: Promised = ({ out, err }) => [
  ESCAPES.test(out + err) && 'escape codes are written',
  QUESTIONS.test(err) && 'a question is asked',
];

/** Whatever the command needs is missing. */
const ALONE: Situation = { words: ['--json'], noInput: true };

/** How a command line is run, and what is promised then. */
const SITUATIONS: readonly (readonly [name: string, Situation, Promised])[] = [
  ['in a pipe', {}, plain],
  [
    'in a terminal',
    { columns: 80 },
    ({ err }) =>
      tooWide(err.replace(SPINNER, '').replace(/\x1b\[[0-9;?]*[A-Za-z]/g, ''), 80).map((line) => `too wide: ${line}`),
  ],
  ['in a terminal of 40 columns', { columns: 40 }, () => []],
  ['without input', { noInput: true }, plain],
  ['with --json', { words: ['--json'] }, plain],
  ['with nothing but its name and --json', ALONE, plain],
  [
    'with --quiet',
    { words: ['--quiet'] },
    (finished) => [
      ok(finished) &&
        finished.err.split('\n').some((line) => !/^(warning: | {2}|$)/.test(line)) &&
        'more than warnings',
    ],
  ],
  ['after Ctrl-C', { interrupted: true }, plain],
  ['with --debug', { words: ['--debug', '--verbose', '--json'] }, () => []],
];

/** A terminal without colours, for each of the reasons. */
const UNCOLORED: typeof SITUATIONS = [
  ['with NO_COLOR', { columns: 80, env: { NO_COLOR: '1' } }, plain],
  ['with TERM=dumb', { columns: 80, env: { TERM: 'dumb' } }, plain],
  ['with --no-color', { columns: 80, words: ['--no-color'] }, plain],
  ['with --no-input', { columns: 80, words: ['--no-input', '--no-color'] }, plain],
];

/** What holds in every situation. */
const always: Promised = ({ exit, out, err }, { exits }) => [
  ![...COMMON_EXITS, ...exits].includes(exit as never) && `exit code ${exit} is not in its help`,
  out !== '' && !out.endsWith('\n') && 'the last line has no end',
  /undefined|NaN|\[object /.test(out + err) && 'a value is shown that is none',
  /\n\s+at .*:\d+|should not happen/.test(err) && 'it crashed',
  exit !== 0 && exit !== 130 && out === '' && err === '' && 'it says nothing',
];

describe('in every situation', () => {
  it.each(allCommands.map((one, at) => [...one, at] as const))(
    '%s keeps what every command guarantees',
    async (words, spec, at) => {
      const shop = await openExampleShop();
      const [example = ''] = spec.examples;
      const broken: string[] = [];
      for (const [name, situation, promised] of [...SITUATIONS, ...turnOf(UNCOLORED, at, UNCOLORED.length)]) {
        const line = situation === ALONE ? `rocketpay ${words}` : example;
        const finished = await shop.run(line, situation).catch((error: Error) => error.message);
        if (typeof finished === 'string') {
          broken.push(`${name}: ${finished}`);
          continue;
        }
        const found = [...always(finished, spec), ...promised(finished, spec), holdsSecret(shop, finished, words)];
        const output = `exit ${finished.exit}\n${finished.out}${finished.err}`;
        broken.push(...found.filter((what) => what !== false).map((what) => `${name}: ${what}\n${output}`));
      }
      expect(broken, example).toEqual([]);
      expect(await filesWith(shop)).toEqual([]);
    },
  );
});

/** A sandbox tells the secret that it has made for itself, and another one than that of the shop. */
function holdsSecret({ secret }: ExampleShop, { out, err }: Finished, words: string): string | false {
  return words !== 'sandbox' && formsOf(secret).some((form) => (out + err).includes(form)) && 'it shows the secret';
}

/** A secret as it could be written: itself, backwards, and encoded. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), encodeURIComponent(secret)];
  return [secret, [...secret].reverse().join(''), ...encoded];
}

/** Files that hold the secret, beside the store of profiles and the file that the example takes it from. */
async function filesWith({ folder, secret }: ExampleShop): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = names.map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  const kept = /(profiles\.json|secret\.txt)$/;
  return files.filter((file, at) => !kept.test(file) && formsOf(secret).some((form) => texts[at]?.includes(form)));
}
