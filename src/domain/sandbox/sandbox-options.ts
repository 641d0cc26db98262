import { usageError } from '#domain/errors/failure';
import type { Secret } from '#domain/signature/secret';

/** What the sandbox can be told to do wrong. */
export const FAULT_KINDS = {
  'reset-before': 'cuts the connection before it reads the request',
  'reset-after': 'books the request, then cuts the connection',
  hang: 'books the request and never answers',
  '500': 'answers HTTP 500 with an error of the platform',
  '502': 'books the request, then answers HTTP 502 with HTML',
  half: 'books the request and sends half of the answer',
  drip: 'sends the answer very slowly, byte by byte',
  'bad-json': 'books the request and answers something that is no JSON',
  'bad-signature': 'signs its answers and callbacks wrongly',
  'duplicate-callbacks': 'delivers each callback twice',
  'reorder-callbacks': 'delivers callbacks out of order',
  'late-callbacks': 'delivers callbacks half a minute late',
  'no-callbacks': 'delivers no callbacks',
  'wrong-status-after-resend': 'sends a callback with a wrong status after a resend',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** A fault and how often it strikes, from 0 to 1. */
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

/** Event in a running sandbox, for its output. */
export type SandboxEvent =
  | { readonly type: 'request'; readonly path: string; readonly paymentId: string | undefined; readonly answer: string }
  | { readonly type: 'sms'; readonly phone: string; readonly code: string; readonly text: string }
  | {
      readonly type: 'callback';
      readonly paymentId: string;
      readonly status: string;
      readonly operation: string;
      readonly url: string;
      /** HTTP status, or why it was not delivered. */
      readonly result: string;
    }
  | { readonly type: 'fault'; readonly kind: FaultKind; readonly path: string }
  /** Something that the sandbox could not do, once for each text. */
  | { readonly type: 'problem'; readonly text: string };

/** A server of ours, running. */
export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Default life of an OTP, in milliseconds of the sandbox's clock (platform docs: OTP rules). */
export const DEFAULT_OTP_MS = 80_000;

export interface SandboxOptions {
  readonly host: string;
  readonly port: number;
  readonly callbackUrl?: string | undefined;
  /** Life of an OTP in the sandbox's own time. */
  readonly otpMilliseconds: number;
  /** How many times as fast as real time its clock runs. */
  readonly speed: number;
  readonly faults: readonly SandboxFault[];
  /** Of new books; made when left out. */
  readonly projectId?: number;
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
export type StartSandbox = (options: SandboxOptions) => Promise<Sandbox>;
