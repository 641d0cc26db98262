import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { systemClock } from '#async/clock';
import { signPage } from '#domain/checkout/page-link';
import { type PageParameters, pageParameters } from '#domain/checkout/page-parameters';
import { type JsonObject, parseJson } from '#domain/json/exact-json';
import type { Sandbox, SandboxEvent } from '#domain/sandbox/sandbox-options';
import { verifySigned } from '#domain/signature/signature';
import { startSandbox } from '#sandbox/start-sandbox';
import { chromiumPath, openBrowser } from '../../support/browser.ts';

/** One page for all tests of a file, because a new page takes longer than a test. */
let page: Page;
/** Errors and warnings of the browser since the last visit, and requests to other servers. */
let complaints: string[] = [];

export function useBrowser(): void {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (chromiumPath === undefined) return;
    browser = await openBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(http:\/\/(127\.0\.0\.1|localhost):|data:|about:)/.test(request.url())) complaints.push(request.url());
    });
  });
  afterAll(() => browser?.close());
}

/** A sandbox with a time factor of 100, and the merchant's site on another origin. */
export interface PagePlatform {
  readonly sandbox: Sandbox;
  /** The verified callbacks. */
  readonly callbacks: JsonObject[];
  readonly parameters: (more?: JsonObject) => PageParameters;
  readonly link: (more?: JsonObject) => string;
  /** The argument of `EPayWidget.run`. */
  readonly config: (more?: JsonObject) => JsonObject;
  /** Returns the URL of a page of the merchant's site, with the files of the widget and a body. */
  readonly site: (body: string) => string;
  /** Opens a page. The test fails at its end when the browser reports an error or requests another server. */
  readonly visit: (url: string, options?: VisitOptions) => Promise<Page>;
  /** Waits for the code of the last SMS. */
  readonly code: () => Promise<string>;
}

interface VisitOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The language of the browser. */
  readonly language?: string;
  /** The sandbox refuses a request, which the browser reports. */
  readonly refused?: boolean;
}

const DESKTOP = { width: 1280, height: 800 };

const SPEED = 100;

/** @param otpSeconds of the sandbox's own time: 80 is less than a second */
export async function openPagePlatform(otpSeconds = 3000): Promise<PagePlatform> {
  const events: SandboxEvent[] = [];
  const callbacks: JsonObject[] = [];
  let html = '';
  const shop = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    if (request.method === 'POST') {
      expect(verifySigned(text, sandbox.secret)).toMatchObject({ valid: true });
      callbacks.push(parseJson(text) as JsonObject);
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const { port } = shop.address() as AddressInfo;
  const sandbox = await startSandbox(
    {
      host: '127.0.0.1',
      port: 0,
      otpMilliseconds: otpSeconds * 1000,
      speed: SPEED,
      faults: [],
      callbackUrl: `http://127.0.0.1:${port}/callbacks`,
      onEvent: (event) => events.push(event),
    },
    systemClock,
  );
  onTestFinished(async () => {
    shop.closeAllConnections();
    shop.close();
    await sandbox.close();
  });
  const platform: PagePlatform = {
    sandbox,
    callbacks,
    parameters: (more = {}) => pageParameters({ ...ORDER, project_id: sandbox.projectId, ...more }),
    link: (more) => signPage(sandbox.url, platform.parameters(more), sandbox.secret).url,
    config: (more) => {
      const { parameters, signature } = signPage(sandbox.url, platform.parameters(more), sandbox.secret);
      return { ...parameters, signature };
    },
    site: (body) => {
      const head = `<link rel="stylesheet" href="${sandbox.url}/shared/merchant.css"><script src="${sandbox.url}/shared/merchant.js"></script>`;
      html = `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
      return `http://localhost:${port}/`;
    },
    visit: async (url, { colorScheme = 'light', viewport = DESKTOP, language = 'en', refused } = {}) => {
      complaints = [];
      onTestFinished(async () => {
        await page.goto('about:blank');
        expect(complaints.filter((text) => refused !== true || !text.includes('status of 400'))).toEqual([]);
      });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await page.setExtraHTTPHeaders({ 'accept-language': language });
      await page.goto(url);
      return page;
    },
    code: async () => {
      for (;;) {
        const sms = events.findLast((event) => event.type === 'sms');
        if (sms?.type === 'sms') return sms.code;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
  return platform;
}

const ORDER = {
  payment_id: 'order-1',
  customer_id: 'customer_123',
  customer_first_name: 'Aigerim',
  customer_last_name: 'Omarova',
  customer_email: 'a@example.com',
  payment_currency: 'KZT',
  payment_amount: 100_000,
  force_payment_method: 'mobile',
};

/** The screen that the customer sees. */
export const screen = (page: Pick<Page, 'locator'>, id: string) => page.locator(`#${id}:not([hidden])`);

/** Fills in the first screen and pays. */
export async function pay(page: Pick<Page, 'locator'>, phone = '+7 707 123 45 67', operator = 'TELE2'): Promise<void> {
  const form = screen(page, 'form');
  await form.locator(`[name=operator][value=${operator}]`).check();
  await form.locator('#phone').fill(phone);
  await form.locator('button[type=submit]').click();
}

/** Types a code and sends it. */
export async function sendCode(page: Pick<Page, 'locator'>, code: string): Promise<void> {
  const form = screen(page, 'code');
  await form.locator('#otp').fill(code);
  await form.locator('button[type=submit]').click();
}

/** A code that is not the right one. */
export const wrong = (code: string): string => (code === '111111' ? '222222' : '111111');

/** What an audit of the page finds, whatever its level. */
export async function audit(page: Page): Promise<unknown[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}
