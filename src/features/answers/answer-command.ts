import type { CommandSpec } from '#cli/command-spec';
import { PAYMENT_ARGUMENT } from '#cli/shared-options';
import { formatAnswer } from '#domain/answers/format-answer';
import { describePayment } from '#domain/answers/payment-situations';
import { LANGUAGES, type Language } from '#domain/language/languages';
import type { CommandDocument } from '#schemas/document-types';
import { answerLines } from './answer-view.ts';
import { readAnswerContext } from './read-answer-context.ts';

interface Options {
  readonly paymentId: string;
  readonly language?: Language;
  readonly offline?: boolean;
}

export const answer: CommandSpec<Options, CommandDocument<'answer'>> = {
  about:
    'Says what happened with a payment and its refunds, in sentences for the customer: to read out, or to paste. ' +
    'Asks the platform for the status. When the platform cannot be reached, or with --offline, only the ledger is ' +
    'used, and the answer says how old its information is. A result that is not certain is never called done. ' +
    'Times are in the time zone of this machine.',
  arguments: [PAYMENT_ARGUMENT],
  options: [
    {
      flags: '--language <language>',
      about: `language of the answer: ${LANGUAGES.join(', ')} (default: all)`,
      choices: LANGUAGES,
    },
    { flags: '--offline', about: 'use only the ledger' },
  ],
  exits: [3, 4, 5, 7, 9],
  examples: ['rocketpay answer payment_47 --language ru', 'rocketpay answer payment_47 --field answer.kk'],

  async run({ paymentId, language, offline }, context) {
    const { known, source, asOf } = await readAnswerContext(paymentId, offline === true, context);
    const statements = [
      ...describePayment(known),
      ...(source === 'ledger' ? [{ situation: 'as-of' as const, at: asOf }] : []),
    ];
    const languages = language === undefined ? LANGUAGES : [language];
    return {
      paymentId,
      source,
      asOf: new Date(asOf).toISOString(),
      situations: statements.map(({ situation }) => situation),
      answer: Object.fromEntries(languages.map((one) => [one, formatAnswer(statements, one)])),
    };
  },

  view: answerLines,
};
