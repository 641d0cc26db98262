import { columns } from '#cli/columns';
import { type Amount, formatAmount } from '#domain/payments/amount';
import { guessOperator, type Operator } from '#domain/payments/mobile-operator';
import { describeMode, type Profile } from '#domain/profiles/profile';
import type { View } from '#domain/terminal/terminal';

/** A payment before it is requested. */
interface WizardReview {
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: string;
  readonly callbacks: string;
  readonly operators: readonly Operator[];
  readonly profile: Profile;
}

/** Formats the summary before a sale is sent. */
export const reviewLines: View<WizardReview> = ({ phone, amount, customer, callbacks, operators, profile }, style) => {
  const operator = operators.find(({ id }) => id === guessOperator(phone))?.name;
  const fields = [
    ['Payer', `${phone}${operator === undefined ? '' : `, perhaps ${operator}`}`],
    ['Amount', formatAmount(amount)],
    ['Customer', customer],
    ['Callbacks', callbacks],
    ['Profile', `${profile.name}, project ${profile.projectId}`],
    ['Mode', profile.mode === 'live' ? style.warn(describeMode('live')) : describeMode(profile.mode)],
  ];
  return ['', ...columns(fields, (text, column) => (column === 0 ? style.dim(text) : text)), ''];
};

/** Formats the list of operators. */
export const operatorsLines: View<{ readonly operators: readonly Operator[] }> = ({ operators }, style) => [
  `${style.dim('Operators')} ${operators.map(({ name }) => name).join(', ')}`,
];

/** Formats the recorded steps as shell commands. */
export const recordedStepLines: View<{ readonly commands: readonly string[] }> = ({ commands }, style) => [
  style.dim('The same steps as commands:'),
  ...commands.map((command) => `  ${command}`),
];
