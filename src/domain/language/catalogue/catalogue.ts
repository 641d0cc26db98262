import { APPLY } from '#domain/language/catalogue/bulk-refunds/apply';
import { PLAN_APPROVAL } from '#domain/language/catalogue/bulk-refunds/approval';
import { PLAN } from '#domain/language/catalogue/bulk-refunds/plan';
import { PLAN_FILES } from '#domain/language/catalogue/bulk-refunds/plan-files';
import { PRUNE } from '#domain/language/catalogue/bulk-refunds/prune';
import { PLAN_RESULTS } from '#domain/language/catalogue/bulk-refunds/results';
import { ROWS } from '#domain/language/catalogue/bulk-refunds/rows';
import { AMOUNTS } from '#domain/language/catalogue/refunds/amounts';
import { REFUND } from '#domain/language/catalogue/refunds/refund';
import { REFUND_RULES } from '#domain/language/catalogue/refunds/rules';
import { WAITING } from '#domain/language/catalogue/refunds/waiting';
import { TEAM_ROLES } from '#domain/language/catalogue/team/roles';
import { ANSWERS } from './answers.ts';
import { CODE_ADVICE } from './code-advice.ts';
import { CONNECTIONS } from './connections.ts';
import { FIND } from './find.ts';
import { HISTORY } from './history.ts';
import { INTERACTIVE } from './interactive.ts';
import { LEDGER_FILES } from './ledger-files.ts';
import { LEDGER_SERVER } from './ledger-server.ts';
import { NOTES } from './notes.ts';
import { OTP } from './otp.ts';
import { OUTCOMES } from './outcomes.ts';
import { PLATFORM_CODES } from './platform-codes.ts';
import { RESUME } from './resume.ts';
import { SETTINGS } from './settings.ts';
import { TERMINAL } from './terminal.ts';
import { TIMELINE } from './timeline.ts';
import { TYPED_VALUES } from './typed-values.ts';
import { USAGE } from './usage.ts';
import { WRITES } from './writes.ts';

/** Every message with its translations, by its English text. A text that is not here does not compile as a message. */
export const CATALOGUE = {
  ...TERMINAL,
  ...ANSWERS,
  ...APPLY,
  ...PLAN_RESULTS,
  ...PLAN_APPROVAL,
  ...PLAN_FILES,
  ...PLAN,
  ...PRUNE,
  ...TEAM_ROLES,
  ...ROWS,
  ...CODE_ADVICE,
  ...CONNECTIONS,
  ...FIND,
  ...HISTORY,
  ...LEDGER_FILES,
  ...LEDGER_SERVER,
  ...INTERACTIVE,
  ...NOTES,
  ...OTP,
  ...OUTCOMES,
  ...PLATFORM_CODES,
  ...RESUME,
  ...SETTINGS,
  ...TIMELINE,
  ...USAGE,
  ...TYPED_VALUES,
  ...WRITES,
  ...AMOUNTS,
  ...REFUND,
  ...REFUND_RULES,
  ...WAITING,
};

export type MessageKey = keyof typeof CATALOGUE;
