import { guessOperator } from '#domain/payments/mobile-operator';

/** The id of the operator that serves a number here: the likely one, else Tele2. */
export const operatorOf = (phone: string): string => guessOperator(phone) ?? 'TELE2';
