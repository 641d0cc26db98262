import type { OtpScreen } from '#adapters/terminal/otp/otp-screen';
import type { OtpClocks } from '#domain/otp/otp-state';

/** Clocks of a code with a lifetime of 80 seconds. */
export const clocksOf = (codeLeft: number, resendIn = codeLeft, resendsLeft = 2): OtpClocks => ({
  codeLeft,
  resendIn,
  resendsLeft,
  resends: 3,
  lifetime: 80_000,
  platformLeft: 1_800_000,
});

/** The screen of a question for a code. */
export const screenOf = (clocks: OtpClocks, rest: Partial<OtpScreen> = {}): OtpScreen => ({
  message: 'Code from the SMS:',
  typed: '',
  clocks,
  news: undefined,
  notice: undefined,
  ...rest,
});
