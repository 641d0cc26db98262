import type { RequestKind } from '#domain/gate/signed-request';
import type { OtpClocks } from '#domain/otp/otp-state';
import type { OtpAnswer, OtpQuestion } from '#domain/terminal/terminal';
import type { Answer, ScriptedAnswer } from '../../support/fake-terminal.ts';
import type { WizardSetup } from './wizard-support.ts';

/** The first questions: phone, amount, and the yes to the card. */
export const order = (phone = '77071234567', amount = '1000'): ScriptedAnswer[] => [
  { kind: 'ask', question: /^Phone/, answer: phone },
  { kind: 'ask', question: /^Amount/, answer: amount },
  { kind: 'choose', question: /^Request this payment/, answer: 'Yes' },
];

/** No refund: the last answer of a wizard whose payment is paid. */
export const noRefund: ScriptedAnswer = { kind: 'choose', question: /^Refund it/, answer: 'No' };

/** The questions about money back. */
export const chooseRefund = (answer: string): ScriptedAnswer => ({
  kind: 'choose',
  question: /^Refund it/,
  answer,
});
export const howMuch = (answer: string): ScriptedAnswer => ({ kind: 'ask', question: /^How much/, answer });
export const whyAgain = (answer: string): ScriptedAnswer => ({
  kind: 'ask',
  question: /^Reason for refunding the same amount again/,
  answer,
});
export const confirmed = (answer: boolean): ScriptedAnswer => ({ kind: 'confirm', question: /^Refund/, answer });

export const FIRST_ASK = 'The code from the SMS:';
export const AFTER_WRONG = /^Wrong code/;
export const AFTER_LATE = /^The code has expired/;

/** The question for a code, and what the user does. */
export const atCode = (
  question: string | RegExp,
  answer: (question: OtpQuestion) => OtpAnswer | Promise<OtpAnswer>,
): ScriptedAnswer => ({ kind: 'askCode', question, answer: answer as Answer });

/** What people do at the question for a code. Each takes its time. */
export function userAt({ clock, platform }: Pick<WizardSetup, 'clock' | 'platform'>) {
  const code = (text: () => string, milliseconds: number) => async (): Promise<OtpAnswer> => {
    await clock.sleep(milliseconds);
    return { kind: 'code', code: text() };
  };
  return {
    typesRight: (milliseconds = 5000) => code(() => platform.lastCode(), milliseconds),
    typesWrong: (milliseconds = 5000) => code(() => platform.wrongCode(), milliseconds),
    types: (text: string, milliseconds = 5000) => code(() => text, milliseconds),
    /** Asks for a new code as soon as the clock says that it is possible. */
    resends:
      (typed = '') =>
      async ({ clocks }: OtpQuestion): Promise<OtpAnswer> => {
        await clock.sleep(clocks().resendIn);
        return { kind: 'resend', typed };
      },
    leaves:
      (milliseconds = 5000) =>
      async (): Promise<OtpAnswer> => {
        await clock.sleep(milliseconds);
        return { kind: 'leave', typed: '' };
      },
    /** Keeps what the clocks say at the question, then does something else. */
    noting:
      (noted: OtpClocks[], then: (question: OtpQuestion) => OtpAnswer | Promise<OtpAnswer>) =>
      (question: OtpQuestion): OtpAnswer | Promise<OtpAnswer> => {
        noted.push(question.clocks());
        return then(question);
      },
    /** Only waits, whatever comes. */
    waits: () => (): Promise<OtpAnswer> => new Promise(() => {}),
  };
}

/** Does something once the sandbox has got a request to a path. */
export function onceReceived({ platform }: WizardSetup, path: string, happens: () => void): void {
  const isReceived = () => platform.events.some((event) => event.type === 'request' && event.path.endsWith(path));
  const look = (): void => {
    if (isReceived()) happens();
    else setImmediate(look);
  };
  look();
}

/** Presses Ctrl-C once the sandbox has got a request, whose answer never comes. */
export function interruptInFlight(setup: WizardSetup, kind: RequestKind, path: string): void {
  setup.line.spoil(kind, 'hang');
  setup.line.when(kind, () => onceReceived(setup, path, setup.interrupt));
}

/** How old the newest code is at the sandbox, in milliseconds. */
export async function codeAge(setup: WizardSetup): Promise<number> {
  const [payment] = await setup.payments();
  return setup.clock.now() - (payment?.otp?.createdAt ?? Number.NaN);
}
