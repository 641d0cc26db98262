import { EXIT, type ExitCode } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** Problem of a file or folder by error code of the system, as a clause after "… cannot be used: ". */
const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'it is on a read-only disk',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is used up',
  EFBIG: 'it is larger than this process may write',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file of this name exists already',
  ENOENT: 'there is no such file or folder',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'its name is too long',
  ENXIO: 'it is not a regular file',
  ENODEV: 'it is not a regular file',
  EBUSY: 'another process uses it',
  ETXTBSY: 'another process uses it',
  EIO: 'the disk failed',
  ESTALE: 'the network disk no longer knows it',
  EXDEV: 'it is on another disk',
  EINVAL: 'its disk does not support this',
  ENOTSUP: 'its disk does not support this',
  EOPNOTSUPP: 'its disk does not support this',
  ENOSYS: 'its disk does not support this',
  EAGAIN: 'another process uses it',
  EUCLEAN: 'its disk is damaged',
  EREMOTEIO: 'the disk failed',
  ENOTCONN: 'its disk is not connected',
  EHOSTDOWN: 'its disk is not connected',
  ENOTEMPTY: 'it is a folder that is not empty',
  EMLINK: 'it has too many names',
  ENOLCK: 'its disk has no space for locks',
  ENOMEM: 'this machine has no memory left',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_FS_EISDIR: 'it is a folder',
  ERR_PIPE_TIMEOUT: 'the program that writes to this pipe has not finished in time, or does not exist',
};

/** Codes that require another name. All others require a change of the machine. */
const WRONG_NAMES: readonly string[] = [
  ...['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'ENXIO', 'ENODEV', 'ENOTEMPTY'],
  ...['ERR_FS_FILE_TOO_LARGE', 'ERR_FS_EISDIR', 'ERR_PIPE_TIMEOUT', 'ERR_INVALID_ARG_VALUE'],
];

/** Describes an error of the file system; undefined for any other error. */
export function fileProblem(error: unknown): string | undefined {
  const { code, path } = Object(error) as { readonly [name: string]: unknown };
  if (typeof code !== 'string') return undefined;
  if (Object.hasOwn(PROBLEMS, code)) return PROBLEMS[code];
  if (code === 'ERR_INVALID_ARG_VALUE' && /without null bytes/.test((error as Error).message))
    return 'its name has a NUL character';
  // Any other code of a file operation: only those name a path.
  return typeof path === 'string' && /^E[A-Z0-9]+$/.test(code) ? `the system reports ${code}` : undefined;
}

/** Text of a failure about a file. */
export interface FileText {
  /** What failed, as a sentence without its end: `The file "a.json" cannot be read`. */
  readonly what: string;
  /** The error code for scripts. */
  readonly code: string;
  readonly hint?: string | undefined;
  /** Default: 2 if the name is wrong, 4 if the machine does not let the file be used. */
  readonly exit?: ExitCode;
}

/**
 * Returns the failure for an error of the file system, or any other error unchanged.
 */
export function fileFailure(error: unknown, { what, code, hint, exit }: FileText): unknown {
  const problem = fileProblem(error);
  if (error instanceof Failure || problem === undefined) return error;
  const isWrongName = WRONG_NAMES.includes((error as NodeJS.ErrnoException).code ?? '');
  const usual = isWrongName ? EXIT.usage : EXIT.credentials;
  return new Failure(exit ?? usual, code, `${what}: ${problem}.`, { hint, cause: error });
}
