import { shellWord } from '#domain/encoding/shell-word';
import type { Customer } from '#domain/gate/signed-request';
import { type Amount, toAmountStrings } from '#domain/payments/amount';
import type { Profile } from '#domain/profiles/profile';
import { profileOption } from '#domain/terminal/advice-profile';

/** A step of the guided payment that can be repeated by a command. */
export type RecordedStep =
  | { readonly step: 'operators' }
  | {
      readonly step: 'sale';
      readonly paymentId: string;
      readonly phone: string;
      readonly amount: Amount;
      /** Customer data that the profile does not have. */
      readonly customer: Partial<Customer>;
      readonly callbackUrl: string | undefined;
    }
  | { readonly step: 'otp'; readonly paymentId: string }
  | { readonly step: 'resend'; readonly paymentId: string }
  | {
      readonly step: 'refund';
      readonly paymentId: string;
      readonly amount: Amount;
      /** Reason for refunding the same amount again; undefined for its first refund. */
      readonly reason?: string | undefined;
    };

/** Returns the command of a step. It never contains the code, which comes from standard input. */
export function toCommand(lesson: RecordedStep, profile: Pick<Profile, 'name'>): string {
  const words = (...parts: readonly string[]) => `rocketpay ${parts.join(' ')}${profileOption(profile)}`;
  switch (lesson.step) {
    case 'operators':
      return words('operators');
    case 'sale':
      return words('sale', ...saleText(lesson), '--payment-id', shellWord(lesson.paymentId), '--wait', 'otp');
    case 'otp':
      return words('otp', shellWord(lesson.paymentId), '-', '--wait');
    case 'resend':
      return words('resend', shellWord(lesson.paymentId));
    case 'refund':
      return words('refund', shellWord(lesson.paymentId), ...refundText(lesson));
  }
}

function refundText({ amount, reason }: Extract<RecordedStep, { step: 'refund' }>): string[] {
  const { major } = toAmountStrings(amount);
  const again = reason === undefined ? [] : ['--again', `--reason=${shellWord(reason)}`];
  return ['--amount', major, '--confirm', major, ...again, '--wait'];
}

/** Script lines that read the code from the user or the environment. */
const codeLines = (flag: string): string[] => [
  `code="\${CODE:-}"`,
  `if [ -z "$code" ]; then read -r -p 'The code from the SMS: ' code; fi`,
  `run otp "$payment_id" - --wait${flag} <<< "$code"`,
];

function saleText({ phone, amount, customer, callbackUrl }: Extract<RecordedStep, { step: 'sale' }>): string[] {
  const flags = {
    '--customer-id': customer.id,
    '--first-name': customer.firstName,
    '--last-name': customer.lastName,
    '--email': customer.email,
    '--ip': customer.ip,
    '--callback-url': callbackUrl,
  };
  const given = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellWord(value)]));
  return ['--phone', phone, '--amount', toAmountStrings(amount).major, '--currency', amount.currency, ...given];
}

/**
 * Returns a shell script with the same steps: it sends the sale, asks for the code, submits it, and refunds if
 * the session did. The script checks each exit code and repeats nothing after an unknown outcome (6).
 */
export function toShellScript(lessons: readonly RecordedStep[], profile: Pick<Profile, 'name'>): string {
  const sale = lessons.find((lesson) => lesson.step === 'sale');
  if (sale === undefined) return '';
  const flag = profileOption(profile);
  const refunds = lessons.filter((lesson) => lesson.step === 'refund');
  return [
    '#!/usr/bin/env bash',
    '# Takes a payment and submits its code, as "rocketpay interactive" did. The secret comes from the profile.',
    'set -euo pipefail',
    '',
    'run() {',
    '  local exit=0',
    '  rocketpay "$@" || exit=$?',
    '  case "$exit" in',
    '    0) ;;',
    `    6) echo 'The outcome is not known. Do not repeat it: rocketpay resume --all --wait' >&2; exit 6 ;;`,
    `    *) echo "rocketpay $1 ended with exit code $exit" >&2; exit "$exit" ;;`,
    '  esac',
    '}',
    '',
    // A payment id is used once: each run of the script creates another payment.
    `payment_id="\${PAYMENT_ID:-script-$(date +%s)-$$}"`,
    `run sale ${saleText(sale).join(' ')} --payment-id "$payment_id" --wait otp${flag}`,
    ...(lessons.some((lesson) => lesson.step === 'otp') ? codeLines(flag) : []),
    ...refunds.map((refund) => `run refund "$payment_id" ${refundText(refund).join(' ')}${flag}`),
    '',
  ].join('\n');
}
