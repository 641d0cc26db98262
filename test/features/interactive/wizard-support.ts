import { receiveCallbacks } from '#adapters/callback-http/callback-server';
import { createGate } from '#adapters/gate/gate';
import { checkNewFile, saveFile } from '#adapters/terminal/save-file';
import type { Clock } from '#async/clock';
import type { Context, Gate } from '#context';
import { type Failure, interruptedFailure } from '#domain/errors/failure';
import type { Outcome } from '#domain/gate/request-outcome';
import type { RequestKind, SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { readPaymentState } from '#domain/payments/payment-state';
import type { EffectiveProfile, Profile } from '#domain/profiles/profile';
import type { FaultKind, SandboxFault } from '#domain/sandbox/faults';
import { runWizard } from '#features/interactive/wizard';
import type { WizardOptions } from '#features/interactive/wizard-session';
import { sandboxProfile } from '#features/sandbox/sandbox-profile';
import type { Payment } from '#sandbox/store';
import { OTP_MILLISECONDS, openPlatform, type PlatformOptions, type TestPlatform } from '../../sandbox/support.ts';
import { rejectionOf } from '../../support/failures.ts';
import { FakeTerminal, type ScriptedAnswer } from '../../support/fake-terminal.ts';
import { openMemoryLedger } from '../../support/ledger.ts';
import { WizardClock } from './wizard-clock.ts';

/** Seconds after a sale before its status may be asked, as the platform documents it. */
export const STATUS_DELAY = 10;

/** A request that was sent to the Gate, and when by the clock that only goes forward. */
interface Sent {
  readonly kind: RequestKind;
  readonly at: number;
}

/** A wizard that pays at a sandbox. */
export interface WizardSetup {
  readonly platform: TestPlatform;
  readonly clock: WizardClock;
  readonly ledger: Ledger;
  readonly profile: EffectiveProfile;
  readonly sent: Sent[];
  /** What was said, asked and shown in the session that is running, or that was the last. */
  readonly terminal: FakeTerminal;
  /** Runs the wizard with scripted answers, all of which must be used, and returns the final status of the payment. */
  readonly run: (script: readonly ScriptedAnswer[], options?: WizardOptions) => Promise<string>;
  /** Runs the wizard with scripted answers, and returns its failure. */
  readonly runToFailure: (script: readonly ScriptedAnswer[], options?: WizardOptions) => Promise<Failure>;
  /** Presses Ctrl-C where nothing is asked. */
  readonly interrupt: () => void;
  /** Sets this machine's time of day; the platform's stays what it is. */
  readonly jump: (milliseconds: number) => void;
  readonly line: Line;
  readonly count: (kind: RequestKind) => number;
  readonly payments: () => Promise<readonly Payment[]>;
  /** The newest payment of this machine. */
  readonly intents: (kind: Intent['kind']) => Promise<readonly Intent[]>;
  readonly paymentId: () => Promise<string>;
  /** Replaces parts of the context. */
  readonly change: (parts: Partial<Context>) => void;
  /** Does something with the terminal of each session before it begins. */
  readonly onTerminal: (prepare: (terminal: FakeTerminal) => void) => void;
  readonly storedGate: (profile: Profile) => ReturnType<Context['storedGate']>;
}

/** What can be done to the line between the program and the sandbox. */
interface Line {
  /** The next request of a kind meets a fault. */
  spoil(kind: RequestKind, fault: FaultKind): void;
  /** The next request of a kind gets this answer, and the sandbox never receives it. */
  instead(kind: RequestKind, outcome: Outcome): void;
  /** Something happens as a request of a kind sets off. */
  when(kind: RequestKind, happens: () => void | Promise<void>): void;
  /** Changes each answer of the sandbox, as a project with a shape of its own does. */
  rewrite(change: (outcome: Outcome) => Outcome): void;
  cut(): void;
  restore(): void;
}

/** Opens a sandbox and a profile for it; the faults of the sandbox are used as given. */
export async function openWizardSetup(
  options: PlatformOptions & { readonly profile?: Partial<Profile> } = {},
): Promise<WizardSetup> {
  const { profile: changes, ...stageOptions } = options;
  const clock = new WizardClock();
  const faults: SandboxFault[] = [...(options.faults ?? [])];
  const platform = await openPlatform({ ...stageOptions, clock, faults });
  const { sandbox } = platform;
  const speed = options.speed ?? 1;
  const profile: EffectiveProfile = {
    ...sandboxProfile(sandbox, { otpMilliseconds: OTP_MILLISECONDS, speed }),
    statusDelaySeconds: STATUS_DELAY / speed,
    ...changes,
    origins: {},
  };
  const sent: Sent[] = [];
  const spoilt = new Map<RequestKind, FaultKind>();
  const instead = new Map<RequestKind, Outcome[]>();
  const events = new Map<RequestKind, () => void | Promise<void>>();
  let rewrite = (outcome: Outcome): Outcome => outcome;
  let jumped = 0;
  const machine: Clock = {
    now: () => clock.now() + jumped,
    elapsed: () => clock.elapsed(),
    sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
  };
  const ledger = await openMemoryLedger(machine);
  const cutLine: SandboxFault = { kind: 'reset-before', rate: 1 };
  let interrupt = new AbortController();
  let terminal = new FakeTerminal();
  let prepareTerminal = (_: FakeTerminal): void => {};
  let parts: Partial<Context> = {};

  /** The line to the sandbox, with what was done to it. */
  const through = async (request: SignedRequest, send: Gate['send']): Promise<Outcome> => {
    const { kind } = request;
    const fault = spoilt.get(kind);
    spoilt.delete(kind);
    const happens = events.get(kind);
    events.delete(kind);
    if (fault !== undefined) faults.push({ kind: fault, rate: 1 });
    try {
      await happens?.();
      return rewrite(await send(request));
    } finally {
      if (fault !== undefined) faults.pop();
    }
  };

  const openGate: Context['openGate'] = async ({ gateUrl, projectId }, secret) => {
    const { signal } = interrupt;
    const gate = createGate({
      gateUrl,
      projectId,
      secret,
      acceptUnsignedStatus: profile.acceptUnsignedStatus,
      timeoutMilliseconds: 5000,
      signal,
      clock: machine,
      trace: () => {},
    });
    const send: Gate['send'] = async (request) => {
      sent.push({ kind: request.kind, at: clock.elapsed() });
      const given = instead.get(request.kind)?.shift();
      if (given !== undefined) return given;
      const answer = through(request, gate.send);
      // A read that is tried again sleeps in between; a write never does.
      return request.writes ? clock.during(answer) : answer;
    };
    return { ...gate, send };
  };

  const contextNow = (): Context => ({
    terminal,
    input: { text: unexpected, lines: unexpected },
    clock: machine,
    signal: interrupt.signal,
    inFlight: new Set(),
    profiles: async () => unexpected(),
    profile: async () => profile,
    secret: async () => sandbox.secret,
    openGate,
    keyring: async () => unexpected(),
    environmentProfile: async () => unexpected(),
    storedGate: async () => unexpected(),
    storedSecrets: async () => unexpected(),
    gate: () => openGate(profile, sandbox.secret),
    readingGate: () => openGate(profile, sandbox.secret),
    ledger: async () => ledger,
    team: async () => undefined,
    ledgerPlace: async () => unexpected(),
    temporaryLedger: async () => unexpected(),
    acceptedLedger: async () => unexpected(),
    saveFile: (...file) => clock.during(saveFile(...file)),
    writeWorkbook: async () => Promise.reject(new Error('a workbook was written')),
    checkNewFile: (...file) => clock.during(checkNewFile(...file)),
    refundFiles: async () => unexpected(),
    approvalKey: async () => unexpected(),
    receiveCallbacks,
    deliverCallback: async () => unexpected(),
    startSandbox: async () => unexpected(),
    commandTree: async () => unexpected(),
    completionScript: async () => unexpected(),
    profileNames: async () => unexpected(),
    recentIntents: async () => unexpected(),
    checkout: async () => unexpected(),
    machine: async () => unexpected(),
    sandboxCode: async () => unexpected(),
    codeFromCommand: async () => unexpected(),
    shellResult: async () => unexpected(),
    ...parts,
  });

  const setup: WizardSetup = {
    platform: platform,
    clock,
    ledger,
    profile,
    sent,
    get terminal() {
      return terminal;
    },
    run: async (script, wizardOptions = {}) => {
      interrupt = new AbortController();
      terminal = new FakeTerminal({ interactive: true, answers: script });
      prepareTerminal(terminal);
      const document = await clock.until(runWizard(wizardOptions, contextNow()));
      terminal.assertAllAnswered();
      return readPaymentState(document as JsonObject).status;
    },
    runToFailure: async (script, wizardOptions) => {
      const failure = await rejectionOf(setup.run(script, wizardOptions));
      terminal.assertAllAnswered();
      return failure;
    },
    jump: (milliseconds) => {
      jumped += milliseconds;
    },
    interrupt: () => interrupt.abort(interruptedFailure()),
    line: {
      spoil: (kind, fault) => void spoilt.set(kind, fault),
      instead: (kind, outcome) => void instead.set(kind, [...(instead.get(kind) ?? []), outcome]),
      when: (kind, happens) => void events.set(kind, happens),
      rewrite: (change) => {
        rewrite = change;
      },
      cut: () => void faults.push(cutLine),
      restore: () => void faults.splice(faults.indexOf(cutLine), 1),
    },
    count: (kind) => sent.filter((request) => request.kind === kind).length,
    payments: async () => (await platform.get('/sandbox/payments')).body as unknown as readonly Payment[],
    intents: (kind) => ledger.history({ kind, limit: 100 }),
    paymentId: async () => (await setup.intents('sale'))[0]?.paymentId ?? '',
    change: (other) => {
      parts = { ...parts, ...other };
    },
    onTerminal: (prepare) => {
      prepareTerminal = prepare;
    },
    storedGate: async (stored) => ({
      profile: stored,
      secret: sandbox.secret,
      gate: await openGate(stored, sandbox.secret),
    }),
  };
  return setup;
}

function unexpected(): never {
  throw new Error('the wizard is not expected to use this part of the context');
}
