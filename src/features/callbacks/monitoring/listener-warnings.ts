import type { Terminal } from '#domain/terminal/terminal';

/** Maximum number of reported unknown paths, because any sender can invent paths. */
const MAX_PATHS = 10;

/** Warnings of a listener. Each one is printed once, because many callbacks can have the same cause. */
export class ListenerWarnings {
  readonly #terminal: Pick<Terminal, 'warn'>;
  readonly #told = new Set<string>();
  /** Unknown paths that received requests. */
  readonly #paths = new Set<string>();
  /** True when the last callback could not be stored. */
  #isFailing = false;

  constructor(terminal: Pick<Terminal, 'warn'>) {
    this.#terminal = terminal;
  }

  /** Prints a warning that was not printed yet. */
  once(warning: string): void {
    if (this.#told.has(warning)) return;
    this.#told.add(warning);
    this.#terminal.warn(warning);
  }

  /** Warns about a request to another path, once per path. @param own path of the listener */
  unknownPath(path: string, own: string): void {
    if (this.#paths.has(path) || this.#paths.size === MAX_PATHS) return;
    this.#paths.add(path);
    this.#terminal.warn(`a callback to ${path} was answered 404 and is not stored: callbacks are received at ${own}`);
  }

  /** Warns that a callback could not be stored, once until one is {@link stored} again. */
  notStored(why: string): void {
    if (!this.#isFailing) {
      this.#terminal.warn(`cannot store callbacks; answering 503 so that the platform retries: ${why}`);
    }
    this.#isFailing = true;
  }

  stored(): void {
    this.#isFailing = false;
  }
}
