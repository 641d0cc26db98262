import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '#adapters/replace-file';
import { temporaryFolder } from './profiles/folders.ts';

describe('a file that is replaced', () => {
  it('is complete, accessible to its owner only, and stays the target of its link', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real', 'file'), join(folder, 'link'));
    writeFileSync(join(folder, 'real', 'file'), 'old', { mode: 0o644 });
    replaceFile(join(folder, 'link'), 'new');
    expect(statSync(join(folder, 'real', 'file')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
    expect(readdirSync(join(folder, 'real'))).toEqual(['file']);
  });
});
