import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { deliverCallback } from '#adapters/callback-http/post-callback';
import { createCheckout } from '#adapters/checkout/checkout';
import type { BrowserOptions } from '#adapters/checkout/open-browser';
import { createConnections, createGate } from '#adapters/gate/gate';
import { readRecent } from '#adapters/ledger/files/recent-intents';
import { createRefundFiles } from '#adapters/plan-files/plan-files';
import { effectiveProfile } from '#adapters/profiles/effective-profile';
import { effectiveSecret, storedCredentials, storedSecrets } from '#adapters/profiles/effective-secret';
import { environmentProfile } from '#adapters/profiles/environment-profile';
import { openApprovalKey } from '#adapters/profiles/private-keys';
import { readProfileNames } from '#adapters/profiles/profile-names';
import { readOtpFromCommand } from '#adapters/system/run-otp-command';
import { runShellLine } from '#adapters/system/shell-line';
import { openMachine } from '#adapters/system/system-probe';
import { COLORS } from '#adapters/terminal/color-style';
import { createInput } from '#adapters/terminal/read-input';
import { checkNewFile, saveFile } from '#adapters/terminal/save-file';
import { createTerminal } from '#adapters/terminal/terminal';
import { writeWorkbook } from '#adapters/workbook/write-workbook';
import type { Clock } from '#async/clock';
import { systemClock } from '#async/clock';
import type { Context, Settings } from '#context';
import { createTemporaryKey } from '#domain/bulk-refunds/approval-key';
import { interruptedFailure } from '#domain/errors/failure';
import { proxyFor } from '#domain/gate/proxy';
import { COMPLETION_FILES } from '#domain/help/completion-shells';
import { CATALOGUE } from '#domain/language/catalogue/catalogue';
import { createTranslator } from '#domain/language/translator';
import type { Ledger } from '#domain/ledger/ledger';
import { childEnvironment, listSecretVariables } from '#domain/profiles/child-environment';
import type { Keyring, ProfileStore } from '#domain/profiles/profile-store';
import { PLAIN } from '#domain/terminal/plain-style';
import { remindWhileAsking, warnAboutPending } from '#features/ledger/pending-reminder';
import { readSandboxCode } from '#sandbox/read-sms-code';
import { loadCommandTree } from '../../src/load-command-manifest.ts';
import { once } from '../../src/once.ts';
import { run } from '../../src/program.ts';
import type { Finished } from './cli.ts';
import { expectContract } from './documents/contract.ts';
import { killGroup } from './kill-group.ts';
import { openMemoryLedger } from './ledger.ts';

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** All of standard input. */
  readonly input?: string | Uint8Array;
  readonly clock?: Clock;
  readonly store?: ProfileStore;
  readonly keyring?: Keyring;
  /** A new one for this run when left out. */
  readonly ledger?: Ledger;
  readonly interrupt?: AbortController;
  /** Stdout and stderr are a terminal with this many columns; without it they are pipes. */
  readonly columns?: number;
  /** Outputs whose reader has gone, or that take nothing, as on a full disk. */
  readonly broken?: Readonly<Partial<Record<'stdout' | 'stderr', 'closed' | 'full'>>>;
  /** Is told all of stdout, whenever more of it was written. */
  readonly onOutput?: (out: string) => void;
  /** Parts of the context in place of the usual ones. */
  readonly context?: Partial<Context>;
}

/** The key for approvals of a user without a settings folder. */
const OWN_KEY = createTemporaryKey();

