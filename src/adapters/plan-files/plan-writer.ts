import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, constants, type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import type { ApprovalKey } from '#domain/bulk-refunds/approval-key';
import { formatRow, parseRow, signHeader } from '#domain/bulk-refunds/plan-format';
import type { PlanDraft } from '#domain/bulk-refunds/plan-storage';
import type { PlanBasis, PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { othersMayWrite, PRIVATE_FILE } from '#domain/files/file-permissions';
import { message, type Text } from '#domain/language/message';
import { readChunks, splitLines } from './file-lines.ts';
import { planFileFailure } from './plan-file-errors.ts';

/** Rows of an offline plan are cheap to make again, so they are written in blocks of this size. */
const BUFFER_CHARACTERS = 64 * 1024;

/**
 * Starts or continues a plan: see {@link PlanDraft}.
 *
 * @param uid id of the current user; undefined where the system has none
 */
export async function draftPlan(
  file: string,
  basis: PlanBasis,
  key: ApprovalKey,
  { uid, replace }: { readonly uid: number | undefined; readonly replace: boolean },
): Promise<PlanDraft> {
  const part = `${file}.part`;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw planFileFailure(error, file);
    }
  };
  const basisLine = `${JSON.stringify(basis)}\n`;
  const start = Buffer.byteLength(basisLine);
  const hash = createHash('sha256');
  let buffer = '';
  const handle = await guarded(async () => {
    // An existing plan may be partly applied.
    if (!replace && existsSync(file)) throw Object.assign(new Error(), { code: 'EEXIST' });
    const opened = await openDraft(part, uid);
    if (await startsWith(opened, basisLine)) await removeIncompleteLine(opened);
    else {
      await opened.truncate();
      await opened.appendFile(basisLine);
    }
    return opened;
  });
  const flush = async () => {
    const text = buffer;
    buffer = '';
    if (text !== '') await handle.appendFile(text);
  };
  return {
    async *storedRows() {
      let number = 1;
      try {
        for await (const line of splitLines(readChunks(handle, start))) {
          hash.update(`${line}\n`);
          yield parseRow(line, ++number);
        }
      } catch (error) {
        throw planFileFailure(error, part);
      }
    },
    add: (row) =>
      guarded(async () => {
        const line = formatRow(row);
        hash.update(line);
        buffer += line;
        if (!basis.offline || buffer.length > BUFFER_CHARACTERS) await flush();
      }),
    finish: (unsigned) =>
      guarded(async () => {
        await flush();
        const header = signHeader({ ...unsigned, rowsHash: hash.digest('hex') }, key);
        await writePlan(file, header, readChunks(handle, start), replace);
        await rm(part);
        return header;
      }),
    close: () => guarded(() => flush().finally(() => handle.close())),
  };
}

/** Writes a complete plan, read-only. The plan gets its name only when all of it is on disk. */
async function writePlan(
  file: string,
  header: PlanHeader,
  rows: AsyncIterable<Buffer>,
  replace: boolean,
): Promise<void> {
  const draft = `${file}.tmp`;
  await rm(draft, { force: true });
  const handle = await open(draft, 'ax', PRIVATE_FILE);
  try {
    await handle.appendFile(`${JSON.stringify(header)}\n`);
    for await (const bytes of rows) await handle.appendFile(bytes);
    await handle.sync();
    // Fails when another file has this name by now.
    if (!replace) await (await open(file, 'wx')).close();
    await chmod(draft, 0o400);
    await rename(draft, file);
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Opens no symbolic link and does not wait for a named pipe. Windows has neither O_NOFOLLOW nor O_NONBLOCK. */
const DRAFT_FLAGS = O_RDWR | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

/**
 * Opens the file with the rows of an interrupted run, or creates it.
 *
 * @throws {Failure} (blocked) when another user may have written to the file.
 */
async function openDraft(part: string, user: number | undefined): Promise<FileHandle> {
  const untrusted = (why: Text) =>
    new Failure(
      EXIT.blocked,
      'draft_untrusted',
      message('The unfinished plan {part} is not used: {why}.', { part: JSON.stringify(part), why }),
      {
        hint: message('Remove it, or choose another name: --out <file>'),
      },
    );
  const handle = await open(part, DRAFT_FLAGS, PRIVATE_FILE).catch(async (error) => {
    throw (await isLink(part)) ? untrusted(message('it is a symbolic link')) : error;
  });
  try {
    const status = await handle.stat();
    const { uid, nlink, mode } = status;
    if (!status.isFile()) throw untrusted(message('it is not a regular file'));
    if (user !== undefined && uid !== user) throw untrusted(message('it belongs to another user'));
    if (nlink !== 1) throw untrusted(message('the file also has another name (a hard link)'));
    if (user !== undefined && othersMayWrite(mode)) throw untrusted(message('other users can write to it'));
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const isLink = (file: string): Promise<boolean> =>
  lstat(file).then(
    (status) => status.isSymbolicLink(),
    () => false,
  );

async function startsWith(handle: FileHandle, text: string): Promise<boolean> {
  const bytes = Buffer.from(text);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes.length), 0, bytes.length, 0);
  return bytesRead === bytes.length && buffer.equals(bytes);
}

/** Maximum length of a line of a plan. */
const MAX_LINE_BYTES = 1024 * 1024;

/** Removes a last line that an interruption has cut off. */
async function removeIncompleteLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  const from = Math.max(0, size - MAX_LINE_BYTES);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
  await handle.truncate(from + buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1);
}
