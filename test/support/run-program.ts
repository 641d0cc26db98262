import { readFile } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { deliverCallback } from '../../src/callbacks/deliver.ts';
import type { BrowserOptions } from '../../src/checkout/browser.ts';
import { createCheckout } from '../../src/checkout/checkout.ts';
import type { Clock } from '../../src/clock.ts';
import { systemClock } from '../../src/clock.ts';
import { loadCommandTree } from '../../src/command-tree.ts';
import type { Context, Gate, Keyring, ProfileStore, Settings } from '../../src/context.ts';
import { temporaryApprovalKey } from '../../src/domain/approval.ts';
import { childEnvironment, secretVariables } from '../../src/domain/child-environment.ts';
import { COMPLETION_FILES } from '../../src/domain/completion.ts';
import { interruptedFailure } from '../../src/domain/errors.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import { proxyFor } from '../../src/domain/proxy.ts';
import { remindOfOpen } from '../../src/flows/remind-of-open.ts';
import { createGate } from '../../src/gate/gate.ts';
import { readRecent } from '../../src/ledger/recent.ts';
import { codeFromCommand } from '../../src/machine/code-command.ts';
import { openMachine } from '../../src/machine/machine.ts';
import { runShellLine } from '../../src/machine/shell-line.ts';
import { createRefundFiles } from '../../src/plans/refund-files.ts';
import { openApprovalKey } from '../../src/profiles/approval-key.ts';
import {
  effectiveProfile,
  effectiveSecret,
  environmentProfile,
  storedCredentials,
  storedSecrets,
} from '../../src/profiles/effective-profile.ts';
import { readProfileNames } from '../../src/profiles/profile-names.ts';
import { run } from '../../src/program.ts';
import { readSandboxCode } from '../../src/sandbox/read-code.ts';
import { COLORS } from '../../src/terminal/colors.ts';
import { createInput } from '../../src/terminal/input.ts';
import { checkNewFile, saveFile } from '../../src/terminal/save-file.ts';
import { PLAIN } from '../../src/terminal/style.ts';
import { createTerminal } from '../../src/terminal/terminal.ts';
import type { Finished } from './cli.ts';
import { expectContract } from './contract.ts';
import { openQuickLedger } from './ledger.ts';

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
  /** Stdout and stderr are a terminal of so many columns; else they are pipes. */
  readonly columns?: number;
  /** Outputs whose reader has gone, or that take nothing, as on a full disk. */
  readonly broken?: Readonly<Partial<Record<'stdout' | 'stderr', 'closed' | 'full'>>>;
  /** Is told all of stdout, whenever more of it was written. */
  readonly onOutput?: (out: string) => void;
  /** Other rooms than those that are usual here. */
  readonly rooms?: Partial<Context>;
}

/** The key for approvals of a user without a settings folder. */
const OWN_KEY = temporaryApprovalKey();

/** Runs a command line in this process, with the real rooms and streams that are only kept. */
export async function runProgram(argv: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
  const { env = {}, input = '', clock = systemClock, interrupt = new AbortController() } = options;
  const { signal } = interrupt;
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
    const sources = { settings, environment: env, store, signal, keyring, uid: process.geteuid?.() };
    const terminal = createTerminal(streams, settings, signal, clock, settings.color ? COLORS : PLAIN);
    /** What another program that is started here gets. */
    const ofChild = () => childEnvironment({ ...process.env, ...env }, secretVariables(options.store?.list() ?? []));
    const profile = () => effectiveProfile(sources);
    const secret = () => effectiveSecret(sources);
    const openGate: Context['openGate'] = async ({ gateUrl, projectId, acceptUnsignedStatus, speed }, key, own = {}) =>
      createGate({
        gateUrl,
        projectId,
        acceptUnsignedStatus,
        secret: key,
        timeoutMilliseconds: settings.timeoutMilliseconds,
        signal: own.patient === true ? undefined : (own.signal ?? signal),
        proxy: proxyFor(gateUrl, env),
        clock,
        speed,
        trace: settings.debug ? terminal.debug : undefined,
        warn: terminal.warn,
      });
    let gate: Promise<Gate> | undefined;
    const ownLedger = async () => {
      made ??= openQuickLedger(clock);
      return options.ledger ?? made;
    };
    const ledger = options.rooms?.ledger ?? ownLedger;
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
      acceptedLedger: ledger,
      saveFile,
      checkNewFile,
      gate: () => {
        gate ??= (async () => {
          const opened = await openGate(await profile(), await secret());
          await remindOfOpen({ ledger, terminal });
          return opened;
        })();
        return gate;
      },
      refundFiles: async () => createRefundFiles(process.getuid?.()),
      approvalKey: async () =>
        env.ROCKETPAY_CONFIG_DIR === undefined ? OWN_KEY : openApprovalKey(env.ROCKETPAY_CONFIG_DIR),
      checkout: async () => ({ ...createCheckout(NO_BROWSER), open: async () => 'there is no browser here' }),
      receiveCallbacks: () => Promise.reject(interruptedFailure()),
      deliverCallback: (parcel) => deliverCallback(parcel, clock),
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
      codeFromCommand: (line, values, limit) => codeFromCommand(line, { ...ofChild(), ...values }, limit, killGroup),
      shellResult: (line, limit) => runShellLine(line, ofChild(), limit, killGroup),
      ...options.rooms,
    };
  };
  const exit = await run(argv, { version: '0.0.0', environment: env, openContext });
  await (await made)?.close();
  // What is written to a closed output is not there to be checked.
  const isKept = options.broken === undefined;
  if (isKept) await expectContract(argv, { exit, out, err });
  return { exit, out, err };
}

/** A group whose last process has ended already is gone. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {}
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
