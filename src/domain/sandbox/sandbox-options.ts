import type { Secret } from '#domain/signature/secret';
import type { FaultKind, SandboxFault } from './faults.ts';

/** An event of a running sandbox, for its output. */
export type SandboxEvent =
  | {
      readonly type: 'request';
      readonly path: string;
      readonly paymentId?: string | undefined;
      readonly answer: string;
    }
  | { readonly type: 'sms'; readonly phone: string; readonly code: string; readonly text: string }
  | {
      readonly type: 'callback';
      readonly paymentId: string;
      readonly status: string;
      readonly operation: string;
      readonly url: string;
      /** The HTTP status, or why there was no answer. */
      readonly result: string;
    }
  | { readonly type: 'fault'; readonly kind: FaultKind; readonly path: string }
  /** A failure of the sandbox itself; each text is reported once. */
  | { readonly type: 'problem'; readonly text: string };

/** A running server of this program. */
export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Default lifetime of an OTP, in milliseconds of the sandbox's clock (platform docs: OTP rules). */
export const DEFAULT_OTP_MS = 80_000;

/** Options of a sandbox that only this process uses. */
export const EMBEDDED_SANDBOX = {
  host: '127.0.0.1',
  port: 0,
  otpMilliseconds: DEFAULT_OTP_MS,
  speed: 1,
  faults: [],
} as const satisfies Partial<SandboxOptions>;

export interface SandboxOptions {
  readonly host: string;
  readonly port: number;
  readonly callbackUrl?: string | undefined;
  /** Lifetime of an OTP in the sandbox's own time. */
  readonly otpMilliseconds: number;
  /** The time factor of its clock. */
  readonly speed: number;
  readonly faults: readonly SandboxFault[];
  /** The project id of a new sandbox; random when left out. */
  readonly projectId?: number;
  /** The file of its state between runs; in memory when undefined. */
  readonly stateFile?: string | undefined;
  readonly onEvent: (event: SandboxEvent) => void;
}

/** A running sandbox. */
export interface Sandbox extends LocalServer {
  readonly projectId: number;
  readonly secret: Secret;
}

/** Starts an embedded platform on this machine. */
export type StartSandbox = (options: SandboxOptions) => Promise<Sandbox>;
