// GitHub's routes for secrets on loopback. What is put there is opened by another implementation of sealed boxes than the
// one that made it.
import { generateKeyPairSync } from 'node:crypto';
import { type ServerResponse, createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { open } from 'tweetnacl-sealedbox-js';
import { onTestFinished } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';

/** A key pair as GitHub holds one; `publicKey` in base64. */
export function recipient() {
  const { privateKey } = generateKeyPairSync('x25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  return {
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    decrypt(value: string): string {
      const text = open(new Uint8Array(Buffer.from(value, 'base64')), bytes(x), bytes(d));
      return text === null ? 'not opened' : Buffer.from(text).toString();
    },
  };
}

export interface Put {
  path: string;
  body: { encrypted_value: string; key_id: string; [more: string]: unknown };
}

/** How the routes answer; may be changed on the way. `drop` breaks the connection before or after a PUT has its effect. */
export interface SecretsFaults {
  /** Answers every PUT. */
  status?: number;
  /** Answers whoever asks for the public key. */
  keyStatus?: number;
  /** Answers every PUT, or does not. */
  answer?: (response: ServerResponse) => void;
  /** What whoever asks for the public key is given. */
  keyBody?: string;
  drop?: 'before' | 'after';
}

/** GitHub's routes for secrets. */
export async function fakeSecrets(
  options: SecretsFaults & { org?: object | null; repositories?: number[] } = {},
) {
  const pair = recipient();
  const puts: Put[] = [];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(`${request.method} ${path}`);
    const answer = (status: number, body?: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    if (path.endsWith('/public-key') && options.keyStatus !== undefined)
      return answer(options.keyStatus, { message: 'no' });
    if (path.endsWith('/public-key') && options.keyBody !== undefined)
      return response.writeHead(200, { 'Content-Type': 'application/json' }).end(options.keyBody);
    if (path.endsWith('/public-key'))
      return answer(200, { key_id: '568250167242549743', key: pair.publicKey });
    if (request.method === 'PUT') {
      const done = options.status === undefined ? {} : { message: 'no' };
      void json(request).then((body) => {
        if (options.drop === 'before') return response.destroy();
        if (options.answer) return options.answer(response);
        puts.push({ path, body: body as Put['body'] });
        return options.drop === 'after' ? response.destroy() : answer(options.status ?? 201, done);
      });
      return;
    }
    if (path.includes('/repositories'))
      return answer(200, {
        total_count: 2,
        repositories: (options.repositories ?? []).map((id) => ({ id })),
      });
    if (path.startsWith('/orgs/') && options.org != null) return answer(200, options.org);
    answer(404, { message: 'Not Found' });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { pair, puts, requests, connection: { token: 't', apiUrl, unpaced: true, log: silentLog } };
}
