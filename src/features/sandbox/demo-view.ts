import { maskPhone } from '#domain/payments/phone';
import type { Style } from '#domain/terminal/terminal';
import type { DemoStep } from '#schemas/document-types';

/** Formats a step: request, answer, callback or SMS. */
export function demoLines(step: DemoStep, style: Style): string[] {
  switch (step.type) {
    case 'stage':
      return [
        `A sandbox is at ${style.bold(step.url)}, ${step.speed} times as fast as real time.`,
        style.dim('→ our request   ← its answer   ⇐ a callback, verified   ✉ the customer’s phone'),
      ];
    case 'page':
      return [
        style.bold('The Payment Page of a sandbox, for a browser on this machine:'),
        step.url,
        style.dim('Enter any Kazakhstan number. The SMS and the callbacks are shown here.'),
        style.dim('Stop it with Ctrl-C.'),
      ];
    case 'scene':
      return ['', style.bold(step.title)];
    case 'request':
      return [`  → POST ${step.path}`, style.dim(`    signed: ${shortened(step.stringToSign)}`)];
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

const shortened = (text: string): string => (text.length <= 66 ? text : `${text.slice(0, 65)}…`);
