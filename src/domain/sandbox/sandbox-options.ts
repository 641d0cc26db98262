import { usageError } from '#domain/errors/failure';
import type { Secret } from '#domain/signature/secret';

/** The faults that a sandbox can inject. */
export const FAULT_KINDS = {
  'reset-before': 'cuts the connection before it reads the request',
  'reset-after': 'stores the request, then cuts the connection',
  hang: 'stores the request and never answers',
  '500': 'answers HTTP 500 with an error of the platform',
  '502': 'stores the request, then answers HTTP 502 with HTML',
  half: 'stores the request and sends half of the answer',
  drip: 'sends the answer very slowly, byte by byte',
  'bad-json': 'stores the request and answers with invalid JSON',
  'bad-signature': 'signs answers and callbacks with a wrong secret',
  'duplicate-callbacks': 'delivers each callback twice',
  'reorder-callbacks': 'delivers callbacks out of order',
  'late-callbacks': 'delivers callbacks half a minute late',
  'no-callbacks': 'delivers no callbacks',
  'wrong-status-after-resend': 'sends a callback with a wrong status after a resend',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** A fault and its rate, from 0 to 1. */
export interface SandboxFault {
  readonly kind: FaultKind;
  readonly rate: number;
}

/**
 * Reads `kind` or `kind:rate`, for example `reset-after:0.2`.
 *
 * @throws {Failure} (usage) for an unknown kind or a rate that is not from 0 to 1.
 */
export function parseFault(text: string): SandboxFault {
  const [kind = '', rateText = '1', ...rest] = text.split(':');
  const rate = Number(rateText);
  if (!Object.hasOwn(FAULT_KINDS, kind) || rest.length > 0) {
    throw usageError(
      `${JSON.stringify(text)} is not a fault.`,
      `Known faults: ${Object.keys(FAULT_KINDS).join(', ')}.`,
    );
  }
  if (!(rate >= 0 && rate <= 1)) throw usageError(`The rate of ${JSON.stringify(text)} is not from 0 to 1.`);
  return { kind: kind as FaultKind, rate };
}

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
