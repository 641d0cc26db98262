import type { RefundFiles } from '../domain/refund-files.ts';
import { readApproval, saveApproval } from './approval-file.ts';
import { openCsvInput } from './csv-input.ts';
import { draftPlan } from './plan-draft.ts';
import { openPlan } from './plan-file.ts';

/** The files of the refund desk on this machine: see {@link RefundFiles}. */
export const refundFiles: RefundFiles = { openInput: openCsvInput, draftPlan, openPlan, readApproval, saveApproval };
