import { expect, it } from 'vitest';
import { diagnose, diagnoseWithOthers } from '#domain/diagnosis/diagnose';
import { parseReceived } from '#domain/diagnosis/received-body';
import { WorkBudget } from '#domain/diagnosis/work-budget';
import { Secret } from '#domain/signature/secret';

const secret = new Secret('the-secret-of-the-shop');
const SIGNATURE = `${'A'.repeat(86)}==`;

const fields = (count: number, value: (index: number) => unknown): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, value(index)]));

const nested = (levels: number, inside: unknown): unknown =>
  Array.from({ length: levels }).reduce<unknown>((value) => ({ deeper: value }), inside);

const signed = (body: object): string => JSON.stringify({ ...body, signature: SIGNATURE });

/** Counts the work that a search does within the budget. */
class CountedBudget extends WorkBudget {
  hashes = 0;
  bytes = 0;

  override hash(length: number): void {
    super.hash(length);
    this.hashes += 1;
    this.bytes += length;
  }
}

const UNITS = 5_000_000;

it.each<[string, string]>([
  ['an ordinary body', signed({ project_id: 1234, payment: { id: 'payment_47', sum: { amount: 100_000 } } })],
  ['a long text', signed({ text: 'x'.repeat(120_000) })],
  ['a body of a megabyte', signed({ text: 'x'.repeat(1_000_000) })],
  ['ten thousand fields', signed(fields(10_000, (index) => index))],
  ['many levels', signed({ a: nested(500, fields(50, String)) })],
  [
    'big integers, each of which may have been rounded',
    `{"list":[${fieldsOfBigIntegers()}],"signature":"${SIGNATURE}"}`,
  ],
  ['JSON in JSON', JSON.stringify({ a: JSON.stringify({ a: signed(fields(500, String)) }) })],
  [
    'many wrapped bodies',
    JSON.stringify({ list: Array.from({ length: 500 }, () => ({ signature: SIGNATURE, a: 1 })) }),
  ],
])('ends a diagnosis when its work budget is spent: %s', (_case, text) => {
  const budget = new CountedBudget(UNITS);
  expect(diagnose(parseReceived(text), secret, budget).proven).toBe(false);
  expect(budget.spent).toBe(true);
  expect(budget.bytes).toBeLessThan(UNITS + 1_100_000);
  expect(budget.hashes).toBeLessThan(UNITS / 1000);
});

it('ends a diagnosis with many profiles when its work budget is spent', () => {
  const others = Array.from({ length: 500 }, (_, index) => ({
    profile: `profile ${index}`,
    secret: new Secret(`secret ${index}`),
  }));
  const budget = new CountedBudget(UNITS);
  expect(
    diagnoseWithOthers(parseReceived(signed({ text: 'x'.repeat(10_000) })), secret, others, budget),
  ).toBeUndefined();
  expect(budget.bytes).toBeLessThan(UNITS + 20_000);
});

it.each<[string, string]>([
  ['signatures without an end', JSON.stringify({ a: 'sign'.repeat(200_000) })],
  ['a signature without an end', JSON.stringify({ a: 1, signature: 'x'.repeat(800_000) })],
  ['brackets alone', '{'.repeat(800_000)],
  ['a form of many fields', Array.from({ length: 60_000 }, (_, index) => `key${index}=value`).join('&')],
])('hashes nothing when a body cannot be a callback: %s', (_case, text) => {
  const budget = new CountedBudget(UNITS);
  expect(diagnose(parseReceived(text), secret, budget).proven).toBe(false);
  expect(budget.hashes).toBe(0);
});

function fieldsOfBigIntegers(): string {
  return Array.from({ length: 300 }, (_, index) => 12_345_678_901_234_567_890n + BigInt(index) * 4096n).join(',');
}
