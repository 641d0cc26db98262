import { ANSWERS } from './answers.ts';
import { APPLY } from './bulk-refunds/apply.ts';
import { PLAN_APPROVAL } from './bulk-refunds/approval.ts';
import { PLAN_FILES } from './bulk-refunds/plan-files.ts';
import { PLAN } from './bulk-refunds/plan.ts';
import { ROWS } from './bulk-refunds/rows.ts';
import { CODE_ADVICE } from './code-advice.ts';
import { COMMON } from './common.ts';
import { CONNECTIONS } from './connections.ts';
import { FIND } from './find.ts';
import { HISTORY } from './history.ts';
import { LEDGER_FILES } from './ledger-files.ts';
import { LEDGER_SERVER } from './ledger-server.ts';
import { NOTES } from './notes.ts';
import { OUTCOMES } from './outcomes.ts';
import { PLATFORM_CODES } from './platform-codes.ts';
import { RESUME } from './resume.ts';
import { TIMELINE } from './timeline.ts';
import { WRITES } from './writes.ts';

/** Every message with its translations, by its English text. A text that is not here does not compile as a message. */
export const CATALOGUE = {
  ...COMMON,
  ...ANSWERS,
  ...APPLY,
  ...PLAN_APPROVAL,
  ...PLAN_FILES,
  ...PLAN,
  ...ROWS,
  ...CODE_ADVICE,
  ...CONNECTIONS,
  ...FIND,
  ...HISTORY,
  ...LEDGER_FILES,
  ...LEDGER_SERVER,
  ...NOTES,
  ...OUTCOMES,
  ...PLATFORM_CODES,
  ...RESUME,
  ...TIMELINE,
  ...WRITES,
};

export type MessageKey = keyof typeof CATALOGUE;
