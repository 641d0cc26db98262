import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { EXIT } from '#domain/errors/exit-codes';
import { rejectionOf } from '../../support/failures.ts';
import { profile, temporaryFolder } from './folders.ts';
import { buildStoreProgram, type StoreProgram } from './store-child.ts';

let program: StoreProgram;
beforeAll(async () => {
  program = await buildStoreProgram();
});
afterAll(() => program.remove());

const saveTen = (folder: string, writer: string): string => `
const store = openProfileStore(${JSON.stringify(folder)});
for (let i = 0; i < 10; i++) await store.save(profile('${writer}' + i));
`;

const tenOf = (writers: readonly string[]): string[] =>
  writers.flatMap((writer) => Array.from({ length: 10 }, (_, index) => `${writer}${index}`)).sort();

const namesIn = (folder: string): string[] =>
  openProfileStore(folder)
    .list()
    .map(({ name }) => name)
    .sort();

describe('processes that write profiles concurrently', () => {
  it('lose no profile', async () => {
    const folder = await temporaryFolder();
    openProfileStore(folder);
    const writers = ['a', 'b', 'c', 'd'];
    const ends = await Promise.all(writers.map((writer) => program.run(saveTen(folder, writer)).ended()));
    expect(ends).toEqual(writers.map(() => ({ code: 0, errors: '' })));
    expect(namesIn(folder)).toEqual(tenOf(writers));
  });

  it('lose no profile within one process either', async () => {
    const store = openProfileStore(await temporaryFolder());
    const names = tenOf(['a', 'b']);
    await Promise.all(names.map((name) => store.save(profile(name))));
    expect(store.list()).toHaveLength(20);
  });

  it('cannot both use one name', async () => {
    const folder = await temporaryFolder();
    openProfileStore(folder);
    const code = `await openProfileStore(${JSON.stringify(folder)}).save(profile('shop')).then(() => say('saved'), (error) => say(error.code));`;
    const both = [program.run(code), program.run(code)];
    const said = await Promise.all(both.map((each) => each.line()));
    expect(said.sort()).toEqual(['saved', 'usage']);
    await Promise.all(both.map((each) => each.ended()));
  });
});

describe('a process that is killed in the middle of writing', () => {
  it('leaves a complete file with all saved profiles', async () => {
    const folder = await temporaryFolder();
    let saved: string[] = [];
    for (const [round, count] of [3, 8, 1, 5].entries()) {
      const child = program.run(`
        const store = openProfileStore(${JSON.stringify(folder)});
        for (let i = 0; i < 1000; i++) {
          await store.save(profile('r${round}-' + i));
          say('r${round}-' + i);
        }
      `);
      for (let index = 0; index < count; index++) saved = [...saved, (await child.line()) ?? ''];
      await child.kill();
      const text = await readFile(join(folder, 'profiles.json'), 'utf8');
      expect(Object.keys(JSON.parse(text).profiles)).toEqual(expect.arrayContaining(saved));
      await rm(join(folder, 'profiles.json.lock'), { recursive: true, force: true });
    }
    expect(saved).toHaveLength(17);
    for (const left of await readdir(folder)) expect((await stat(join(folder, left))).mode & 0o077).toBe(0);
  });

  it('blocks other processes for at most 15 seconds with its lock', async () => {
    const folder = await temporaryFolder();
    const store = openProfileStore(folder);
    await mkdir(`${store.file}.lock`);
    // Half a second before the 15 are over.
    const seen = Date.now() / 1000 - 14.5;
    await utimes(`${store.file}.lock`, seen, seen);
    await store.save(profile('shop'));
    expect(namesIn(folder)).toEqual(['shop']);
    expect(await readdir(folder)).toEqual(['profiles.json']);
  });
});

describe('an unusable settings folder', () => {
  it.skipIf(process.platform === 'win32')('because a file has its name gets a message', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const failure = await rejectionOf((async () => openProfileStore(join(file, 'rocketpay')))());
    expect(failure.exit).toBe(EXIT.credentials);
  });
});
