import { usageError } from '#domain/errors/failure';

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
