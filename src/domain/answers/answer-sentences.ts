import type { Language } from '#domain/language/languages';

/** What is known about a payment or its refunds, as far as a customer needs to know it. */
export type Situation =
  | 'payment-paid'
  | 'payment-processing'
  | 'payment-code-awaited'
  | 'payment-checking'
  | 'payment-declined'
  | 'refund-done'
  | 'refunds-done'
  | 'refund-processing'
  | 'refund-checking'
  | 'refund-declined'
  | 'as-of';

/** Values of a sentence, formatted in its language. A missing value leaves out its part of the sentence. */
interface SentenceValues {
  readonly amount?: string | undefined;
  readonly time?: string | undefined;
  /** What the customer can do: a whole sentence. */
  readonly advice?: string | undefined;
  /** Number of refunds with the noun in its plural form: `3 refunds`. */
  readonly refunds?: string | undefined;
}

type Sentence = (values: SentenceValues) => string;

/** Returns a part of a sentence with a value, or nothing without the value. */
const part = (value: string | undefined, text: (value: string) => string): string =>
  value === undefined ? '' : text(value);

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const forAmount = (amount: string | undefined): string => part(amount, (sum) => ` на ${sum}`);
const ofAmount = (amount: string | undefined): string => part(amount, (sum) => ` of ${sum}`);
const inBrackets = (time: string | undefined): string => part(time, (at) => ` (${at})`);
/** Begins a Kazakh sentence, where the amount stands before its noun. */
const amountBefore = (amount: string | undefined, rest: string): string =>
  upperFirst(`${part(amount, (sum) => `${sum} сомасындағы `)}${rest}`);

