import type { RefundFiles } from '#domain/bulk-refunds/plan-storage';
import { readApprovals, saveApproval } from './approval-file.ts';
import { openPlan } from './plan-reader.ts';
import { draftPlan } from './plan-writer.ts';
import { openRefundInput } from './refund-input.ts';

/**
 * Creates the access to the files of bulk refunds on this machine: see {@link RefundFiles}.
 *
 * @param uid id of the current user; undefined where the system has none
 */
export const createRefundFiles = (uid: number | undefined): RefundFiles => ({
  openInput: openRefundInput,
  draftPlan: (file, basis, key, replace) => draftPlan(file, basis, key, { uid, replace }),
  openPlan,
  readApprovals,
  saveApproval,
});
