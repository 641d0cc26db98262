import { randomUUID } from 'node:crypto';
import { type FileHandle, rename, rm, writeFile } from 'node:fs/promises';
import type { Approval } from '#domain/bulk-refunds/plan-approval';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import { message } from '#domain/language/message';
import { openRegularFile } from './open-regular-file.ts';
import { planFileFailure } from './plan-file-errors.ts';

/** Maximum size of an approval; a larger file is not an approval. */
const MAX_APPROVAL_BYTES = 64 * 1024;

const approvalPath = (planFile: string): string => `${planFile}.approval.json`;

/** Reads the approval beside a plan. A file that is not valid JSON gives an invalid approval. */
export async function readApprovals(planFile: string): Promise<readonly Approval[]> {
  const file = approvalPath(planFile);
  let handle: FileHandle | undefined;
  try {
    handle = await openRegularFile(file, message('Remove it, and let another user approve the plan again.'));
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_APPROVAL_BYTES + 1), 0, MAX_APPROVAL_BYTES + 1, 0);
    if (bytesRead > MAX_APPROVAL_BYTES) return [{} as Approval];
    return [JSON.parse(withoutByteOrderMark(buffer.toString('utf8', 0, bytesRead))) as Approval];
  } catch (error) {
    if (error instanceof SyntaxError) return [{} as Approval];
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw planFileFailure(error, file);
  } finally {
    await handle?.close();
  }
}

/** Stores an approval beside its plan and replaces an earlier one. Returns the path of the approval. */
export async function saveApproval(planFile: string, approval: Approval): Promise<string> {
  const file = approvalPath(planFile);
  // Two users may approve concurrently: each writes a file of its own and renames it.
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, `${JSON.stringify(approval, null, 2)}\n`, { flush: true, mode: 0o644 });
    await rename(draft, file);
    return file;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw planFileFailure(error, file);
  }
}
