import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { requestVectors } from '../../domain/signature/vectors.ts';
import { closedPort } from '../../support/gate/fault-server.ts';
import { documentOf, errorOf, expectPromised, hmac, rocketpay } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';

const PAGE = 'https://pay.test';

/** A merchant whose secret is that of the published data. */
const env = { ROCKETPAY_PROJECT_ID: '1234', ROCKETPAY_SECRET_KEY: 'secret', ROCKETPAY_PAYMENT_PAGE_URL: PAGE };

const ORDER = [
  ...['--payment-id', 'payment_47', '--customer-id', 'customer_123', '--amount', '1000.00'],
  ...['--first-name', 'John', '--last-name', 'Doe', '--email', 'johndoe@example.com'],
];

const run = (...argv: readonly string[]) => rocketpay(['checkout', ...argv], { env });
const link = async (...argv: readonly string[]) => documentOf(await run(...ORDER, ...argv, '--json', '--quiet'));
const verdict = async (url: string) => {
  const finished = await run('verify', url, '--json');
  return { exit: finished.exit, ...documentOf(finished) } as Record<string, unknown> & { exit: number };
};

const published = (name: string) => {
  const vector = requestVectors.find((one) => one.name === name);
  if (vector === undefined) throw new Error(`nothing is published as ${name}`);
  return vector;
};

