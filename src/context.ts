import type { Clock } from '#async/clock';
import type { ApprovalKey } from '#domain/bulk-refunds/approval-key';
import type { RefundFiles } from '#domain/bulk-refunds/plan-storage';
import type { DeliverCallback, ReceiveCallbacks } from '#domain/callbacks/callback-transport';
import type { PageLink } from '#domain/checkout/page-link';
import type { NamedSecret } from '#domain/diagnosis/keys';
import type { Machine } from '#domain/doctor/system-probe';
import type { Failure } from '#domain/errors/failure';
import type { Outcome } from '#domain/gate/request-outcome';
import type { Customer, Overrides, SignedRequest } from '#domain/gate/signed-request';
import type { CommandTree } from '#domain/help/command-manifest';
import type { CompletionShell } from '#domain/help/completion-shells';
import type { Json, JsonObject } from '#domain/json/exact-json';
import type { Language } from '#domain/language/languages';
import type { Intent, RecentIntent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { Amount } from '#domain/payments/amount';
import type { Operator } from '#domain/payments/mobile-operator';
import type { EffectiveProfile, Profile, ProfileName } from '#domain/profiles/profile';
import type { EnvironmentProfile, Keyring, ProfileStore } from '#domain/profiles/profile-store';
import type { WorkbookSheet } from '#domain/reports/workbook';
import type { StartSandbox } from '#domain/sandbox/sandbox-options';
import type { Secret } from '#domain/signature/secret';
import type { LedgerPlace } from '#domain/team/ledger-setting';
import type { Team } from '#domain/team/team';
import type { Terminal } from '#domain/terminal/terminal';

/**
 * Everything outside its own rules that a command can use. Each command gets it as an argument, so a test can pass another
 * one. A value that can fail or takes time to load is behind a function.
 */
export interface Context {
  readonly terminal: Terminal;
  readonly input: Input;
  readonly clock: Clock;
  /** Aborted when the user presses Ctrl-C; its reason is the failure to end with. */
  readonly signal: AbortSignal;
  /** Writes of this run without a known outcome, in progress (`sending`) or `unknown`, for the message of a second signal. */
  readonly inFlight: Set<Intent>;
  /** The stored profiles. */
  readonly profiles: () => Promise<ProfileStore>;
  /** The profile of this run: options override the environment, which overrides the stored profile and its defaults. */
  readonly profile: () => Promise<EffectiveProfile>;
  /** The project of the ROCKETPAY_… variables, for a profile with these values. */
  readonly environmentProfile: () => Promise<EnvironmentProfile>;
  /** The keyring of the operating system. */
  readonly keyring: () => Promise<Keyring>;
  /** The secret of this run. It needs no project id, and no stored profile if the environment has it. */
  readonly secret: () => Promise<Secret>;
  /** The Gate for the profile of this run. */
  readonly gate: () => Promise<Gate>;
  /** The same Gate for a command that only reads. The ledger opens while the first answer is awaited, not before. */
  readonly readingGate: () => Promise<Gate>;
  /** Opens the Gate for any profile. Its requests end with `signal` (default: Ctrl-C), or with none if `uninterrupted`. */
  readonly openGate: (
    profile: Profile,
    secret: Secret,
    options?: { readonly uninterrupted?: boolean; readonly signal?: AbortSignal },
  ) => Promise<Gate>;
  /** Opens a stored profile with its own Gate. The environment does not change it. */
  readonly storedGate: (name: string) => Promise<StoredGate>;
  /**
   * Reads the secrets of all stored profiles until the signal is aborted. It leaves out a secret that cannot be read. With
   * `onSkipped` it also leaves out secrets from a command or the keyring, and calls it with the names of their profiles.
   */
  readonly storedSecrets: (
    signal: AbortSignal,
    onSkipped?: (profile: string) => void,
  ) => Promise<readonly NamedSecret[]>;
  /** The records of every write on this machine. */
  readonly ledger: () => Promise<Ledger>;
  /** The same ledger, also if it shows signs of being another one than before. */
  readonly acceptedLedger: () => Promise<Ledger>;
  /** Which ledger is in use, and where that is set. Nothing is connected. */
  readonly ledgerPlace: () => Promise<LedgerPlace>;
  /** The team that shares the ledger; undefined where the ledger in use is that of this machine. */
  readonly team: () => Promise<Team | undefined>;
  /** A ledger that is deleted at the end of the run, for payments that are not real. */
  readonly temporaryLedger: () => Promise<Ledger>;
  /** Checks a path for a new file. @throws {Failure} when no new file can be written there. */
  readonly checkNewFile: (path: string) => Promise<void>;
  /** Writes a text or bytes to a new file. It overwrites no file unless `replace` is set. */
  readonly saveFile: (path: string, content: string | Uint8Array, options?: SaveOptions) => Promise<void>;
  /** Returns an Excel workbook. */
  readonly writeWorkbook: (sheets: readonly WorkbookSheet[]) => Promise<Uint8Array>;
  /** The files of bulk refunds: CSV files, plans, approvals. */
  readonly refundFiles: () => Promise<RefundFiles>;
  /** The private key of the current user for approvals, created at its first use. */
  readonly approvalKey: () => Promise<ApprovalKey>;
  /** Formats of a link to the Payment Page. */
  readonly checkout: () => Promise<Checkout>;
  readonly receiveCallbacks: ReceiveCallbacks;
  readonly deliverCallback: DeliverCallback;
  readonly startSandbox: StartSandbox;
  /** The descriptions of all commands. */
  readonly commandTree: () => Promise<CommandTree>;
  /** Reads the installed completion script of a shell. */
  readonly completionScript: (shell: CompletionShell) => Promise<string>;
  /** The stored profiles for completions: fast, without side effects, and empty if they cannot be read. */
  readonly profileNames: () => Promise<readonly ProfileName[]>;
  /** The newest intents for completions, with the same properties. */
  readonly recentIntents: () => Promise<readonly RecentIntent[]>;
  /** Reads the newest code that a sandbox has sent to the customer of a payment; undefined if there is no code. */
  readonly sandboxCode: (url: string, paymentId: string, signal: AbortSignal) => Promise<string | undefined>;
  /** This machine and its network, for health checks. */
  readonly machine: () => Promise<Machine>;
  /** Runs a shell line of the current user that prints a code. Its environment has `values`, and no secret. */
  readonly codeFromCommand: (
    line: string,
    values: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<string>;
  /** Runs a shell line of the current user. Its environment has no secret. @throws {Error} when it cannot be started. */
  readonly shellResult: (
    line: string,
    signal: AbortSignal,
  ) => Promise<{ readonly exit: number | string; readonly out: string; readonly err: string }>;
}

/** Formats of a signed link to the Payment Page. */
export interface Checkout {
  /** Returns HTML that opens the widget. */
  widget(pageUrl: string, link: PageLink): string;
  /** Returns an HTML page with a button that opens the widget. */
  page(pageUrl: string, link: PageLink): string;
  /** Returns a QR code for a terminal. @throws {Failure} (usage) when the link is too long. */
  qrCode(url: string): string;
  /** Opens the link in the browser. Returns the reason if it fails. */
  open(url: string): Promise<string | undefined>;
}

/** Options for a file to write. */
export interface SaveOptions {
  /** Default: 0755. */
  readonly mode?: number;
  /** Replaces an existing file. */
  readonly replace?: boolean;
}

/** A stored profile with its secret and its Gate. */
interface StoredGate {
  readonly profile: Profile;
  readonly secret: Secret;
  readonly gate: Gate;
}

/** Reads standard input and files, as UTF-8. */
export interface Input {
  /** Reads all of `-` (standard input) or of a file. */
  text(source: string): Promise<string>;
  /** Reads the lines of `-` or of a file, without line ends, as they arrive. A line that is not valid UTF-8 is a failure. */
  lines(source: string): AsyncIterable<string | Failure>;
}

/** Values of a sale request. */
export interface SaleOrder {
  readonly paymentId: string;
  /** Phone number: digits with the country code. */
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: Customer;
  readonly description?: string | undefined;
  readonly callbackUrl?: string | undefined;
}

/** Values of a refund request. Without an amount it refunds everything that is left. */
export interface RefundOrder {
  readonly paymentId: string;
  readonly amount?: Amount | undefined;
  readonly description?: string | undefined;
  /** `payment.merchant_refund_id`: a project that supports it refuses a repeated one. */
  readonly merchantRefundId?: string | undefined;
  /** The method of the payment, whose endpoint takes the refund (default `mobile`). */
  readonly method?: string | undefined;
  /** `general.merchant_callback_url`. */
  readonly callbackUrl?: string | undefined;
}

/** Time limit of a request with all its retries. */
export interface SendLimit {
  /** On the monotonic clock. Default: no limit besides the time-out of each attempt. */
  readonly withinMilliseconds?: number;
}

/** The server API of the platform. Its methods check and sign a request; only `send` sends. */
export interface Gate {
  operators(overrides?: Overrides): SignedRequest;
  sale(order: SaleOrder, overrides?: Overrides): SignedRequest;
  otp(paymentId: string, code: string, overrides?: Overrides): SignedRequest;
  resend(paymentId: string, ip: string, overrides?: Overrides): SignedRequest;
  refund(order: RefundOrder, overrides?: Overrides): SignedRequest;
  status(paymentId: string, overrides?: Overrides): SignedRequest;
  statusOfRequest(requestId: string, overrides?: Overrides): SignedRequest;
  /** Signs a body for any endpoint. */
  raw(path: string, body: JsonObject): SignedRequest;
  /** Sends a write once, and a read up to three times. A failure of the network is an outcome, not an error. */
  send(request: SignedRequest, limit?: SendLimit): Promise<Outcome>;
  /** Returns the time of the platform by the answers of this run, in epoch milliseconds; undefined if it is not known. */
  readonly platformNow?: (() => number | undefined) | undefined;
  /** Time-out of one attempt. */
  readonly timeoutMilliseconds: number;
  /** True if the profile accepts status answers without a signature. */
  readonly acceptUnsignedStatus?: boolean | undefined;
  /** Finds the operators in an answer of any form. */
  readOperators(answer: Json): readonly Operator[];
}

/** The values of the global options. */
export interface Settings {
  readonly profile: string | undefined;
  /** Language of messages; undefined: that of the profile, or of the system. */
  readonly language: Language | undefined;
  readonly json: boolean;
  /** Paths of the values to print, in this order, instead of the whole result. */
  readonly field: readonly string[] | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly color: boolean;
  /** True if the terminal has no escape codes: no line is redrawn. */
  readonly dumb: boolean;
  /** False: never ask questions. */
  readonly input: boolean;
  readonly timeoutMilliseconds: number;
  readonly insecure: boolean;
}
