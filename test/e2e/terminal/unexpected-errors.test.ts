import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, startProcess } from '../../support/cli.ts';
import { turnOf } from '../../support/suite/case-count.ts';
import { openFolder } from '../support/shop.ts';

let folder: Awaited<ReturnType<typeof openFolder>>;
beforeAll(async () => {
  folder = await openFolder();
});
afterAll(() => folder.remove());

/** An error that nothing waits for, as code, and with what the command ends then. */
const ERRORS: readonly (readonly [code: string, exit: number, said: RegExp])[] = [
  [`Promise.reject(new Error('boom\\n    at secret (/x.js:1:1)'))`, 1, /This should not happen: boom/],
  [`(() => { throw new Error('boom') })()`, 1, /This should not happen: boom/],
  ['Promise.reject(null)', 1, /This should not happen: null/],
  [`Promise.reject(Symbol('boom'))`, 1, /This should not happen: Symbol\(boom\)/],
  ['Promise.reject(Object.create(null))', 1, /This should not happen: an error without a message/],
  [
    `(() => { throw Object.defineProperty(new Error(), 'message', { get() { throw new Error('inner') } }) })()`,
    1,
    /an error without a message/,
  ],
  [
    `Promise.reject(Object.assign(new Error('x'), { code: 'EMFILE', syscall: 'open', path: '/data/a' }))`,
    4,
    /\/data\/a.*too many files open/,
  ],
];

describe('an unexpected error', () => {
  it.each(ERRORS.map((one, at) => [...one, at] as const))(
    'is reported in one line or document without a stack: %s',
    async (code, exit, said, at) => {
      const file = join(folder.path, 'thrown.cjs');
      await writeFile(
        file,
        `const poll = setInterval(() => {
        if (!process.getActiveResourcesInfo().includes('TCPServerWrap')) return;
        clearInterval(poll);
        ${code};
      }, 10);`,
      );
      for (const words of turnOf([[], ['--json']], at, 2)) {
        const args = ['-r', file, COMMAND, 'listen', '--port', '0', ...words];
        const env = { ROCKETPAY_PROJECT_ID: '1', ROCKETPAY_SECRET_KEY: 'x', ROCKETPAY_GATE_URL: 'http://127.0.0.1:9' };
        const finished = await startProcess(process.execPath, args, { env, limitMilliseconds: 60_000 }).finished;
        expect(finished.exit, finished.err).toBe(exit);
        expect(finished.err.replace(/\s+/g, ' ')).toMatch(said);
        expect(finished.err).not.toMatch(/\n\s+at |node:internal|main\.cjs|setInterval/);
        if (words.length > 0) expect(JSON.parse(finished.err)).toMatchObject({ error: { exit } });
      }
    },
  );
});
