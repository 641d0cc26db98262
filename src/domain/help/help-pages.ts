import { EXIT_ADVICE, EXIT_MEANINGS } from '#domain/errors/exit-codes';
import { ENVIRONMENT_VARIABLES } from '#domain/profiles/environment-variables';
import { HELP_TOPICS, type HelpTopic } from './help-topics.ts';

/** A section of a help topic: a heading and its paragraphs. */
interface HelpSection {
  readonly heading: string;
  readonly text: readonly string[];
}

/** A help topic of `rocketpay help`. */
export interface HelpPage {
  readonly topic: HelpTopic;
  readonly about: string;
  readonly exitCodes?: readonly { readonly code: number; readonly meaning: string; readonly next: string }[];
  readonly variables?: readonly { readonly name: string; readonly meaning: string }[];
  readonly sections: readonly HelpSection[];
  readonly examples: readonly string[];
}

/** Returns the help text of a topic. */
export const helpPage = (topic: HelpTopic): HelpPage => ({ topic, about: HELP_TOPICS[topic], ...PAGES[topic] });

const section = (heading: string, ...text: readonly string[]): HelpSection => ({ heading, text });

const PAGES: Readonly<Record<HelpTopic, Omit<HelpPage, 'topic' | 'about'>>> = {
  'exit-codes': {
    exitCodes: Object.entries(EXIT_MEANINGS).map(([code, meaning]) => ({
      code: Number(code),
      meaning,
      next: EXIT_ADVICE[Number(code) as keyof typeof EXIT_ADVICE],
    })),
    sections: [
      section(
        'With --json',
        'A failure is one JSON document on stderr: {"error":{"code","message","hint","exit"}}. stdout is empty. After a ' +
          'write the document names intent and paymentId. retryAfter is in seconds. notes contains the messages that a ' +
          'terminal would have shown. Only --debug writes other lines before the document.',
        'For smoke, doctor, resume, verify-callback and refunds the result itself names what failed. Its document is on ' +
          'stdout, and the exit code is set as well.',
        'Error codes with exit code 5: payment_not_found (no such payment), not_found_yet (the first minute of the ' +
          'payment), try_later (the platform asks to retry later: see retryAfter), no_answer and not_sent (run the command again).',
      ),
      section(
        'Signals',
        'SIGINT, SIGTERM, SIGHUP and SIGQUIT end a command with exit code 130. When a write was in flight, the exit code ' +
          'is 6, and its outcome is recorded as unknown. A second signal ends the command immediately. If the command has a ' +
          'result by then, it ends with the exit code of the result.',
      ),
    ],
    examples: ['rocketpay status payment_47 --quiet; echo $?', 'rocketpay help exit-codes --json'],
  },
  scripts: {
    sections: [
      section(
        'A refund',
        '--intent sets an idempotency key of your own. The same key never sends twice, and a repeated command prints the ' +
          'stored result. With --settle the command asks the platform for the result when an answer was lost. With --wait ' +
          'it waits until the refund is done or declined.',
      ),
      section(
        'What to do for each exit code',
        '0: continue. 3: declined or refused, decide by hand. 4: fix the settings. 5: run the same command again, a few ' +
          'times at most. 6: do not repeat it; run "rocketpay resume --all --wait" or decide by hand. 7: it was refused ' +
          'before sending; the message says why. 8: no result yet, ask later with "rocketpay wait". 9: do not trust the ' +
          'answer. 10: see "rocketpay refunds show". 11: it was done, only the output is missing.',
      ),
      section(
        'Common mistakes',
        'Quote every variable. An empty variable without quotes disappears. Then the next option becomes its value, which ' +
          'is refused. Write --description="$text" where a text may begin with "-".',
        'Under "set -e" read the exit code without ending the script: code=0; rocketpay … || code=$?',
        'Under "set -o pipefail" a reader that exits early (head) does not change the exit code of rocketpay.',
        'To write a complete file or none: rocketpay … > result.tmp && mv result.tmp result.json',
        'ROCKETPAY_JSON=1, ROCKETPAY_NO_INPUT=1, ROCKETPAY_TIMEOUT and ROCKETPAY_DEADLINE apply to a whole job.',
        'Two machines have two ledgers. Neither ledger contains the refunds of the other machine.',
      ),
    ],
    examples: [
      'rocketpay refund payment_47 --full --confirm 1000.00 --intent t-81 --settle',
      'rocketpay status payment_47 payment_48 --json',
      'rocketpay profiles add ci --from-env --test --if-missing',
    ],
  },
  environment: {
    variables: Object.entries(ENVIRONMENT_VARIABLES).map(([name, meaning]) => ({ name, meaning })),
    sections: [
      section(
        'Precedence',
        'A flag overrides the environment. The environment overrides the stored profile. The profile overrides the ' +
          'defaults. "rocketpay whoami" shows each value and where it came from.',
      ),
    ],
    examples: ['ROCKETPAY_PROFILE=shop rocketpay whoami', 'rocketpay help environment --json'],
  },
  signatures: {
    sections: [
      section(
        'How a body is signed',
        '1. Remove each key named "signature" or "frame_mode", at any depth.',
        '2. Write each value as a line path:value. Join the parts of a path with ":". Elements of a list have their number, ' +
          'from 0. Write true as 1 and false as 0. A line of null or "" has an empty value. An empty list or object has no line.',
        '3. Sort the lines by their path, digits as numbers: items:2 comes before items:10.',
        '4. Join the lines with ";", without one at the end.',
        '5. Compute HMAC-SHA-512 with the unchanged secret, then Base64. The result always has 88 characters and ends in ==.',
      ),
      section(
        'Where the signature is',
        'In a request it is general.signature. In a callback and in signed answers it is signature, at the top level.',
      ),
      section(
        'What goes wrong',
        'White space or a line end after the secret. The secret of another project. A signature copied from the ' +
          'documentation, which shortens signatures. Plain string order, which puts 10 before 2. true and false as words. ' +
          'Large numbers that lost digits in a JSON parser. Signing raw bytes, or values that are URL-encoded.',
        '"rocketpay verify-callback" tests these mistakes and names the one that it finds.',
      ),
    ],
    examples: [
      'rocketpay sign body.json --explain',
      'rocketpay verify-callback callback.json',
      'rocketpay sign body.json --code python',
    ],
  },
  otp: {
    sections: [
      section(
        'What happens',
        'After the sale the operator sends the customer a code by SMS. The platform asks you for it in a callback (status ' +
          '"awaiting clarification"). You submit the code, and the result comes in another callback.',
      ),
      section(
        'Two times',
        'The code is valid for 80 or 90 seconds after it was created. Your account manager knows the exact time. It is a ' +
          'setting of the profile (--otp-seconds). A new code is possible after the same time.',
        'The platform waits 30 minutes for a code, then declines the payment. Each code that the platform accepts restarts this wait.',
      ),
      section(
        'Mistakes and resends',
        'After a wrong code the platform asks again. Let the customer check the newest SMS, and submit that code. After a ' +
          'late code the platform may ask again too. Then resend, and submit the new code. A payment has at most three resends.',
        'A code is text: leading zeros are significant.',
        'After a resend, callbacks can have a wrong status. Use the status of "rocketpay status".',
      ),
    ],
    examples: [
      'rocketpay otp payment_47 001234 --wait',
      'rocketpay resend payment_47',
      'rocketpay wait payment_47 --until otp',
    ],
  },
};
