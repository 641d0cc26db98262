import { EXIT } from '#domain/errors/exit-codes';
import { fileFailure } from '#domain/errors/file-errors';

/** Returns the failure for an error of the file system while the profile store is read or written. */
export const storeFailure = (action: 'read' | 'written', file: string, error: unknown): unknown =>
  fileFailure(error, {
    what: `The profile store ${file} cannot be ${action}`,
    code: action === 'read' ? 'store_unreadable' : 'store_unwritable',
    exit: EXIT.credentials,
    hint: 'Another folder for it: ROCKETPAY_CONFIG_DIR.',
  });
