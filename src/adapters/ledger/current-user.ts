import { hostname, userInfo } from 'node:os';
import type { User } from '#domain/ledger/intent';

/** Returns the user who runs this program, and the name of this machine. */
export function readCurrentUser(): User {
  const host = hostname();
  try {
    return { user: userInfo().username, host };
  } catch {
    // In a container a user may have a number only.
    return { user: 'unknown', host };
  }
}
