/** A mobile network operator that payments can be taken from. */
export interface Operator {
  /** The platform's ID, as in `account.type` and `selected_operator`: `TELE2`. */
  readonly id: string;
  readonly name: string;
  readonly country?: string;
  /** Other ids of it in the platform's list. */
  readonly aliases?: readonly string[];
}

/** The mobile operators of Kazakhstan, as the platform's documents list them (platform docs: operators). */
export const KNOWN_OPERATORS: readonly Operator[] = [
  { id: 'ACTIV', name: 'Activ' },
  { id: 'ALTEL', name: 'Altel' },
  { id: 'BEELINE', name: 'Beeline' },
  { id: 'KCELL', name: 'Kcell' },
  { id: 'TELE2', name: 'Tele2' },
];

/**
 * The id to send for an operator as the current user wrote it: any id or the name of an operator in the list, in any case.
 *
 * @param list the platform's current list
 * @returns undefined when the list has no such operator
 */
export function findOperator(text: string, list: readonly Operator[]): string | undefined {
  const isIt = (name: string) => name.toLowerCase() === text.toLowerCase();
  const found = list.find(({ id, name, aliases = [] }) => [id, name, ...aliases].some(isIt));
  // A list may name an operator by number where requests name it by its documented code.
  return found === undefined ? undefined : (KNOWN_OPERATORS.find(({ id }) => isIt(id))?.id ?? found.id);
}

/** True of a list that names at least one operator as the documents do; of any other nobody knows how to read it. */
export const isKnownShape = (list: readonly Operator[]): boolean =>
  KNOWN_OPERATORS.some(({ id }) => findOperator(id, list) !== undefined);

const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['700', 'ALTEL'],
  ['708', 'ALTEL'],
  ['701', 'KCELL'],
  ['775', 'KCELL'],
  ['702', 'ACTIV'],
  ['778', 'ACTIV'],
  ['705', 'BEELINE'],
  ['771', 'BEELINE'],
  ['776', 'BEELINE'],
  ['777', 'BEELINE'],
  ['707', 'TELE2'],
  ['747', 'TELE2'],
]);

/**
 * The id of the operator whose prefix a number has: a hint and no more, for a number may be ported, and
 * prefixes are not documented.
 *
 * @param phone digits with the country code
 */
export const guessOperator = (phone: string): string | undefined => PREFIXES.get(phone.slice(1, 4));
