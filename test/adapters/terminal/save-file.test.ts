import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveFile } from '#adapters/terminal/save-file';
import { rejectionOf } from '../../support/failures.ts';
import { temporaryFolder } from '../profiles/folders.ts';

describe('saveFile with replace', () => {
  it('replaces a file', async () => {
    const file = join(await temporaryFolder(), 'report.xml');
    await writeFile(file, 'an older and longer report');
    await saveFile(file, 'new', { replace: true });
    expect(await readFile(file, 'utf8')).toBe('new');
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe without waiting for its reader', async () => {
    const pipe = join(await temporaryFolder(), 'pipe');
    execFileSync('sh', ['-c', `mkfifo '${pipe}'`]);
    const failure = await rejectionOf(saveFile(pipe, 'new', { replace: true }));
    expect(failure).toMatchObject({
      exit: 2,
      message: `The file ${pipe} cannot be written: it is a pipe, not a file.`,
    });
  });

  it.skipIf(process.platform === 'win32').each(['/dev/stdout', '/dev/stderr', '/dev/fd/1'])(
    'refuses %s, which has the output of the command',
    async (path) => {
      const failure = await rejectionOf(saveFile(path, 'new', { replace: true }));
      expect(failure).toMatchObject({ exit: 2, message: expect.stringContaining('an output of this command') });
    },
  );

  it.skipIf(process.platform === 'win32')('writes to the null device', async () => {
    await expect(saveFile('/dev/null', 'new', { replace: true })).resolves.toBeUndefined();
  });
});
