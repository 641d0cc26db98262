import { type CommandSpec, Streamed } from '#cli/command-spec';
import { parsePort } from '#cli/parse-number';
import { parseTarget } from '#cli/shared-options';
import { CALLBACK_EVENTS, type CallbackEvent } from '#domain/callbacks/callback-event';
import { type CallbackFilter, parseFilter } from '#domain/callbacks/callback-filter';
import type { ListenAddress } from '#domain/callbacks/callback-transport';
import { usageError } from '#domain/errors/failure';
import { parseHost, parseSize } from '#domain/profiles/option-values';
import type { Style, Terminal } from '#domain/terminal/terminal';
import { DEFAULT_TIMEOUT_MS } from '#domain/time/default-timeouts';
import { parseDuration } from '#domain/time/duration';
import type { ForwardTarget } from '#features/callbacks/forwarding/forward-callback';
import type { DeliveryDocument, ListenEvent } from '#schemas/document-types';
import { deliveryLine, listenDetailLines, listeningLines, listenLines } from './callback-view.ts';
import { type ListenShows, listen as listenFor } from './listen.ts';
import { parseCount, parseHeaderNames, parseMetricsAddress, parsePath } from './listen-options.ts';
import { refuseOwnAddress } from './refuse-own-address.ts';

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly path?: string;
  readonly forwardTo?: readonly Placed<string>[];
  readonly filter?: readonly Placed<CallbackFilter>[];
  readonly forwardInvalid?: boolean;
  readonly forwardHeaders?: readonly string[];
  readonly keepInvalid?: number;
  readonly exitOn?: CallbackEvent;
  readonly max?: number;
  readonly deadline?: number;
  readonly durable?: 'local' | 'shared';
  readonly metrics?: ListenAddress;
  readonly drain?: number;
  readonly timeout?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** An option value and its position on the command line. */
interface Placed<T> {
  readonly value: T;
  readonly place: number;
}

const DEFAULT_PORT = 4242;

