import { shellWord } from '#domain/encoding/shell-word';
import { type Amount, minorUnitDigits, toAmountStrings } from '#domain/payments/amount';
import type { Profile } from '#domain/profiles/profile';

/**
 * Commands that work with one profile and take it as `--profile`. Others find it by themselves: an intent and a plan name
 * their project.
 */
const WITH_PROFILE =
  /(?<!")\brocketpay (?:refunds (?:plan|apply|approve)|whoami|doctor|status|wait|otp|resend|refund|sale|operators|request|checkout verify|checkout|interactive|listen|trigger|sign|verify-callback|smoke)(?=[\s.,]|$)(?!.* --profile)/g;

/**
 * A text with the command lines that it advises to run, for the profile that this run was given: without the option the copied
 * line would be about the default profile.
 */
export const adviceWithProfile = (text: string, profile: string | undefined): string =>
  profile === undefined ? text : text.replace(WITH_PROFILE, (command) => `${command} --profile ${shellWord(profile)}`);

/** Options that stand outside of a whole command line: a user at a prompt cannot type them. */
const LOOSE_OPTION = /(^|[\s(])--[a-z]/;

/** A hint as it is shown at a prompt: undefined when it names options instead of a whole command line. */
export const adviceForPrompt = (hint: string | undefined): string | undefined =>
  hint === undefined || LOOSE_OPTION.test(hint.replace(/\brocketpay [a-z].*$/, '')) ? undefined : hint;

/** The option for a refund that may pay a second time; the reason is for the user to write. */
const AGAIN = '--again --reason "…"';

/** The command line that refunds an amount of a payment, or all that is left; it still has to be confirmed. */
export function refundCommand(paymentId: string, amount: Amount | 'full', ...options: readonly string[]): string {
  const words = [
    'rocketpay refund',
    shellWord(paymentId),
    amount === 'full' ? '--full' : amountText(amount),
    ...options,
  ];
  return words.join(' ');
}

/** The command line that refunds an amount of a payment a second time. */
export const refundAgainCommand = (paymentId: string, amount: Amount): string =>
  refundCommand(paymentId, amount, AGAIN);

function amountText(amount: Amount): string {
  const { major, minor } = toAmountStrings(amount);
  return minorUnitDigits(amount.currency) === undefined ? `--amount-minor ${minor}` : `--amount ${major}`;
}

/** The words that choose a profile; none for one that is made of the environment. */
export const profileOption = ({ name }: Pick<Profile, 'name'>): string =>
  name.startsWith('(') ? '' : ` --profile ${shellWord(name)}`;
