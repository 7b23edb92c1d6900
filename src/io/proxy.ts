// Goes through the proxy that the environment names, as git and most programs do; Node's fetch does so only when told.
// https://nodejs.org/api/http.html#built-in-proxy-support
import * as http from 'node:http';

type Variables = Record<string, string | undefined>;

/** What listens on this machine is never reached through another one: it is spoken to in the clear. */
const loopback = '127.0.0.1,::1,[::1],localhost';

/**
 * From now on, for all of this process. @returns a sentence where a proxy is named and can't be gone through: an old Node does
 * so only when it is started with `NODE_USE_ENV_PROXY=1`.
 */
export function useProxies(variables: Variables): string | null {
  const proxy = variables['https_proxy'] ?? variables['HTTPS_PROXY'] ?? '';
  if (proxy === '' || variables['NODE_USE_ENV_PROXY'] === '1') return null;
  // Node 24.14 and newer.
  const { setGlobalProxyFromEnv } = http as Partial<Pick<typeof http, 'setGlobalProxyFromEnv'>>;
  if (setGlobalProxyFromEnv === undefined)
    return 'HTTPS_PROXY is set, and this Node goes through a proxy only with NODE_USE_ENV_PROXY=1';
  const direct = variables['no_proxy'] ?? variables['NO_PROXY'] ?? '';
  try {
    const no_proxy = direct === '' ? loopback : `${direct},${loopback}`;
    setGlobalProxyFromEnv({ https_proxy: proxy, no_proxy });
    return null;
  } catch {
    // The error shows the address, in which a password may be.
    return 'HTTPS_PROXY is no address of a proxy';
  }
}
