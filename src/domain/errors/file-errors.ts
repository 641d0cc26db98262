import { message, type Text } from '#domain/language/message';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** Problem of a file or folder by error code of the system, as a clause after "… cannot be used: ". */
const PROBLEMS: Readonly<Record<string, Text>> = {
  EACCES: message('this user may not use it'),
  EPERM: message('this user may not use it'),
  EROFS: message('it is on a read-only disk'),
  ENOSPC: message('the disk is full'),
  EDQUOT: message('the disk quota of this user is used up'),
  EFBIG: message('it is larger than this process may write'),
  EMFILE: message('this process has too many files open'),
  ENFILE: message('this machine has too many files open'),
  ENOTDIR: message('a part of its path is not a folder'),
  EISDIR: message('it is a folder'),
  EEXIST: message('a file of this name exists already'),
  ENOENT: message('there is no such file or folder'),
  ELOOP: message('its symbolic links form a loop'),
  ENAMETOOLONG: message('its name is too long'),
  ENXIO: message('it is not a regular file'),
  ENODEV: message('it is not a regular file'),
  EBUSY: message('another process uses it'),
  ETXTBSY: message('another process uses it'),
  EIO: message('the disk failed'),
  ESTALE: message('the network disk no longer knows it'),
  EXDEV: message('it is on another disk'),
  EINVAL: message('its disk does not support this'),
  ENOTSUP: message('its disk does not support this'),
  EOPNOTSUPP: message('its disk does not support this'),
  ENOSYS: message('its disk does not support this'),
  EAGAIN: message('another process uses it'),
  EUCLEAN: message('its disk is damaged'),
  EREMOTEIO: message('the disk failed'),
  ENOTCONN: message('its disk is not connected'),
  EHOSTDOWN: message('its disk is not connected'),
  ENOTEMPTY: message('it is a folder that is not empty'),
  EMLINK: message('it has too many names'),
  ENOLCK: message('its disk has no space for locks'),
  ENOMEM: message('this machine has no memory left'),
  ERR_FS_FILE_TOO_LARGE: message('it is too large'),
  ERR_FS_EISDIR: message('it is a folder'),
  ERR_PIPE_TIMEOUT: message('the program that writes to this pipe has not finished in time, or does not exist'),
};

/** Codes that require another name. All others require a change of the machine. */
const WRONG_NAMES: readonly string[] = [
  ...['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'ENXIO', 'ENODEV', 'ENOTEMPTY'],
  ...['ERR_FS_FILE_TOO_LARGE', 'ERR_FS_EISDIR', 'ERR_PIPE_TIMEOUT', 'ERR_INVALID_ARG_VALUE'],
];

/** Describes an error of the file system; undefined for any other error. */
export function fileProblem(error: unknown): Text | undefined {
  const { code, path } = Object(error) as { readonly [name: string]: unknown };
  if (typeof code !== 'string') return undefined;
  if (Object.hasOwn(PROBLEMS, code)) return PROBLEMS[code];
  if (code === 'ERR_INVALID_ARG_VALUE' && /without null bytes/.test((error as Error).message))
    return message('its name has a NUL character');
  // Any other code of a file operation: only those name a path.
  return typeof path === 'string' && /^E[A-Z0-9]+$/.test(code)
    ? message('the system reports {code}', { code })
    : undefined;
}

/** Text of a failure about a file. */
export interface FileText {
  /** What failed, as a sentence without its end: `The file "a.json" cannot be read`. */
  readonly what: Text;
  /** The error code for scripts. */
  readonly code: string;
  readonly hint?: Text | undefined;
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
  return new Failure(exit ?? usual, code, message('{what}: {problem}.', { what, problem }), { hint, cause: error });
}
