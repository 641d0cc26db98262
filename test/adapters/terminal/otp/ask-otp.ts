import type { Readable, Writable } from 'node:stream';
import { render } from '@inquirer/testing';
import { afterEach, beforeEach, vi } from 'vitest';
import type { OtpQuestion } from '#adapters/terminal/otp/otp-input';
import { askOtp } from '#adapters/terminal/otp/otp-prompt';
import { ENGLISH } from '#domain/language/translator';
import type { OtpClocks } from '#domain/otp/otp-state';
import { PLAIN } from '#domain/terminal/plain-style';
import { FakeClock, settle } from '../../../support/fake-clock.ts';

// Line editing must not depend on the terminal that the tests run in.
beforeEach(() => void vi.stubEnv('TERM', 'xterm'));
afterEach(() => void vi.unstubAllEnvs());

interface Asking extends Partial<OtpQuestion> {
  readonly left?: number;
  readonly resendsLeft?: number;
}

/** Asks for a code that is valid for a while on a clock that a test moves. */
export async function ask({ left = 57_000, resendsLeft = 2, ...question }: Asking = {}) {
  const clock = new FakeClock();
  const end = clock.elapsed() + left;
  const screen = { columns: 80 };
  const platform = new AbortController();
  const clocks = (): OtpClocks => {
    const now = Math.max(0, end - clock.elapsed());
    return { codeLeft: now, resendIn: now, resendsLeft, resends: 3, lifetime: 80_000, platformLeft: 1_000_000 };
  };
  let output: Writable | undefined;
  const shown = await render((_config: object, context) => {
    output = context?.output as Writable;
    const streams = {
      input: context?.input as Readable,
      output,
      signal: platform.signal,
      style: PLAIN,
      translator: ENGLISH,
    };
    const asked = { message: 'Code from the SMS:', clocks, news: () => undefined, clock, ...question };
    return askOtp(asked, { ...streams, columns: () => screen.columns });
  }, {});
  await settle();
  return {
    ...shown,
    clock,
    platform,
    screen,
    resize: (columns: number) => {
      screen.columns = columns;
      output?.emit('resize');
    },
    type: async (text: string) => {
      shown.events.type(text);
      await settle();
    },
    press: async (...keys: Parameters<typeof shown.events.keypress>[0][]) => {
      for (const key of keys) {
        shown.events.keypress(key);
        await settle();
      }
    },
    lines: () => shown.getScreen().split('\n'),
  };
}

export const CTRL_N = { name: 'n', ctrl: true };
export const CTRL_C = { name: 'c', ctrl: true };
