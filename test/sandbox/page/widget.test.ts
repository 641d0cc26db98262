import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { escapeScriptJson } from '#domain/encoding/escape-html';
import type { JsonObject } from '#domain/json/exact-json';
import { chromiumPath, withoutBrowser } from '../../support/browser.ts';
import { audit, openPagePlatform, type PagePlatform, pay, screen, sendCode, useBrowser } from './open-page.ts';

/** Every documented handler that this method calls: each writes down its name and the keys of what it got. */
const HANDLERS = [
  ...['onLoaded', 'onFailLoading', 'onPaymentMethodSelect', 'onPaymentSent', 'onPaymentSubmitResult'],
  ...['onShowClarificationPage', 'onSubmitClarificationForm', 'onPaymentSuccess', 'onPaymentFail', 'onExit'],
  ...['onEnterKeyPressed', 'onEmbeddedModeCheckValidationResponse'],
];

/** A page of the merchant's that calls the widget, and writes down which handlers were called with what. */
const site = (platform: PagePlatform, call: string, config: JsonObject): string =>
  platform.site(`<main><h1>Shop</h1><button id="buy">Buy</button><div id="here"></div></main><script>
    window.calls = [];
    const config = ${escapeScriptJson(config)};
    for (const name of ${JSON.stringify(HANDLERS)}) config[name] = (data) => window.calls.push([name, data]);
    ${call}
  </script>`);

const calls = (page: Page) => page.evaluate<[name: string, data: Record<string, unknown>][]>('window.calls');
const names = async (page: Page) => (await calls(page)).map(([name]) => name);

useBrowser();

describe.skipIf(chromiumPath === undefined)(
  `a merchant’s site on another origin${withoutBrowser}`,
  { timeout: 120_000 },
  () => {
    it('shows the page in a dialog, and gets an event for each step and for its end', async () => {
      const platform = await openPagePlatform();
      const page = await platform.visit(site(platform, 'EPayWidget.run(config);', platform.config()));
      const frame = page.frameLocator('dialog iframe');
      await pay(frame);
      await screen(frame, 'code').waitFor();
      expect(await audit(page)).toEqual([]);
      await sendCode(frame, await platform.code());
      await frame.getByRole('button', { name: 'Close' }).click();
      // The page tells the site that it closes: that takes a message.
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect(await names(page)).toEqual([
        ...['onLoaded', 'onPaymentMethodSelect', 'onPaymentSent', 'onPaymentSubmitResult', 'onShowClarificationPage'],
        ...['onSubmitClarificationForm', 'onPaymentSuccess', 'onExit'],
      ]);
      const received = Object.fromEntries(await calls(page));
      expect(received.onPaymentSubmitResult).toEqual({ request_id: expect.stringMatching(/^\w{40}$/) });
      expect(received.onPaymentSuccess).toMatchObject({ payment: { id: 'order-1', status: 'success' } });
      expect(received.onLoaded).toEqual({ width: expect.any(Number), height: expect.any(Number) });
    });

    it('opens the page by a button and by POST, with special characters in its parameters', async () => {
      const platform = await openPagePlatform();
      const config = platform.config({ payment_description: 'a&b=c "d" <e> + 100 % ☕ é' });
      const page = await platform.visit(site(platform, "EPayWidget.bind('buy', config, 'POST');", config));
      expect(await page.locator('iframe').count()).toBe(0);
      await page.locator('#buy').click();
      await page.frameLocator('dialog iframe').getByText('a&b=c "d" <e> + 100 % ☕ é').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => names(page)).toContain('onExit');
    });

    it('shows the page in an element, with the height of the page', async () => {
      const platform = await openPagePlatform();
      const page = await platform.visit(
        site(platform, 'EPayWidget.run(config);', platform.config({ target_element: 'here' })),
      );
      await page.frameLocator('#here iframe').getByText('Your mobile operator').waitFor();
      await expect.poll(() => names(page)).toContain('onLoaded');
      const { height } = (await calls(page))[0]?.[1] ?? {};
      expect(await page.locator('#here iframe').boundingBox()).toMatchObject({ height });
    });

    it('embeds the fields in its own form, whose button checks and submits them', async () => {
      const platform = await openPagePlatform();
      const call = `const widget = EPayWidget.run({ ...config, frame_mode: 'embedded' }, 'POST');
      const send = (message) => widget.sendPostMessage({ message: 'epframe.embedded_mode.' + message, from_another_domain: true });
      buy.addEventListener('click', () => send('check_validation'));
      window.submit = () => send('submit');`;
      const page = await platform.visit(site(platform, call, platform.config({ target_element: 'here' })));
      const frame = page.frameLocator('#here iframe');
      await frame.locator('#phone').fill('1');
      expect(await frame.locator('button:visible').count()).toBe(0);
      await page.locator('#buy').click();
      const answer = 'onEmbeddedModeCheckValidationResponse';
      await expect
        .poll(async () => Object.fromEntries(await calls(page))[answer])
        .toMatchObject({
          operator: 'Choose your operator.',
          phone: expect.stringContaining('Enter the full number'),
        });
      await frame.getByLabel('Tele2').check();
      await frame.locator('#phone').fill('87071234567');
      await frame.locator('#phone').press('Enter');
      await page.locator('#buy').click();
      await expect.poll(async () => Object.fromEntries(await calls(page))[answer]).toEqual({});
      await page.evaluate('window.submit()');
      await screen(frame, 'code').waitFor();
      await frame.locator('#otp').fill(await platform.code());
      await page.evaluate('window.submit()');
      await expect.poll(() => names(page)).toContain('onPaymentSuccess');
      expect(await names(page)).toContain('onEnterKeyPressed');
    });

    it('gets the reason when a changed link does not open', async () => {
      const platform = await openPagePlatform();
      const page = await platform.visit(
        site(platform, 'EPayWidget.run({ ...config, payment_amount: 1, target_element: here });', platform.config()),
        {
          refused: true,
        },
      );
      await expect
        .poll(async () => (await calls(page))[0])
        .toMatchObject(['onFailLoading', { message: expect.stringContaining('Invalid signature') }]);
      await page.frameLocator('#here iframe').getByText('This link cannot be opened').waitFor();
    });
  },
);
