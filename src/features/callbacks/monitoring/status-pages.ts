import type { Clock } from '#async/clock';
import type { ReadStatusPage, StatusPage } from '#domain/callbacks/callback-transport';
import { formatMetrics, METRICS_TYPE } from '#domain/callbacks/prometheus-text';
import type { QueueState } from '#domain/ledger/forward-queue';
import type { ListenerHealth } from './listener-health.ts';
import type { ListenerMetrics } from './listener-metrics.ts';

/** Time for which the length of the queue is used again, in milliseconds. */
const FRESH_MS = 1000;

/** Time after which the length of the queue is left out, in milliseconds. */
const MAX_QUERY_MS = 2000;

/**
 * Creates the pages of a listener for balancers and for Prometheus.
 *
 * @param readQueue reads the length of the queue
 */
export function createStatusPages(
  health: ListenerHealth,
  metrics: ListenerMetrics,
  readQueue: () => Promise<QueueState>,
  clock: Clock,
): ReadStatusPage {
  let queriedAt = Number.NEGATIVE_INFINITY;
  let queue: Promise<QueueState | undefined> = Promise.resolve(undefined);
  const query = async (): Promise<QueueState | undefined> => {
    const ended = new AbortController();
    const late = clock.sleep(MAX_QUERY_MS, ended.signal).catch(() => {});
    const result = await Promise.race([readQueue().catch(() => undefined), late]);
    ended.abort();
    return result ?? undefined;
  };
  const readFreshQueue = () => {
    if (clock.elapsed() - queriedAt < FRESH_MS) return queue;
    queriedAt = clock.elapsed();
    queue = query();
    return queue;
  };
  const pages: Readonly<Record<string, () => Promise<StatusPage>>> = {
    '/healthz': async () => {
      const problem = await health.find();
      return problem === undefined
        ? { status: 200, type: JSON_TYPE, text: '{"status":"ok"}\n' }
        : { status: 503, type: JSON_TYPE, text: `{"status":"unavailable","reason":"${problem}"}\n` };
    },
    '/metrics': async () => {
      const [queued, problem] = await Promise.all([readFreshQueue(), health.find()]);
      return { status: 200, type: METRICS_TYPE, text: formatMetrics(metrics.list(queued, problem === undefined)) };
    },
  };
  return async (path, isTrusted) => (path === '/metrics' && !isTrusted ? undefined : pages[path]?.());
}

const JSON_TYPE = 'application/json';
