import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readApprovals, saveApproval } from '#adapters/plan-files/approval-file';
import { formatPublicKey } from '#domain/bulk-refunds/approval-key';
import { checkApproval, createApproval } from '#domain/bulk-refunds/plan-approval';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { failureOf, rejectionOf } from '../../support/failures.ts';
import { planFile } from './plan-fixtures.ts';

describe('an approval beside a plan', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const createApprovalBy = (by: string) =>
    createApproval({ plan: 'p', hash: 'h', by, key: formatPublicKey(privateKey), approvedAt: '2026' }, privateKey);

  it('is stored, and replaced by a later one', async () => {
    const file = await planFile();
    expect(await readApprovals(file)).toEqual([]);
    for (const by of ['aigul@till-1', 'Данияр@office']) {
      expect(await saveApproval(file, createApprovalBy(by))).toBe(`${file}.approval.json`);
      expect(await readApprovals(file)).toEqual([createApprovalBy(by)]);
    }
    expect(await readdir(dirname(file))).toEqual(['refunds.plan.approval.json']);
  });

  it.each(['', '{', 'null', '[]', '"approved"', '47', '{}', '\u0000'])(
    'with the content %j is refused',
    async (text) => {
      const file = await planFile();
      await writeFile(`${file}.approval.json`, text);
      const [header, [approval]] = [{ makerKey: 'x' } as PlanHeader, await readApprovals(file)];
      const { code } = failureOf(() => checkApproval(approval, header, { approvers: ['x'], maxAge: 1, now: 0 }));
      expect(code).toBe('approval_invalid');
    },
  );

  it('that is a folder is a failure', async () => {
    const file = await planFile();
    await mkdir(`${file}.approval.json`);
    expect((await rejectionOf(readApprovals(file))).exit).toBe(EXIT.usage);
    expect((await rejectionOf(saveApproval(file, createApprovalBy('x')))).exit).toBe(EXIT.usage);
  });

  it('that is a named pipe is a failure immediately', async () => {
    const file = await planFile();
    execFileSync('sh', ['-c', 'mkfifo "$0"', `${file}.approval.json`]);
    expect(await rejectionOf(readApprovals(file))).toMatchObject({ exit: EXIT.usage });
  });

  it('of more than 64 KB is not valid', async () => {
    const file = await planFile();
    await writeFile(`${file}.approval.json`, JSON.stringify({ ...createApprovalBy('x'), more: 'x'.repeat(64 * 1024) }));
    expect(await readApprovals(file)).toEqual([{}]);
  });
});
