import { describe, expect, it } from 'vitest';
import { errorOf, expectPromised, hmac, rocketpay } from '../../support/session.ts';
import { env, link, ORDER, PAGE, published, run, verify } from './checkout-support.ts';

describe('checkout verify', () => {
  it('reports that a valid link opens, and its amount', async () => {
    const { out: url } = await run(...ORDER, '--quiet');
    const { exit, out } = await rocketpay(['checkout', 'verify', '-'], { env, input: url });
    expect(exit).toBe(0);
    expect(out).toContain('would open');
    expect(out).toContain('1000.00 KZT (100000 minor units)');
    expectPromised(await verify(url.trim()).then(({ exit: _, ...rest }) => rest), 'checkout verify');
  });

  it('accepts a link from the source of a page', async () => {
    const { url } = await link();
    const copied = await verify(String(url).replaceAll('&', '&amp;'));
    expect(copied).toMatchObject({ exit: 0, opens: true, warnings: [expect.stringContaining('copied from HTML')] });
  });

  it('exits with 9 for a changed link', async () => {
    const { url } = await link();
    expect(await verify(String(url).replace('100000', '1'))).toMatchObject({ exit: 9, opens: false, valid: false });
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
  ])('names the mistake %s', async (mistake, make) => {
    expect(await verify(make())).toMatchObject({ exit: 9, diagnosis: { proven: true, mistakes: [{ mistake }] } });
  });

  it('accepts names that begin with "_", signed or added after signing', async () => {
    const { url } = await link('--set', '_plugin=7');
    expect(await verify(String(url))).toMatchObject({
      exit: 0,
      opens: true,
      unknown: [],
      parameters: { _plugin: '7' },
      stringToSign: expect.stringContaining('_plugin:7'),
    });
    const { url: plain } = await link();
    expect(await verify(`${plain}&_version=1.2`)).toMatchObject({ exit: 0, opens: true });
    expect(await verify(`${plain}&version=1.2`)).toMatchObject({ exit: 9, opens: false });
  });

  it('lists frame_mode, which is not signed', async () => {
    const { url } = await link();
    const { parameters, exit } = await verify(`${url}&frame_mode=popup`);
    expect({ exit, parameters }).toEqual({ exit: 0, parameters: expect.objectContaining({ frame_mode: 'popup' }) });
  });

  it('names the mistake nested_fields for names in brackets', async () => {
    const nested =
      'payment_methods_options:mobile:operator:TELE2;payment_methods_options:mobile:other:1;project_id:1234';
    const names = {
      project_id: 1234,
      'payment_methods_options[mobile][operator]': 'TELE2',
      'payment_methods_options[mobile][other]': 1,
    };
    expect(await verify(query(names, nested))).toMatchObject({
      exit: 9,
      diagnosis: { proven: true, mistakes: [{ mistake: 'nested_fields' }] },
    });
  });

  it.each(['items[0]=1', 'a[b]=c', 'payment_methods_options[mobile]=x'])('exits with 2 for --set %s', async (set) => {
    expect(errorOf(await run(...ORDER, '--set', set, '--json'))).toMatchObject({ exit: 2 });
  });

  it.each(['[object Object]', 'Array', "{'mobile': {}}", 'map[mobile:1]'])('warns about the value %s', async (text) => {
    const { url } = await link('--set', `merchant_data=${text}`);
    expect((await verify(String(url))).warnings).toEqual([
      expect.stringMatching(/^merchant_data looks like an object/),
    ]);
  });

  it('names the mistake boolean_words of an SDK that signs 1 and writes true', async () => {
    const text = published('seed-pp-basic').stringToSign;
    const { diagnosis } = await verify(query({ ...ofVector('seed-pp-basic'), redirect: 'true' }, `${text};redirect:1`));
    const [{ mistake, advice } = { mistake: '', advice: '' }] = (
      diagnosis as { mistakes: { mistake: string; advice: string }[] }
    ).mistakes;
    expect([mistake, advice]).toEqual(['boolean_words', expect.stringContaining('1 and 0 instead of booleans')]);
  });

  it('lists missing, unknown, invalid and suspicious parameters of a link with a valid signature', async () => {
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
    expect(await verify(query({ ...parameters, best_before: '' }, `best_before:;${text}`))).toMatchObject({
      exit: 9,
      valid: true,
      opens: false,
      missing: ['payment_id', 'customer_id', 'customer_first_name', 'customer_last_name', 'customer_email'],
      unknown: ['customer_fist_name'],
      flaws: ['language_code is not two letters'],
      warnings: [
        'the amount is 0.10 KZT (10 minor units), less than 1 KZT: was it meant in major units?',
        'best_before is not a time: ""',
        'redirect is the word "true": booleans are written 1 and 0',
      ],
    });
  });

  it('explains how to quote a link that the shell has cut', async () => {
    expect(errorOf(await run('verify', `${PAGE}/payment`, '--json'))).toMatchObject({
      exit: 2,
      hint: expect.stringContaining('quotes'),
    });
  });
});
