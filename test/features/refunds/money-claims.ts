import { expect } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import type { Operation, Payment } from '#sandbox/store';
import type { Finished } from '../../support/cli.ts';

/** Everything that is true of the money at one time. */
export interface Truth {
  readonly payments: readonly Payment[];
  /** The writes of the ledger. */
  readonly intents: readonly Intent[];
  /** Ids of the sandbox's operations of the refunds that this ledger began, by intent. */
  readonly operationOf: ReadonlyMap<string, number>;
}

const isRefund = ({ type }: Pick<Operation, 'type'>): boolean => type === 'refund';

/** A payment of the sandbox, in minor units. */
function sumsOf(payment: Payment | undefined) {
  const operations = payment?.operations ?? [];
  const sum = (status: string) =>
    operations.filter((one) => isRefund(one) && one.status === status).reduce((total, { amount }) => total + amount, 0);
  const charged = operations.some(({ type, status }) => type === 'sale' && status === 'success');
  const paid = charged ? (payment?.amount ?? 0) : 0;
  const [refunded, inProgress] = [sum('success'), sum('processing')];
  return { paid, refunded, inProgress, left: paid - refunded - inProgress };
}

/** Returns the refunds of a payment of the sandbox. */
export const refundsOf = (payment: Payment | undefined): readonly Operation[] =>
  (payment?.operations ?? []).filter(isRefund);

/** How often each kind of claim was met: a check that meets none proves nothing. */
export const met = new Map<string, number>();

const meet = (claim: string): void => void met.set(claim, (met.get(claim) ?? 0) + 1);

const NOT_REFUNDED = ['declined', 'refused', 'denied', 'not_sent', 'held'];
const OPEN = ['sending', 'unknown', 'accepted'];

/** Fails when the ledger has another result of a refund than the sandbox. */
export function expectTrueLedger({ payments, intents, operationOf }: Truth): void {
  const operations = new Map(payments.flatMap(refundsOf).map((operation) => [operation.id, operation]));
  for (const { id, kind, state } of intents) {
    if (kind !== 'refund') continue;
    const status = operations.get(operationOf.get(id) ?? -1)?.status;
    const possible = {
      success: ['done', 'never_arrived', ...OPEN],
      decline: ['declined', 'never_arrived', ...OPEN],
      processing: ['never_arrived', ...OPEN],
      none: ['unknown', 'never_arrived', 'refused', 'denied', 'not_sent', 'held'],
    }[status ?? 'none'];
    expect(possible, `${id} is ${state}, its operation ${status ?? 'is not there'}`).toContain(state);
  }
}

/** What a run has changed: the truth before it and after it. */
export interface Run extends Finished {
  readonly argv: readonly string[];
  readonly paymentId: string | undefined;
  readonly before: Truth;
  readonly after: Truth;
}

/** Fails when a run says or means by its exit code something about money that is not so. */
export function expectTrueRun(run: Run): void {
  const told = `${run.err}\n${run.out}`;
  const text = told.replace(/\s+/g, ' ');
  const what = `${run.argv.join(' ')}: ${run.exit}\n${told}`;
  expectNothingChanged(run, text, what);
  expectResults(run, text, what);
  expectAmounts(run, told, what);
  expectAllFinal(run, text, what);
  expectCounts(run, text, what);
}

const ofPayment = (truth: Truth, id: string | undefined): Payment | undefined =>
  truth.payments.find((payment) => payment.id === id);

/** Fails when the sandbox has more refunds or sales than before. */
function expectNothingChanged({ argv, exit, before, after }: Run, text: string, what: string): void {
  const isSaid = /[Nn]othing was (sent|changed)|changed nothing/.test(text) && !text.includes('by asking');
  const isMeant = ['refund', 'sale'].includes(argv[0] ?? '') && [2, 4, 5, 7].includes(exit ?? 1);
  if (!isSaid && !isMeant) return;
  meet(isSaid ? 'nothing was sent' : 'nothing was sent, by the exit code');
  const count = (truth: Truth) => truth.payments.flatMap(({ operations }) => operations).length;
  expect(count(after), what).toBe(count(before));
}

const minorOf = (text: string | undefined): number => Math.round(Number(text?.replace(/[^\d.]/g, '')) * 100);

/** What is said of one refund is so. */
function expectResults({ argv, exit, paymentId, before, after }: Run, text: string, what: string): void {
  const refunds = refundsOf(ofPayment(after, paymentId));
  const amounts = (status: string) => refunds.filter((one) => one.status === status).map(({ amount }) => amount);
  for (const [, amount] of text.matchAll(/(?<!NOT )\bRefunded: ([\d.]+) KZT\./g)) {
    meet('refunded');
    expect(amounts('success'), what).toContain(minorOf(amount));
  }
  if (/The refund was declined/.test(text)) {
    meet('declined');
    expect(amounts('decline').length, what).toBeGreaterThan(0);
  }
  if (/was not charged/.test(text)) expect(sumsOf(ofPayment(after, paymentId)).paid, what).toBe(0);
  if (argv[0] !== 'refund' || exit === null) return;
  const isNew = (of: readonly Operation[]) => of.length - refundsOf(ofPayment(before, paymentId)).length;
  const isRepeat = text.includes('Already sent');
  if (exit === 0 || exit === 8) expect(isNew(refunds), what).toBe(isRepeat ? 0 : 1);
  if (exit === 6)
    expect(
      after.intents.some(({ state }) => state === 'unknown' || state === 'sending'),
      what,
    ).toBe(true);
  if (exit === 0 && argv.includes('--wait')) expect(refunds.at(-1)?.status, what).toBe('success');
}

