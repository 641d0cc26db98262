import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiveCallbacks } from '#adapters/callback-http/callback-server';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Context } from '#context';
import { interruptedFailure } from '#domain/errors/failure';
import { projectKey } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { verifySigned } from '#domain/signature/signature';
import { readContent, toNewCallback } from '#features/callbacks/callback-content';
import { startSandbox } from '#sandbox/start-sandbox';
import { profile, temporaryFolder } from '../adapters/profiles/folders.ts';
import type { Finished } from '../support/cli.ts';
import { exampleFiles } from '../support/documents/example-files.ts';
import { movingClock } from '../support/moving-clock.ts';
import { type ProgramOptions, runProgram } from '../support/run-program.ts';
import { openShop } from '../support/shop.ts';

/** How a command line is run. */
export interface Situation extends Pick<ProgramOptions, 'columns' | 'env' | 'broken' | 'context'> {
  /** Words that are added to it. */
  readonly words?: readonly string[];
  /** Nothing stands in standard input, whatever the example pipes in. */
  readonly noInput?: boolean;
  /** No profile is stored. */
  readonly noProfile?: boolean;
  /** Ctrl-C was pressed before it began. */
  readonly interrupted?: boolean;
}

/** A merchant for whom the examples of the help work, in this process. */
export interface ExampleShop {
  /** The secret of the project. */
  readonly secret: string;
  readonly ledger: Ledger;
  /** Where all that the program writes is kept, but for its ledger. */
  readonly folder: string;
  run(example: string, situation: Situation): Promise<Finished>;
}

/** Opens a shop on a sandbox, with the files, the profiles and the payments that examples name. */
export async function openExampleShop(): Promise<ExampleShop> {
  const { platform, ledger } = await openShop();
  const { sandbox } = platform;
  const clock = movingClock(platform.clock);
  const folder = await temporaryFolder();
  const files = exampleFiles(sandbox.projectId, sandbox.secret);
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  await platform.sale({ id: 'payment_47', phone: '77000000001' });
  const payment = { amount: 1_250_000, currency: 'KZT' };
  await platform.sale({ id: 'payment_48', phone: '77000000001', extra: { payment } });
  await platform.clock.advance(10_000);

  const callback = files['callback.json'];
  const project = projectKey({ gateUrl: sandbox.url, projectId: sandbox.projectId });
  const received = { text: callback, envelope: { path: '/', headers: [] }, project, forwards: [], listener: '' };
  const content = readContent(verifySigned(callback, sandbox.secret));
  const kept = await ledger.addCallback(toNewCallback(content, { ...received, valid: true, kind: undefined }));
  const store = openProfileStore(folder);
  const shop = {
    projectId: sandbox.projectId,
    secret: { kind: 'store', secret: sandbox.secret } as const,
    ...{ gateUrl: sandbox.url, mode: 'test' as const },
    customer: { id: 'c-1', firstName: 'John', lastName: 'Doe', email: 'j@example.com', ip: '198.51.100.47' },
  };
  for (const name of ['sandbox', 'test', 'old', 'live', 'shop']) await store.save(profile(name, shop));
  const stored = JSON.parse(await readFile(store.file, 'utf8'));
  const settings = join(folder, 'settings');
  await mkdir(settings);

  const variables: Record<string, string> = { CALLBACK_ID: kept.id };
  const startOwnSandbox: Context['startSandbox'] = (options) => startSandbox(options, clock);
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of independent checks
  const run: ExampleShop['run'] = async (example, situation) => {
    const { words = [], env, columns, noInput, interrupted, broken, noProfile = false } = situation;
    const { argv, input } = readExample(example, folder, files, variables);
    const interrupt = new AbortController();
    if (interrupted === true) interrupt.abort(interruptedFailure());
    // A server ends by Ctrl-C, once it is ready.
    const onOutput = (out: string) => {
      if (out.includes('http://127.0.0.1')) setImmediate(() => interrupt.abort(interruptedFailure()));
    };
    // Each example finds the same settings; one that makes a profile finds none of that name. A plan is never overwritten.
    const { [argv[1] === 'add' ? (argv[2] ?? '') : '']: _, ...profiles } = stored.profiles;
    await writeFile(store.file, JSON.stringify({ ...stored, profiles: noProfile ? {} : profiles }));
    if (argv[1] === 'plan') await rm(join(folder, 'refunds.plan.jsonl'), { force: true });
    return runProgram([...argv, ...words], {
      ...{ store: openProfileStore(folder), ledger, clock, interrupt },
      ...(/^(sandbox|listen)$/.test(argv[0] ?? '') ? { onOutput } : {}),
      ...(columns === undefined ? {} : { columns }),
      env: { ROCKETPAY_CONFIG_DIR: settings, SHOP_SECRET: sandbox.secret.reveal(), ...env },
      input: noInput === true ? '' : input,
      context: { receiveCallbacks, startSandbox: startOwnSandbox, ...situation.context },
      ...(broken === undefined ? {} : { broken }),
    });
  };
  await run('rocketpay refunds plan refunds.csv', {});
  await run('rocketpay sale --phone 77071234567 --amount 1000', {});
  const { out } = await run('rocketpay history --limit 1 --field intent', {});
  variables.INTENT_ID = out.trim();
  return { secret: sandbox.secret.reveal(), ledger, folder, run };
}

/** What a shell makes of an example: its words, with the files that it names, and what is piped in. */
function readExample(
  example: string,
  folder: string,
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): { readonly argv: readonly string[]; readonly input: string } {
  const [, piped, line = '', from] = /^(?:echo (.*?) \| )?rocketpay ?(.*?)(?: < (\S+))?$/.exec(example) ?? [];
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => {
    const word = single ?? (double ?? bare ?? '').replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? '');
    return /^@?[\w.-]+\.(json|jsonl|ndjson|txt|csv|xml|plan)$/.test(word) ? word.replace(/^@?/, `$&${folder}/`) : word;
  });
  const serves = /^(sandbox|listen)$/.test(words[0] ?? '') && !words.includes('--port');
  const input = from === undefined ? (piped?.replace(/^'(.*)'$/, '$1') ?? '') : (files[from] ?? '');
  return { argv: serves ? [...words, '--port', '0'] : words, input };
}
