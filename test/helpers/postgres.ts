// A real Postgres on loopback for the tests of one file: Debian's, or whichever is on PATH. It refuses to run as root, so it runs
// as nobody then.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';

/** To be found nowhere in what is printed. */
export const password = 'canary%for/tests';
const user = 'akguard';
const nobody = 65534;

export interface PostgresServer {
  port: number;
  /** Makes an empty database. */
  database(): Promise<string>;
  /** Sends statements, as the owner of all. */
  run(url: string, ...statements: string[]): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The folder with Postgres' programs, or null where there is none. */
export function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a)).map((each) => join(debian, each, 'bin'));
  const folders = [...newest, ...(process.env['PATH'] ?? '').split(delimiter)];
  return (
    folders.find((each) => existsSync(join(each, 'initdb')) && existsSync(join(each, 'postgres'))) ?? null
  );
}

/** Makes a server with a folder of its own; `remove` it. */
export async function makePostgres(programs: string): Promise<PostgresServer & { remove(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-postgres-'));
  const data = join(folder, 'data');
  const secret = join(folder, 'password');
  writeFileSync(secret, password);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) for (const path of [folder, secret]) chownSync(path, nobody, nobody);
  const as = (program: string, args: string[]): [string, string[]] => {
    const path = join(programs, program);
    const who = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
    return isRoot ? ['setpriv', [...who, path, ...args]] : [path, args];
  };
  const secure = ['--auth=scram-sha-256', `--pwfile=${secret}`, `--username=${user}`];
  // Sorts in a way that is none by bytes, where the machine has one.
  const plain = ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  const [program, args] = as('initdb', ['-D', data, ...secure, ...plain]);
  execFileSync(program, args, { stdio: 'pipe', cwd: folder });
  const port = await freePort();
  let server: ChildProcess | null = null;
  let made = 0;
  const urlOf = (name: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;

  const run = async (url: string, ...statements: string[]): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'max_connections=60',
    ];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const [path, rest] = as('postgres', ['-D', data, '-p', String(port), ...flags]);
    server = spawn(path, rest, { stdio: 'ignore', cwd: folder });
    for (let tries = 0; ; tries++) {
      try {
        await run(urlOf('postgres'), 'select 1');
        return;
      } catch (error) {
        if (tries > 300 || server.exitCode !== null) throw error;
        await new Promise((wait) => setTimeout(wait, 50));
      }
    }
  };
  const stop = async (): Promise<void> => {
    if (server === null || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    // Without waiting for those who are connected.
    server.kill('SIGINT');
    await ended;
  };
  await start();
  return {
    port,
    run,
    start,
    stop,
    async database() {
      const name = `t${++made}`;
      await run(urlOf('postgres'), `create database ${name}`);
      return urlOf(name);
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
