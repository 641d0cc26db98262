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
export function toCommand(step: RecordedStep, profile: Pick<Profile, 'name'>): string {
  return ['rocketpay', step.step, ...commandArguments(step)].join(' ') + profileOption(profile);
}

function commandArguments(step: RecordedStep): readonly string[] {
  if (step.step === 'operators') return [];
  const id = shellWord(step.paymentId);
  switch (step.step) {
    case 'sale':
      return [...saleOptions(step), '--payment-id', id, '--wait', 'otp'];
    case 'otp':
      return [id, '-', '--wait'];
    case 'resend':
      return [id];
    case 'refund':
      return [id, ...refundOptions(step)];
  }
}

function refundOptions({ amount, reason }: Extract<RecordedStep, { step: 'refund' }>): string[] {
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

function saleOptions({ phone, amount, customer, callbackUrl }: Extract<RecordedStep, { step: 'sale' }>): string[] {
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
export function toShellScript(steps: readonly RecordedStep[], profile: Pick<Profile, 'name'>): string {
  const sale = steps.find((step) => step.step === 'sale');
  if (sale === undefined) return '';
  const flag = profileOption(profile);
  const refunds = steps.filter((step) => step.step === 'refund');
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
    `run sale ${saleOptions(sale).join(' ')} --payment-id "$payment_id" --wait otp${flag}`,
    ...(steps.some(({ step }) => step === 'otp') ? codeLines(flag) : []),
    ...refunds.map((refund) => `run refund "$payment_id" ${refundOptions(refund).join(' ')}${flag}`),
    '',
  ].join('\n');
}
