import { expect } from 'vitest';
import type { Finished } from '../cli.ts';

/** Options whose value could be taken for a command. */
const VALUED = ['--profile', '--field', '--timeout'];

/**
 * Fails when a run with `--json` printed anything but documents that fit the published schema of its command, or ended
 * without success and without an error document. Every test that runs a command comes by here.
 */
export async function expectContract(argv: readonly string[], { exit, out, err }: Finished): Promise<void> {
  await expectAdvice(argv, err);
  // A killed command and help print no document.
  if (!argv.includes('--json') || exit === null || argv.some((word) => HELP.includes(word))) return;
  const { documents, failure } = await import('#schemas/index');
  // --debug shows requests and answers while they come, before the document.
  const said = argv.includes('--debug') ? lastLine(err) : err.trimEnd();
  if (exit !== 0 && out === '') expectFits(failure, said, 'the error document', argv);
  if (argv.includes('--field') || out === '') return;
  expect(out.endsWith('\n'), 'the last line of stdout has an end').toBe(true);
  const command = commandOf(argv, Object.keys(documents));
  for (const line of out.slice(0, -1).split('\n'))
    expectFits(documents[command as keyof typeof documents], line, command, argv);
}

/** Fails when a command line that was printed as advice could not be run. */
async function expectAdvice(argv: readonly string[], err: string): Promise<void> {
  if (argv.includes('--debug')) return;
  const { advisedLines, problemOf } = await import('./advice.ts');
  // A document has its hint in quotes.
  const text = err.replace(/"(?=[,}\]]|$)/gm, '\n').replaceAll('\\"', '"');
  for (const line of advisedLines(text)) {
    const problem = await problemOf(line);
    if (problem !== undefined) throw new Error(`"rocketpay ${argv.join(' ')}" advises "${line}": ${problem}`);
  }
}

const HELP = ['--help', '-h', 'help', '--version', '-V'];

interface Checks {
  safeParse(value: unknown): { readonly success: boolean; readonly error?: { readonly message: string } };
}

function expectFits(schema: Checks | undefined, line: string, what: string, argv: readonly string[]): void {
  if (schema === undefined) throw new Error(`${what} has no schema: describe what it prints in src/schemas.`);
  const { success, error } = schema.safeParse(parsed(line, argv));
  if (success) return;
  throw new Error(
    `What "rocketpay ${argv.join(' ')}" printed does not fit the schema of ${what} in src/schemas.\n${line}\n${error?.message}`,
  );
}

function parsed(line: string, argv: readonly string[]): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`"rocketpay ${argv.join(' ')}" printed a line that is no JSON: ${line}`);
  }
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

/** The words of the command that a line calls: `sale`, `profiles add`. */
function commandOf(argv: readonly string[], commands: readonly string[]): string {
  const words = argv.filter((word, at) => !word.startsWith('-') && !VALUED.includes(argv[at - 1] ?? ''));
  const [first = '', second = ''] = words.map((word) => (word === 'pay' ? 'interactive' : word));
  return commands.find((name) => name === `${first} ${second}`) ?? first;
}