/** Paid, refunded, in progress and left, wherever a payment is shown. */
function expectAmounts({ argv, paymentId, before, after }: Run, told: string, what: string): void {
  const amountAt = (name: string) => {
    const found = new RegExp(`^ *${name} +([\\d ]+\\.\\d\\d) KZT`, 'm').exec(told);
    return found === null ? undefined : minorOf(found[1]);
  };
  // The summary of a refund was shown before it was sent.
  const sums = sumsOf(ofPayment(argv[0] === 'refund' && !argv.includes('--wait') ? before : after, paymentId));
  if (argv[0] === 'status' || argv[0] === 'wait') {
    // Refunds of the ledger that the platform does not show are subtracted.
    const open = after.intents.filter(
      ({ id, kind, state, ...intent }) =>
        kind === 'refund' && OPEN.includes(state) && intent.paymentId === paymentId && !after.operationOf.has(id),
    );
    const openSum = open.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
    for (const [name, minor] of [
      ['Paid', sums.paid],
      ['Refunded', sums.refunded],
      ['Left', Math.max(0, sums.left - openSum)],
    ] as const) {
      expect(amountAt(name) ?? minor, `${name}: ${what}`).toBe(minor);
    }
  }
  if (argv[0] === 'refund' && !argv.includes('--wait')) {
    expect(amountAt('Paid') ?? sums.paid, what).toBe(sums.paid);
    expect(amountAt('Refunded') ?? sums.refunded, what).toBe(sums.refunded);
    // What the ledger has without a result is taken off as well.
    expect(amountAt('Left') ?? 0, what).toBeLessThanOrEqual(sums.left);
  }
}

/** Nothing lacks a result only where every refund of this ledger has one, and is known to have it. */
function expectAllFinal({ after }: Run, text: string, what: string): void {
  if (!/Every (other )?(write|row)|[Nn]othing is open/.test(text)) return;
  meet('all final');
  const states = after.intents.map(({ state }) => state);
  expect(
    states.filter((state) => OPEN.includes(state)),
    what,
  ).toEqual([]);
  const operations = after.payments.flatMap(refundsOf);
  for (const id of after.operationOf.values()) {
    expect(operations.find((operation) => operation.id === id)?.status, what).not.toBe('processing');
  }
  const refunds = after.intents.filter(({ kind }) => kind === 'refund');
  expect(
    refunds.some(({ state }) => state === 'never_arrived'),
    what,
  ).toBe(false);
}

/** The counts and sums of `history` and `resume`, and the counts of `pending`. */
function expectCounts({ argv, after }: Run, text: string, what: string): void {
  if (argv[0] === 'history') {
    const refunds = after.intents.filter(({ kind }) => kind === 'refund');
    const said = /Refunds: (.*?)\.(?= |$)/.exec(text.replace(/(\d)\.(\d)/g, '$1,$2'))?.[1] ?? '';
    const share = (words: string, states: readonly string[]) => {
      const found = new RegExp(`(\\d+) ${words} \\(([\\d,]+) KZT\\)`).exec(said);
      const own = refunds.filter(({ state }) => states.includes(state));
      const minor = own.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
      if (found !== null) meet(words);
      const shown = found === null ? [0, 0] : [Number(found[1]), minorOf(found[2]?.replace(',', '.'))];
      expect(shown, `${words}: ${what}`).toEqual([own.length, minor]);
    };
    if (argv.includes('--json')) return;
    share('refunded', ['done']);
    share('NOT refunded, declined or refused', ['declined', 'refused']);
    share(
      'NOT refunded, not processed',
      NOT_REFUNDED.filter((state) => !['declined', 'refused'].includes(state)),
    );
    share('not shown by the platform', ['never_arrived']);
    share('without a final result', OPEN);
  }
  if (argv[0] === 'pending' && !argv.includes('--json')) {
    const count = (words: RegExp) => Number(words.exec(text)?.[1] ?? 0);
    const inState = (...states: string[]) => after.intents.filter(({ state }) => states.includes(state));
    meet('pending');
    expect(count(/(\d+) accepted without a result/), what).toBe(inState('accepted').length);
    expect(count(/(\d+) with an unknown outcome/), what).toBe(inState('unknown', 'sending').length);
    const unseen = inState('never_arrived').filter(({ kind }) => kind === 'refund');
    expect(count(/(\d+) refunds? (?:was|were) not shown/), what).toBe(unseen.length);
  }
}
