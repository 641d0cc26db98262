import { describe, expect, it, onTestFinished } from 'vitest';
import { COMMON_EXITS, EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { Ledger } from '#domain/ledger/ledger';
import type { Finished } from '../support/cli.ts';
import { answerPaid, closedPort, type Fault, faultAt, hang, startFaultServer } from '../support/gate/fault-server.ts';
import { allCommands, CUSTOMER } from '../support/session.ts';
import { type ExampleShop, openExampleShop, type Situation } from './example-shop.ts';
import { GATE_FAULTS, unsigned } from './gate-faults.ts';

/** Where a run writes to. */
const STREAMS: readonly (readonly [name: string, Situation])[] = [
  ['pipes', {}],
  ['--json', { words: ['--json'] }],
  ['--json, stderr closed', { words: ['--json'], broken: { stderr: 'closed' } }],
  ['stdout closed', { broken: { stdout: 'closed' } }],
  ['--json, stdout full', { words: ['--json'], broken: { stdout: 'full' } }],
  ['--quiet', { words: ['--quiet'] }],
  ['a terminal', { columns: 80, words: ['--no-input', '--no-color'] }],
];

/** Servers end with their connection; nothing waits for a run that has ended. */
const CONTINUOUS = ['demo', 'sandbox', 'listen', 'interactive', 'smoke', 'trigger', 'checkout'];

const WRITES: Readonly<Record<string, (id: string) => string>> = {
  sale: (id) => `sale --phone 77071234567 --amount 10 --payment-id ${id} ${CUSTOMER.join(' ')}`,
  otp: (id) => `otp ${id} 012345`,
  resend: (id) => `resend ${id} --ip 198.51.100.47 --force`,
  refund: (id) => `refund ${id} --amount 10 --confirm 10`,
};
const QUESTIONS: Readonly<Record<string, string>> = {
  status: 'status payment_47',
  wait: 'wait payment_47 --deadline 1s',
};

/** Commands that ask the Gate. */
const ASKING = /^(operators|sale|otp|resend|refund|request|status|wait|resume|doctor|refunds (plan|apply))$/;

type Problems = string[];

/** What is not as it should be of a run, whatever met it. */
function problemsOf(finished: Finished, situation: Situation, exits: readonly number[], secret: string): Problems {
  const { exit, out } = finished;
  // A stream prints its warnings immediately, before the document of a failure.
  const err = exit === EXIT.output ? finished.err.replace(/^(warning: .*\n( .*\n)*)+/, '') : finished.err;
  const json = situation.words?.includes('--json') === true;
  const lines = err.split('\n').filter((line) => line !== '');
  const said = out + err;
  return [
    ![...COMMON_EXITS, ...exits].some((code) => code === exit) && `exit code ${exit} is not documented`,
    /\n\s+at .*:\d+|should not happen/.test(said) && 'it crashed',
    said.includes(secret) && 'the secret is shown',
    json &&
      exit !== 0 &&
      out === '' &&
      situation.broken?.stderr === undefined &&
      lines.length !== 1 &&
      `stderr has ${lines.length} lines`,
    json && exit !== 0 && err !== '' && !isErrorDocument(err) && 'stderr is not one document',
    json && exit === 0 && lines.some((line) => !/^(warning: | {2})/.test(line)) && 'stderr holds more than warnings',
  ].filter((problem) => problem !== false);
}

const isErrorDocument = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

const told = ({ exit, out, err }: Finished): string => `exit ${exit}\n${out}${err}`;

/** Runs every command, each in the next situation, so that all of them meet all in the end. */
async function everyCommand(shop: ExampleShop, changes: Situation, at: number, only?: RegExp): Promise<Problems> {
  const broken: Problems = [];
  for (const [number, [words, spec]] of allCommands.entries()) {
    if (CONTINUOUS.includes(words.split(' ')[0] ?? '') || only?.test(words) === false) continue;
    const [name, streams] = STREAMS[(number + at) % STREAMS.length] ?? ['', {}];
    const situation = { ...streams, ...changes, words: [...(streams.words ?? []), ...(changes.words ?? [])] };
    const [example = ''] = spec.examples;
    const finished = await shop.run(example, situation).catch((error: Error) => error.message);
    const found = typeof finished === 'string' ? [finished] : problemsOf(finished, situation, spec.exits, shop.secret);
    broken.push(
      ...found.map((what) => `${words}, ${name}: ${what}\n${typeof finished === 'string' ? '' : told(finished)}`),
    );
  }
  return broken;
}

/** The address of a Gate that meets requests to some paths with a fault. */
async function gateWith(fault: Fault | undefined, paths: RegExp, secret: string): Promise<string> {
  if (fault === undefined) return `http://${await closedPort()}`;
  const server = await startFaultServer([faultAt(paths, fault, answerPaid(secret))]);
  onTestFinished(() => server.close());
  return server.url;
}

/** Only a Gate that never answers is waited for, long enough to connect on a busy machine. */
const timeoutFor = (fault: Fault | undefined): readonly string[] => (fault === hang ? ['--timeout', '1s'] : []);

/** A few of the places to write to, so that all of them are met by all faults together. */
const someStreams = (at: number) =>
  [0, 1, 2].map((number) => STREAMS[(at * 3 + number) % STREAMS.length] ?? (['', {}] as const));

describe.each(Object.entries(GATE_FAULTS))('%s', (name, { fault, asked, written }) => {
  it('ends every command with an exit code that its help names', async () => {
    const shop = await openExampleShop();
    const url = await gateWith(fault, /./, shop.secret);
    const changes = { env: { ROCKETPAY_GATE_URL: url }, words: timeoutFor(fault) };
    const at = Object.keys(GATE_FAULTS).indexOf(name);
    expect(await everyCommand(shop, changes, at, fault === hang ? /^(operators|status|sale)$/ : ASKING)).toEqual([]);
  });

  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of independent checks
  it('ends reads and writes with the right exit code, on every kind of stdout and stderr', async () => {
    const shop = await openExampleShop();
    const env = { ROCKETPAY_GATE_URL: await gateWith(fault, /./, shop.secret) };
    const writeEnv = {
      ROCKETPAY_GATE_URL: await gateWith(fault, /(sale|clarification|resend|refund)$/, shop.secret),
    };
    const broken: Problems = [];
    const check = async (
      line: string,
      expected: readonly number[],
      streams: Situation,
      of: Situation['env'],
      what: string,
      // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of independent checks
    ) => {
      const words = [...(streams.words ?? []), ...timeoutFor(fault)];
      const finished = await shop.run(`rocketpay ${line}`, { ...streams, words, env: of ?? {} });
      const exits = allCommands.find(([command]) => command === line.split(' ')[0])?.[1].exits ?? [];
      const found = problemsOf(finished, { ...streams, words }, exits, shop.secret);
      const isLost = expected.includes(0) && streams.broken?.stdout === 'full';
      if (!(isLost ? [EXIT.output] : expected).includes(finished.exit as never))
        found.push(`not ${expected.join(' or ')}`);
      const document = words.includes('--json') && streams.broken?.stderr === undefined && finished.err !== '';
      if (what === 'write' && document && finished.exit !== 0) {
        const { error } = JSON.parse(finished.err);
        if (error?.intent === undefined || error?.paymentId === undefined) found.push('no intent or no paymentId');
      }
      broken.push(...found.map((problem) => `${line}: ${problem}\n${told(finished)}`));
    };
    for (const [number, [, streams]] of someStreams(Object.keys(GATE_FAULTS).indexOf(name))
      .slice(0, fault === hang ? 1 : 3)
      .entries()) {
      for (const [command, line] of Object.entries(QUESTIONS)) {
        // The status is shown although it is not signed, and says so; nothing is done by it.
        const shown = command === 'status' && fault === unsigned;
        const late = command === 'wait' && asked === 5 ? 8 : shown ? 0 : asked;
        await check(line, [late], streams, env, 'question');
      }
      for (const [command, line] of Object.entries(WRITES)) {
        const reads = command === 'refund' && fault === undefined;
        await check(line(`${command}-${number}`), [written], streams, writeEnv, reads ? 'question' : 'write');
      }
    }
    expect(broken).toEqual([]);
  });
});

const refuse = (code: string) => () => Promise.reject(new Failure(EXIT.blocked, code, 'The ledger cannot be used.'));

describe.each<[name: string, changes: (ledger: Ledger) => Situation]>([
  ['a ledger that cannot be opened', () => ({ context: closed('ledger_unavailable') })],
  ['a ledger that is lost', () => ({ context: closed('ledger_lost') })],
  [
    'a ledger that takes no record',
    (ledger) => ({
      context: own({
        ...ledger,
        createIntent: refuse('ledger_unavailable'),
        savePayment: refuse('ledger_unavailable'),
      }),
    }),
  ],
  [
    'a ledger that is full after the request',
    (ledger) => ({ context: own({ ...ledger, change: refuse('ledger_unavailable') }) }),
  ],
  ['no profile', () => ({ noProfile: true })],
  ['a wrong secret', () => ({ env: { ROCKETPAY_SECRET_KEY: 'not-the-secret-of-this-project' } })],
])('%s', (name, changes) => {
  it('ends every command with an exit code that its help names', async () => {
    const shop = await openExampleShop();
    expect(await everyCommand(shop, changes(shop.ledger), name.length)).toEqual([]);
  });

  it('ends writes with the right exit code, on every kind of stdout and stderr', async () => {
    const shop = await openExampleShop();
    const broken: Problems = [];
    for (const [number, [, streams]] of someStreams(name.length).entries()) {
      for (const [command, line] of Object.entries(WRITES)) {
        const id = command === 'sale' ? `sale-${number}` : 'payment_47';
        const situation = { ...streams, ...changes(shop.ledger) };
        const finished = await shop.run(`rocketpay ${line(id)}`, situation);
        const exits = allCommands.find(([words]) => words === command)?.[1].exits ?? [];
        const found = problemsOf(finished, situation, exits, shop.secret);
        const expected = EXPECTED[name];
        if (expected !== undefined && finished.exit !== expected) found.push(`not ${expected}`);
        broken.push(...found.map((problem) => `${command}: ${problem}\n${told(finished)}`));
      }
    }
    expect(broken).toEqual([]);
  });
});

const closed = (code: string): NonNullable<Situation['context']> => ({
  ledger: refuse(code),
  temporaryLedger: refuse(code),
  acceptedLedger: refuse(code),
});
const own = (ledger: Ledger): NonNullable<Situation['context']> => ({ ledger: async () => ledger });

/** Of each write. */
const EXPECTED: Readonly<Record<string, number>> = {
  'a ledger that cannot be opened': 7,
  'a ledger that is lost': 7,
  'a ledger that takes no record': 7,
  'no profile': 4,
};
