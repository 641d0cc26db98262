import { describe, expect, it } from 'vitest';
import { closedPort } from '../../support/gate/fault-server.ts';
import { errorOf, expectPromised, hmac, rocketpay } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';
import { env, link, ORDER, PAGE, published, run, verify } from './checkout-support.ts';

describe('checkout', () => {
  it('prints the published signature in the link and in the document', async () => {
    const { signature, stringToSign } = published('seed-pp-basic');
    const document = await link();
    expect(document).toMatchObject({ signature, stringToSign, paymentId: 'payment_47', amountMinor: 100_000 });
    expectPromised(document, 'checkout');
    expect(await run(...ORDER, '--quiet')).toEqual({ exit: 0, out: `${document.url}\n`, err: '' });
    expect(document.url).toBe(
      `${PAGE}/payment?project_id=1234&payment_id=payment_47&customer_id=customer_123&customer_first_name=John` +
        '&customer_last_name=Doe&customer_email=johndoe%40example.com&payment_currency=KZT&payment_amount=100000' +
        `&force_payment_method=mobile&signature=${encodeURIComponent(signature ?? '')}`,
    );
  });

  it('accepts the platform’s names of the parameters', async () => {
    const long = ORDER.map((word) => word.replace(/^--(first-name|last-name|email)$/, '--customer-$1'));
    const words = [...long.map((word) => word.replace(/^--amount$/, '--payment-amount').replace('1000.00', '100000'))];
    expect(await run(...words, '--payment-currency', 'KZT', '--quiet')).toEqual(await run(...ORDER, '--quiet'));
  });

  it('signs the published text of an operator, given as JSON or in parts', async () => {
    const { signature } = published('seed-pp-operator-json-string');
    const name = 'payment_methods_options';
    const written = ['--set', `${name}={"enable_mobile_service": 1, "selected_operator": "TELE2"}`];
    const parts = ['--set', `${name}.enable_mobile_service=1`, '--set', `${name}.selected_operator=TELE2`];
    for (const words of [written, parts]) expect(await link(...words)).toMatchObject({ signature });
  });

  it.each([
    ['a space', 'Order 47'],
    ['marks of a query', 'a&b=c+d%20#e?f'],
    ['Cyrillic and Kazakh', 'Тапсырыс №47: қант'],
    ['quotes', `"it's"`],
    ['an emoji', 'coffee ☕️👩‍🚀'],
    ['a number that is text', '007'],
    ['a big number', '90071992547409931'],
    ['a decimal', '1.50'],
    ['JSON with white space', '{"id": 20}'],
    ['a colon and a line', 'a:b\nc'],
  ])('signs %s in a value unchanged, and percent-encodes it in the link', async (_, text) => {
    const { url, stringToSign, signature } = await link(
      '--set',
      `some_parameter=${text.startsWith('"') ? JSON.stringify(text) : text}`,
    );
    expect(stringToSign).toContain(`;some_parameter:${text}`);
    expect(signature).toBe(hmac(String(stringToSign), 'secret'));
    expect(url).toContain(`&some_parameter=${encodeURIComponent(text)}&`);
    expect(url).toMatch(/^[\x21-\x7e]+$/);
    expect(new URL(String(url)).searchParams.get('some_parameter')).toBe(text);
    expect(await verify(String(url))).toMatchObject({ exit: 0, valid: true, unknown: ['some_parameter'] });
  });

  it('writes booleans as 1 and 0 and drops nulls, in the signature and in the link', async () => {
    const words = ['close_on_missclick=true', 'redirect=false', 'force_payment_method=null'];
    const { url, stringToSign } = await link(...words.flatMap((word) => ['--set', word]));
    expect(stringToSign).toMatch(/^close_on_missclick:1;/);
    expect(stringToSign).toMatch(/;redirect:0$/);
    expect(url).toMatch(/&close_on_missclick=1&redirect=0&signature=/);
    expect(url).not.toContain('force_payment_method');
  });

  it('lets the customer choose the method with --any-method', async () => {
    expect((await link('--any-method')).parameters).not.toHaveProperty('force_payment_method');
  });

  it('writes --expires in the platform’s format', async () => {
    const { parameters } = await link('--expires', '30m');
    expect(parameters).toMatchObject({ best_before: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) });
    expect(errorOf(await run(...ORDER, '--expires', '2020-01-01', '--json'))).toMatchObject({ exit: 2 });
  });

  it.each<[string, readonly string[], string]>([
    ['a ";"', ['--description', 'a;b'], 'payment_description contains a ";"'],
    [
      'a wrong address',
      ['--set', 'merchant_success_url=javascript:alert(1)'],
      'merchant_success_url is not an http or https URL',
    ],
    ['a missing parameter', ['--set', 'customer_id=null'], 'customer_id'],
    ['a fraction of a minor unit', ['--set', 'payment_amount=12.50'], 'payment_amount is not a whole number'],
    ['a signature', ['--set', 'signature=x'], 'cannot change "signature"'],
    ['two amounts', ['--amount-minor', '5'], '--amount and --amount-minor'],
    ['--any-method with --operator', ['--any-method', '--operator', 'TELE2'], 'Leave out one'],
  ])('refuses %s with exit code 2', async (_, words, reason) => {
    const { exit, message, hint = '' } = errorOf(await run(...ORDER, ...words, '--json'));
    expect({ exit, text: `${message} ${hint}` }).toEqual({ exit: 2, text: expect.stringContaining(reason) });
  });

  it('names the missing parameters', async () => {
    const { message } = errorOf(await run('--amount', '10', '--json'));
    expect(message).toContain('customer_id, customer_first_name, customer_last_name, customer_email');
  });
});

describe('checkout --operator', () => {
  it('checks the operator against the platform’s list, and uses its spelling', async () => {
    const shop = await openShop();
    const words = ['checkout', ...ORDER, '--operator'];
    expect(await shop.done(...words, 'tele2')).toMatchObject({
      parameters: { payment_methods_options: '{"enable_mobile_service":1,"selected_operator":"TELE2"}' },
    });
    expect(await shop.failed(...words, 'TELE3')).toMatchObject({
      exit: 2,
      hint: 'It has: ACTIV, ALTEL, BEELINE, KCELL, TELE2.',
    });
  });

  it('prints the link with a warning when the list is not available', async () => {
    const offline = { ...env, ROCKETPAY_GATE_URL: `http://${await closedPort()}` };
    const { exit, out, err } = await rocketpay(['checkout', ...ORDER, '--operator', 'NEW'], { env: offline });
    expect(exit).toBe(0);
    expect(decodeURIComponent(out)).toContain('"selected_operator":"NEW"');
    expect(err).toContain('was not checked');
  });
});
