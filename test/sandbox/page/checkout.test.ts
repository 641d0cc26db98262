import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { getPath } from '#domain/json/json-path';
import { chromiumPath, withoutBrowser } from '../../support/browser.ts';
import { audit, openPagePlatform, pay, screen, sendCode, useBrowser, wrong } from './open-page.ts';

const widerThanScreen = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

useBrowser();

describe.skipIf(chromiumPath === undefined)(
  `the Payment Page for a customer${withoutBrowser}`,
  { timeout: 120_000 },
  () => {
    it('accepts the right code after a wrong one, and the merchant receives the callbacks', async () => {
      const platform = await openPagePlatform();
      const page = await platform.visit(platform.link({ merchant_success_url: 'https://shop.example/thanks?a=1&b="' }));
      expect(await page.locator('.amount').textContent()).toBe('₸1,000.00');
      await pay(page, '8 (707) 123-45-67', 'KCELL');
      await screen(page, 'code').waitFor();
      expect(await page.locator('#sent-to').textContent()).toBe('The code was sent to +7707•••••67.');
      const code = await platform.code();
      await sendCode(page, wrong(code));
      await page.getByText('This code is wrong.').waitFor();
      expect(await page.locator('#otp').getAttribute('aria-invalid')).toBe('true');
      await sendCode(page, code);
      await screen(page, 'success').waitFor();
      expect(await page.title()).toBe('Paid · ₸1,000.00');
      const back = page.getByRole('link', { name: 'Back to the merchant' });
      expect(await back.getAttribute('href')).toBe('https://shop.example/thanks?a=1&b="');
      await expect
        .poll(() => platform.callbacks.map((body) => getPath(body, 'payment.status')))
        .toEqual([...['awaiting clarification', 'awaiting clarification', 'success']]);
      expect(platform.callbacks.at(-1)).toMatchObject({ account: { number: '77071234567', type: 'KCELL' } });
      await page.reload();
      await screen(page, 'success').waitFor();
    });

    it('allows three new codes, each after the previous one has expired', async () => {
      const platform = await openPagePlatform(80);
      const page = await platform.visit(platform.link());
      await pay(page);
      const resend = page.getByRole('button', { name: 'Send a new code' });
      for (const left of [2, 1, 0]) {
        await page.getByText('This code has expired.').first().waitFor();
        if (left === 2) {
          await sendCode(page, await platform.code());
          await page.getByText('This code was entered too late.').waitFor();
        }
        await resend.click();
        await page.getByText(left === 0 ? 'No more codes can be sent.' : `New codes left: ${left}`).waitFor();
        expect(await resend.isDisabled()).toBe(true);
        expect(await page.evaluate('document.activeElement.id')).toBe('otp');
      }
    });

    it('shows the operator and the phone number of the link', async () => {
      const platform = await openPagePlatform();
      const options = { enable_mobile_service: 1, selected_operator: 'ALTEL' };
      const page = await platform.visit(
        platform.link({ payment_methods_options: options, customer_phone: '77071234567' }),
      );
      expect(
        await page.locator('[name=operator]').evaluateAll((all) => all.map((one) => one.getAttribute('value'))),
      ).toEqual(['ALTEL']);
      await page.getByRole('button', { name: 'Pay ₸1,000.00' }).click();
      await screen(page, 'code').waitFor();
      await expect.poll(() => platform.callbacks[0]).toMatchObject({ account: { type: 'ALTEL' } });
    });

    it('shows an error beside each invalid field, and the reason of a decline', async () => {
      const platform = await openPagePlatform();
      const page = await platform.visit(
        platform.link({ force_payment_method: null, merchant_fail_url: 'http://shop.example/failed' }),
      );
      await page.getByText('How would you like to pay?').waitFor();
      await page.getByRole('button', { name: /^Pay/ }).click();
      await page.getByText('Choose your operator.').waitFor();
      expect(await page.getByLabel('Phone number').getAttribute('aria-invalid')).toBe('true');
      await page.getByLabel('Tele2').check();
      await page.getByLabel('Phone number').fill('123');
      await page.getByRole('button', { name: /^Pay/ }).click();
      await page.getByText('Enter the full number').waitFor();
      expect(await page.getByText('Choose your operator.').count()).toBe(0);
      expect(platform.callbacks).toEqual([]);
      await pay(page, '77000000008');
      await screen(page, 'decline').getByText('Your operator has a technical problem.').waitFor();
      const back = page.getByRole('link', { name: 'Back to the merchant' });
      expect(await back.getAttribute('href')).toBe('http://shop.example/failed');
    });

    it('can be used with the keyboard only, and always shows the focus', async () => {
      const platform = await openPagePlatform();
      const page = await platform.visit(platform.link());
      const press = async (...keys: readonly string[]) => {
        for (const key of keys) {
          await page.keyboard.press(key);
          const outline = await page.evaluate(
            "[document.activeElement, document.activeElement.closest('label')].some((one) => one && getComputedStyle(one).outlineStyle === 'solid')",
          );
          expect(outline, `after ${key}`).toBe(true);
        }
      };
      await press('Tab', 'Space', 'ArrowDown', 'Tab');
      await page.keyboard.type('+7 707 123 45 67');
      await press('Tab');
      await page.keyboard.press('Enter');
      await screen(page, 'code').waitFor();
      await page.keyboard.type(await platform.code());
      await page.keyboard.press('Enter');
      await screen(page, 'success').waitFor();
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Paid');
      await expect.poll(() => platform.callbacks.at(-1)).toMatchObject({ account: { type: 'ALTEL' } });
    });

    it.each([
      ['en', 'light', 'Enter the code from the SMS', 'Paid'],
      ['ru', 'dark', 'Введите код из SMS', 'Оплачено'],
      ['kk', 'light', 'SMS арқылы келген кодты енгізіңіз', 'Төленді'],
    ] as const)(
      'in %s, %s, passes an audit on each screen, on a narrow phone too',
      async (language, colorScheme, asks, done) => {
        const platform = await openPagePlatform();
        const viewport = { width: 320, height: 640 };
        const link = platform.link({
          language_code: language,
          force_payment_method: null,
          payment_description: 'Ж'.repeat(90),
        });
        const page = await platform.visit(link, { colorScheme, viewport });
        const check = async () => {
          expect(await audit(page)).toEqual([]);
          expect(await widerThanScreen(page)).toBe(false);
        };
        await page.locator('#form button').click();
        await check();
        await pay(page);
        await screen(page, 'code').getByRole('heading', { name: asks }).waitFor();
        await sendCode(page, '1');
        await check();
        await sendCode(page, await platform.code());
        await screen(page, 'success').getByRole('heading', { name: done }).waitFor();
        await check();
      },
    );

    it('is shown in the language of the browser, or in the chosen one', async () => {
      const platform = await openPagePlatform();
      const page = await platform.visit(platform.link(), { language: 'kk-KZ,kk;q=0.9,ru;q=0.8' });
      expect(await page.locator('html').getAttribute('lang')).toBe('kk');
      await page.getByRole('link', { name: 'Русский' }).click();
      await page.getByText('Ваш мобильный оператор').waitFor();
      await pay(page);
      await screen(page, 'code').waitFor();
    });

    it('shows every text of the merchant as text, also with HTML in it', async () => {
      const platform = await openPagePlatform();
      const evil = `"'><img src=x onerror=alert(1)></script><script>alert(2)</script>{{7*7}}\${alert(3)}<!--`;
      const names = [
        'payment_id',
        'customer_id',
        'customer_first_name',
        'customer_last_name',
        'customer_email',
        'payment_description',
        'merchant_data',
        'style_id',
        evil,
      ];
      const parameters = Object.fromEntries(names.map((name) => [name, evil]));
      const query = `&frame_mode=${encodeURIComponent(evil)}&_language=${encodeURIComponent(evil)}&_x=${encodeURIComponent(evil)}`;
      const page = await platform.visit(
        platform.link({ ...parameters, merchant_return_url: `https://shop.example/${evil}` }) + query,
      );
      expect(await page.locator('.description').textContent()).toBe(evil);
      await pay(page);
      await screen(page, 'code').waitFor();
      await sendCode(page, await platform.code());
      await screen(page, 'success').waitFor();
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('script').count()).toBe(2);
    });
  },
);
