// Where a key may be sent. Addresses come from the user's environment only, never from what is scanned; and the
// rules here are what keeps a mistyped one from carrying a key over the network in the clear.
import { AkguardError } from '../core/errors.ts';
import type { Environment } from '../core/rule.ts';

/** The base address of the API for each environment. */
export type Endpoints = Record<Environment, URL>;

/** Anton's own hosts: https://docs.antonpayments.com (base URLs of production and sandbox). */
export const defaultEndpoints: Readonly<Record<Environment, string>> = {
  live: 'https://api.antonpayments.com',
  test: 'https://api.antonpayments.dev',
};

/**
 * Reads an address: https anywhere, http on loopback only, no user, query or fragment. `variable` is where the user
 * wrote it, for the message; the address itself is not repeated there, since it may hold a password.
 * Throws AkguardError AK_ENDPOINT.
 */
export function parseEndpoint(variable: string, text: string): URL {
  const refuse = (problem: string): never => {
    throw new AkguardError('AK_ENDPOINT', { variable, problem });
  };
  const url = URL.parse(text.trim()) ?? refuse('it is not a URL.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse('it is neither https nor http.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) refuse('http would send the key in the clear.');
  if (url.username !== '' || url.password !== '') refuse('it holds a user name or password.');
  // `href` rather than `search`: a lone `?` or `#` has an empty search or hash.
  if (/[?#]/.test(url.href)) refuse('it holds a query or a fragment.');
  return url;
}

/** The URL parser has already turned every spelling of an IPv4 address (`127.1`, `0x7f000001`) into four decimals. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
