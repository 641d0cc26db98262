/** Reason of a failed connection by error code of the system or of Node. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ECONNABORTED: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  EAI_FAIL: 'its name cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  EHOSTDOWN: 'the host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ENETDOWN: 'the network of this machine is down',
  EADDRNOTAVAIL: 'this machine has no address or port left for it',
  EACCES: 'this machine does not allow it',
  EPERM: 'this machine does not allow it',
  ETIMEDOUT: 'the host does not answer',
  EMFILE: 'this process has too many open files',
  ENFILE: 'this machine has too many open files',
  EPROTO: 'the server does not support TLS, or only an unsupported version',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in its chain',
};

/** Reason of a failed connection by pattern of the error codes of OpenSSL and of the HTTP parser of Node. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^HPE_/, 'the answer is not HTTP'],
  [/^ERR_SSL_.*(WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST)/, WORDS.EPROTO ?? ''],
  [/^ERR_SSL_/, 'the TLS handshake failed'],
];

/**
 * Describes why a connection failed, as a clause after the name of the host. Text that is only for
 * programmers (OpenSSL's stack of errors) never appears.
 */
export function networkErrorText({
  code = '',
  message,
}: {
  readonly code?: string | undefined;
  readonly message: string;
}): string {
  const words = WORDS[code] ?? KINDS.find(([kind]) => kind.test(code))?.[1];
  if (words !== undefined) return words;
  if (message.includes('before secure TLS connection')) return 'the connection was cut before TLS was established';
  return /[\n]|:error:/.test(message) ? `the connection failed (${code || 'no reason given'})` : message;
}
