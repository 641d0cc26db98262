import { columns } from '#cli/columns';
import { formatAmount } from '#domain/payments/amount';
import { guessOperator, type Operator } from '#domain/payments/mobile-operator';
import { describeMode } from '#domain/profiles/profile';
import type { Terminal, View } from '#domain/terminal/terminal';
import { paymentLines } from '#features/payments/payment-view';
import { refundPreviewLines } from '#features/refunds/refund-view';
import type { WizardOutput, WizardReview } from './wizard-output.ts';

/** Formats the output of the guided payment. */
export const wizardOutput = (terminal: Pick<Terminal, 'tell'>): WizardOutput => ({
  operators: (operators) => terminal.tell({ operators }, operatorsLines),
  review: (review) => terminal.tell(review, reviewLines),
  payment: (document) => terminal.tell(document, paymentLines),
  refund: (card, profile) => terminal.tell({ card, profile }, refundPreviewLines),
  commands: (commands) => terminal.tell({ commands }, recordedStepLines),
});

/** Formats the summary before a sale is sent. */
const reviewLines: View<WizardReview> = ({ phone, amount, customer, callbacks, operators, profile }, style) => {
  const guess = operators.find(({ id }) => id === guessOperator(phone))?.name;
  const facts = [
    ['Payer', `${phone}${guess === undefined ? '' : `, perhaps ${guess}`}`],
    ['Amount', formatAmount(amount)],
    ['Customer', customer],
    ['Callbacks', callbacks],
    ['Profile', `${profile.name}, project ${profile.projectId}`],
    ['Mode', profile.mode === 'live' ? style.warn(describeMode('live')) : describeMode(profile.mode)],
  ];
  return ['', ...columns(facts, (text, column) => (column === 0 ? style.dim(text) : text)), ''];
};

/** Formats the list of operators. */
const operatorsLines: View<{ readonly operators: readonly Operator[] }> = ({ operators }, style) => [
  `${style.dim('Operators')} ${operators.map(({ name }) => name).join(', ')}`,
];

/** Formats the recorded steps as shell commands. */
const recordedStepLines: View<{ readonly commands: readonly string[] }> = ({ commands }, style) => [
  style.dim('The same steps as commands:'),
  ...commands.map((command) => `  ${command}`),
];