export const listen: CommandSpec<Options> = {
  about:
    'Listens for callbacks on this machine. Each one is verified, stored in the ledger, answered, shown and ' +
    'forwarded byte for byte. The answer is 200; 400 when the signature is wrong; 503 when the callback cannot be ' +
    'stored. A --filter before the first --forward-to selects the callbacks that are shown and forwarded at all; a ' +
    '--filter after a --forward-to selects those for this URL. An unsigned chargeback callback is answered 200, ' +
    'stored and shown, but is not an event. GET /healthz answers 200 when a callback can be stored, else 503; GET ' +
    '/metrics has counts for Prometheus. To forward failed callbacks again: "rocketpay callbacks replay --failed". ' +
    'Stop it with Ctrl-C. In a terminal, press v to see the last callback in full. With --json the first line is ' +
    '{"type":"ready","url":…}, then one object per callback.',
  options: [
    { flags: '--port <n>', about: `port to listen on (default ${DEFAULT_PORT}; 0: any free port)`, parse: parsePort },
    { flags: '--host <address>', about: 'address to listen on (default 127.0.0.1)', parse: parseHost },
    {
      flags: '--path <path>',
      about: 'receive callbacks at this path and below; answer 404 elsewhere (default /)',
      parse: parsePath,
    },
    {
      flags: '--forward-to <url>',
      about: 'forward each genuine callback, with the path below --path added (repeatable)',
      parse: parseTarget,
      repeats: true,
      placed: true,
    },
    {
      flags: '--filter <path=value>',
      about: 'only matching callbacks: event=refund.success, payment.status=decline (repeatable)',
      parse: parseFilter,
      repeats: true,
      placed: true,
    },
    {
      flags: '--forward-headers <names>',
      about: 'also forward these headers, separated by commas (default: content-type, user-agent, accept, tracing)',
      parse: parseHeaderNames,
    },
    { flags: '--forward-invalid', about: 'also forward callbacks with a wrong signature, and unsigned chargebacks' },
    {
      flags: '--keep-invalid <size>',
      about: 'disk space for callbacks with a wrong signature, oldest removed first (default 20MB; 0: store none)',
      parse: parseSize,
    },
    {
      flags: '--durable <where>',
      about:
        'while the database of the team cannot be reached: local stores on this machine (default), shared answers ' +
        '503',
      choices: ['local', 'shared'],
    },
    {
      flags: '--metrics <address>',
      about: 'serve /metrics at this [host:]port (default: at --port, for programs on this machine only)',
      parse: parseMetricsAddress,
    },
    {
      flags: '--drain <duration>',
      about: 'after a stop signal, continue for this time, with /healthz answering 503 (default 0s)',
      parse: parseDuration,
    },
    {
      flags: '--exit-on <event>',
      about: 'exit after this event',
      choices: CALLBACK_EVENTS,
    },
    { flags: '--max <n>', about: 'exit after <n> callbacks', parse: parseCount },
    {
      flags: '--deadline <duration>',
      about: 'exit after this time (exit code 8 with --exit-on or --max)',
      parse: parseDuration,
    },
  ],
  exits: [4, 5, 7, 8],
  examples: [
    'rocketpay listen --forward-to http://localhost:3000/callback',
    'rocketpay listen --json --exit-on purchase.success --deadline 2s',
    'rocketpay listen --forward-to http://h.test/ --filter event=refund.success',
  ],

  async run(options, context) {
    const { terminal } = context;
    const { host = '127.0.0.1', port = DEFAULT_PORT, path = '/', max, exitOn, deadline } = options;
    const [filters, targets] = selectTargets(options);
    refuseVainWait(exitOn, filters);
    warnOfUnknownPaths([...filters, ...targets.flatMap((target) => target.filters)], terminal);
    await refuseOwnAddress(
      targets.map(({ url }) => url),
      { host, port },
      context,
    );
    // One object per callback: it waits for the results of forwarding.
    const whole = options.json === true;
    let verbose = options.verbose === true;
    let last: ListenEvent | undefined;
    const over = new AbortController();
    const keys = terminal.watchKeys((key) => {
      if (key !== 'v') return;
      verbose = !verbose;
      terminal.note(verbose ? 'Callbacks are shown in full.' : 'Callbacks are shown in one line.');
      if (verbose && last !== undefined) terminal.emit(last, listenDetailLines);
    }, over.signal);
    const show = (all: readonly ListenEvent[]) => terminal.emitAll(all, verbose ? listenDetailLines : listenLines);
    const shows: ListenShows = {
      ready: (url) => terminal.emit({ type: 'ready', url, ...(keys ? { keys } : {}) }, listeningLines),
      heard: (all) => {
        last = all.at(-1) ?? last;
        if (!whole) show(all);
      },
      forwarded: (delivery) => {
        if (!whole) terminal.emit(delivery, (one: DeliveryDocument, style: Style) => [deliveryLine(one, style)]);
      },
      forwardedOther: (callbackId, delivery) => {
        const lines = (_: unknown, style: Style) => [`${callbackId}${deliveryLine(delivery, style)}`];
        terminal.emit({ type: 'forward', callbackId, ...delivery } as const, lines);
      },
      complete: (all) => {
        if (whole) show(all);
      },
    };
    const listening = listenFor(
      {
        host,
        port,
        path,
        targets,
        filters,
        withBody: verbose || keys,
        forwardHeaders: options.forwardHeaders ?? [],
        forwardInvalid: options.forwardInvalid === true,
        keepInvalidBytes: options.keepInvalid,
        exitOn,
        max,
        deadlineMilliseconds: deadline,
        shared: options.durable === 'shared',
        metricsAt: options.metrics,
        drainMilliseconds: options.drain,
        timeoutMilliseconds: options.timeout ?? DEFAULT_TIMEOUT_MS,
      },
      shows,
      context,
    );
    return new Streamed(await listening.finally(() => over.abort()));
  },

  view: () => [],
};

/** Assigns filters to the target before them; filters before the first target apply to all. */
function selectTargets({
  forwardTo = [],
  filter = [],
}: Options): [readonly CallbackFilter[], readonly ForwardTarget[]] {
  const between = (from: number, to: number) =>
    filter.filter(({ place }) => place > from && place < to).map(({ value }) => value);
  const places = [...forwardTo.map(({ place }) => place), Number.POSITIVE_INFINITY];
  const targets = forwardTo.map(({ value: url, place }, at) => ({ url, filters: between(place, places[at + 1] ?? 0) }));
  return [between(-1, places[0] ?? 0), targets];
}

/** Top-level fields of the platform's callbacks (platform docs: callbacks); a project may have more. */
const TOP_FIELDS =
  /^(event|project_id|payment|customer|operation|operations|account|errors|clarification_fields|general)(\.|$)/;

/** Warns about a filter on an unknown field, which may exclude all callbacks. */
function warnOfUnknownPaths(filters: readonly CallbackFilter[], terminal: Pick<Terminal, 'warn'>): void {
  for (const { path } of filters.filter((filter) => !TOP_FIELDS.test(filter.path))) {
    terminal.warn(`--filter ${path}=…: callbacks of the platform have no such field, so perhaps none will match.`);
  }
}

/** Refuses an `--exit-on` event that a filter excludes. */
function refuseVainWait(exitOn: CallbackEvent | undefined, filters: readonly CallbackFilter[]): void {
  const events = filters.filter(({ path }) => path === 'event').map(({ value }) => value);
  if (exitOn === undefined || events.length === 0 || events.includes(exitOn)) return;
  throw usageError(
    `--exit-on ${exitOn} would wait forever: --filter event=${events.join(', event=')} excludes it.`,
    `Add --filter event=${exitOn}, or put the filter after its --forward-to.`,
  );
}
