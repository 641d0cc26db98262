import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readRegularFile } from '#adapters/bounded-read';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileFailure } from '#domain/errors/file-errors';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import type { StoreState } from './store.ts';

const VERSION = 1;

/** Node makes no longer text. */
const MAX_BYTES = 512 * 1024 * 1024 - 1024;
const LISTS = ['payments', 'tasks', 'letters', 'messages'];

/** What a sandbox keeps between runs. */
export interface SandboxState {
  readonly projectId: number;
  /** The text of the secret: the file is for its owner only. */
  readonly secret: string;
  /** The sandbox's own time when this was saved. */
  readonly time: number;
  readonly books: StoreState;
}

/**
 * Reads a state file; undefined when there is none.
 *
 * @throws {Failure} naming the file, when it cannot be read, or is no state of a sandbox.
 */
export function loadState(file: string): SandboxState | undefined {
  let text: string;
  try {
    text = readRegularFile(file, MAX_BYTES).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(file, 'read', error);
  }
  try {
    const state = JSON.parse(withoutByteOrderMark(text)) as Json;
    if (isState(state)) return state as unknown as SandboxState;
  } catch (error) {
    throw stateFailure(file, 'is not JSON', error);
  }
  throw stateFailure(file, 'is not the state of a sandbox of this version');
}

/**
 * Replaces a state file as a whole: who reads it sees the old state or the new one.
 *
 * @throws {Failure} naming the file, when it cannot be written.
 */
export function saveState(file: string, state: SandboxState): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, JSON.stringify({ version: VERSION, ...state }), { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw unusable(file, 'written', error);
  }
}

function isState(state: Json): boolean {
  if (!isJsonObject(state) || state.version !== VERSION) return false;
  const books: JsonObject = isJsonObject(state.books) ? state.books : {};
  return (
    Number.isSafeInteger(state.projectId) &&
    typeof state.secret === 'string' &&
    typeof state.time === 'number' &&
    Number.isSafeInteger(books.nextNumber) &&
    LISTS.every((list) => Array.isArray(books[list]) && books[list].every(isJsonObject))
  );
}

const HINT = 'Name another one with --state, or remove it to begin with empty books.';

const unusable = (file: string, how: 'read' | 'written', error: unknown): unknown =>
  fileFailure(error, {
    what: `The state file ${JSON.stringify(file)} cannot be ${how}`,
    code: 'state_file',
    hint: HINT,
  });

function stateFailure(file: string, problem: string, cause?: unknown): Failure {
  return new Failure(EXIT.usage, 'state_file', `The state file ${JSON.stringify(file)} ${problem}.`, {
    hint: HINT,
    cause,
  });
}
