import type { AnyCommand, CommandGroup } from '../command.ts';
import { demo } from './demo.ts';
import { operators } from './operators.ts';
import { otp } from './otp.ts';
import { profiles } from './profiles.ts';
import { refund } from './refund.ts';
import { request } from './request.ts';
import { resend } from './resend.ts';
import { sale } from './sale.ts';
import { sandbox } from './sandbox.ts';
import { sign } from './sign.ts';
import { status } from './status.ts';
import { verifyCallback } from './verify-callback.ts';
import { wait } from './wait.ts';
import { whoami } from './whoami.ts';

/** The command tree, in the order in which help shows it. */
export const commands: readonly (AnyCommand | CommandGroup)[] = [
  operators,
  sale,
  otp,
  resend,
  refund,
  status,
  wait,
  request,
  sign,
  verifyCallback,
  sandbox,
  demo,
  profiles,
  whoami,
];
