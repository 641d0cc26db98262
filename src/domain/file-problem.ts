/** What the system says of a file or folder, by its error code, in words that follow "… cannot be used: ". */
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
};

/** What an error of the file system means, in words; undefined for an error of any other kind. */
export function fileProblem(error: unknown): string | undefined {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' && Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;
}
