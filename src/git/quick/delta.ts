// Makes an object of another one and a delta (gitformat-pack(5)).
import { Doubt } from './doubt.ts';

/** @throws Doubt for a delta that does not fit. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  let at = 0;
  const size = () => {
    let value = 0;
    let factor = 1;
    for (let byte = 128; byte & 128; factor *= 128) {
      byte = delta[at++] ?? 0;
      value += (byte & 127) * factor;
    }
    return value;
  };
  if (size() !== base.length) throw new Doubt('a delta of another object');
  const made = Buffer.alloc(size());
  let fill = 0;
  while (at < delta.length) {
    const command = delta[at++] ?? 0;
    if (command === 0) throw new Doubt('a command of a delta that is not known');
    const isCopy = command >= 128;
    let [from, length] = [at, command];
    if (isCopy) {
      [from, length] = [0, 0];
      for (let i = 0; i < 4; i++) if (command & (1 << i)) from += (delta[at++] ?? 0) * 256 ** i;
      for (let i = 0; i < 3; i++) if (command & (16 << i)) length += (delta[at++] ?? 0) * 256 ** i;
      if (length === 0) length = 0x10000;
    } else at += length;
    const source = isCopy ? base : delta;
    if (from + length > source.length || fill + length > made.length)
      throw new Doubt('a delta that is too long');
    source.copy(made, fill, from, from + length);
    fill += length;
  }
  if (fill !== made.length) throw new Doubt('a delta that is too short');
  return made;
}
