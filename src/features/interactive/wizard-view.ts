import { columns } from '#cli/text-table';
import type { Text } from '#domain/language/message';
import type { Amount } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
import { guessOperator, type Operator } from '#domain/payments/mobile-operator';
import { modeMessage, type Profile } from '#domain/profiles/profile';
import type { View } from '#domain/terminal/terminal';

/** A payment before it is requested. */
interface WizardReview {
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: string;
  readonly callbacks: Text;
  readonly operators: readonly Operator[];
  readonly profile: Profile;
}

/** Formats the summary before a sale is sent. */
export const reviewLines: View<WizardReview> = ({ phone, amount, customer, callbacks, operators, profile }, style) => {
  const { say, show } = style;
  const operator = operators.find(({ id }) => id === guessOperator(phone))?.name;
  const mode = show(modeMessage(profile.mode));
  const fields = [
    [say('Payer'), operator === undefined ? phone : say('{phone}, perhaps {operator}', { phone, operator })],
    [say('Amount'), show(amountMessage(amount))],
    [say('Customer'), customer],
    [say('Callbacks'), show(callbacks)],
    [
      say('Profile'),
      say('{profile}, project {project}', { profile: profile.name, project: String(profile.projectId) }),
    ],
    [say('Mode'), profile.mode === 'live' ? style.warn(mode) : mode],
  ];
  return ['', ...columns(fields, (text, column) => (column === 0 ? style.dim(text) : text)), ''];
};

/** Formats the list of operators. */
export const operatorsLines: View<{ readonly operators: readonly Operator[] }> = ({ operators }, style) => [
  `${style.dim(style.say('Operators'))} ${operators.map(({ name }) => name).join(', ')}`,
];

/** Formats the recorded steps as shell commands. */
export const recordedStepLines: View<{ readonly commands: readonly string[] }> = ({ commands }, style) => [
  style.dim(style.say('The same steps as commands:')),
  ...commands.map((command) => `  ${command}`),
];
