import fc from 'fast-check';

/** True in `npm run check`. `npm test` leaves out most of the cases that are many of one kind. */
export const TRIES_EVERY_CASE = process.env.TEST_EVERY_CASE !== undefined;

/** How many random cases a property test tries: all, or their first quarter. */
export const caseCount = (all: number): number => (TRIES_EVERY_CASE ? all : Math.ceil(all / 4));

/** The cases of a table that are tried in one of many turns: all, or each `step`-th, so that every case has its turn. */
export const turnOf = <T>(cases: readonly T[], turn: number, step: number): readonly T[] =>
  TRIES_EVERY_CASE ? cases : cases.filter((_, at) => at % step === turn % step);

/** One seed for all property tests: a failure is the same failure on every machine. */
fc.configureGlobal({ seed: 20_241_207, numRuns: caseCount(300) });
