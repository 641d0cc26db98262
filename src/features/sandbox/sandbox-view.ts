import type { SandboxEvent } from '#domain/sandbox/sandbox-options';
import type { Style } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

type Ready = Extract<CommandDocument<'sandbox'>, { readonly type: 'ready' }>;

/** Formats the address of the sandbox, and how to use it. */
export function readyLines({ url, projectId, secret, profile, speed }: Ready, style: Style): string[] {
  return [
    `${style.good('Sandbox')} listening at ${style.bold(url)}`,
    `  project id  ${projectId}`,
    `  secret      ${secret}`,
    `  profile     ${profile}; try: rocketpay operators --profile ${profile}`,
    `  SMS         ${url}/sandbox/messages`,
    `  pay         rocketpay checkout --profile ${profile} --amount 1000 --open`,
    ...(speed === undefined || speed === 1
      ? []
      : [`  time factor ${speed}: dates and ages of payments differ from your clock`]),
    style.dim('Stop it with Ctrl-C.'),
  ];
}

/** Formats an event of the sandbox in one line. */
export function sandboxEventLines(event: SandboxEvent, style: Style): string[] {
  switch (event.type) {
    case 'request':
      return [`${style.accent('request ')} ${event.path} ${event.paymentId ?? ''} → ${event.answer}`];
    case 'sms':
      return [`${style.warn('SMS     ')} to ${event.phone}: ${style.bold(event.text)}`];
    case 'callback':
      return [
        `${style.accent('callback')} ${event.paymentId} ${event.operation}/${event.status} → ${event.url}: ${event.result}`,
      ];
    case 'fault':
      return [`${style.bad('fault   ')} ${event.kind} at ${event.path}`];
    case 'problem':
      return [`${style.bad('problem ')} ${event.text}`];
  }
}
