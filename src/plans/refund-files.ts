import type { RefundFiles } from '../domain/refund-files.ts';
import { readApproval, saveApproval } from './approval-file.ts';
import { openCsvInput } from './csv-input.ts';
import { draftPlan } from './plan-draft.ts';
import { openPlan } from './plan-file.ts';

/**
 * The files of bulk refunds on this machine: see {@link RefundFiles}.
 *
 * @param uid of this user; undefined where the system has none
 */
export const createRefundFiles = (uid: number | undefined): RefundFiles => ({
  openInput: openCsvInput,
  draftPlan: (file, basis, key) => draftPlan(file, basis, key, uid),
  openPlan,
  readApproval,
  saveApproval,
});
