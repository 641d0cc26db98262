import type { Language } from '#domain/language/languages';
import type { Intent } from '#domain/ledger/intent';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { formatAnswer, formatCustomerAmount, formatCustomerTime } from './format-answer.ts';
import { describeRequest } from './payment-situations.ts';

/** A receipt for a customer, in their language. */
export interface CustomerReceipt {
  readonly language: Language;
  readonly title: string;
  /** What is known of the payment or refund. */
  readonly sentence: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
  readonly note: string;
}

type Words = Readonly<Record<Language, string>>;

const WORDS = {
  payment: { en: 'Confirmation of a payment', ru: 'Подтверждение платежа', kk: 'Төлем туралы растама' },
  refund: { en: 'Confirmation of a refund', ru: 'Подтверждение возврата', kk: 'Қайтарым туралы растама' },
  openPayment: { en: 'About your payment', ru: 'О вашем платеже', kk: 'Төлеміңіз туралы' },
  openRefund: { en: 'About your refund', ru: 'О вашем возврате', kk: 'Қайтарымыңыз туралы' },
  amount: { en: 'Amount', ru: 'Сумма', kk: 'Сомасы' },
  paymentId: { en: 'Payment number', ru: 'Номер платежа', kk: 'Төлем нөмірі' },
  phone: { en: 'Phone', ru: 'Телефон', kk: 'Телефон' },
  requested: { en: 'Requested on', ru: 'Дата обращения', kk: 'Өтініш берілген уақыты' },
  known: { en: 'Information as of', ru: 'Сведения на', kk: 'Мәлімет уақыты' },
  operation: { en: 'Operation number', ru: 'Номер операции', kk: 'Операция нөмірі' },
  reference: { en: 'Reference', ru: 'Номер обращения', kk: 'Өтініш нөмірі' },
  note: {
    en: 'This is not a fiscal receipt.',
    ru: 'Не является фискальным чеком.',
    kk: 'Бұл фискалдық чек емес.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/**
 * Returns the receipt for the customer of a sale or a refund. Undefined for any other request, and for one that the platform has not
 * processed: there is nothing to confirm.
 */
export function createCustomerReceipt(intent: Intent, language: Language): CustomerReceipt | undefined {
  const statement = describeRequest(intent);
  if (statement === undefined) return undefined;
  const { amount, paymentId, phone, createdAt, changedAt, operationId, id } = intent;
  const isRefund = isRefundIntent(intent);
  const isDone = statement.situation === 'refund-done' || statement.situation === 'payment-paid';
  const titles = isRefund ? ([WORDS.refund, WORDS.openRefund] as const) : ([WORDS.payment, WORDS.openPayment] as const);
  const values: readonly (readonly [Words, string | undefined])[] = [
    [WORDS.amount, amount === undefined ? undefined : formatCustomerAmount(amount, language)],
    [WORDS.paymentId, paymentId],
    [WORDS.phone, phone],
    [WORDS.requested, formatCustomerTime(createdAt, language)],
    [WORDS.known, formatCustomerTime(changedAt, language)],
    [WORDS.operation, operationId],
    [WORDS.reference, id],
  ];
  return {
    language,
    title: titles[isDone ? 0 : 1][language],
    sentence: formatAnswer([statement], language),
    rows: values.flatMap(([label, value]) => (value === undefined ? [] : [[label[language], value] as const])),
    note: WORDS.note[language],
  };
}
