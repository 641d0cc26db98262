import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSecretCommand } from '#adapters/profiles/run-secret-command';
import { rejectionOf } from '../../support/failures.ts';
import { killGroup } from '../../support/kill-group.ts';
import { temporaryFolder } from './folders.ts';

const run = (line: string, limitMilliseconds?: number) =>
  runSecretCommand(['sh', '-c', line], {
    environment: { PATH: process.env.PATH },
    secretVariables: [],
    signal: new AbortController().signal,
    killGroup,
    limitMilliseconds,
  });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('the command that prints a secret', () => {
  it.each([
    ['while it runs', 'sleep 60'],
    ['after it has printed the secret and ended', 'echo secret'],
  ])('ends at its time limit with a process that it started, %s', async (_, end) => {
    const file = join(await temporaryFolder(), 'pid');
    const failure = await rejectionOf(run(`sleep 60 & echo $! > '${file}'; ${end}`, 500));
    expect(failure).toMatchObject({ exit: 4, message: 'The command for the secret gave no answer in 0.5 s: sh.' });
    const pid = Number(await readFile(file, 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it.runIf(existsSync('/usr/bin/setsid'))(
    'is not waited for when a process in another group keeps its output open',
    async () => {
      const file = join(await temporaryFolder(), 'pid');
      const failure = await rejectionOf(run(`setsid sh -c 'echo $$ > "${file}"; exec sleep 60' & echo secret`, 500));
      expect(failure).toMatchObject({ code: 'secret_command_failed', message: expect.stringContaining('0.5 s') });
      process.kill(Number(await readFile(file, 'utf8')));
    },
  );

  it('is killed when it prints without end', async () => {
    const failure = await rejectionOf(run('yes'));
    expect(failure.message).toBe('The command for the secret printed more than 64 KB: sh.');
  });

  it('gets no standard input', async () => {
    expect(await run('cat; echo secret')).toBe('secret\n');
  });
});
