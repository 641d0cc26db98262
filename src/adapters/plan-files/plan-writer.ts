import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, constants, type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import type { ApprovalKey } from '#domain/bulk-refunds/approval';
import { formatRow, hashHeader, parseRow } from '#domain/bulk-refunds/plan-format';
import type { PlanDraft } from '#domain/bulk-refunds/plan-storage';
import type { PlanBasis } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileFailure } from './file-errors.ts';
import { fileBytes, linesOf } from './file-lines.ts';

/** Rows that cost nothing to make again are written many at a time. */
const BUFFER_CHARACTERS = 64 * 1024;

/**
 * Begins a plan, or goes on with one: see {@link PlanDraft}.
 *
 * @param uid of this user; undefined where the system has none
 */
export async function draftPlan(
  file: string,
  basis: PlanBasis,
  key: ApprovalKey,
  uid: number | undefined,
): Promise<PlanDraft> {
  const part = `${file}.part`;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw fileFailure(error, file);
    }
  };
  const handle = await guarded(async () => {
    // It may be half applied.
    if (existsSync(file)) throw Object.assign(new Error(), { code: 'EEXIST' });
    return openDraft(part, uid);
  });
  const first = `${JSON.stringify(basis)}\n`;
  const start = Buffer.byteLength(first);
  const hash = createHash('sha256');
  let buffer = '';

  const flush = async () => {
    const text = buffer;
    buffer = '';
    if (text !== '') await handle.appendFile(text);
  };
  await guarded(async () => {
    if (await startsWith(handle, first)) return cutTornLine(handle);
    await handle.truncate();
    await handle.appendFile(first);
  });

  return {
    async *earlier() {
      let number = 1;
      try {
        for await (const line of linesOf(fileBytes(handle, start))) {
          hash.update(`${line}\n`);
          yield parseRow(line, ++number);
        }
      } catch (error) {
        throw fileFailure(error, part);
      }
    },
    add: (row) =>
      guarded(async () => {
        const line = formatRow(row);
        hash.update(line);
        buffer += line;
        if (!basis.offline || buffer.length > BUFFER_CHARACTERS) await flush();
      }),
    finish: (made) =>
      guarded(async () => {
        await flush();
        const header = hashHeader({ ...made, rowsHash: hash.digest('hex') }, key);
        const draft = `${file}.tmp`;
        await rm(draft, { force: true });
        const whole = await open(draft, 'ax', 0o600);
        try {
          await whole.appendFile(`${JSON.stringify(header)}\n`);
          for await (const bytes of fileBytes(handle, start)) await whole.appendFile(bytes);
          await whole.sync();
          // It takes the name only when nobody else has it, whole, and nobody edits it by mistake.
          await (await open(file, 'wx')).close();
          await chmod(draft, 0o400);
          await rename(draft, file);
        } finally {
          await whole.close();
          await rm(draft, { force: true });
        }
        await rm(part);
        return header;
      }),
    close: () => guarded(() => flush().finally(() => handle.close())),
  };
}

const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Nothing that another user can write to is believed, and no link leads to another file. Windows has none of these flags. */
const DRAFT_FLAGS = O_RDWR | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

/**
 * Opens the rows that an earlier run has written, or a new file for them.
 *
 * @throws {Failure} (blocked) when it is not a file of this user alone.
 */
async function openDraft(part: string, user: number | undefined): Promise<FileHandle> {
  const untrusted = (why: string) =>
    new Failure(EXIT.blocked, 'draft_untrusted', `The unfinished plan ${JSON.stringify(part)} is not used: ${why}.`, {
      hint: 'Remove it, or take another name: --out <file>',
    });
  const handle = await open(part, DRAFT_FLAGS, 0o600).catch(async (error) => {
    throw (await isLink(part)) ? untrusted('it is a symbolic link') : error;
  });
  try {
    const status = await handle.stat();
    const { uid, nlink, mode } = status;
    if (!status.isFile()) throw untrusted('it is not a regular file');
    if (user !== undefined && uid !== user) throw untrusted('it belongs to another user');
    if (nlink !== 1) throw untrusted('the file has another name too (a hard link)');
    if (user !== undefined && (mode & 0o022) !== 0) throw untrusted('other users can write to it');
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const isLink = (file: string): Promise<boolean> =>
  lstat(file).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

async function startsWith(handle: FileHandle, text: string): Promise<boolean> {
  const bytes = Buffer.from(text);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes.length), 0, bytes.length, 0);
  return bytesRead === bytes.length && buffer.equals(bytes);
}

/** No line of a plan is longer. */
const TAIL_BYTES = 1024 * 1024;

/** A last line that was cut off is made again. */
async function cutTornLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
  await handle.truncate(from + buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1);
}
