// Where a leaked key is found: a file (or a stretch of a file) of some kind around it, once it is encoded.
import { type Random, between, noise, seeded, sourceLines } from '../random.ts';
import { isJsonContent } from './frames.ts';
import { type Traced, type Wrapped, isText, latin1, rewrite, surround } from './traced.ts';

/** A finished blob. */
export interface Placed extends Traced {
  /** Size of the pieces that the scanner gets it in; null for the whole at once. */
  pieces: number | null;
  path: string;
}

export interface Place {
  /** A row of the table. */
  group: string;
  name: string;
  /** Takes milliseconds rather than microseconds. */
  large: boolean;
  /** Null when such a text can't stand there. */
  put(wrapped: Wrapped, random: Random): Placed | null;
}

type Accepts = (text: string) => boolean;
const oneLine = (text: string) => !/[\0-\x08\x0a-\x1f]/.test(text);
const inDouble: Accepts = (text) => oneLine(text) && !/["$]/.test(text);
const inSingle: Accepts = (text) => oneLine(text) && !text.includes("'");
const unquoted: Accepts = (text) => /^[\w=+/%:.,@~?-]+$/.test(text);
const inMarkup: Accepts = (text) => oneLine(text) && !/[<>"]/.test(text);
const inTerminal: Accepts = (text) => !/[\0\n\r]/.test(text);

function around(group: string, name: string, accepts: Accepts, before: string, behind: string): Place {
  return {
    group,
    name,
    large: false,
    put: (wrapped) => {
      if (!isText(wrapped) || wrapped.statement || !accepts(latin1(wrapped.bytes))) return null;
      return { ...surround(wrapped, before, behind), pieces: null, path: name };
    },
  };
}

const fillerRandom = seeded(11);
const filler = sourceLines(fillerRandom, 60_000).join('');
const minified = filler.replace(/\s+/g, ' ');
const bytesOfFiller = Buffer.from(filler, 'latin1');
const lines = (count: number) => sourceLines(fillerRandom, count).join('');

const sources: readonly (readonly [language: string, accepts: Accepts, before: string, behind: string])[] = [
  ['JavaScript', inSingle, "import { pay } from './pay.js';\n\nconst token = '", "';\npay(token);\n"],
  ['TypeScript', inDouble, 'export const settings: Settings = {\n  token: "', '",\n  retries: 3,\n};\n'],
  ['Python', inDouble, 'import os\n\nTOKEN = os.environ.get("TOKEN", "', '")\n'],
  ['Ruby', inSingle, "class Client\n  TOKEN = '", "'.freeze\nend\n"],
  ['PHP', inSingle, "<?php\nreturn [\n    'token' => '", "',\n];\n"],
  ['Go', inDouble, 'package main\n\nconst token = "', '"\n\nfunc main() {}\n'],
  ['Java', inDouble, 'class Client {\n    static final String TOKEN = "', '";\n}\n'],
  ['C#', inDouble, 'class Client\n{\n    const string Token = "', '";\n}\n'],
  ['C', inDouble, '#include <stdio.h>\n#define TOKEN "', '"\n'],
  ['Rust', inDouble, 'fn main() {\n    let token = "', '";\n}\n'],
  ['Kotlin', inDouble, 'object Client {\n    const val TOKEN = "', '"\n}\n'],
  ['a comment', unquoted, '# TODO remove ', '\n'],
];

const textPlaces: readonly Place[] = [
  around('YAML', 'unquoted', unquoted, 'service:\n  name: payouts\n  token: ', '\n  retries: 3\n'),
  around('YAML', 'double quotes', inDouble, 'service:\n  token: "', '"\n'),
  around(
    'YAML',
    'a Kubernetes secret',
    unquoted,
    'apiVersion: v1\nkind: Secret\ndata:\n  token: ',
    '\ntype: Opaque\n',
  ),
  around(
    'YAML',
    'compose',
    unquoted,
    'services:\n  api:\n    environment:\n      - TOKEN=',
    '\n    ports: [80]\n',
  ),
  around('JSON', 'a value', isJsonContent, '{\n  "name": "payouts",\n  "token": "', '"\n}\n'),
  around('JSON', 'in one line', isJsonContent, '{"a":1,"headers":{"x":"', '"},"b":[]}'),
  around('.env', 'unquoted', unquoted, 'PORT=80\r\nTOKEN=', '\r\nDEBUG=1\r\n'),
  around('.env', 'quoted', inDouble, 'PORT=80\nexport TOKEN="', '"\nDEBUG=1\n'),
  ...sources.map(([language, accepts, before, behind]) =>
    around(`source: ${language}`, 'a literal', accepts, `${lines(3)}${before}`, behind),
  ),
  around('configuration', 'TOML', inDouble, '[service]\ntoken = "', '"\n'),
  around('configuration', 'INI', unquoted, '[service]\ntoken = ', '\nport = 80\n'),
  around('configuration', 'properties', unquoted, '# service\nservice.token=', '\n'),
  around('configuration', 'HCL', inDouble, 'variable "token" {\n  default = "', '"\n}\n'),
  around('configuration', 'Dockerfile', unquoted, 'FROM scratch\nENV TOKEN=', '\n'),
  around('configuration', 'XML', inMarkup, '<?xml version="1.0"?>\n<add key="token" value="', '" />\n'),
  around('documents', 'HTML', inMarkup, '<!doctype html>\n<code>', '</code>\n'),
  around('documents', 'Markdown', unquoted, '# Setup\n\nUse `', '` as the token.\n'),
  around('documents', 'CSV', unquoted, 'name,token,active\npayouts,"', '",yes\n'),
  around('documents', 'SQL', inSingle, "INSERT INTO settings VALUES ('token', '", "');\n"),
  around('documents', 'a diff', inDouble, '@@ -1,2 +1,3 @@\n service:\n+  token: "', '"\n-  port: 80\n'),
  around('shell', 'an option', inDouble, '$ curl -sS -u "', '" https://example.test/\n'),
  around('shell', 'a header', inDouble, 'curl -H "Authorization: Bearer ', '" https://example.test/\n'),
  around(
    'notebook',
    'a cell',
    isJsonContent,
    '{"cells":[{"cell_type":"code","source":["import pay\\n",\n"token = \'',
    '\'\\n"]}],"nbformat":4}\n',
  ),
  around('notebook', 'an output', isJsonContent, '{"cells":[{"outputs":[{"text":["', '\\n"]}]}]}\n'),
  around('log', 'a header', unquoted, '2026-03-01T10:00:00Z INFO request authorization=', ' status=200\n'),
  around('log', 'Basic', unquoted, '2026-03-01 10:00:00,123 DEBUG Authorization: Basic ', '\n'),
  around('log', 'a URL', unquoted, '10.0.0.1 - - [01/Mar/2026] "GET /pay?token=', ' HTTP/1.1" 200 31\n'),
  around(
    'log',
    'a line of JSON',
    isJsonContent,
    '{"level":"info","msg":"x"}\n{"level":"debug","token":"',
    '"}\n{"level":"info"}\n',
  ),
  around('log', 'a terminal', inTerminal, '\x1b[32mINFO\x1b[0m token: ', '\n\x1b[32mINFO\x1b[0m done\n'),
  around(
    'minified bundle',
    'a call',
    inDouble,
    `${minified.slice(0, 90_000)};a({token:"`,
    `",b:1});${minified.slice(90_000, 180_000)}`,
  ),
];

/** A text of several lines, each with the same in front. */
const block: Place = {
  group: 'YAML',
  name: 'a block',
  large: false,
  put: (wrapped) => {
    const text = latin1(wrapped.bytes);
    // Nothing can be put behind a soft break or a line that goes on.
    if (!isText(wrapped) || !text.includes('\n') || /[\0\x1b]|(?:=|=3D|\\)\r?\n/.test(text)) return null;
    const indented = rewrite(wrapped, (byte) => (byte === 0x0a ? '\n    ' : String.fromCharCode(byte)));
    return {
      ...surround(indented, 'data:\n  settings: |\n    ', '\n  other: 1\n'),
      pieces: null,
      path: 'a.yaml',
    };
  },
};

/** What keeps the text apart from what is not part of it. */
const apart = ({ shape }: Wrapped) => (shape === 'binary' ? '\0\0\0\0' : '\n');

/** Something in front and behind, kept apart; units of 16 and 32 bits stand where programs put them, at multiples of 4. */
function between4(wrapped: Wrapped, before: Buffer, behind: Buffer): Traced {
  const size = before.length - (wrapped.shape === 'binary' ? before.length % 4 : 0);
  const gap = Buffer.from(apart(wrapped), 'latin1');
  return surround(wrapped, Buffer.concat([before.subarray(0, size), gap]), Buffer.concat([gap, behind]));
}

const linesOf = (count: number) => Buffer.from(lines(count), 'latin1');

function anywhere(
  group: string,
  name: string,
  large: boolean,
  make: (wrapped: Wrapped, random: Random) => Traced & { pieces?: number },
): Place {
  return {
    group,
    name,
    large,
    // A container is a file of its own.
    put: (wrapped, random) =>
      wrapped.shape === 'packed' && group !== 'whole file'
        ? null
        : { pieces: null, path: wrapped.path ?? name, ...make(wrapped, random) },
  };
}

/** The byte at `edge` is one of the stretch: its first, its last, the one behind, or any in the middle. */
function across(edge: number, wrapped: Wrapped, random: Random): Traced {
  const size = wrapped.end - wrapped.start;
  const into = [0, 1, size - 1, size, between(random, 0, size)][between(random, 0, 5)] ?? 0;
  const head = edge - into - wrapped.start - apart(wrapped).length;
  const from = between(random, 0, 4096);
  const before = bytesOfFiller.subarray(from, from + Math.max(0, head));
  return between4(wrapped, before, bytesOfFiller.subarray(0, 9000));
}

const rawPlaces: readonly Place[] = [
  anywhere('whole file', 'at once', false, (wrapped) => wrapped),
  anywhere('whole file', 'in pieces of 61 bytes', false, (wrapped) => ({ ...wrapped, pieces: 61 })),
  anywhere('first byte', 'text behind', false, (wrapped) => surround(wrapped, '', apart(wrapped) + lines(5))),
  anywhere('last byte', 'text before', false, (wrapped) => {
    const before = linesOf(5);
    const size = before.length - (wrapped.shape === 'binary' ? before.length % 4 : 0);
    return surround(wrapped, Buffer.concat([before.subarray(0, size), Buffer.from(apart(wrapped))]), '');
  }),
  anywhere('source file', 'a statement', false, (wrapped) => between4(wrapped, linesOf(5), linesOf(5))),
  anywhere('binary', 'between NULs', false, (wrapped, random) =>
    between4(
      wrapped,
      Buffer.concat([noise(random, between(random, 0, 3000)), Buffer.alloc(8)]),
      Buffer.concat([Buffer.alloc(4), noise(random, between(random, 0, 3000))]),
    ),
  ),
  anywhere('binary', 'a string table', false, (wrapped, random) =>
    between4(
      wrapped,
      Buffer.concat([noise(random, 200), Buffer.from('\0\0\0\0token\0\0\0')]),
      Buffer.concat([Buffer.from('\0\0\0\0retries\0'), noise(random, 200)]),
    ),
  ),
  anywhere('chunk edge', 'pieces of 64 KiB', true, (wrapped, random) => ({
    ...across(1 << 16, wrapped, random),
    pieces: 1 << 16,
  })),
  anywhere('chunk edge', 'pieces of 61 bytes', false, (wrapped) => ({
    ...between4(wrapped, linesOf(3), linesOf(3)),
    pieces: 61,
  })),
  anywhere('chunk edge', '1 MiB', true, (wrapped, random) => across(1 << 20, wrapped, random)),
  anywhere('chunk edge', '4 KiB before 1 MiB', true, (wrapped, random) =>
    across((1 << 20) - 4096, wrapped, random),
  ),
];

export const places: readonly Place[] = [...textPlaces, block, ...rawPlaces];
