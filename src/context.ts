import type { Clock } from '#async/clock';
import type { ApprovalKey } from '#domain/bulk-refunds/approval';
import type { RefundFiles } from '#domain/bulk-refunds/plan-storage';
import type { DeliverCallback, ReceiveCallbacks } from '#domain/callbacks/callback-transport';
import type { PageLink } from '#domain/checkout/page-link';
import type { NamedSecret } from '#domain/diagnosis/signer-mistakes/key-candidates';
import type { Machine } from '#domain/doctor/system-probe';
import type { Failure } from '#domain/errors/failure';
import type { Customer, Outcome, Overrides, SignedRequest } from '#domain/gate/signed-request';
import type { CommandTree } from '#domain/help/command-manifest';
import type { CompletionShell } from '#domain/help/completion-shells';
import type { Json, JsonObject } from '#domain/json/exact-json';
import type { Intent, RecentIntent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { Amount } from '#domain/payments/amount';
import type { Operator } from '#domain/payments/mobile-operator';
import type { EffectiveProfile, Profile, ProfileName } from '#domain/profiles/profile';
import type { StartSandbox } from '#domain/sandbox/sandbox-options';
import type { Secret } from '#domain/signature/secret';
import type { Terminal } from '#domain/terminal/terminal';

/**
 * The hallway: everything a command may reach outside its own rules. It is handed in, so a test hands in
 * another one. What can fail or costs time to load stands behind a function.
 */
export interface Context {
  readonly terminal: Terminal;
  readonly input: Input;
  readonly clock: Clock;
  /** Aborted when the person presses Ctrl-C; its reason is the failure to end with. */
  readonly signal: AbortSignal;
  /** Writes of this run without a known outcome, being sent (`sending`) or `unknown`: a second signal names them. */
  readonly inFlight: Set<Intent>;
  /** The stored profiles. */
  readonly profiles: () => Promise<ProfileStore>;
  /** The profile in force: flags beat the environment beat the stored profile beat the defaults. */
  readonly profile: () => Promise<EffectiveProfile>;
  /** What the environment says of a project, for a profile that is made from it. */
  readonly environmentProfile: () => Promise<EnvironmentProfile>;
  /** The keyring of the operating system. */
  readonly keyring: () => Promise<Keyring>;
  /** The secret in force. It needs no project id, and no stored profile when the environment has it. */
  readonly secret: () => Promise<Secret>;
  /** The Gate, as the profile in force. */
  readonly gate: () => Promise<Gate>;
  /**
   * The Gate, as any profile. A patient one lets what is in progress end before it gives in to Ctrl-C; one with a
   * signal of its own is cut off by that.
   */
  readonly openGate: (
    profile: Profile,
    secret: Secret,
    options?: { readonly patient?: boolean; readonly signal?: AbortSignal },
  ) => Promise<Gate>;
  /** A stored profile with its own Gate: nothing of the environment is mixed in. */
  readonly storedGate: (name: string) => Promise<StoredGate>;
  /**
   * The secrets of all stored profiles that can be read before the signal; the others are left out. With `onSkipped`, so are
   * those that only a command or the keyring gives, and it is told their profiles.
   */
  readonly storedSecrets: (
    signal: AbortSignal,
    onSkipped?: (profile: string) => void,
  ) => Promise<readonly NamedSecret[]>;
  /** The memory of every write on this machine. */
  readonly ledger: () => Promise<Ledger>;
  /** The same, taken as it is found, although something shows that it is not the one of before. */
  readonly acceptedLedger: () => Promise<Ledger>;
  /** One that is forgotten at the end of the run, for what is not real. */
  readonly temporaryLedger: () => Promise<Ledger>;
  /** @throws {Failure} (usage) when no new file can be written there. */
  readonly checkNewFile: (path: string) => Promise<void>;
  /** Writes a text into a new file; one that is there is never overwritten, unless it is to be replaced. */
  readonly saveFile: (path: string, text: string, options?: SaveOptions) => Promise<void>;
  /** The files of bulk refunds: CSV files, plans, approvals. */
  readonly refundFiles: () => Promise<RefundFiles>;
  /** This person's own private key for approvals; made at its first use. */
  readonly approvalKey: () => Promise<ApprovalKey>;
  /** What can be made of a link to the Payment Page. */
  readonly checkout: () => Promise<Checkout>;
  readonly receiveCallbacks: ReceiveCallbacks;
  readonly deliverCallback: DeliverCallback;
  readonly startSandbox: StartSandbox;
  /** The commands, as they describe themselves. */
  readonly commandTree: () => Promise<CommandTree>;
  /** The completion script of a shell, as it was installed with the program. */
  readonly completionScript: (shell: CompletionShell) => Promise<string>;
  /** Read while somebody types: nothing heavy loads, nothing is made, and what cannot be read is empty. */
  readonly profileNames: () => Promise<readonly ProfileName[]>;
  readonly recentIntents: () => Promise<readonly RecentIntent[]>;
  /** The newest code that a sandbox has sent to the customer of a payment; undefined when there is none. */
  readonly sandboxCode: (url: string, paymentId: string, signal: AbortSignal) => Promise<string | undefined>;
  /** This machine and its network, for a checkup. */
  readonly machine: () => Promise<Machine>;
  /** Runs a shell line of this user that prints a code. It gets `values`, and no secret. */
  readonly codeFromCommand: (
    line: string,
    values: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<string>;
  /** Runs a shell line of the current user's own, which gets no secret. @throws {Error} when it cannot be started. */
  readonly shellResult: (
    line: string,
    signal: AbortSignal,
  ) => Promise<{ readonly exit: number | string; readonly out: string; readonly err: string }>;
}

/** What can be made of a signed link to the Payment Page. */
export interface Checkout {
  /** A piece of HTML that opens the widget. */
  widget(pageUrl: string, link: PageLink): string;
  /** A whole HTML page with a button that does. */
  page(pageUrl: string, link: PageLink): string;
  /** A QR code for the screen of a terminal. @throws {Failure} (usage) when the link is too long for one. */
  qrCode(url: string): string;
  /** Opens it in the browser; gives the reason when it cannot. */
  open(url: string): Promise<string | undefined>;
}

/** How a file is written. */
export interface SaveOptions {
  /** 0755 when left out. */
  readonly mode?: number;
  /** Takes the place of a file of that name. */
  readonly replace?: boolean;
}

/** A stored profile, and what it opens. */
interface StoredGate {
  readonly profile: Profile;
  readonly secret: Secret;
  readonly gate: Gate;
}

/** What a command reads: standard input and files, as UTF-8. */
export interface Input {
  /** All of `-` (standard input) or of a file. */
  text(source: string): Promise<string>;
  /** The lines of `-` or of a file, without their ends, as they come; a failure in place of one that is no text. */
  lines(source: string): AsyncIterable<string | Failure>;
}

/** A project as the ROCKETPAY_… variables describe it, and where its secret is. */
export interface EnvironmentProfile {
  readonly projectId: number;
  readonly gateUrl?: string;
  readonly paymentPageUrl?: string;
  /** The variable that holds it. */
  readonly secretEnv?: string;
  readonly secretFile?: string | undefined;
}

/**
 * The keyring of the operating system, for secrets. It never hangs: after a while without an answer it fails
 * (credentials), as it does where there is none. Nothing else is ever taken in its place.
 */
export interface Keyring {
  /** @param origin where the secret comes from, in words */
  read(account: string, origin: string): Promise<Secret>;
  write(account: string, secret: Secret): Promise<void>;
  remove(account: string): Promise<void>;
}

/** The profiles on this machine. Two processes that write at once lose nothing. */
export interface ProfileStore {
  /** The file that holds them. */
  readonly file: string;
  list(): readonly Profile[];
  defaultName(): string | undefined;
  /** @throws {Failure} (credentials) naming the nearest name when there is no such profile. */
  get(name: string): Profile;
  /** @throws {Failure} (usage) when the name is taken and `replace` is not set. */
  save(profile: Profile, options?: { readonly replace?: boolean }): Promise<void>;
  use(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A sale to ask for. */
export interface SaleOrder {
  readonly paymentId: string;
  /** Digits with the country code. */
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: Customer;
  readonly description?: string | undefined;
  readonly callbackUrl?: string | undefined;
}

/** A refund to ask for; without an amount it is for everything. */
export interface RefundOrder {
  readonly paymentId: string;
  readonly amount?: Amount | undefined;
  readonly description?: string | undefined;
  /** `payment.merchant_refund_id`: the platform refuses a repeated one, where the project takes it. */
  readonly merchantRefundId?: string | undefined;
  /** The payment's own method, which takes its refunds; `mobile` when left out. */
  readonly method?: string | undefined;
  /** `general.merchant_callback_url`. */
  readonly callbackUrl?: string | undefined;
}

/** How long sending may take, all tries together. */
export interface SendLimit {
  /** On the monotonic clock; only the time-out of each try bounds it when left out. */
  readonly withinMilliseconds?: number;
}

/** The platform's server API. Its methods check and sign, and send nothing; only `send` sends. */
export interface Gate {
  operators(overrides?: Overrides): SignedRequest;
  sale(order: SaleOrder, overrides?: Overrides): SignedRequest;
  otp(paymentId: string, code: string, overrides?: Overrides): SignedRequest;
  resend(paymentId: string, ip: string, overrides?: Overrides): SignedRequest;
  refund(order: RefundOrder, overrides?: Overrides): SignedRequest;
  status(paymentId: string, overrides?: Overrides): SignedRequest;
  statusOfRequest(requestId: string, overrides?: Overrides): SignedRequest;
  /** Any other endpoint; the body is signed as it is. */
  raw(path: string, body: JsonObject): SignedRequest;
  /** Sends once; reads are tried again when no usable answer came. Never throws for what the network does. */
  send(request: SignedRequest, limit?: SendLimit): Promise<Outcome>;
  /** The time at the platform by the answers of this run, epoch milliseconds; undefined where none has told it. */
  readonly platformNow?: (() => number | undefined) | undefined;
  /** How long one request may take. */
  readonly timeoutMilliseconds: number;
  /** True when the profile accepts that status answers are not signed. */
  readonly acceptUnsignedStatus?: boolean | undefined;
  /** The operators in an answer, whatever its shape. */
  readOperators(answer: Json): readonly Operator[];
}

/** What the person set for the whole run: the options that every command has. */
export interface Settings {
  readonly profile: string | undefined;
  readonly json: boolean;
  /** Paths of the values to print, in this order, in place of the whole result. */
  readonly field: readonly string[] | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly color: boolean;
  /** The terminal knows no escape codes: nothing is redrawn. */
  readonly dumb: boolean;
  /** False: never ask. */
  readonly input: boolean;
  readonly timeoutMilliseconds: number;
  readonly insecure: boolean;
}
