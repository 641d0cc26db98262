/** A mobile network operator that payments can be taken from. */
export interface Operator {
  /** The platform's ID, as in `account.type` and `selected_operator`: `TELE2`. */
  readonly id: string;
  readonly name: string;
}

/** The mobile operators of Kazakhstan, as the platform's documents list them (platform docs: operators). */
export const KNOWN_OPERATORS: readonly Operator[] = [
  { id: 'ACTIV', name: 'Activ' },
  { id: 'ALTEL', name: 'Altel' },
  { id: 'BEELINE', name: 'Beeline' },
  { id: 'KCELL', name: 'Kcell' },
  { id: 'TELE2', name: 'Tele2' },
];

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
export const likelyOperator = (phone: string): string | undefined => PREFIXES.get(phone.slice(1, 4));
