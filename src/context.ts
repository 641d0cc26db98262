import type { Clock } from './clock.ts';
import type { Amount } from './domain/amount.ts';
import type { Failure } from './domain/errors.ts';
import type { Customer, Outcome, Overrides, SignedRequest } from './domain/gate-request.ts';
import type { Json, JsonObject } from './domain/json.ts';
import type { Operator } from './domain/operator.ts';
import type { EffectiveProfile, Profile } from './domain/profile.ts';
import type { SandboxEvent, SandboxFault } from './domain/sandbox.ts';
import type { Secret } from './domain/secret.ts';
import type { Verification } from './domain/signature.ts';

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
  /** The stored profiles. */
  readonly profiles: () => Promise<ProfileStore>;
  /** The profile in force: flags beat the environment beat the stored profile beat the defaults. */
  readonly profile: () => Promise<EffectiveProfile>;
  /** The secret in force. It needs no project id, and no stored profile when the environment has it. */
  readonly secret: () => Promise<Secret>;
  /** The Gate, as the profile in force. */
  readonly gate: () => Promise<Gate>;
  /** The Gate, as any profile. */
  readonly openGate: (profile: Profile, secret: Secret) => Promise<Gate>;
  readonly receiveCallbacks: ReceiveCallbacks;
  readonly startSandbox: StartSandbox;
}

/**
 * Lines for a person, made from data. It never fetches. Control characters have been taken out of `data`;
 * `exact` is the same untouched, for `formatJson`, which escapes them.
 */
export type View<T> = (data: T, style: Style, exact: T) => readonly string[];

/** How text can stand out; each gives the text back unchanged where no colour is wanted. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly accent: (text: string) => string;
}

/** The only writer to the screen. Data goes to stdout, everything said to a person to stderr. */
export interface Terminal {
  /** True when a person can be asked: both ends are terminals, and asking is not switched off. */
  readonly interactive: boolean;
  /** The one result of a command: a JSON document, one field of it, or lines for a person. */
  report<T extends object>(data: T, view: View<T>): void;
  /** One item of a stream: lines for a person; a JSON object a line with `--json`, and always without a view. */
  emit<T extends object>(data: T, view?: View<T>): void;
  /** Text as it is, to stdout: help. */
  print(text: string): void;
  /** Why the command ended without success: words, or one JSON document, on stderr. */
  fail(failure: Failure): void;
  /** Something to know; silent with `--quiet`. */
  note(text: string): void;
  /** Something to act on. */
  warn(text: string): void;
  /** Detail for `--verbose`, and for `--debug`. */
  detail(text: string): void;
  debug(text: string): void;
  /** Asks yes or no; Enter means no. */
  confirm(question: string): Promise<boolean>;
  /** Asks for a line of text. */
  ask(
    question: string,
    options?: { readonly initial?: string; readonly check?: (text: string) => string | true },
  ): Promise<string>;
  /** Asks for a line that is not shown. */
  askHidden(question: string): Promise<string>;
  /** Shows that something takes time, until it has settled. `say` changes the words. */
  during<T>(text: string, work: (say: (text: string) => void) => Promise<T>): Promise<T>;
}

/** What a command reads: standard input and files, as UTF-8. */
export interface Input {
  /** All of `-` (standard input) or of a file. */
  text(source: string): Promise<string>;
  /** The lines of `-` or of a file, without their ends, as they come; a failure in place of one that is no text. */
  lines(source: string): AsyncIterable<string | Failure>;
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
  send(request: SignedRequest): Promise<Outcome>;
  /** The operators in an answer, whatever its shape. */
  readOperators(answer: Json): readonly Operator[];
}

/** A callback that came in. */
export interface ReceivedCallback {
  /** The body as it came. */
  readonly text: string;
  readonly verification: Verification;
}

/** Starts a local receiver that answers at once: 200 when the signature is right, else 400. */
export type ReceiveCallbacks = (options: {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly secret: Secret;
  readonly onCallback: (callback: ReceivedCallback) => void;
}) => Promise<LocalServer>;

/** A server of ours, running. */
interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface SandboxOptions {
  readonly host: string;
  readonly port: number;
  readonly callbackUrl?: string | undefined;
  /** Life of an OTP in the sandbox's own time. */
  readonly otpMilliseconds: number;
  /** How many times as fast as real time its clock runs. */
  readonly speed: number;
  readonly faults: readonly SandboxFault[];
  /** Where its books are kept between runs; in memory when undefined. */
  readonly stateFile?: string | undefined;
  readonly onEvent: (event: SandboxEvent) => void;
}

/** A sandbox, running. */
export interface Sandbox extends LocalServer {
  readonly projectId: number;
  readonly secret: Secret;
}

/** Starts an embedded platform on this machine. */
type StartSandbox = (options: SandboxOptions) => Promise<Sandbox>;

/** What the person set for the whole run: the options that every command has. */
export interface Settings {
  readonly profile: string | undefined;
  readonly json: boolean;
  readonly field: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly color: boolean;
  /** False: never ask. */
  readonly input: boolean;
  readonly timeoutMilliseconds: number;
  readonly insecure: boolean;
}
