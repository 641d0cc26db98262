import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SUGGESTION_KINDS } from '#domain/help/command-manifest';
import { runCli } from '../../support/cli.ts';
import { startProgramInPty } from '../../support/pty.ts';
import { openFolder } from '../support/shop.ts';

/** Payment ids come from outside: some of these would be commands, if a shell took them for its own words. */
const IDS = [
  ...['payment_47', 'order:2:x', 'two words', 'a=b', 'id$(touch made)', 'tick`touch made`', 'semi;touch made'],
  ...['quo"te\'s', 'star*', 'bang!!', 'новый', 'back\\slash', 'line\nend', 'esc\u001b[31m'],
];

const scriptOf = (name: string) => fileURLToPath(new URL(`../../../completions/${name}`, import.meta.url));

/** How a shell begins that has nothing of this machine's settings, and shows the words that a command gets. */
const SHELLS = {
  bash: {
    args: ['--norc', '--noprofile', '-i'],
    begin: `source '${scriptOf('rocketpay.bash')}'; rocketpay() { printf '<%s>' "$@"; echo ' got'; }`,
  },
  zsh: {
    args: ['-f', '-i'],
    begin:
      `autoload -Uz compinit; compinit -D -u; source '${scriptOf('_rocketpay')}'; ` +
      `rocketpay() { printf '<%s>' "$@"; echo ' got'; }`,
  },
  fish: {
    args: ['--no-config', '-i'],
    begin: `source '${scriptOf('rocketpay.fish')}'; function rocketpay; printf '<%s>' $argv; echo ' got'; end`,
  },
} as const;

let folder: Awaited<ReturnType<typeof openFolder>>;
let cwd: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await openFolder();
  const [bin, data] = [join(folder.path, 'bin'), join(folder.path, 'data')];
  cwd = join(folder.path, 'work');
  for (const place of [bin, data, cwd]) await mkdir(place);
  const profiles = { shop: { projectId: 1, mode: 'test' }, 'live-kz': { projectId: 2 } };
  await writeFile(join(folder.path, 'profiles.json'), JSON.stringify({ default: 'shop', profiles }));
  const recent = IDS.map((paymentId, at) => ({ id: `in-${at}`, kind: 'sale', paymentId, profile: 'shop' }));
  await writeFile(join(data, 'recent.json'), JSON.stringify(recent));
  await writeFile(join(cwd, 'body one.json'), '{}');
  // What the command answers is asked once: to start it at each tab would take most of the time of this test.
  const settings = { ROCKETPAY_CONFIG_DIR: folder.path, ROCKETPAY_DATA_DIR: data };
  const answer = async (kind: string) => {
    await writeFile(join(bin, kind), (await runCli(['__complete', kind], { env: settings })).out);
  };
  await Promise.all(SUGGESTION_KINDS.map(answer));
  await writeFile(join(bin, 'rocketpay'), `#!/bin/sh\n[ "$1" = __complete ] && cat '${bin}'/"$2"\n`);
  await chmod(join(bin, 'rocketpay'), 0o755);
  env = { PATH: `${bin}:${process.env.PATH}`, HOME: folder.path, LANG: 'C.UTF-8' };
});
afterAll(() => folder.remove());

/** What is typed after "rocketpay ", with tabs, and the words that the command then gets. */
const TYPED = [
  ['rec\t', '<receipt>'],
  ['profiles us\tli\t', '<profiles><use><live-kz>'],
  ['refund --prof\tsh\t', '<refund><--profile><shop>'],
  ['refund --profile=sh\t', '<refund><--profile=shop>'],
  ['--profile shop stat\tpaym\t', '<--profile><shop><status><payment_47>'],
  ['history --kind=ref\t', '<history><--kind=refund>'],
  ['pay --cont\tpaym\t', '<pay><--continue><payment_47>'],
  ['refund --amount 1.00 paym\t', '<refund><--amount><1.00><payment_47>'],
  ['trigger refund.su\t', '<trigger><refund.success>'],
  ['explain 2070\t', '<explain><20706>'],
  ['sign bod\t', '<sign><body one.json>'],
  ['sandbox --state=bod\t', '<sandbox><--state=body one.json>'],
  ['status order:\t', '<status><order:2:x>'],
  ['status two\t', '<status><two words>'],
  ['status "two\t', '<status><two words>'],
  ['status a=\t', '<status><a=b>'],
  ['status id\t', '<status><id$(touch made)>'],
  ['status tick\t', '<status><tick`touch made`>'],
  ['status semi\t', '<status><semi;touch made>'],
  ['status quo\t', `<status><quo"te's>`],
  ['status star\t', '<status><star*>'],
  ['status bang\t', '<status><bang!!>'],
  ['status нов\t', '<status><новый>'],
  ['status back\t', '<status><back\\slash>'],
  // What cannot be shown cannot be typed.
  ['status lin\t', '<status><lin>'],
  ['status esc\t', '<status><esc>'],
] as const;

const installed = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** In CI nothing is left out because a program is missing. */
const needed = process.env.ROCKETPAY_TEST_EVERYTHING === '1';

describe.skipIf(process.platform === 'win32')('completion with the Tab key', () => {
  const shells = Object.entries(SHELLS);

  it.each(shells.filter(([name]) => needed || installed(name)))(
    'completes words in %s',
    async (name, { args, begin }) => {
      const shell = startProgramInPty(name, args, { env, cwd });
      shell.type(`${begin}; echo rea''dy\r`);
      await shell.shows('ready');
      for (const [keys, words] of TYPED) {
        shell.type(`rocketpay ${keys}\r`);
        await shell.shows(`${words} got`);
      }
      shell.type('rocketpay profiles \t\t');
      await shell.shows(name === 'bash' ? 'rename' : 'set the default profile');
      shell.type('\x15exit\r');
      await shell.finished;
      expect(await readdir(cwd)).toEqual(['body one.json']);
    },
  );

  it.skip.each(shells.filter(([name]) => !needed && !installed(name)))(
    'is not tested in %s, which is not installed here',
    () => {},
  );
});
