// What a worker's metrics are made of, and where they are to be had.
import { AkguardError, messageOf } from './core/errors.ts';
import type { Measured, Metrics } from './io/metrics.ts';
import type { RepositoryResult } from './org-repository.ts';

/** @param text `[HOST:]PORT`; loopback where no host is named. @throws AkguardError AK_USAGE. */
export function metricsAddress(text: string): { host: string; port: number } {
  const [, ipv6, name, digits] = /^(?:(?:\[([0-9a-f:]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) throw usage(`it takes [HOST:]PORT, not \`${text}\``);
  return { host: ipv6 ?? name ?? '127.0.0.1', port };
}

/** @throws AkguardError AK_USAGE where nothing can listen there. */
export async function serve(metrics: Metrics, text: string): Promise<{ url: string; close: () => void }> {
  const { host, port } = metricsAddress(text);
  return metrics.listen(host, port).catch((error: unknown) => {
    throw usage(messageOf(error));
  });
}

/** @param ms how long it took. */
export function measured({ end, report, cost }: RepositoryResult, ms: number): Measured {
  const { objects = 0, bytes = 0 } = report?.scan.coverage ?? {};
  return {
    end,
    seconds: ms / 1000,
    objects,
    bytes,
    apiCalls: cost.calls,
    validities: report?.findings.map(({ verdict }) => verdict.validity) ?? [],
    revocations: report?.summary.revoked ?? 0,
  };
}

function usage(problem: string): AkguardError {
  return new AkguardError('AK_USAGE', { problem: `--metrics: ${problem}.` });
}
