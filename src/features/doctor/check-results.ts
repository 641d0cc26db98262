import type { CheckResult } from '#domain/doctor/health-check';
import { EXIT } from '#domain/errors/exit-codes';

export const ok = (message: string): CheckResult => ({ status: 'ok', message });
export const warn = (message: string, fix: string): CheckResult => ({ status: 'warn', message, fix });
export const fail = (message: string, fix?: string): CheckResult => ({
  status: 'fail',
  message,
  fix,
  exit: EXIT.credentials,
});
export const unreachable = (message: string, fix?: string): CheckResult => ({
  ...fail(message, fix),
  exit: EXIT.unavailable,
});
export const skipped = (message: string): CheckResult => ({ status: 'skipped', message });

/** Hint for a failed connection to the Gate. */
export const CONNECTION_HINT =
  'Check the address of the Gate, the network, and the proxy if there is one (HTTPS_PROXY).';
