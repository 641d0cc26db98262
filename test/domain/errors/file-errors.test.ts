import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Failure } from '#domain/errors/failure';
import { fileFailure, fileProblem } from '#domain/errors/file-errors';

const errorOf = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: as Node.js says it`), { code, path });
const failureFor = (code: string, path = '/data/a.json') =>
  fileFailure(errorOf(code, path), {
    what: 'The file "a.json" cannot be read',
    code: 'unreadable',
    hint: 'Name another.',
  });

describe('an error of the file system', () => {
  it.each([
    ['EACCES', 4, 'this user may not use it'],
    ['EPERM', 4, 'this user may not use it'],
    ['EROFS', 4, 'it is on a read-only disk'],
    ['ENOSPC', 4, 'the disk is full'],
    ['EDQUOT', 4, 'the disk quota of this user is used up'],
    ['EMFILE', 4, 'this process has too many files open'],
    ['ENFILE', 4, 'this machine has too many files open'],
    ['EBUSY', 4, 'another process uses it'],
    ['EIO', 4, 'the disk failed'],
    ['ESTALE', 4, 'the network disk no longer knows it'],
    ['ENOTCONN', 4, 'its disk is not connected'],
    ['EFBIG', 4, 'it is larger than this process may write'],
    ['ENOENT', 2, 'there is no such file or folder'],
    ['ENOTDIR', 2, 'a part of its path is not a folder'],
    ['EISDIR', 2, 'it is a folder'],
    ['ELOOP', 2, 'its symbolic links form a loop'],
    ['ENAMETOOLONG', 2, 'its name is too long'],
    ['ENXIO', 2, 'it is not a regular file'],
  ])('%s has exit code %i and a reason', (code, exit, words) => {
    expect(failureFor(code)).toMatchObject({
      exit,
      code: 'unreadable',
      message: `The file "a.json" cannot be read: ${words}.`,
      hint: 'Name another.',
    });
  });

  it('with any code of the system is reported, and not as a bug of this program', () => {
    for (const code of Object.keys(constants.errno)) {
      expect(failureFor(code), code).toMatchObject({ exit: expect.toSatisfy((exit) => exit === 2 || exit === 4) });
    }
  });

  it('is not changed when it is not about a file', () => {
    for (const error of [new TypeError('x'), errorOf('ECONNREFUSED'), errorOf('ERR_ASSERTION', '/x'), undefined]) {
      expect(fileProblem(error)).toBeUndefined();
      expect(fileFailure(error, { what: 'x', code: 'y' })).toBe(error);
    }
    const failure = new Failure(7, 'blocked', 'A rule.');
    expect(fileFailure(failure, { what: 'x', code: 'y' })).toBe(failure);
  });
});
