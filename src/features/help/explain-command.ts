import type { CommandSpec } from '#cli/command-spec';
import { usageError } from '#domain/errors/failure';
import { type ExplainedCode, explainCode } from '#domain/platform-codes/code-advice';
import {
  CUSTOMER_LANGUAGES,
  CUSTOMER_SENTENCES,
  type CustomerLanguage,
} from '#domain/platform-codes/customer-messages';
import { explainLines } from './code-view.ts';

interface Options {
  readonly code: string;
  readonly language?: CustomerLanguage;
  readonly refund?: boolean;
}

export type Explained = Omit<ExplainedCode, 'tell'> & {
  /** What to tell the customer, by language; empty where the code does not say how it ended. */
  readonly customer: Partial<Readonly<Record<CustomerLanguage, string>>>;
};

export const explain: CommandSpec<Options, Explained> = {
  about:
    'Says what a code of the platform means, offline: what happened, who has to act, whether to try again, and what to tell ' +
    'the customer in English, Russian and Kazakh. A code that is not known here is explained by its ' +
    'family. A code of a refund has other sentences: --refund.',
  arguments: [
    { words: '<code>', about: 'as an error, a status or a callback shows it', parse: parseCode, completes: 'code' },
  ],
  options: [
    { flags: '--refund', about: 'the code is the result of a refund, not of a payment' },
    {
      flags: '--language <language>',
      about: `of the sentence for the customer: ${CUSTOMER_LANGUAGES.join(', ')} (default: each)`,
      choices: CUSTOMER_LANGUAGES,
    },
  ],
  fields: ['code', 'known', 'of', 'where', 'meaning', 'family', 'who', 'retry', 'next', 'customer'],
  exits: [2],
  examples: [
    'rocketpay explain 20105',
    'rocketpay explain 20100 --refund --language ru',
    'rocketpay explain 20105 --field customer.kk',
  ],

  async run({ code, language, refund }) {
    const { tell, ...explained } = explainCode(code, refund === true ? 'refund' : 'payment');
    if (tell === null) return { ...explained, customer: {} };
    const sentences = CUSTOMER_SENTENCES[tell];
    return { ...explained, customer: language === undefined ? sentences : { [language]: sentences[language] } };
  },

  view: explainLines,
};

/** Digits, as they are pasted: in quotes, after `code` or `#`, with zeros before them. */
function parseCode(text: string): string {
  const digits = /^\W*(?:code)?\W*0*(\d{1,9})\W*$/i.exec(text)?.[1];
  if (digits !== undefined) return digits;
  throw usageError(
    `${JSON.stringify(text)} is not a code of the platform.`,
    'A number, as errors and callbacks show it: rocketpay explain 20105. Exit codes of this program: rocketpay help exit-codes',
  );
}
