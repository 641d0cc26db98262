import type { Json, JsonObject } from './json.ts';
import type { Profile } from './profile.ts';

/**
 * The JSON documents that commands print: a contract with scripts. Fields may be added, none changes.
 */

/** A request as it would go out. */
type Preview = {
  readonly dryRun: true;
  readonly method: 'POST';
  readonly url: string;
  readonly body: JsonObject;
  readonly stringToSign: string;
  /** A mask. */
  readonly secret: string;
};

/** A request as a command line. */
type CurlLine = { readonly dryRun: true; readonly curl: string };

/** A request that was made and not sent. */
export type Unsent = Preview | CurlLine;

/** An accepted write. Accepted is not done: the result comes later. */
export type Accepted = {
  /** `accepted`, or the status of the payment once it was waited for. */
  readonly status: string;
  readonly paymentId: string;
  /** The key to find the operation that this request began. */
  readonly requestId: string | undefined;
};

/** A payment: the platform's answer as it came, without its signature, and two words of our own. */
export type PaymentDocument = {
  readonly payment: JsonObject;
  readonly operations?: Json;
  /** Nothing more happens by itself. */
  readonly final: boolean;
  /** The answer carried a signature, and it was right. */
  readonly signed: boolean;
};

/** What a command that writes prints: what it would send, what was accepted, or what came of it. */
export type WriteResult<Extra = unknown> = Unsent | (Accepted & Extra) | (Accepted & Extra & PaymentDocument);

/** A stored profile: where its secret is kept, in words, and never the secret. */
export type ProfileDocument = Omit<Profile, 'secret' | 'name'> & {
  readonly profile: string;
  readonly secret: string | null;
};

/** What a sandbox says when it listens. Its secret was made for it, and opens nothing else. */
export type SandboxReady = {
  readonly type: 'ready';
  readonly url: string;
  readonly projectId: number;
  readonly secret: string;
  readonly profile: string;
};

/** One thing that happens in the demo. */
export type DemoStep =
  | { readonly type: 'stage'; readonly url: string; readonly speed: number }
  | { readonly type: 'scene'; readonly title: string }
  | { readonly type: 'request'; readonly path: string; readonly stringToSign: string }
  | { readonly type: 'answer'; readonly text: string }
  | { readonly type: 'sms'; readonly phone: string; readonly text: string }
  | { readonly type: 'callback'; readonly payment: string; readonly operation: string; readonly left: string }
  | { readonly type: 'bad-callback' }
  | { readonly type: 'note'; readonly text: string };
