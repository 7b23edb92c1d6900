// What an answer that is none of Anton's means, in words of its own for each way to fail: the next step differs. Data,
// first match wins. All of it is `unknown`: whoever stands in between says nothing about the key.
import type { FailureKind } from '../core/verdict.ts';

/** One line of the table. */
export interface FailureRow {
  /** Also the name of the row's test. */
  name: string;
  why: FailureKind;
  detail?: RegExp;
  /** Follows "No usable answer from Anton:". */
  words: string;
}

export const failureRows: readonly FailureRow[] = [
  { name: 'timeout', why: 'timeout', words: 'it did not answer in time' },
  { name: 'no such host', why: 'dns', words: "the host's name could not be looked up" },
  {
    name: 'clock',
    why: 'tls',
    detail: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    words: "the host's certificate is not valid today; check the clock of this machine",
  },
  {
    name: 'another host',
    why: 'tls',
    detail: /ALTNAME|HOSTNAME_MISMATCH/,
    words: 'another host answered under its name; DNS or a proxy leads astray, and the key was not sent',
  },
  {
    name: 'no trusted certificate',
    why: 'tls',
    detail: /SELF_SIGNED|UNABLE_TO_|CERT_UNTRUSTED|INVALID_CA/,
    words:
      'nobody whom this machine trusts vouches for the host; a proxy may be reading along, so the key was not sent',
  },
  { name: 'no TLS', why: 'tls', words: 'no safe connection came about, and the key was not sent' },
  {
    name: 'redirect',
    why: 'redirect',
    words: 'a redirect leads to where the key must not go; a sign-in page may stand in between',
  },
  {
    name: 'proxy sign-in',
    why: 'not-json',
    detail: /^status (407|511)\b/,
    words: 'a proxy or a network wants somebody to sign in first',
  },
  {
    name: 'captive portal',
    why: 'not-json',
    detail: /^status 2\d\d, a web page/,
    words: 'a web page came instead, as from a sign-in page of a network or proxy',
  },
  {
    name: 'web page',
    why: 'not-json',
    detail: /a web page/,
    words: 'a web page came instead, as from a firewall or proxy in between',
  },
  { name: 'not JSON', why: 'not-json', words: 'what came is not JSON, so it is not from the API' },
  { name: 'wrong shape', why: 'wrong-shape', words: 'what came is no answer that Anton documents' },
  {
    name: 'nobody listens',
    why: 'network',
    detail: /^ECONNREFUSED$/,
    words: 'nobody listens there',
  },
  {
    name: 'cut off',
    why: 'network',
    detail: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    words: 'the connection was cut before there was an answer',
  },
  {
    name: 'no way there',
    why: 'network',
    detail: /^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/,
    words: 'the network knows no way to the host',
  },
  {
    name: 'no HTTP',
    why: 'network',
    detail: /^(no HTTP$|HPE_)/,
    words: 'what answers there does not speak HTTP',
  },
  {
    name: 'no reason given',
    why: 'network',
    detail: /^the connection failed$/,
    words: 'no answer could be taken; a proxy may want somebody to sign in',
  },
  { name: 'network', why: 'network', words: 'the connection failed' },
  { name: 'not sent', why: 'not-sent', words: 'the key was not sent' },
];

/** A clause for people, and the name of the row that gave it. `detail` is ours: codes and counts, never foreign text. */
export function failureWords(why: FailureKind, detail: string): { row: string; words: string } {
  const row = failureRows.find((each) => each.why === why && (each.detail?.test(detail) ?? true));
  return { row: row?.name ?? why, words: `${row?.words ?? why} (${detail})` };
}
