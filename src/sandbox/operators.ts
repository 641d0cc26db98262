import type { Operator } from '../domain/operator.ts';

/** The mobile operators of Kazakhstan, as the platform lists them (platform docs: operators). */
export const OPERATORS: readonly Operator[] = [
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
]);

/** The id of the operator that serves a number here: by its prefix, else Tele2. A number may be ported. */
export const operatorOf = (phone: string): string => PREFIXES.get(phone.slice(1, 4)) ?? 'TELE2';
