// What a worker tells Prometheus, and whoever asks whether it lives: over HTTP, on loopback unless told otherwise.
import { type Server, createServer } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What one repository came to. */
export interface Measured {
  end: string;
  seconds: number;
  objects: number;
  bytes: number;
  apiCalls: number;
  validities: readonly string[];
  revocations: number;
}

/** Repositories take from less than a second to hours. */
const buckets = [0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200];

export class Metrics {
  readonly #registry = new Registry();
  readonly #repositories = this.#counter('repositories', 'Repositories, by how they ended', ['end']);
  readonly #objects = this.#counter('objects', 'Objects of git that were read');
  readonly #bytes = this.#counter('bytes', 'Bytes that were scanned');
  readonly #calls = this.#counter('api_calls', 'Requests to the API of GitHub');
  readonly #findings = this.#counter('findings', 'Keys that were found, by what is known of them', [
    'validity',
  ]);
  readonly #revocations = this.#counter('revocations', 'Keys that were revoked');
  readonly #seconds = new Histogram({
    name: 'akguard_repository_seconds',
    help: 'Seconds for one repository',
    buckets,
    registers: [this.#registry],
  });

  /** @param depth how many repositories wait for a worker. */
  constructor(depth: () => Promise<number>) {
    const gauge = new Gauge({
      name: 'akguard_queue_depth',
      help: 'Repositories that wait for a worker',
      registers: [],
      async collect() {
        this.set(await depth());
      },
    });
    this.#registry.registerMetric(gauge);
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name: `akguard_${name}_total`, help, labelNames, registers: [this.#registry] });
  }

  add({ end, seconds, objects, bytes, apiCalls, validities, revocations }: Measured): void {
    this.#repositories.inc({ end });
    this.#seconds.observe(seconds);
    this.#objects.inc(objects);
    this.#bytes.inc(bytes);
    this.#calls.inc(apiCalls);
    this.#revocations.inc(revocations);
    for (const validity of validities) this.#findings.inc({ validity });
  }

  /** `GET /metrics` and `GET /healthz`. @returns where it listens, and what ends that. @throws the system's error. */
  async listen(host: string, port: number): Promise<{ url: string; close: () => void }> {
    const server = createServer((request, response) => {
      const path = request.url?.split('?')[0];
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const answer = (status: number, type: string, text: string) => {
        response.writeHead(status, { 'content-type': type }).end(request.method === 'HEAD' ? '' : text);
      };
      if (isRead && path === '/healthz') answer(200, 'text/plain', 'ok\n');
      else if (isRead && path === '/metrics')
        this.#registry.metrics().then(
          (text) => answer(200, this.#registry.contentType, text),
          () => answer(503, 'text/plain', 'the queue can not be asked\n'),
        );
      else answer(404, 'text/plain', 'there is /metrics and /healthz\n');
    });
    await new Promise<void>((listening, failed) => {
      server.once('error', failed);
      server.listen(port, host, listening);
    });
    return { url: urlOf(server, host), close: () => void server.close() };
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
