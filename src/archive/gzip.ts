// gzip (RFC 1952): any number of members, read as gzip itself reads them: zeros between members and anything behind the
// last one are passed over (the scan of the outer bytes has seen those).
import { damaged, truncated } from './budget.ts';
import { type Decoded, type Feed, starved } from './feed.ts';
import { type Inflater, putBack, takeDeflate, zlibModule } from './inflater.ts';

const flags = { headerCrc: 2, extra: 4, name: 8, comment: 16 };

/** @throws Gap */
export function* decodeGzip(feed: Feed): Decoded {
  const inflater = takeDeflate();
  try {
    for (let members = 0; yield* nextMember(feed, members > 0); members++) {
      yield* skipHeader(feed);
      inflater.reset();
      yield* inflateMember(feed, inflater);
    }
  } finally {
    putBack(inflater);
  }
}

/** Whether a member begins here. */
function* nextMember(feed: Feed, padded: boolean): Generator<typeof starved, boolean> {
  if (padded) yield* skipZeros(feed);
  if (!(yield* feed.want(3))) return false;
  const magic = feed.peek(3);
  return magic[0] === 0x1f && magic[1] === 0x8b && magic[2] === 8;
}

function* skipZeros(feed: Feed): Generator<typeof starved, void> {
  while ((yield* feed.want(1)) && feed.front()[0] === 0) {
    const zeros = feed.front().findIndex((byte) => byte !== 0);
    feed.skip(zeros < 0 ? feed.front().length : zeros);
  }
}

function* skipHeader(feed: Feed): Generator<typeof starved, void> {
  const fixed = yield* taken(feed, 10);
  const flag = fixed[3] ?? 0;
  if ((flag & flags.extra) !== 0) yield* skipped(feed, (yield* taken(feed, 2)).readUInt16LE(0));
  if ((flag & flags.name) !== 0) yield* skipText(feed);
  if ((flag & flags.comment) !== 0) yield* skipText(feed);
  if ((flag & flags.headerCrc) !== 0) yield* skipped(feed, 2);
}

function* inflateMember(feed: Feed, inflater: Inflater): Decoded {
  const { crc32 } = zlibModule();
  let crc = 0;
  let length = 0;
  const run = inflater.run(feed);
  for (let step = run.next(); ; step = run.next()) {
    if (step.done === true) {
      if (!step.value) truncated('gzip');
      break;
    }
    if (step.value !== starved) {
      crc = crc32(step.value, crc);
      length += step.value.length;
    }
    yield step.value;
  }
  const trailer = yield* taken(feed, 8);
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== length % 2 ** 32)
    damaged('gzip', 'checksum does not fit');
}

function* skipText(feed: Feed): Generator<typeof starved, void> {
  for (;;) {
    if (!(yield* feed.want(1))) truncated('gzip');
    const end = feed.front().indexOf(0);
    feed.skip(end < 0 ? feed.front().length : end + 1);
    if (end >= 0) return;
  }
}

function* taken(feed: Feed, n: number): Generator<typeof starved, Buffer> {
  if (!(yield* feed.want(n))) truncated('gzip');
  return feed.take(n);
}

function* skipped(feed: Feed, n: number): Generator<typeof starved, void> {
  if (!(yield* feed.want(n))) truncated('gzip');
  feed.skip(n);
}
