import { describe, expect, it } from 'vitest';
import { redactPersonalData } from '#domain/doctor/health-check';
import { maskData, maskText } from '#domain/encoding/mask-personal-data';

describe('a text for other people', () => {
  it.each([
    '77071234567',
    '+77071234567',
    '+7 707 123 45 67',
    '8 (707) 123-45-67',
    '+7(707)1234567',
    '(707) 123-45-67',
    '8-707-123-45-67',
    '7\u00a0707\u00a0123\u00a045\u00a067',
  ])('holds no phone: %s', (phone) => {
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
  ])('does not name the home folder %s', (home, message) => {
    const report = redactPersonalData({ checks: [{ message }] }, home);
    expect(JSON.stringify(report)).not.toMatch(/serik/i);
    expect(JSON.stringify(report)).toContain('in ~');
  });
});

describe('data for other people', () => {
  it('hold no signature, no code and nothing of the customer', () => {
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
