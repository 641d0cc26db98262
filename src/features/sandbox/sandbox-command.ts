import { type CommandSpec, Streamed } from '#cli/command-spec';
import { createSpeedParser, parsePort } from '#cli/parse-number';
import { EXIT } from '#domain/errors/exit-codes';
import { parseCallbackUrl, parseHost, parseNewFile } from '#domain/profiles/option-values';
import { FAULT_KINDS, parseFault, type SandboxFault } from '#domain/sandbox/faults';
import { DEFAULT_OTP_MS } from '#domain/sandbox/sandbox-options';
import { parseDuration } from '#domain/time/duration';
import { runSandbox } from './run-sandbox.ts';

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly callbackUrl?: string;
  readonly otpTtl?: number;
  readonly speed?: number;
  readonly fault?: readonly SandboxFault[];
  readonly state?: string;
}

export const sandbox: CommandSpec<Options> = {
  about:
    'Runs a local Gate that behaves as the documentation of the platform describes: OTPs, callbacks, refunds, ' +
    'errors. No account is needed. It saves the profile "sandbox", shows each event, and stops with Ctrl-C. Test ' +
    'phone numbers and amounts force each outcome: see GET /sandbox/scenarios. Faults: ' +
    `${Object.keys(FAULT_KINDS).join(', ')}.`,
  options: [
    { flags: '--port <n>', about: 'port to listen on (default 4010; 0: any free port)', parse: parsePort },
    { flags: '--host <address>', about: 'address to listen on (default 127.0.0.1)', parse: parseHost },
    {
      flags: '--callback-url <url>',
      about: 'URL for callbacks of payments without their own URL',
      parse: parseCallbackUrl,
    },
    { flags: '--otp-ttl <duration>', about: 'lifetime of an OTP (default 80s)', parse: parseDuration },
    {
      flags: '--speed <n>',
      about: 'time factor of the sandbox clock (default 1)',
      parse: createSpeedParser(0.1, 1000),
    },
    {
      flags: '--fault <kind[:rate]>',
      about: 'inject this fault (repeatable)',
      parse: parseFault,
      repeats: true,
      completes: Object.keys(FAULT_KINDS),
    },
    {
      flags: '--state <file>',
      about: 'file for its project, secret and payments',
      completes: 'file',
      parse: parseNewFile,
    },
  ],
  exits: [2],
  examples: ['rocketpay sandbox --speed 10', 'rocketpay sandbox --port 0 --fault reset-after:0.2 --json'],

  async run(options, context) {
    await runSandbox(
      {
        host: options.host ?? '127.0.0.1',
        port: options.port ?? 4010,
        callbackUrl: options.callbackUrl,
        otpMilliseconds: options.otpTtl ?? DEFAULT_OTP_MS,
        speed: options.speed ?? 1,
        faults: options.fault ?? [],
        stateFile: options.state,
      },
      context,
    );
    return new Streamed(EXIT.done);
  },

  view: () => [],
};
