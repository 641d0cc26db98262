/** A metric, as Prometheus reads it. */
export interface ParsedMetric {
  readonly type: string;
  readonly help: string;
  readonly samples: ReadonlyMap<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAME})(\\{${NAME}="(?:[^"\\\\\\n]|\\\\.)*"\\})? (\\S+)$`);

/**
 * Parses the text format of Prometheus strictly: each metric has one HELP and one TYPE before its samples, and a histogram has ascending
 * buckets up to `+Inf`, a sum and a count.
 *
 * @throws {Error} at anything else
 */
export function parsePrometheus(text: string): ReadonlyMap<string, ParsedMetric> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const metrics = new Map<string, ParsedMetric>();
  for (const block of text.slice(0, -1).split(/\n(?=# HELP )/)) {
    const [first = '', second = '', ...lines] = block.split('\n');
    const [, name = '', help = ''] = new RegExp(`^# HELP (${NAME}) (.+)$`).exec(first) ?? [];
    const [, typed, type = ''] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(second) ?? [];
    if (name === '' || typed !== name || metrics.has(name)) throw new Error(`no metric begins at: ${first}`);
    const samples = readSamples(name, type, lines);
    if (type === 'counter' && !name.endsWith('_total')) throw new Error(`a counter without _total: ${name}`);
    if (type === 'histogram') checkHistogram(samples);
    metrics.set(name, { type, help, samples });
  }
  return metrics;
}

/** Reads samples by what follows the name of the metric. */
function readSamples(name: string, type: string, lines: readonly string[]): ReadonlyMap<string, number> {
  const known = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  const samples = new Map<string, number>();
  for (const line of lines) {
    const [, sample = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    const key = sample.slice(name.length) + labels;
    const isKnown = known.some((suffix) => sample === name + suffix);
    if (!isKnown || !Number.isFinite(Number(value)) || samples.has(key)) throw new Error(`not a sample: ${line}`);
    samples.set(key, Number(value));
  }
  if (samples.size === 0) throw new Error(`no samples of ${name}`);
  return samples;
}

function checkHistogram(samples: ReadonlyMap<string, number>): void {
  const buckets = [...samples].flatMap(([key, value]) => {
    const [, bound] = /^_bucket\{le="([^"]+)"\}$/.exec(key) ?? [];
    return bound === undefined ? [] : [{ bound: bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), value }];
  });
  const isAscending = buckets.every(({ bound, value }, at) => {
    const before = buckets[at - 1];
    return before === undefined || (bound > before.bound && value >= before.value);
  });
  const last = buckets.at(-1);
  if (!isAscending || last?.bound !== Number.POSITIVE_INFINITY || last.value !== samples.get('_count'))
    throw new Error('not a histogram');
  if (!samples.has('_sum')) throw new Error('a histogram without a sum');
}