describe('a merchant who makes a link', () => {
  it('gets the published signature, in the link as in the document', async () => {
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

  it('gets the same by the platform’s own names of the parameters', async () => {
    const long = ORDER.map((word) => word.replace(/^--(first-name|last-name|email)$/, '--customer-$1'));
    const words = [...long.map((word) => word.replace(/^--amount$/, '--payment-amount').replace('1000.00', '100000'))];
    expect(await run(...words, '--payment-currency', 'KZT', '--quiet')).toEqual(await run(...ORDER, '--quiet'));
  });

  it('has the published text of an operator signed, whether it is written as JSON or in parts', async () => {
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
  ])('has %s in a value signed as it is and percent-encoded', async (_, text) => {
    const { url, stringToSign, signature } = await link(
      '--set',
      `some_parameter=${text.startsWith('"') ? JSON.stringify(text) : text}`,
    );
    expect(stringToSign).toContain(`;some_parameter:${text}`);
    expect(signature).toBe(hmac(String(stringToSign), 'secret'));
    expect(url).toContain(`&some_parameter=${encodeURIComponent(text)}&`);
    expect(url).toMatch(/^[\x21-\x7e]+$/);
    expect(new URL(String(url)).searchParams.get('some_parameter')).toBe(text);
    expect(await verdict(String(url))).toMatchObject({ exit: 0, valid: true, unknown: ['some_parameter'] });
  });

  it('has booleans as 1 and 0 and no nulls, in both places', async () => {
    const words = ['close_on_missclick=true', 'redirect=false', 'force_payment_method=null'];
    const { url, stringToSign } = await link(...words.flatMap((word) => ['--set', word]));
    expect(stringToSign).toMatch(/^close_on_missclick:1;/);
    expect(stringToSign).toMatch(/;redirect:0$/);
    expect(url).toMatch(/&close_on_missclick=1&redirect=0&signature=/);
    expect(url).not.toContain('force_payment_method');
  });

  it('leaves the choice of the method to the customer with --any-method', async () => {
    expect((await link('--any-method')).parameters).not.toHaveProperty('force_payment_method');
  });

  it('says when the link is over as the platform takes it', async () => {
    const { parameters } = await link('--expires', '30m');
    expect(parameters).toMatchObject({ best_before: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) });
    expect(errorOf(await run(...ORDER, '--expires', '2020-01-01', '--json'))).toMatchObject({ exit: 2 });
  });

  it.each<[string, readonly string[], string]>([
    ['a ";"', ['--description', 'a;b'], 'payment_description holds a ";"'],
    [
      'a wrong address',
      ['--set', 'merchant_success_url=javascript:alert(1)'],
      'merchant_success_url is no http or https URL',
    ],
    ['a parameter taken away', ['--set', 'customer_id=null'], 'customer_id'],
    ['an amount in words', ['--set', 'payment_amount=12.50'], 'payment_amount is not a whole number'],
    ['a signature', ['--set', 'signature=x'], 'cannot change "signature"'],
    ['two amounts', ['--amount-minor', '5'], '--amount and --amount-minor'],
    ['a choice and none', ['--any-method', '--operator', 'TELE2'], 'Leave out one'],
  ])('is told of %s before anything is printed', async (_, words, reason) => {
    const { exit, message, hint = '' } = errorOf(await run(...ORDER, ...words, '--json'));
    expect({ exit, text: `${message} ${hint}` }).toEqual({ exit: 2, text: expect.stringContaining(reason) });
  });

  it('is told by name what is missing', async () => {
    const { message } = errorOf(await run('--amount', '10', '--json'));
    expect(message).toContain('customer_id, customer_first_name, customer_last_name, customer_email');
  });
});

describe('a merchant who names an operator', () => {
  it('has it checked against the platform’s list, and spelled as there', async () => {
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

  it('gets the link all the same, and a warning, where the list cannot be had', async () => {
    const offline = { ...env, ROCKETPAY_GATE_URL: `http://${await closedPort()}` };
    const { exit, out, err } = await rocketpay(['checkout', ...ORDER, '--operator', 'NEW'], { env: offline });
    expect(exit).toBe(0);
    expect(decodeURIComponent(out)).toContain('"selected_operator":"NEW"');
    expect(err).toContain('was not checked');
  });
});

describe('a merchant who wants something else than the link', () => {
  const SCRIPT = '</script><script>alert(1)</script><!-- \u2028 ]]> & "\'';

  it('gets a snippet with the documented call, from which no text of a parameter escapes', async () => {
    const { text, parameters, signature } = await link('--format', 'widget', '--description', SCRIPT);
    expect(text).toContain(`<link rel="stylesheet" href="${PAGE}/shared/merchant.css">`);
    expect(text).toContain(`<script src="${PAGE}/shared/merchant.js"></script>`);
    const [, inside = ''] = /<script>\nEPayWidget\.run\(([\s\S]*?)\);\n<\/script>\n$/.exec(String(text)) ?? [];
    expect(JSON.parse(inside)).toEqual({ ...(parameters as object), signature });
    expect(inside).not.toMatch(/[<>&\u2028]/);
    expect((await run(...ORDER, '--format', 'widget', '--description', SCRIPT, '--quiet')).out).toBe(text);
  });

  it('gets a page whose button works without a script too', async () => {
    const { text, url } = await link('--format', 'html', '--description', SCRIPT, '--set', 'language_code=ru');
    expect(text).toContain(
      `<a id="pay" href="${String(url).replaceAll('&', '&amp;').replaceAll("'", '&#39;')}">1000.00 KZT</a>`,
    );
    expect(text).toContain('<html lang="ru">');
    expect(String(text).match(/<\/script>/g)).toHaveLength(2);
  });

  it('gets a code for a phone that fits a terminal, and is told when a link is too long for one', async () => {
    const { out } = await run(...ORDER, '--format', 'qr', '--quiet');
    const lines = out.trimEnd().split('\n');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[0]?.length).toBeLessThanOrEqual(80);
    const long = ['--set', `merchant_data=${'x'.repeat(3000)}`, '--format', 'qr', '--json'];
    expect(errorOf(await run(...ORDER, ...long))).toMatchObject({
      exit: 2,
      message: expect.stringContaining('too many'),
    });
  });

  it('gets white on black in a terminal, whatever its colours, and the link where a code would be broken', async () => {
    const draw = (columns: number, own = {}) =>
      rocketpay(['checkout', ...ORDER, '--format', 'qr'], { env: { ...env, ...own }, columns });
    const shown = await draw(120);
    const lines = shown.out.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^\u001b\[38;5;231m\u001b\[48;5;16m[█▀▄ ]+\u001b\[49m\u001b\[39m$/);
    const width = stripVTControlCharacters(lines[0] ?? '').length;
    expect((await draw(width)).err).not.toContain('columns');

    const narrow = await draw(width - 1);
    expect(narrow.err.replace(/\s+/g, ' ')).toContain(`needs ${width} columns, this terminal has ${width - 1}`);
    expect(narrow.out).toMatch(/^http\S+\n$/);
    expect((await draw(120, { NO_COLOR: '1' })).out).not.toContain('\u001b');
  });

  it('gets the same document from --format json and from --json', async () => {
    const { out } = await run(...ORDER, '--format', 'json', '--quiet');
    expect(out).toBe((await run(...ORDER, '--json', '--quiet')).out);
    expect((await run(...ORDER, '--format', 'json', '--field', 'paymentId', '--quiet')).out).toBe('payment_47\n');
  });

  it('is told when there is no browser, and has the link', async () => {
    const { exit, out, err } = await run(...ORDER, '--open');
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining(`${PAGE}/payment?`) });
    expect(err).toContain('there is no browser here');
  });
});

describe('a merchant who checks a link', () => {
  it('hears that a good one opens, and for how much', async () => {
    const { out: url } = await run(...ORDER, '--quiet');
    const { exit, out } = await rocketpay(['checkout', 'verify', '-'], { env, input: url });
    expect(exit).toBe(0);
    expect(out).toContain('would open');
    expect(out).toContain('1000.00 KZT (100000 minor units)');
    expectPromised(await verdict(url.trim()).then(({ exit: _, ...rest }) => rest), 'checkout verify');
  });

  it('may copy it from the source of a page', async () => {
    const { url } = await link();
    const copied = await verdict(String(url).replaceAll('&', '&amp;'));
    expect(copied).toMatchObject({ exit: 0, opens: true, warnings: [expect.stringContaining('copied from HTML')] });
  });

  it('hears that one which was changed does not', async () => {
    const { url } = await link();
    expect(await verdict(String(url).replace('100000', '1'))).toMatchObject({ exit: 9, opens: false, valid: false });
  });

  const query = (parameters: object, text: string, encode: (text: string) => string = encodeURIComponent) =>
    `${PAGE}/payment?${Object.entries({ ...parameters, signature: hmac(text, 'secret') })
      .map(([name, value]) => `${name}=${encode(String(value))}`)
      .join('&')}`;

  const ofVector = (name: string): Record<string, unknown> => JSON.parse(published(name).body);

  it.each<[mistake: string, link: () => string]>([
    [
      'json_text_signed_as_object',
      () => query(ofVector('seed-pp-operator-json-string'), published('seed-pp-operator-object').stringToSign),
    ],
    ['plus_as_space', () => query(ofVector('seed-pp-basic'), published('seed-pp-basic').stringToSign, (text) => text)],
    [
      'values_changed',
      () =>
        query(
          ofVector('seed-pp-basic'),
          published('seed-pp-basic').stringToSign.replace('johndoe@example.com', 'johndoe%40example.com'),
        ),
    ],
  ])('is told of %s', async (mistake, make) => {
    expect(await verdict(make())).toMatchObject({ exit: 9, diagnosis: { proven: true, mistakes: [{ mistake }] } });
  });

  it('takes a link with names that begin with "_", signed as the SDKs sign them or added after signing', async () => {
    const { url } = await link('--set', '_plugin=7');
    expect(await verdict(String(url))).toMatchObject({
      exit: 0,
      opens: true,
      unknown: [],
      parameters: { _plugin: '7' },
      stringToSign: expect.stringContaining('_plugin:7'),
    });
    const { url: plain } = await link();
    expect(await verdict(`${plain}&_version=1.2`)).toMatchObject({ exit: 0, opens: true });
    expect(await verdict(`${plain}&version=1.2`)).toMatchObject({ exit: 9, opens: false });
  });

  it('lists frame_mode among the parameters, which is not signed', async () => {
    const { url } = await link();
    const { parameters, exit } = await verdict(`${url}&frame_mode=popup`);
    expect({ exit, parameters }).toEqual({ exit: 0, parameters: expect.objectContaining({ frame_mode: 'popup' }) });
  });

  it('is told when names in brackets were signed as nested fields, as PHP reads them', async () => {
    const nested =
      'payment_methods_options:mobile:operator:TELE2;payment_methods_options:mobile:other:1;project_id:1234';
    const names = {
      project_id: 1234,
      'payment_methods_options[mobile][operator]': 'TELE2',
      'payment_methods_options[mobile][other]': 1,
    };
    expect(await verdict(query(names, nested))).toMatchObject({
      exit: 9,
      diagnosis: { proven: true, mistakes: [{ mistake: 'nested_fields' }] },
    });
  });

  it.each(['items[0]=1', 'a[b]=c', 'payment_methods_options[mobile]=x'])('makes no link of --set %s', async (set) => {
    expect(errorOf(await run(...ORDER, '--set', set, '--json'))).toMatchObject({ exit: 2 });
  });

  it.each(['[object Object]', 'Array', "{'mobile': {}}", 'map[mobile:1]'])(
    'is warned of the value %s',
    async (text) => {
      const { url } = await link('--set', `merchant_data=${text}`);
      expect((await verdict(String(url))).warnings).toEqual([
        expect.stringMatching(/^merchant_data looks like an object/),
      ]);
    },
  );

  it('is told what an SDK does that writes booleans as words and signs numbers', async () => {
    const text = published('seed-pp-basic').stringToSign;
    const { diagnosis } = await verdict(
      query({ ...ofVector('seed-pp-basic'), redirect: 'true' }, `${text};redirect:1`),
    );
    const [{ mistake, advice } = { mistake: '', advice: '' }] = (
      diagnosis as { mistakes: { mistake: string; advice: string }[] }
    ).mistakes;
    expect([mistake, advice]).toEqual(['boolean_words', expect.stringContaining('1 and 0 instead of booleans')]);
  });

  it('is told what is missing, unknown, wrong and suspicious, though the signature is right', async () => {
    const parameters = {
      project_id: 1234,
      payment_amount: '10',
      payment_currency: 'KZT',
      customer_fist_name: 'A',
      redirect: 'true',
      language_code: 'eng',
    };
    const text = Object.entries(parameters)
      .map(([name, value]) => `${name}:${value}`)
      .sort()
      .join(';');
    expect(await verdict(query({ ...parameters, best_before: '' }, `best_before:;${text}`))).toMatchObject({
      exit: 9,
      valid: true,
      opens: false,
      missing: ['payment_id', 'customer_id', 'customer_first_name', 'customer_last_name', 'customer_email'],
      unknown: ['customer_fist_name'],
      flaws: ['language_code is not two letters'],
      warnings: [
        'the amount is 0.10 KZT (10 minor units), less than 1 KZT: was it meant in major units?',
        'best_before is no time: ""',
        'redirect is the word "true": booleans are written 1 and 0',
      ],
    });
  });

  it('is told how to write a link that the shell has cut', async () => {
    expect(errorOf(await run('verify', `${PAGE}/payment`, '--json'))).toMatchObject({
      exit: 2,
      hint: expect.stringContaining('quotes'),
    });
  });
});
