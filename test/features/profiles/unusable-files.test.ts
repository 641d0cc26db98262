import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { startSandbox } from '#sandbox/start-sandbox';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { hastyClock } from '../../support/moving-clock.ts';
import { environment, rocketpay } from '../../support/session.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'folder'));
  symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
  writeFileSync(join(folder, 'refunds.csv'), 'payment_id,amount\npayment_48,1.00\n');
});

/** Names with which no file can be read or written, and what is said of them. */
const PLACES: readonly (readonly [name: string, words: RegExp])[] = [
  ['file/below', /a part of its path is not a folder/],
  ['loop/below', /its symbolic links form a loop/],
  [`${'long'.repeat(100)}`, /its name is too long/],
  ['folder', /is a folder|is no file|is there already|exists already/],
];

/** Command lines that read or write a file which the user names. */
const LINES: readonly (readonly [line: string, words: (place: string) => readonly string[]])[] = [
  ['sign', (place) => ['sign', place]],
  ['verify-callback', (place) => ['verify-callback', place]],
  ['request', (place) => ['request', '/v2/payment/status', `@${place}`]],
  ['refunds plan', (place) => ['refunds', 'plan', place]],
  ['refunds plan --out', (place) => ['refunds', 'plan', join(folder, 'refunds.csv'), '--offline', '--out', place]],
  ['refunds show', (place) => ['refunds', 'show', place]],
  ['refunds export', (place) => ['refunds', 'export', place]],
  ['refunds apply', (place) => ['refunds', 'apply', place, '--confirm', '1.00']],
  ['doctor --bundle', (place) => ['doctor', '--bundle', place]],
  ['sandbox --state', (place) => ['sandbox', '--port', '0', '--state', place]],
];

const cases = LINES.flatMap(([line, words]) => PLACES.map(([name, why]) => [line, name, why, words] as const));

describe('a file that cannot be used', () => {
  it.each(cases)('is reported by %s: %s', async (_, name, why, words) => {
    const place = join(folder, name);
    const store = openProfileStore(await temporaryFolder());
    const finished = await rocketpay([...words(place), '--json'], {
      ...{ env: environment('http://127.0.0.1:9'), store, clock: hastyClock() },
      context: { startSandbox: (options) => startSandbox(options, hastyClock()) },
    });
    const { error } = JSON.parse(finished.err);
    expect([2, 4], finished.err).toContain(finished.exit);
    expect(error.message).toMatch(why);
    expect(error.message).toContain(place);
    expect(error.message).not.toMatch(/(?<![\w-])E[A-Z]{4,}\b/);
    expect(error.hint ?? '').not.toBe('');
  });
});
