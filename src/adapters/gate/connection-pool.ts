import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { type Clock, nextTurn } from '#async/clock';
import { ReusableConnection } from './reusable-connection.ts';

/** Maximum time between an answer and the next request on its connection, in milliseconds. */
const MAX_IDLE_MS = 1000;

/**
 * The connections on which a complete answer has just been read. The next request on the same route uses one of them, also a
 * write. A server can close a connection while a request is sent, and then the outcome of a write is unknown. That becomes more
 * likely with time, so an older connection is closed.
 */
export class ConnectionPool {
  readonly #clock: Pick<Clock, 'now' | 'elapsed'>;
  readonly #idle = new Map<string, IdleConnection[]>();

  constructor(clock: Pick<Clock, 'now' | 'elapsed'>) {
    this.#clock = clock;
  }

  /**
   * Gives a request an idle connection, else a new one.
   *
   * @param route name of the host and of the proxy
   * @param open opens a new connection
   * @throws if no connection could be opened: the request gets nothing then
   */
  async attach(request: ClientRequest, route: string, open: () => Promise<Socket>): Promise<void> {
    const connection = (await this.#take(route)) ?? new ReusableConnection(await open());
    if (!connection.isUsable()) {
      connection.close();
      throw new Error('data was received before the request was sent');
    }
    connection.attach(request, () => this.#keep(route, connection));
  }

  async #take(route: string): Promise<ReusableConnection | undefined> {
    const idle = this.#idle.get(route) ?? [];
    for (let newest = idle.pop(); newest !== undefined; newest = idle.pop()) {
      if (!newest.connection.showsUnread) {
        // The second turn begins with reading everything that has arrived.
        await nextTurn();
        await nextTurn();
      }
      if (this.#isUsable(newest) && !newest.connection.hasUnread()) return newest.connection;
      newest.connection.close();
    }
    return undefined;
  }

  #keep(route: string, connection: ReusableConnection): void {
    const idle = this.#idle.get(route) ?? [];
    this.#idle.set(route, idle);
    while (idle[0] !== undefined && !this.#isUsable(idle[0])) idle.shift()?.connection.close();
    idle.push({ connection, answeredAt: this.#clock.now(), answeredAtElapsed: this.#clock.elapsed() });
  }

  /** The monotonic clock stops while the machine sleeps, so both clocks are compared. */
  #isUsable({ connection, answeredAt, answeredAtElapsed }: IdleConnection): boolean {
    const ages = [Math.abs(this.#clock.now() - answeredAt), this.#clock.elapsed() - answeredAtElapsed];
    return connection.isUsable() && ages.every((age) => age < MAX_IDLE_MS);
  }
}

interface IdleConnection {
  readonly connection: ReusableConnection;
  /** Time of its last answer, in epoch milliseconds, and in milliseconds of the monotonic clock. */
  readonly answeredAt: number;
  readonly answeredAtElapsed: number;
}
