import { hostname, userInfo } from 'node:os';
import type { User } from '#domain/ledger/intent';

/** Who runs this program, and where. */
export function readCurrentUser(): User {
  return { user: userName(), host: hostname() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number only.
    return 'unknown';
  }
}
