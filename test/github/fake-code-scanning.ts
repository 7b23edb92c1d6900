// GitHub's two routes for SARIF on loopback: what was uploaded is unpacked again, and the answers to who asks what became
// of it are given one after another.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** `drop`: the connection breaks without an answer, after the effect or before it. */
export type ScanningAnswer = { drop: 'before' | 'after' } | { status: number; body?: object };

export interface Upload {
  commit_sha: string;
  ref: string;
  /** Unpacked. */
  sarif: string;
}

const upload = /^\/repos\/(?:octo\/pay|owner\/repo)\/code-scanning\/sarifs$/;
const status =
  /^\/repos\/(?:octo\/pay|owner\/repo)\/code-scanning\/sarifs\/47177e22-5596-11eb-80a1-c1e54ef945c6$/;
const id = '47177e22-5596-11eb-80a1-c1e54ef945c6';

/** @param states what each question after the upload gets; the last one from then on. */
export async function fakeCodeScanning(states: ScanningAnswer[], onUpload: ScanningAnswer | null = null) {
  const uploads: Upload[] = [];
  const requests: string[] = [];
  const unexpected: string[] = [];
  const take = (sent: Upload, response: ServerResponse): ServerResponse => {
    if (onUpload && 'drop' in onUpload && onUpload.drop === 'before') return response.destroy();
    if (onUpload && 'status' in onUpload) return send(response, onUpload);
    const { commit_sha, ref, sarif } = sent;
    uploads.push({ commit_sha, ref, sarif: gunzipSync(Buffer.from(sarif, 'base64')).toString() });
    if (onUpload) return response.destroy();
    return send(response, {
      status: 202,
      body: { id, url: `${url}/repos/octo/pay/code-scanning/sarifs/${id}` },
    });
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(`${request.method} ${path.split('/').slice(4, 6).join('/')}`);
    if (request.headers.authorization !== 'token token-for-tests') {
      return send(response, { status: 401, body: { message: 'Bad credentials' } });
    }
    if (request.method === 'POST' && upload.test(path)) {
      void json(request).then((sent) => take(sent as Upload, response));
      return;
    }
    const state = states.length > 1 ? states.shift() : states[0];
    if (request.method === 'GET' && status.test(path) && state) {
      return 'drop' in state ? response.destroy() : send(response, state);
    }
    unexpected.push(`${request.method} ${path}`);
    send(response, { status: 404, body: { message: 'Not Found' } });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    if (unexpected.length > 0) throw new Error(`unexpected: ${unexpected.join(', ')}`);
  });
  return { url, uploads, requests };
}

function send(response: ServerResponse, { status: code, body }: { status: number; body?: object }) {
  response.writeHead(code, { 'content-type': 'application/json; charset=utf-8' });
  return response.end(body === undefined ? '' : JSON.stringify(body));
}
