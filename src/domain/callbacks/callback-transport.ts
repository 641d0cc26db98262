import type { CallbackEnvelope } from '#domain/ledger/stored-callback';
import type { LocalServer } from '#domain/sandbox/sandbox-options';
import type { Secret } from '#domain/signature/secret';
import type { Verification } from '#domain/signature/signature';

/** A callback that came in. */
export interface ReceivedCallback {
  /** The body as it came. */
  readonly text: string;
  readonly verification: Verification;
}

/** The answer to a callback. */
export interface CallbackResponse {
  /** HTTP status: only 200 ends the platform's tries. */
  readonly status: number;
  /** What is to be done once it is on its way. */
  readonly after?: () => void;
}

/** Starts a local receiver that answers immediately: 200 when the signature is right, else 400. */
export type ReceiveCallbacks = (options: {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly secret: Secret;
  readonly onCallback?: (callback: ReceivedCallback) => void;
  /** Decides the answer; until it has, none is given. */
  readonly answer?: (callback: ReceivedCallback, envelope: CallbackEnvelope) => Promise<CallbackResponse>;
  /** Is told why a request was turned away unread: it is too large, no text, or no POST. */
  readonly onRefused?: (reason: string) => void;
  /** Is told what went wrong in one request, which was answered 500. */
  readonly onFailed?: (reason: string) => void;
  /** Called when it no longer listens although it was not closed. */
  readonly onLost?: (reason: string) => void;
}) => Promise<LocalServer>;

/** A request that forwards a callback, byte for byte. */
export interface ForwardRequest {
  /** `POST` when left out. */
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly text: string;
  readonly headers: CallbackEnvelope['headers'];
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
}

/** Result of forwarding a callback. */
export interface DeliveryResult {
  /** HTTP status of the answer; undefined when none was received. */
  readonly status: number | undefined;
  /** Why no answer was received, or not all of it. */
  readonly reason: string | undefined;
  readonly milliseconds: number;
  /** How the body of the answer began. */
  readonly answer: string;
}

/** Posts a callback once. Never throws for what the network does. */
export type DeliverCallback = (request: ForwardRequest) => Promise<DeliveryResult>;