/** The sentences for each situation, for reading out and for pasting: plain, polite, and without a technical term. */
export const ANSWER_SENTENCES: Readonly<Record<Situation, Readonly<Record<Language, Sentence>>>> = {
  'payment-paid': {
    en: ({ amount, time }) => `We received your payment${ofAmount(amount)}${part(time, (at) => ` on ${at}`)}.`,
    ru: ({ amount, time }) => `Ваш платёж${forAmount(amount)} прошёл${part(time, (at) => ` ${at}`)}.`,
    kk: ({ amount, time }) => amountBefore(amount, `төлеміңіз өтті${inBrackets(time)}.`),
  },
  'payment-processing': {
    en: ({ amount }) =>
      `Your payment${ofAmount(amount)} is still being processed. Please wait a little; there is no need to pay again.`,
    ru: ({ amount }) =>
      `Ваш платёж${forAmount(amount)} ещё обрабатывается. Пожалуйста, немного подождите: платить ещё раз не нужно.`,
    kk: ({ amount }) =>
      amountBefore(amount, 'төлеміңіз әлі өңделіп жатыр. Аздап күте тұрыңыз, қайта төлеудің қажеті жоқ.'),
  },
  'payment-code-awaited': {
    en: ({ amount }) =>
      `Your payment${ofAmount(amount)} is not finished yet. To finish it, please enter the code from the SMS.`,
    ru: ({ amount }) =>
      `Ваш платёж${forAmount(amount)} ещё не завершён. Чтобы завершить оплату, пожалуйста, введите код из SMS.`,
    kk: ({ amount }) =>
      amountBefore(amount, 'төлеміңіз әлі аяқталған жоқ. Төлемді аяқтау үшін SMS арқылы келген кодты енгізіңіз.'),
  },
  'payment-checking': {
    en: ({ amount }) =>
      `We are checking your payment${ofAmount(amount)} with the operator, and will tell you the result. ` +
      'Please do not pay again for now.',
    ru: ({ amount }) =>
      `Мы уточняем у оператора, прошёл ли ваш платёж${forAmount(amount)}, и сообщим вам результат. ` +
      'Пожалуйста, пока не платите ещё раз.',
    kk: ({ amount }) =>
      amountBefore(
        amount,
        'төлеміңіздің өткен-өтпегенін оператордан анықтап жатырмыз, нәтижесін сізге хабарлаймыз. ' +
          'Әзірге қайта төлемей тұрыңыз.',
      ),
  },
  'payment-declined': {
    en: ({ amount, advice }) =>
      `Your payment${ofAmount(amount)} did not go through.${part(advice, (text) => ` ${text}`)}`,
    ru: ({ amount, advice }) => `Ваш платёж${forAmount(amount)} не прошёл.${part(advice, (text) => ` ${text}`)}`,
    kk: ({ amount, advice }) => amountBefore(amount, `төлеміңіз өтпеді.${part(advice, (text) => ` ${text}`)}`),
  },
  'refund-done': {
    en: ({ amount, time }) =>
      `${amount === undefined ? 'Your refund was made' : `We returned ${amount} to you`}${part(time, (at) => ` on ${at}`)}. ` +
      'Your mobile operator shows it on your phone account.',
    ru: ({ amount, time }) =>
      `Возврат${forAmount(amount)} выполнен${part(time, (at) => ` ${at}`)}. Деньги вернутся на счёт вашего телефона.`,
    kk: ({ amount, time }) =>
      `${amount === undefined ? 'Ақшаңыз' : `Сізге ${amount}`} қайтарылды${inBrackets(time)}. ` +
      'Ақша телефон шотыңызға түседі.',
  },
  'refunds-done': {
    en: ({ amount, time, refunds = '' }) =>
      `We returned ${amount ?? 'money'} to you in ${refunds}${part(time, (at) => `, the last one on ${at}`)}. ` +
      'Your mobile operator shows it on your phone account.',
    ru: ({ amount, time, refunds = '' }) =>
      `Мы вернули вам ${amount ?? 'деньги'}: ${refunds}${part(time, (at) => `, последний — ${at}`)}. ` +
      'Деньги вернутся на счёт вашего телефона.',
    kk: ({ amount, time, refunds = '' }) =>
      `Сізге ${amount ?? 'ақша'} қайтарылды: ${refunds}${part(time, (at) => `, соңғысы — ${at}`)}. ` +
      'Ақша телефон шотыңызға түседі.',
  },
  'refund-processing': {
    en: ({ amount }) =>
      `Your refund${ofAmount(amount)} is still being processed. Please wait a little; you need to do nothing.`,
    ru: ({ amount }) =>
      `Ваш возврат${forAmount(amount)} ещё обрабатывается. Пожалуйста, немного подождите: от вас ничего не требуется.`,
    kk: ({ amount }) =>
      amountBefore(amount, 'қайтарым әлі өңделіп жатыр. Аздап күте тұрыңыз, сізден ештеңе талап етілмейді.'),
  },
  'refund-checking': {
    en: ({ amount }) =>
      `We are checking your refund${ofAmount(amount)} with the operator, and will tell you the result.`,
    ru: ({ amount }) => `Мы проверяем ваш возврат${forAmount(amount)} у оператора и сообщим вам результат.`,
    kk: ({ amount }) =>
      amountBefore(amount, 'қайтарым бойынша жағдайды оператордан анықтап жатырмыз, нәтижесін сізге хабарлаймыз.'),
  },
  'refund-declined': {
    en: ({ amount }) =>
      `Your refund${ofAmount(amount)} has not been made yet. We are looking into it and will tell you. ` +
      'Please do not pay again.',
    ru: ({ amount }) =>
      `Возврат${forAmount(amount)} пока не выполнен. Мы разбираемся и сообщим вам. Платить ещё раз не нужно.`,
    kk: ({ amount }) =>
      amountBefore(
        amount,
        'қайтарым әзірге жасалған жоқ. Себебін анықтап, сізге хабарлаймыз. Қайта төлеудің қажеті жоқ.',
      ),
  },
  'as-of': {
    en: ({ time = '' }) => `This is what we know as of ${time}.`,
    ru: ({ time = '' }) => `Это сведения на ${time}.`,
    kk: ({ time = '' }) => `Бұл — мына уақыттағы мәлімет: ${time}.`,
  },
};

/** The nouns of a number of refunds, by plural form. */
export const REFUND_NOUNS: Readonly<
  Record<Language, Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>
> = {
  en: { one: 'refund', other: 'refunds' },
  ru: { one: 'возврат', few: 'возврата', many: 'возвратов', other: 'возврата' },
  kk: { other: 'қайтарым' },
};

/** What a customer can do after a declined payment without a more exact reason. */
export const DECLINED_ADVICE: Readonly<Record<Language, string>> = {
  en: 'Please try another way to pay, or ask your mobile operator.',
  ru: 'Пожалуйста, попробуйте другой способ оплаты или обратитесь к своему мобильному оператору.',
  kk: 'Басқа төлем тәсілін қолданып көріңіз немесе ұялы байланыс операторыңызға хабарласыңыз.',
};
