import type { OtpEvent } from '#domain/otp/otp-state';

/** Events of an OTP, for tests. */

export const requested = (at: number, key = 'first', codeMadeAt = at): OtpEvent => ({
  kind: 'requested',
  key,
  at,
  codeMadeAt,
});
export const submitted = (at: number): OtpEvent => ({ kind: 'submitted', at });
export const resent = (at: number): OtpEvent => ({ kind: 'resent', at });
export const ended = (status = 'success'): OtpEvent => ({ kind: 'ended', status });