/** Runs a command line in this process, with the real adapters, and streams that record. */
export async function runProgram(argv: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
  const { env = {}, input = '', clock = systemClock, interrupt = new AbortController() } = options;
  const { signal } = interrupt;
  // As in the process: many may wait for one signal.
  setMaxListeners(0, signal);
  let made: Promise<Ledger> | undefined;
  let out = '';
  let err = '';
  const screen = { isTTY: options.columns !== undefined, columns: options.columns };
  const stdout = (text: string) => {
    out += text;
    options.onOutput?.(out);
  };
  const stderr = (text: string) => {
    err += text;
  };
  const streams = {
    stdin: Readable.from([Buffer.from(input as string)]),
    stdout: outputOf(stdout, screen, options.broken?.stdout),
    stderr: outputOf(stderr, screen, options.broken?.stderr),
  };
  const openContext = (settings: Settings): Context => {
    const store = async () => {
      if (options.store === undefined) throw new Error('the profile store was opened');
      return options.store;
    };
    const keyring = async () => options.keyring ?? Promise.reject(new Error('the keyring was opened'));
    const sources = { settings, environment: env, store, signal, keyring, uid: process.geteuid?.(), killGroup };
    const translator = createTranslator(settings.language ?? 'en', CATALOGUE);
    const terminal = createTerminal(streams, settings, signal, clock, settings.color ? COLORS : PLAIN, translator);
    /** What another program that is started here gets. */
    const ofChild = () =>
      childEnvironment({ ...process.env, ...env }, listSecretVariables(options.store?.list() ?? []));
    const profile = () => effectiveProfile(sources);
    const secret = () => effectiveSecret(sources);
    const connections = createConnections(clock);
    const openGate: Context['openGate'] = async ({ gateUrl, projectId, acceptUnsignedStatus, speed }, key, own = {}) =>
      createGate({
        gateUrl,
        projectId,
        acceptUnsignedStatus,
        secret: key,
        timeoutMilliseconds: settings.timeoutMilliseconds,
        signal: own.uninterrupted === true ? undefined : (own.signal ?? signal),
        proxy: proxyFor(gateUrl, env),
        connections,
        clock,
        speed,
        trace: settings.debug ? terminal.debug : undefined,
        warn: terminal.warn,
      });
    const ownGate = once(async () => openGate(await profile(), await secret()));
    const ownLedger = async () => {
      made ??= openMemoryLedger(clock);
      return options.ledger ?? made;
    };
    const ledger = options.context?.ledger ?? ownLedger;
    const remind = once(() => warnAboutPending({ ledger, terminal }));
    return {
      terminal,
      input: createInput(streams, signal),
      clock,
      signal,
      inFlight: new Set(),
      profiles: store,
      profile,
      secret,
      keyring,
      environmentProfile: async () => environmentProfile(env),
      openGate,
      storedGate: async (name) => {
        const stored = await storedCredentials(name, sources);
        return { ...stored, gate: await openGate(stored.profile, stored.secret) };
      },
      storedSecrets: async (limit, onSkipped) =>
        options.store === undefined ? [] : storedSecrets(limit, sources, onSkipped),
      ledger,
      temporaryLedger: ledger,
      team: async () => undefined,
      ledgerPlace: async () => ({ place: '/nonexistent', origin: 'default', isShared: false }),
      acceptedLedger: ledger,
      saveFile,
      writeWorkbook,
      checkNewFile,
      gate: async () => {
        const opened = await ownGate();
        await remind();
        return opened;
      },
      readingGate: async () => remindWhileAsking(await ownGate(), remind),
      refundFiles: async () => createRefundFiles(process.getuid?.()),
      approvalKey: async () =>
        env.ROCKETPAY_CONFIG_DIR === undefined ? OWN_KEY : openApprovalKey(env.ROCKETPAY_CONFIG_DIR),
      checkout: async () => ({ ...createCheckout(NO_BROWSER), open: async () => 'there is no browser here' }),
      receiveCallbacks: () => Promise.reject(interruptedFailure()),
      deliverCallback: (request) => deliverCallback(request, clock),
      commandTree: loadCommandTree,
      completionScript: (shell) =>
        readFile(new URL(`../../completions/${COMPLETION_FILES[shell]}`, import.meta.url), 'utf8'),
      profileNames: async () => readProfileNames(env.ROCKETPAY_CONFIG_DIR ?? '/nonexistent'),
      recentIntents: async () => readRecent(env.ROCKETPAY_DATA_DIR ?? '/nonexistent'),
      startSandbox: () => Promise.reject(interruptedFailure()),
      sandboxCode: readSandboxCode,
      machine: async () =>
        openMachine({
          node: process.versions.node,
          environment: env,
          screen: 'no terminal',
          home: process.env.HOME ?? '',
          dataFolder: env.ROCKETPAY_DATA_DIR ?? '/nonexistent',
        }),
      codeFromCommand: (line, values, limit) =>
        readOtpFromCommand(line, { ...ofChild(), ...values }, { signal: limit, killGroup }),
      shellResult: (line, limit) => runShellLine(line, ofChild(), { signal: limit, killGroup }),
      ...options.context,
    };
  };
  const exit = await run(argv, { version: '0.0.0', environment: env, openContext });
  await (await made)?.close();
  // What is written to a closed output is not there to be checked.
  const isKept = options.broken === undefined;
  if (isKept) await expectContract(argv, { exit, out, err });
  return { exit, out, err };
}

const NO_BROWSER: BrowserOptions = {
  platform: 'none',
  environment: {},
  place: () => ({ folder: '/nonexistent', uid: undefined, now: 0 }),
};

/** An output as the process has one: after the first failed write it is gone. */
function outputOf(write: (text: string) => void, screen: object, broken: 'closed' | 'full' | undefined) {
  let gone = false;
  const take = (text: string) => {
    if (broken === undefined) write(text);
    else gone = true;
  };
  return {
    ...screen,
    write: take,
    stream: writable(take, screen),
    get gone() {
      return gone;
    },
    get problem() {
      return gone && broken === 'full' ? 'the disk is full' : undefined;
    },
  };
}

/** A stream for what animates a line by itself. */
function writable(write: (text: string) => void, screen: object): NodeJS.WritableStream {
  const stream = new Writable({
    write(chunk, _, done) {
      write(String(chunk));
      done();
    },
  });
  const move = () => true;
  return Object.assign(stream, screen, { clearLine: move, cursorTo: move, moveCursor: move });
}
