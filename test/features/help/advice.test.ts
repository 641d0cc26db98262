import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adviceWithProfile } from '#domain/terminal/advice-profile';
import { advisedLines, problemOf } from '../../support/documents/advice.ts';
import { userDocuments } from '../../support/documents/user-documents.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const SOURCE = new URL('../../../src', import.meta.url).pathname;

/** What the program's own texts advise: the values that they fill in stand as placeholders. */
function advisedInSource(): [string, string][] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => {
    const text = readFileSync(join(SOURCE, name), 'utf8')
      .replace(/^\s*(\/\/|\*|\/\*\*).*$/gm, '')
      .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, (inner) => (/profileWords/.test(inner) ? '' : '<value>'))
      .replace(/' \+\n\s*'/g, '')
      .replace(/\\n/g, '\n');
    const strings = [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)];
    const lines = strings
      .flatMap(([, single, template]) => advisedLines(single ?? template ?? ''))
      .filter((line) => /^rocketpay [a-z]/.test(line));
    return [...new Set(lines)].map((line): [string, string] => [name, line]);
  });
}

describe('a command line that is printed as advice', () => {
  const found = advisedInSource();

  it('is found in the source', () => {
    expect(found.length).toBeGreaterThan(40);
  });

  it.each(found)('in %s has a command, options and values that exist: %s', async (_, line) => {
    expect(await problemOf(line), line).toBeUndefined();
  });

  it.each([
    ['rocketpay profiles show', 'profiles show needs name'],
    ['rocketpay profiles add', 'profiles add needs name'],
    ['rocketpay refunds approve', 'refunds approve needs plan'],
    ['rocketpay nowhere', 'there is no command nowhere'],
    ['rocketpay wait p-1 --untill refunded', 'wait has no option --untill'],
    ['rocketpay wait p-1 --until', '--until needs a value'],
    ['rocketpay pending p-1', 'pending takes no p-1'],
    ['rocketpay profiles add <name> --project-id <id>', undefined],
    ['rocketpay resume in-1 --wait', undefined],
  ])('%s: %s', async (line, problem) => {
    expect(await problemOf(line)).toBe(problem);
  });

  it('uses the profile of the run, and names it once', () => {
    const text = (profile: string | undefined) =>
      adviceWithProfile('First: rocketpay whoami. Then: rocketpay refunds apply a.plan.jsonl', profile);
    expect(text(undefined)).not.toContain('--profile');
    expect(text('shop')).toBe(
      'First: rocketpay whoami --profile shop. Then: rocketpay refunds apply --profile shop a.plan.jsonl',
    );
    expect(adviceWithProfile(text('shop'), 'shop')).toBe(text('shop'));
    expect(adviceWithProfile('Next: rocketpay resume in-1. Named: "rocketpay otp".', 'shop')).not.toContain(
      '--profile',
    );
    expect(adviceWithProfile('Next: rocketpay whoami', "a b'c")).toBe(`Next: rocketpay whoami --profile 'a b'\\''c'`);
  });
});

describe('advice that is run in the state in which it was printed', () => {
  /** Each command line in what was said. */
  const linesOf = ({ out, err }: { readonly out: string; readonly err: string }) => advisedLines(`${err}\n${out}`);

  it.each<[string, (shop: Awaited<ReturnType<typeof openFaultyShop>>) => Promise<{ out: string; err: string }>]>([
    ['a lost answer', (shop) => lostAnswer(shop)],
    ['pending', (shop) => lostAnswer(shop).then(() => shop.run('pending'))],
    ['an accepted refund', (shop) => shop.run('refund', 'order-1', '--amount', '5', '--confirm', '5')],
    ['a payment that is not known', (shop) => shop.run('status', 'nowhere')],
    ['a refund of a payment that is not known', (shop) => shop.run('refund', 'nowhere', '--full')],
    ['a repeat', (shop) => refunded(shop).then(() => refunded(shop))],
    ['a declined refund', (shop) => shop.run(...refund('13.13'), '--wait')],
    ['a receipt of a payment id', (shop) => shop.run('receipt', 'order-1')],
    ['a refused refund', (shop) => shop.run(...refund('30.28'))],
  ])('of %s ends neither with usage nor credentials', async (_, state) => {
    const shop = await openFaultyShop();
    await shop.paid();
    const lines = linesOf(await state(shop));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(await problemOf(line), line).toBeUndefined();
      const { exit, err } = await shop.run(...line.split(' ').slice(1));
      expect([2, 4], `${line}: ${err}`).not.toContain(exit);
      expect(err).not.toMatch(/There is no intent/);
    }
  });

  it('explains the code of a refund as one', async () => {
    const shop = await openFaultyShop();
    await shop.paid();
    const { err } = await shop.run(...refund('13.13'), '--wait');
    expect(err).toContain('rocketpay explain 20100 --refund');
    expect((await shop.run(...refund('30.28'))).err).toContain('rocketpay explain 3028 --refund');
  });
});

const refund = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount];

type Shop = Awaited<ReturnType<typeof openFaultyShop>>;

const refunded = (shop: Shop) => shop.run(...refund('5'), '--wait');

async function lostAnswer(shop: Shop) {
  const intent = await shop.lost('502', ...refund('250'));
  return { out: '', err: `: rocketpay resume ${intent}` };
}

describe('a command line of a document', () => {
  it.each(userDocuments())('has options and values that exist: $name', async ({ text }) => {
    for (const [, block = ''] of text.matchAll(/^```sh\n([\s\S]*?)^```/gm)) {
      for (const line of block.split('\n').filter((one) => one.startsWith('rocketpay '))) {
        expect(await problemOf(line.replace(/ +#.*$/, '')), line).toBeUndefined();
      }
    }
  });
});
