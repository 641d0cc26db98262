import type { Context, SaleOrder } from '#context';
import { usageError } from '#domain/errors/failure';
import type { Customer } from '#domain/gate/signed-request';
import { type Message, message, shownText, type Text } from '#domain/language/message';
import { type Amount, parseAmount, toAmountStrings } from '#domain/payments/amount';
import { guessOperator, type Operator } from '#domain/payments/mobile-operator';
import { parsePhone } from '#domain/payments/phone';
import { fromTypedAmount, typedAmountExample } from '#domain/payments/prompted-amount';
import { parseEmail, parseIp } from '#domain/profiles/option-values';
import type { Profile } from '#domain/profiles/profile';
import { createPromptCheck } from '#domain/terminal/prompt-validation';

/** A sale without its payment id, which is generated when the sale is sent. */
export type Order = Omit<SaleOrder, 'paymentId'>;

/** Input that returns to the previous question. */
export const BACK = '<';

/** Returns a question that explains {@link BACK}. */
export const questionWithBack = (question: Text): Message => message('{question} (< goes back):', { question });

type Draft = { readonly phone?: string; readonly amount?: Amount; readonly customer?: Partial<Customer> };

/**
 * Asks for the phone, the customer and the amount of a payment, with known values as defaults.
 *
 * @param draft the previous answers
 * @param canGoBack whether there is a question before the first one
 * @returns undefined when the user goes back
 */
export async function askOrder(
  draft: Draft,
  profile: Profile,
  operators: readonly Operator[],
  canGoBack: boolean,
  context: Pick<Context, 'terminal'>,
): Promise<Order | undefined> {
  for (let { phone } = draft; ; ) {
    phone = await askPhone(phone, operators, canGoBack, context);
    if (phone === undefined) return undefined;
    const customer = await askCustomer({ ...profile.customer, ...draft.customer }, context);
    if (customer === undefined) continue;
    const amount = await askAmount(draft.amount, profile.currency, context);
    if (amount === undefined) continue;
    return { phone, amount, customer, callbackUrl: profile.callbackUrl };
  }
}

async function askPhone(
  initial: string | undefined,
  operators: readonly Operator[],
  canGoBack: boolean,
  { terminal }: Pick<Context, 'terminal'>,
): Promise<string | undefined> {
  const question = canGoBack ? questionWithBack(message('Phone of the payer')) : message('Phone of the payer:');
  const text = await terminal.ask(question, {
    ...(initial === undefined ? {} : { initial }),
    check: promptValidator(parsePhone),
    hint: (typed) => (typed === '' && initial !== undefined ? '' : phoneHint(typed, operators)),
  });
  return text === BACK ? undefined : parsePhone(text);
}

/** Returns the hint for a phone number while it is typed. The operator is a guess, because numbers are ported. */
function phoneHint(typed: string, operators: readonly Operator[]): Text {
  if (typed === '') return message('for example +7 707 123 45 67');
  try {
    const phone = parsePhone(typed);
    const id = guessOperator(phone);
    const operator = operators.find((other) => other.id === id)?.name;
    return operator === undefined ? phone : message('{phone}, perhaps {operator}', { phone, operator });
  } catch {
    return '';
  }
}

const QUESTIONS = {
  id: message('Your id of the customer'),
  firstName: message('First name'),
  lastName: message('Last name'),
  email: message('Email'),
  ip: message('IP address of the customer'),
} as const satisfies Record<keyof Customer, Message>;

const VALUE_PARSERS: Partial<Record<keyof Customer, (text: string) => string>> = { email: parseEmail, ip: parseIp };

/** Asks for the customer data that is missing. */
async function askCustomer(
  profileData: Partial<Customer>,
  { terminal }: Pick<Context, 'terminal'>,
): Promise<Customer | undefined> {
  const customer: Partial<Record<keyof Customer, string>> = { ...profileData };
  for (const [field, question] of Object.entries(QUESTIONS) as [keyof Customer, Message][]) {
    if (customer[field]) continue;
    const check = promptValidator((text) => {
      if (text.trim() === '') throw usageError(message('The platform requires it.'));
      VALUE_PARSERS[field]?.(text.trim());
    });
    const text = await terminal.ask(questionWithBack(question), { check });
    if (text === BACK) return undefined;
    customer[field] = text.trim();
  }
  return customer as Customer;
}

async function askAmount(
  initial: Amount | undefined,
  currency: string,
  { terminal }: Pick<Context, 'terminal'>,
): Promise<Amount | undefined> {
  const parse = (text: string) => parseAmount(fromTypedAmount(text, currency, terminal.language), currency);
  const options = initial?.currency === currency ? { initial: toAmountStrings(initial).major } : {};
  const hint = (typed: string): Text => {
    if (typed === '')
      return 'initial' in options ? '' : message('for example {amount}', { amount: typedAmountExample(currency) });
    try {
      return shownText(parse(typed));
    } catch {
      return '';
    }
  };
  const check = promptValidator(parse);
  const text = await terminal.ask(questionWithBack(message('Amount in {currency}', { currency })), {
    ...options,
    check,
    hint,
  });
  return text === BACK ? undefined : parse(text);
}

/** Returns the check of a question that also accepts {@link BACK}. */
export const promptValidator = (parse: (text: string) => unknown) =>
  createPromptCheck((text) => (text === BACK ? undefined : parse(text)));
