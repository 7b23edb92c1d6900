// Writes tars for tests: ustar blocks, with pax and GNU long names.

export interface TarFile {
  name: string;
  bytes: Buffer;
  type?: string;
  /** How a name is written that does not fit the header. */
  long?: 'pax' | 'gnu';
  /** The size is written in base 256. */
  binarySize?: boolean;
}

const block = 512;

export function makeTar(files: TarFile[], end = 2): Buffer {
  return Buffer.concat([...files.map(part), Buffer.alloc(end * block)]);
}

function part(file: TarFile): Buffer {
  const name = Buffer.from(file.name);
  const own = tarBlocks({ ...file, name: file.long === undefined ? file.name : 'short' });
  if (file.long === 'gnu') {
    const long = { name: '././@LongLink', bytes: Buffer.concat([name, Buffer.of(0)]), type: 'L' };
    return Buffer.concat([tarBlocks(long), own]);
  }
  if (file.long === 'pax') {
    const bytes = Buffer.concat([record('mtime', '1'), record('path', file.name)]);
    return Buffer.concat([tarBlocks({ name: 'pax', bytes, type: 'x' }), own]);
  }
  return own;
}

/** `LENGTH KEY=VALUE\n`, where the length counts its own digits. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length++;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function tarBlocks({ name, bytes, type = '0', binarySize = false }: TarFile): Buffer {
  const header = Buffer.alloc(block);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  if (binarySize) {
    header[124] = 0x80;
    header.writeUInt32BE(bytes.length, 132);
  } else {
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  }
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  return Buffer.concat([sealed(header), bytes, Buffer.alloc((block - (bytes.length % block)) % block)]);
}

/** Puts the checksum into a tar header. */
export function sealed(header: Buffer): Buffer {
  header.fill(0x20, 148, 156);
  const sum = header.reduce((a, b) => a + b, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
