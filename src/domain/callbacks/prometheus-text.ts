/** A metric in the text format of Prometheus. Its name has a unit, and counters end with `_total`. */
export type Metric =
  | { readonly type: 'counter' | 'gauge'; readonly name: string; readonly help: string; readonly value: number }
  | ({ readonly type: 'histogram'; readonly name: string; readonly help: string } & HistogramCounts);

/** The values of a histogram. */
interface HistogramCounts {
  /** Upper bounds, ascending, and the number of values up to each bound that are above the one before. */
  readonly buckets: readonly { readonly bound: number; readonly count: number }[];
  /** Number of all values. */
  readonly count: number;
  readonly sum: number;
}

/** Content type of {@link formatMetrics}. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Formats metrics for Prometheus (its documentation: exposition formats, text-based format). */
export function formatMetrics(metrics: readonly Metric[]): string {
  const lines = metrics.flatMap((metric) => [
    `# HELP ${metric.name} ${metric.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `# TYPE ${metric.name} ${metric.type}`,
    ...(metric.type === 'histogram' ? histogramLines(metric) : [`${metric.name} ${metric.value}`]),
  ]);
  return `${lines.join('\n')}\n`;
}

function histogramLines({ name, buckets, count, sum }: HistogramCounts & { readonly name: string }): string[] {
  let total = 0;
  const lines = buckets.map(({ bound, count: own }) => {
    total += own;
    return `${name}_bucket{le="${bound}"} ${total}`;
  });
  return [...lines, `${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`];
}
