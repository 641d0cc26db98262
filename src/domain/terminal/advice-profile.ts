import { shellWord } from '#domain/encoding/shell-word';
import type { Text } from '#domain/language/message';
import { type Amount, minorUnitDigits, toAmountStrings } from '#domain/payments/amount';
import type { Profile } from '#domain/profiles/profile';

/**
 * Commands that need `--profile` for a profile other than the default. All others find the project by an intent or a plan.
 */
const WITH_PROFILE =
  /(?<!")\brocketpay (?:refunds (?:plan|apply|approve)|whoami|doctor|status|wait|otp|resend|refund|sale|operators|request|checkout verify|checkout|interactive|listen|trigger|sign|verify-callback|smoke)(?=[\s.,]|$)(?!.* --profile)/g;

/**
 * Adds `--profile` to the command lines in a text. Otherwise a copied command line would use the default profile.
 *
 * @param profile the profile of this run; undefined if none was given
 */
export const adviceWithProfile = (text: string, profile: string | undefined): string =>
  profile === undefined ? text : text.replace(WITH_PROFILE, (command) => `${command} --profile ${shellWord(profile)}`);

/** An option outside of a command line, which cannot be typed at a prompt. */
const LOOSE_OPTION = /(^|[\s(])--[a-z]/;

/** Returns a hint for a prompt; undefined for a hint with options outside of a command line. */
export const adviceForPrompt = (hint: Text | undefined): Text | undefined =>
  hint === undefined || LOOSE_OPTION.test(String(hint).replace(/\brocketpay [a-z].*$/, '')) ? undefined : hint;

/** Options for a refund that can pay a second time. The user writes the reason. */
const AGAIN = '--again --reason "…"';

/** Returns the command line that refunds an amount of a payment, or everything that is left. It must still be confirmed. */
export function refundCommand(paymentId: string, amount: Amount | 'full', ...options: readonly string[]): string {
  const words = [
    'rocketpay refund',
    shellWord(paymentId),
    amount === 'full' ? '--full' : amountText(amount),
    ...options,
  ];
  return words.join(' ');
}

/** Returns the command line that refunds an amount of a payment a second time. */
export const refundAgainCommand = (paymentId: string, amount: Amount): string =>
  refundCommand(paymentId, amount, AGAIN);

function amountText(amount: Amount): string {
  const { major, minor } = toAmountStrings(amount);
  return minorUnitDigits(amount.currency) === undefined ? `--amount-minor ${minor}` : `--amount ${major}`;
}

/** Returns the option that selects a profile; empty for the profile of the environment. */
export const profileOption = ({ name }: Pick<Profile, 'name'>): string =>
  name.startsWith('(') ? '' : ` --profile ${shellWord(name)}`;
