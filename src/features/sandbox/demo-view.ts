import { maskPhone } from '#domain/payments/phone';
import type { Style } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

/** Formats a step of the demo. */
export function demoLines(step: CommandDocument<'demo'>, style: Style): string[] {
  switch (step.type) {
    case 'stage':
      return [
        `Sandbox at ${style.bold(step.url)}, time factor ${step.speed}`,
        style.dim('→ request   ← answer   ⇐ verified callback   ✉ SMS to the customer'),
      ];
    case 'page':
      return [
        style.bold('Open this Payment Page of a sandbox in a browser on this machine:'),
        step.url,
        style.dim('Enter any phone number of Kazakhstan. SMS and callbacks are shown here.'),
        style.dim('Stop it with Ctrl-C.'),
      ];
    case 'scene':
      return ['', style.bold(step.title)];
    case 'request':
      return [`  → POST ${step.path}`, style.dim(`    signed: ${shorten(step.stringToSign)}`)];
    case 'answer':
      return [`  ← ${step.text}`];
    case 'sms':
      return [style.warn(`  ✉ to ${maskPhone(step.phone)}: ${step.text}`)];
    case 'callback':
      return [`  ⇐ ${style.good('verified')}: ${style.bold(step.payment)} (${step.operation}), ${step.left}`];
    case 'bad-callback':
      return [`  ⇐ ${style.bad('wrong signature')}: ignored`];
    case 'note':
      return [style.dim(`    ${step.text}`)];
  }
}

const shorten = (text: string): string => (text.length <= 66 ? text : `${text.slice(0, 65)}…`);
