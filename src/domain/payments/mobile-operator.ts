/** A mobile operator that supports payments. */
export interface Operator {
  /** Id of the platform, as in `account.type` and `selected_operator`: `TELE2`. */
  readonly id: string;
  readonly name: string;
  readonly country?: string;
  /** Other ids of the operator in the platform's list. */
  readonly aliases?: readonly string[];
}

/** The mobile operators of Kazakhstan with their documented ids (platform docs: operators). */
export const KNOWN_OPERATORS: readonly Operator[] = [
  { id: 'ACTIV', name: 'Activ' },
  { id: 'ALTEL', name: 'Altel' },
  { id: 'BEELINE', name: 'Beeline' },
  { id: 'KCELL', name: 'Kcell' },
  { id: 'TELE2', name: 'Tele2' },
];

/**
 * Finds the id of an operator by any of its ids or its name, case-insensitively.
 *
 * @param list the platform's current list
 * @returns undefined when the list has no such operator
 */
export function findOperator(text: string, list: readonly Operator[]): string | undefined {
  const isIt = (name: string) => name.toLowerCase() === text.toLowerCase();
  const found = list.find(({ id, name, aliases = [] }) => [id, name, ...aliases].some(isIt));
  // A list may have a number for an operator that requests name by its documented id.
  return found === undefined ? undefined : (KNOWN_OPERATORS.find(({ id }) => isIt(id))?.id ?? found.id);
}

/** True when a list has an operator with a documented id. The ids of any other list cannot be compared. */
export const hasKnownOperator = (list: readonly Operator[]): boolean =>
  KNOWN_OPERATORS.some(({ id }) => findOperator(id, list) !== undefined);

const PREFIXES: Readonly<Record<string, string>> = {
  ALTEL: '700 708',
  KCELL: '701 775',
  ACTIV: '702 778',
  BEELINE: '705 771 776 777',
  TELE2: '707 747',
};

/**
 * Guesses the id of the operator from the prefix of a number. It is only a hint: numbers are ported, and prefixes are
 * not documented.
 *
 * @param phone digits with the country code
 */
export const guessOperator = (phone: string): string | undefined =>
  Object.keys(PREFIXES).find((id) => PREFIXES[id]?.split(' ').includes(phone.slice(1, 4)));
