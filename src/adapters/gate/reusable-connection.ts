import { readSync } from 'node:fs';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Minimum time after which a server closes an idle connection, in seconds. With less it could close one while it is used again. */
const MIN_SERVER_TIMEOUT_S = 2;

/** A connection for several requests, one at a time. An answer that arrives before its request was sent is never believed. */
export class ReusableConnection {
  readonly #socket: Socket;
  #response: IncomingMessage | undefined;
  #isIdle = false;
  #isSpoiled = false;
  #onIdle = (): void => {};

  /** @param socket established, and used by nothing else */
  constructor(socket: Socket) {
    this.#socket = socket;
    const spoil = () => {
      this.#isSpoiled = true;
    };
    // This listener gets each chunk before Node.js parses it.
    socket.on('data', () => {
      if (this.#isIdle || this.#response?.complete === true) spoil();
    });
    socket.on('end', spoil).on('close', spoil);
    // Node.js emits it when the answer is complete and allows another request.
    socket.on('free', () => this.#free());
  }

  /**
   * Sends a request.
   *
   * @param onIdle called after its answer, if the connection can be used again; otherwise it closes itself
   */
  attach(request: ClientRequest, onIdle: () => void): void {
    this.#isIdle = false;
    this.#response = undefined;
    this.#onIdle = onIdle;
    request.once('response', (response) => {
      this.#response = response;
    });
    this.#socket.ref();
    request.onSocket(this.#socket);
  }

  /** Returns false after the end of the connection, and after bytes that answer no request. */
  isUsable(): boolean {
    return !this.#isSpoiled && this.#socket.writable && this.#socket.readableLength === 0;
  }

  /** True where {@link hasUnread} can tell what has arrived. */
  get showsUnread(): boolean {
    return this.#descriptor >= 0;
  }

  /** Returns true when something has arrived that was not read: bytes, the end of the connection or an error. */
  hasUnread(): boolean {
    if (!this.showsUnread) return false;
    try {
      // The sockets of Node.js never wait: with nothing to read this is an error. A byte is lost, and with it the connection.
      readSync(this.#descriptor, new Uint8Array(1));
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'EAGAIN';
    }
  }

  /** The system's number of an open socket; negative on Windows, and where the connection is one within another. */
  get #descriptor(): number {
    return (this.#socket as { readonly _handle?: { readonly fd?: number } | null })._handle?.fd ?? -1;
  }

  close(): void {
    this.#socket.destroy();
  }

  #free(): void {
    if (!this.isUsable() || !allowsReuse(this.#response)) return this.close();
    this.#isIdle = true;
    // An idle connection does not keep the program running.
    this.#socket.unref();
    this.#onIdle();
  }
}

/** Returns true after a complete answer that reports success. A server that fails is more likely to close its connections. */
function allowsReuse(response: IncomingMessage | undefined): boolean {
  if (response?.complete !== true) return false;
  const { statusCode = 0, headers } = response;
  const timeout = /timeout=(\d+)/i.exec(String(headers['keep-alive']))?.[1];
  return statusCode >= 200 && statusCode < 300 && (timeout === undefined || Number(timeout) >= MIN_SERVER_TIMEOUT_S);
}
