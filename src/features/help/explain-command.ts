import type { CommandSpec } from '#cli/command-spec';
import { usageError } from '#domain/errors/failure';
import type { Language } from '#domain/language/languages';
import { message } from '#domain/language/message';
import { type ExplainedCode, explainCode } from '#domain/platform-codes/code-advice';
import { CUSTOMER_SENTENCES } from '#domain/platform-codes/customer-messages';
import { explainLines } from './code-view.ts';

interface Options {
  readonly code: string;
  readonly language?: Language;
  readonly refund?: boolean;
}

export type Explained = Omit<ExplainedCode, 'tell'> & {
  /** Messages for the customer by language; empty when the code does not show the result. */
  readonly customer: Partial<Readonly<Record<Language, string>>>;
};

export const explain: CommandSpec<Options, Explained> = {
  about:
    'Explains a code of the platform, offline: what happened, who has to act, whether to retry, and what to tell ' +
    'the customer in English, Russian and Kazakh, or in the language of --language. An unknown code is explained by its family. With --refund the ' +
    'code is explained as the result of a refund.',
  arguments: [
    { words: '<code>', about: 'code in an error, a status or a callback', parse: parseCode, completes: 'code' },
  ],
  options: [{ flags: '--refund', about: 'explain the code of a refund, not of a payment' }],
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

/** Parses a pasted code, which may have quotes, `code` or `#` before it, and leading zeros. */
function parseCode(text: string): string {
  const digits = /^\W*(?:code)?\W*0*(\d{1,9})\W*$/i.exec(text)?.[1];
  if (digits !== undefined) return digits;
  throw usageError(
    message('{text} is not a code of the platform.', { text: JSON.stringify(text) }),
    message('Give a number: rocketpay explain 20105. Exit codes of this program: rocketpay help exit-codes'),
  );
}
