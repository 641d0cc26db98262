import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readRegularFile } from '#adapters/bounded-read';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileFailure } from '#domain/errors/file-errors';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import type { StoreState } from './store.ts';

const VERSION = 2;

/** Node cannot create a longer string. */
const MAX_BYTES = 512 * 1024 * 1024 - 1024;
const LISTS = ['payments', 'tasks', 'queuedCallbacks', 'messages'];

/** The state of a sandbox between runs. */
export interface SandboxState {
  readonly projectId: number;
  /** The plain secret: only the owner can read the file. */
  readonly secret: string;
  /** The sandbox's own time when the state was saved. */
  readonly time: number;
  readonly store: StoreState;
}

/**
 * Reads a state file; undefined when it does not exist.
 *
 * @throws {Failure} when it cannot be read, or is not the state of a sandbox; the message names the file.
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
    const state = upgrade(JSON.parse(withoutByteOrderMark(text)) as Json);
    if (isState(state)) return state as unknown as SandboxState;
  } catch (error) {
    throw stateFailure(file, 'is not JSON', error);
  }
  throw stateFailure(file, 'is not the state of a sandbox of this version');
}

/**
 * Replaces a state file as a whole, so that a reader gets the old state or the new one.
 *
 * @throws {Failure} when it cannot be written; the message names the file.
 */
export function saveState(file: string, state: SandboxState): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, JSON.stringify({ version: VERSION, ...state }), { mode: PRIVATE_FILE, flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw unusable(file, 'written', error);
  }
}

/** Renames the keys of a state of version 1. */
function upgrade(state: Json): Json {
  if (!isJsonObject(state) || state.version !== 1 || !isJsonObject(state.books)) return state;
  const { letters, tasks, ...lists } = state.books;
  const store = { ...lists, tasks: Array.isArray(tasks) ? tasks.map(upgradeTask) : null, queuedCallbacks: letters };
  return { ...state, version: VERSION, store } as JsonObject;
}

function upgradeTask(task: Json): Json {
  if (!isJsonObject(task) || task.kind !== 'judge-code') return task;
  const { verdict = null, ...rest } = task;
  return { ...rest, kind: 'check-code', result: verdict };
}

function isState(state: Json): boolean {
  if (!isJsonObject(state) || state.version !== VERSION) return false;
  const store: JsonObject = isJsonObject(state.store) ? state.store : {};
  return (
    Number.isSafeInteger(state.projectId) &&
    typeof state.secret === 'string' &&
    typeof state.time === 'number' &&
    Number.isSafeInteger(store.nextNumber) &&
    LISTS.every((list) => Array.isArray(store[list]) && store[list].every(isJsonObject))
  );
}

const HINT = 'Name another file with --state, or remove this one to start without payments.';

const unusable = (file: string, how: 'read' | 'written', error: unknown): unknown =>
  fileFailure(error, {
    what: `The state file ${JSON.stringify(file)} cannot be ${how}`,
    code: 'state_file',
    hint: HINT,
  });

const stateFailure = (file: string, problem: string, cause?: unknown): Failure =>
  new Failure(EXIT.usage, 'state_file', `The state file ${JSON.stringify(file)} ${problem}.`, { hint: HINT, cause });
