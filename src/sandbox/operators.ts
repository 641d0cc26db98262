import { likelyOperator, type Operator } from '../domain/operator.ts';

/** The mobile operators of Kazakhstan, as the platform lists them (platform docs: operators). */
export const OPERATORS: readonly Operator[] = [
  { id: 'ACTIV', name: 'Activ' },
  { id: 'ALTEL', name: 'Altel' },
  { id: 'BEELINE', name: 'Beeline' },
  { id: 'KCELL', name: 'Kcell' },
  { id: 'TELE2', name: 'Tele2' },
];

/** The id of the operator that serves a number here: the likely one, else Tele2. */
export const operatorOf = (phone: string): string => likelyOperator(phone) ?? 'TELE2';
