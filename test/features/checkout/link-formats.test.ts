import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { errorOf, rocketpay } from '../../support/session.ts';
import { env, link, ORDER, PAGE, run } from './checkout-support.ts';

describe('checkout --format', () => {
  const SCRIPT = '</script><script>alert(1)</script><!-- \u2028 ]]> & "\'';

  it('prints a widget snippet from which no parameter can escape', async () => {
    const { text, parameters, signature } = await link('--format', 'widget', '--description', SCRIPT);
    expect(text).toContain(`<link rel="stylesheet" href="${PAGE}/shared/merchant.css">`);
    expect(text).toContain(`<script src="${PAGE}/shared/merchant.js"></script>`);
    const [, inside = ''] = /<script>\nEPayWidget\.run\(([\s\S]*?)\);\n<\/script>\n$/.exec(String(text)) ?? [];
    expect(JSON.parse(inside)).toEqual({ ...(parameters as object), signature });
    expect(inside).not.toMatch(/[<>&\u2028]/);
    expect((await run(...ORDER, '--format', 'widget', '--description', SCRIPT, '--quiet')).out).toBe(text);
  });

  it('prints a page whose button works without JavaScript', async () => {
    const { text, url } = await link('--format', 'html', '--description', SCRIPT, '--set', 'language_code=ru');
    expect(text).toContain(
      `<a id="pay" href="${String(url).replaceAll('&', '&amp;').replaceAll("'", '&#39;')}">1000.00 KZT</a>`,
    );
    expect(text).toContain('<html lang="ru">');
    expect(String(text).match(/<\/script>/g)).toHaveLength(2);
  });

  it('prints a QR code of at most 80 columns, and refuses a link that is too long', async () => {
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

  it('prints the QR code white on black, and the link in a terminal that is too narrow', async () => {
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

  it('prints the same document with --format json and with --json', async () => {
    const { out } = await run(...ORDER, '--format', 'json', '--quiet');
    expect(out).toBe((await run(...ORDER, '--json', '--quiet')).out);
    expect((await run(...ORDER, '--format', 'json', '--field', 'paymentId', '--quiet')).out).toBe('payment_47\n');
  });

  it('prints the link when --open finds no browser', async () => {
    const { exit, out, err } = await run(...ORDER, '--open');
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining(`${PAGE}/payment?`) });
    expect(err).toContain('there is no browser here');
  });
});
