import type { RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';

/** Gets a connection, or an error and none. */
type Connected = (error: Error | null, socket: Duplex) => void;

/** Hands a connection over when TLS stands, and not before: so whoever got one knows that something may have left. */
class SecureProxyAgent extends HttpsProxyAgent {
  override createConnection(options: RequestOptions, callback: Connected = () => {}): undefined {
    super.createConnection(options, (error, socket) => {
      if (error !== null) return callback(error, socket);
      const fail = (reason: Error) => callback(reason, socket);
      const late = () => socket.destroy(new Error('Proxy timeout'));
      socket.once('error', fail).once('timeout', late);
      socket.once('secureConnect', () => {
        socket.removeListener('error', fail).removeListener('timeout', late);
        callback(null, socket);
      });
    });
  }
}

/**
 * Agents that reach the Gate through a tunnel of a proxy (CONNECT), for http too: then nothing of a request is
 * sent before the tunnel stands.
 *
 * @param timeoutMilliseconds how long the proxy may take to open the tunnel
 */
export function proxyAgents(
  proxy: URL,
  { keepAlive, timeoutMilliseconds }: { readonly keepAlive: boolean; readonly timeoutMilliseconds: number },
) {
  const options = { proxy, keepAlive, timeout: timeoutMilliseconds };
  return { http: new HttpProxyAgent(options), https: new SecureProxyAgent(options) };
}
