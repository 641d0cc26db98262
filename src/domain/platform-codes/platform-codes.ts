import { joinTexts, type Message, message, type Text } from '#domain/language/message';

/**
 * Explanations of the platform's codes. Two generations of codes reuse numbers, so a code is explained
 * only in its context: the answer to a request, or the result of an operation.
 */
export interface Explanation {
  /** What happened. */
  readonly meaning: Message;
  /** Next step, if there is one. */
  readonly advice?: Message;
}

type Table = Readonly<Record<string, Explanation>>;

/** Codes of a refused request. */
export const REQUEST_CODES: Table = {
  '2003': { meaning: message('the platform could not read the JSON') },
  '2004': { meaning: message('a required field is missing') },
  '2147': { meaning: message('the platform is busy'), advice: message('Try again later.') },
  '2442': {
    meaning: message('the platform does not know this project'),
    advice: message('Check the project id: rocketpay whoami'),
  },
  '3024': { meaning: message('the payment id is not valid') },
  '3028': {
    meaning: message('the merchant balance is too low'),
    advice: message('Top the balance up, then try again.'),
  },
  '3041': {
    meaning: message('a payment with this id exists already'),
    advice: message('Ask for its status before anything else.'),
  },
  '3060': { meaning: message('the status of the payment does not allow this'), advice: message('Ask for its status.') },
  '3061': {
    meaning: message('the payment is not found, or not found yet'),
    advice: message('It is not final: ask again in 10 s.'),
  },
  '3062': {
    meaning: message('the details of the payment have not arrived yet'),
    advice: message('It is not final: ask again in 10 s.'),
  },
  '3191': { meaning: message('the platform waits for the OTP') },
  '3230': {
    meaning: message('a refund with this merchant_refund_id exists already'),
    advice: message('Ask for the status of the payment.'),
  },
  '3261': {
    meaning: message('the signature is wrong'),
    advice: message(
      'Check the project id and the secret, and that the secret has no stray white space: rocketpay whoami',
    ),
  },
  '3262': { meaning: message('the signature is missing') },
  '3283': { meaning: message('the refund is larger than what is left of the payment') },
  '3284': { meaning: message('the currency of the refund is missing or is not that of the payment') },
  '3285': {
    meaning: message('a repeated refund is blocked for a while'),
    advice: message('Ask for the status before trying again.'),
  },
  '3286': { meaning: message('the amount is missing') },
  '3287': { meaning: message('the currency is missing') },
  '3288': { meaning: message('the payment is disputed') },
  '3610': {
    meaning: message('refunds are not available for this payment'),
    advice: message('Ask your account manager.'),
  },
  '3613': { meaning: message('the same operation (customer and amount) was made a short time ago') },
};

/** Codes that say that the same request was processed before, or may have been. */
const REPEAT_CODES: ReadonlySet<string> = new Set(['1434', '3230', '3285', '3613', '20602']);

/** Returns true if a refusal with this code can mean that an earlier copy of the request was processed. */
export const isRepeatCode = (code: string | undefined): boolean => code !== undefined && REPEAT_CODES.has(code);

/** Codes of an operation's result. */
export const OPERATION_CODES: Table = {
  '0': { meaning: message('success') },
  '100': { meaning: message('declined, no reason given') },
  '1405': { meaning: message("stopped by a risk rule on the customer's address") },
  '1407': { meaning: message('stopped by a risk rule on the phone number') },
  '1409': { meaning: message('stopped by a risk rule: too soon after the last payment') },
  '1422': { meaning: message('stopped by a risk rule: amount limit') },
  '1433': { meaning: message('stopped by a risk rule: too many payments') },
  '1434': { meaning: message('stopped by a risk rule: a duplicate') },
  '9999': { meaning: message('waiting for processing') },
  '20000': { meaning: message('declined, no reason given') },
  '20100': { meaning: message('declined by the mobile operator') },
  '20101': { meaning: message("the operator's limit on amount or frequency is reached") },
  '20102': { meaning: message('the phone number is wrong') },
  '20104': { meaning: message('too many wrong codes'), advice: message('Begin a new payment.') },
  '20105': {
    meaning: message('not enough money on the phone account'),
    advice: message('The customer tops it up, then a new payment.'),
  },
  '20106': { meaning: message('the phone account is not available') },
  '20201': { meaning: message('the phone account is restricted') },
  '20202': { meaning: message('the operator is not available'), advice: message('Try again later.') },
  '20206': { meaning: message('a problem at the operator'), advice: message('Try again later.') },
  '20301': { meaning: message('cancelled by the customer') },
  '20302': { meaning: message('the code was not accepted') },
  '20602': { meaning: message('timed out') },
  '20603': { meaning: message('the operator asks to try later') },
  '20706': { meaning: message('the operator does not support this') },
  '20802': { meaning: message('the operator has not confirmed yet: still open') },
  '20899': { meaning: message('the operator has not confirmed yet: still open') },
};

/** Explains the code of a refused request; undefined for an undocumented code. */
export const explainRequestCode = (code: string | undefined): Explanation | undefined =>
  code === undefined || !Object.hasOwn(REQUEST_CODES, code) ? undefined : REQUEST_CODES[code];

/** Explains the code of an operation; undefined for an undocumented code. */
export function explainOperationCode(code: string | undefined): Explanation | undefined {
  if (code === undefined) return undefined;
  return Object.hasOwn(OPERATION_CODES, code) ? OPERATION_CODES[code] : explainRequestCode(code);
}

/** Returns a code with its meaning, or with the platform's message for an unknown code. */
export const describeOperationCode = (
  error: { readonly code?: string | undefined; readonly message?: string | undefined } = {},
): Text => joinTexts([error.code, explainOperationCode(error.code)?.meaning ?? error.message], ' ');

/** Returns true for a code that is not a failure: success, in progress, or not confirmed yet (platform docs: codes). */
export const isUndecidedCode = (code: string | undefined): boolean => /^(0|9999|208\d\d)$/.test(code ?? '');

/** Refusals that only other credentials or settings can fix. */
const CREDENTIAL_CODES = new Set(['2442', '3261', '3262']);

/** The platform is busy and has not checked the request (platform docs: codes). */
export const BUSY_CODE = '2147';

/** Returns true if a refusal concerns the credentials, not the request. */
export function isCredentialRefusal(refusal: {
  readonly httpStatus: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
}): boolean {
  if (refusal.httpStatus === 401 || refusal.httpStatus === 403) return true;
  if (refusal.code !== undefined) return CREDENTIAL_CODES.has(refusal.code);
  return /signature/i.test(refusal.message ?? '');
}
