import { describe, expect, it } from 'vitest';
import { maskData, maskText, redactPersonalData } from '#domain/encoding/mask-sensitive-data';

describe('a masked text', () => {
  it.each([
    '77071234567',
    '+77071234567',
    '+7 707 123 45 67',
    '8 (707) 123-45-67',
    '+7(707)1234567',
    '(707) 123-45-67',
    '8-707-123-45-67',
    '7\u00a0707\u00a0123\u00a045\u00a067',
  ])('contains no phone: %s', (phone) => {
    expect(maskText(`of ${phone}, today`)).toBe('of [phone], today');
  });

  it.each(['2026-11-28 04:33', 'rp-77071234567', '5028800010128225', '198.51.100.47', '1234567', '100000 KZT'])(
    'keeps %s',
    (text) => expect(maskText(text)).toBe(text),
  );

  it.each([
    ['C:\\Users\\Aidar.Serik', 'in C:\\Users\\Aidar.Serik\\AppData'],
    ['C:\\Users\\Aidar.Serik', 'in C:/Users/Aidar.Serik/AppData'],
    ['/home/aidar.serik', 'in /home/aidar.serik/.config'],
  ])('does not contain the home folder %s', (home, message) => {
    const report = redactPersonalData({ checks: [{ message }] }, home);
    expect(JSON.stringify(report)).not.toMatch(/serik/i);
    expect(JSON.stringify(report)).toContain('in ~');
  });
});

const SIGNATURE = `${'aB3+/'.repeat(18).slice(0, 86)}==`;

describe('a masked report', () => {
  it('has no user name in the path of another home folder', () => {
    const messages = ['/home/aidar/x', '/Users/aidar/x', 'C:\\Users\\Aidar\\x', '/mnt/c/Users/Aidar'];
    expect(JSON.stringify(redactPersonalData(messages, '/root'))).not.toMatch(/aidar/i);
  });
});

describe('maskText', () => {
  it.each<[what: string, text: string, shown: string]>([
    ['a signature in HTML', `<input value="${SIGNATURE}">`, '<input value="[signature]">'],
    ['a signature in a link', `?a=1&signature=${encodeURIComponent(SIGNATURE)}`, '?a=1&signature=[signature]'],
    [
      'a signature in JSON that was cut off',
      `{"a":1,"signature":"${SIGNATURE.slice(0, 40)}`,
      '{"a":1,"signature":"[signature]"',
    ],
    ['a name in JSON that was cut off', '{"first_name":"Iv\\"an Petrov","a":', '{"first_name":"[masked]","a":'],
    [
      'a name in JSON inside of JSON',
      '{"x":"{\\"lastName\\":\\"Petrov\\"}"}',
      '{"x":"{\\"lastName\\":\\"[masked]\\"}"}',
    ],
    ['a name in a form', 'first_name=Ivan%20P&ok=1', 'first_name=[masked]&ok=1'],
    ['a security code', '{"cvv":123}', '{"cvv":[masked]}'],
    ['a one-time code', 'otp=123456&approval_code=77', 'otp=[code]&approval_code=[code]'],
    ['a card', 'card 4111 1111 1111 1111 of', 'card [card] of'],
    ['an American Express card', '3782 822463 10005', '[card]'],
    [
      'a token in a URL',
      'https://a.example/x?token=abc&key=def&ok=1',
      'https://a.example/x?token=[secret]&key=[secret]&ok=1',
    ],
    ['a password in a URL', 'http://clerk:p@ss/w0rd@proxy.example:3128', 'http://[masked]@proxy.example:3128'],
    ['a user in a URL', 'http://clerk@proxy.example', 'http://[masked]@proxy.example'],
    ['a header', 'authorization: Basic dXNlcjpwYXNz', 'authorization: Basic [secret]'],
    ['a variable', 'ROCKETPAY_SECRET_KEY=abc', 'ROCKETPAY_SECRET_KEY=[secret]'],
  ])('masks %s', (_, text, shown) => expect(maskText(text)).toBe(shown));

  it.each([
    'http://proxy.example:3128/path?time=a',
    'https://api.rocketpay.kz/v2/payment/status',
    'secret: 16 characters, from the variable KEY',
    '{"code":"3061","name":"Beeline","request_id":"abc-1"}',
  ])('keeps %s', (text) => expect(maskText(text)).toBe(text));

  it.each(['"', '\\"', '//', '//a:', 'a@', '=', 'a=', '%2B', '-', '4', '"a":"\\'])(
    'masks 64 KB of %j in less than a second',
    (part) => {
      const start = performance.now();
      maskText(part.repeat(65_536 / part.length));
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );
});

describe('masked data', () => {
  it('contain no card data and no secret, in any spelling of the name', () => {
    expect(
      maskData({
        card: { number: '4111111111111111', cvv: '123', month: 12 },
        cardHolder: 'JOHN DOE',
        'Card-Number': 4111111111111111n,
        result: { token: 'abc', password: 'x', Authorization: 'y', authCode: 7, smsCode: '1234' },
        operation: { id: '4111111111111111', note: '4111111111111111', signature: { parts: ['a'] } },
      }),
    ).toEqual({
      card: { number: '4111•••••11', cvv: '[masked]', month: '[masked]' },
      cardHolder: '[masked]',
      'Card-Number': '[masked]',
      result: {
        token: '[secret]',
        password: '[secret]',
        Authorization: '[secret]',
        authCode: '[code]',
        smsCode: '[code]',
      },
      operation: { id: '4111111111111111', note: '[card]', signature: '[signature]' },
    });
  });

  it('contain no signature, no code and no data of the customer', () => {
    expect(
      maskData({
        general: { project_id: 1, payment_id: 'p', signature: 'abc' },
        signature: 'abc',
        account: { number: '77071234567' },
        customer: { id: 'c', ip: '1.2.3.4', first_name: 'A', last_name: 'B', email: 'a@b.kz', billing: { city: 'X' } },
        payment: { amount: 100, currency: 'KZT', description: 'for a@b.kz' },
        additional_data: { otp: '1234', more: [{ code: 5 }] },
      }),
    ).toEqual({
      general: { project_id: 1, payment_id: 'p', signature: '[signature]' },
      signature: '[signature]',
      account: { number: '7707•••••67' },
      customer: {
        id: 'c',
        ip: '[masked]',
        first_name: '[masked]',
        last_name: '[masked]',
        email: '[masked]',
        billing: { city: '[masked]' },
      },
      payment: { amount: 100, currency: 'KZT', description: 'for [e-mail]' },
      additional_data: { otp: '[code]', more: [{ code: '[code]' }] },
    });
  });
});
