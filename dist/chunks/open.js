const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_budget = require("./budget.js");
const require_hook_quick = require("./hook-quick.js");
let node_buffer = require("node:buffer");
// src/archive/bits.ts
var Bits = class {
	#bytes;
	#at;
	#held = 0;
	#count = 0;
	constructor(bytes, skip) {
		this.#bytes = bytes;
		this.#at = skip >>> 3;
		if (skip % 8 > 0) this.read(skip % 8);
	}
	get position() {
		return this.#at * 8 - this.#count;
	}
	get overrun() {
		return this.position > this.#bytes.length * 8;
	}
	peek(n) {
		while (this.#count < n) {
			this.#held = this.#held << 8 | (this.#bytes[this.#at++] ?? 0);
			this.#count += 8;
		}
		return this.#held >>> this.#count - n & (1 << n) - 1;
	}
	drop(n) {
		this.#count -= n;
	}
	read(n) {
		const bits = this.peek(n);
		this.#count -= n;
		return bits;
	}
	word() {
		return this.read(16) * 65536 + this.read(16);
	}
};
// src/archive/bzip2-block.ts
const mostBits = 20;
const groupSize = 50;
const fastBits = 10;
function readBlock(bits, links) {
	if (bits.read(1) === 1) require_budget.damaged("bzip2", "a kind of block that no version since 1997 writes");
	const origin = bits.read(24);
	const bytes = readAlphabet(bits);
	const tableCount = bits.read(3);
	const selectorCount = bits.read(15);
	if (bytes.length === 0 || tableCount < 2 || tableCount > 6 || selectorCount === 0) require_budget.damaged("bzip2", "no valid block");
	const length = readSymbols(bits, bytes, readSelectors(bits, selectorCount, tableCount), Array.from({ length: tableCount }, () => readTable(bits, bytes.length + 2)), links);
	if (origin >= length) require_budget.damaged("bzip2", "no valid block");
	link(links, length);
	return {
		links,
		start: (links[origin] ?? 0) >>> 8,
		length
	};
}
function readAlphabet(bits) {
	const ranges = bits.read(16);
	const bytes = [];
	for (let i = 0; i < 16; i++) {
		if ((ranges & 32768 >>> i) === 0) continue;
		const used = bits.read(16);
		for (let j = 0; j < 16; j++) if ((used & 32768 >>> j) !== 0) bytes.push(i * 16 + j);
	}
	return Uint8Array.from(bytes);
}
function readSelectors(bits, count, tableCount) {
	const list = [
		0,
		1,
		2,
		3,
		4,
		5
	];
	const selectors = new Uint8Array(count);
	for (let i = 0; i < count; i++) {
		let place = 0;
		while (bits.read(1) === 1) if (++place >= tableCount) require_budget.damaged("bzip2", "no valid block");
		const [table = 0] = list.splice(place, 1);
		list.unshift(table);
		selectors[i] = table;
	}
	return selectors;
}
function readTable(bits, symbolCount) {
	const lengths = new Uint8Array(symbolCount);
	let length = bits.read(5);
	for (let i = 0; i < symbolCount; i++) {
		for (;;) {
			if (length < 1 || length > mostBits || bits.overrun) require_budget.damaged("bzip2", "no valid code");
			if (bits.read(1) === 0) break;
			length += bits.read(1) === 0 ? 1 : -1;
		}
		lengths[i] = length;
	}
	return buildTable(lengths);
}
function buildTable(lengths) {
	const fast = new Uint16Array(1024);
	const limit = new Int32Array(21);
	const offset = new Int32Array(21);
	const symbols = new Uint16Array(lengths.length);
	let code = 0;
	let placed = 0;
	for (let length = 1; length <= mostBits; length++) {
		offset[length] = placed - code;
		for (let symbol = 0; symbol < lengths.length; symbol++) {
			if (lengths[symbol] !== length) continue;
			symbols[placed++] = symbol;
			if (length <= fastBits) {
				const from = code << fastBits - length;
				fast.fill(symbol << 5 | length, from, from + (1 << fastBits - length));
			}
			code++;
		}
		limit[length] = code << mostBits - length;
		code <<= 1;
	}
	return {
		fast,
		limit,
		offset,
		symbols
	};
}
function readSymbols(bits, bytes, selectors, tables, links) {
	const recent = Uint8Array.from(bytes);
	const end = bytes.length + 1;
	let length = 0;
	let run = 0;
	let runUnit = 1;
	for (let group = 0;; group++) {
		const table = tables[selectors[group] ?? -1];
		if (table === void 0 || bits.overrun) require_budget.damaged("bzip2", "no valid block");
		for (let i = 0; i < groupSize; i++) {
			const symbol = readSymbol(bits, table);
			if (symbol <= 1) {
				run += runUnit << symbol;
				runUnit <<= 1;
				if (run > links.length) require_budget.damaged("bzip2", "a block too long");
				continue;
			}
			if (run > 0) {
				if (length + run > links.length) require_budget.damaged("bzip2", "a block too long");
				links.fill(recent[0] ?? 0, length, length + run);
				length += run;
				run = 0;
				runUnit = 1;
			}
			if (symbol === end) return length;
			if (length === links.length) require_budget.damaged("bzip2", "a block too long");
			const place = symbol - 1;
			const byte = recent[place] ?? 0;
			recent.copyWithin(1, 0, place);
			recent[0] = byte;
			links[length++] = byte;
		}
	}
}
function readSymbol(bits, table) {
	const code = bits.peek(mostBits);
	const quick = table.fast[code >>> 10] ?? 0;
	if (quick !== 0) {
		bits.drop(quick & 31);
		return quick >>> 5;
	}
	let length = 11;
	while (length <= mostBits && code >= (table.limit[length] ?? 0)) length++;
	if (length > mostBits) require_budget.damaged("bzip2", "no valid code");
	bits.drop(length);
	return table.symbols[(code >>> mostBits - length) + (table.offset[length] ?? 0)] ?? 0;
}
function link(links, length) {
	const place = new Uint32Array(256);
	for (let i = 0; i < length; i++) {
		const byte = (links[i] ?? 0) & 255;
		place[byte] = (place[byte] ?? 0) + 1;
	}
	let sum = 0;
	for (let byte = 0; byte < 256; byte++) {
		const count = place[byte] ?? 0;
		place[byte] = sum;
		sum += count;
	}
	for (let i = 0; i < length; i++) {
		const byte = (links[i] ?? 0) & 255;
		const at = place[byte] ?? 0;
		place[byte] = at + 1;
		links[at] = ((links[at] ?? 0) | i << 8) >>> 0;
	}
}
const nothing$2 = Buffer.alloc(0);
var Feed = class {
	ended = false;
	#pieces = [];
	#available = 0;
	#lent = false;
	get available() {
		return this.#available;
	}
	give(piece) {
		if (piece.length === 0) return;
		this.#pieces.push(piece);
		this.#available += piece.length;
		this.#lent = true;
	}
	finish() {
		this.ended = true;
	}
	*want(n) {
		while (this.#available < n) {
			if (this.ended) return false;
			this.own();
			yield null;
		}
		return true;
	}
	own() {
		const last = this.#pieces.pop();
		if (last !== void 0) this.#pieces.push(this.#lent ? Buffer.from(last) : last);
		this.#lent = false;
	}
	front() {
		return this.#pieces[0] ?? nothing$2;
	}
	peek(n) {
		if (this.front().length < Math.min(n, this.#available)) {
			this.#pieces = [Buffer.concat(this.#pieces)];
			this.#lent = false;
		}
		return this.front().subarray(0, n);
	}
	take(n) {
		const bytes = this.peek(n);
		this.skip(n);
		return bytes;
	}
	skip(n) {
		this.#available -= n;
		let left = n;
		while (left > 0) {
			const front = this.front();
			if (left < front.length) {
				this.#pieces[0] = front.subarray(left);
				return;
			}
			left -= front.length;
			this.#pieces.shift();
		}
	}
};
// src/archive/bzip2.ts
const blockMagic = [3227993, 2511705];
const endMagic$1 = [1536581, 3690640];
function* decodeBzip2(feed) {
	for (let streams = 0; yield* nextStream$1(feed); streams++) yield* decodeStream(feed, (feed.take(4)[3] ?? 0) - 48);
}
function* nextStream$1(feed) {
	if (!(yield* feed.want(4))) return false;
	return /^BZh[1-9]/.test(feed.peek(4).toString("latin1"));
}
function* decodeStream(feed, level) {
	const links = new Uint32Array(level * 1e5);
	const piece = Buffer.allocUnsafeSlow(65536);
	const mostInput = Math.ceil(links.length * 2.5) + 65536;
	let skip = 0;
	for (;;) {
		yield* feed.want(mostInput);
		const bits = new Bits(feed.peek(mostInput), skip);
		const magic = [bits.read(24), bits.read(24)];
		const crc = bits.word();
		if (bits.overrun) require_budget.truncated("bzip2");
		const isEnd = magic[0] === endMagic$1[0] && magic[1] === endMagic$1[1];
		if (!isEnd) {
			if (magic[0] !== blockMagic[0] || magic[1] !== blockMagic[1]) require_budget.damaged("bzip2", "no block where one is due");
			yield* unpackRuns(decodeBlock$1(bits, links, feed), crc, piece);
		}
		const bytes = isEnd ? Math.ceil(bits.position / 8) : bits.position >>> 3;
		skip = bits.position & 7;
		feed.skip(bytes);
		if (isEnd) return;
	}
}
function decodeBlock$1(bits, links, feed) {
	try {
		const block = readBlock(bits, links);
		if (!bits.overrun) return block;
	} catch (error) {
		if (!bits.overrun || !feed.ended) throw error;
	}
	return require_budget.truncated("bzip2");
}
function* unpackRuns(block, crc, piece) {
	const reader = new RunReader(block);
	for (let length = reader.fill(piece); length > 0; length = reader.fill(piece)) yield piece.subarray(0, length);
	if (reader.crc !== crc) require_budget.damaged("bzip2", "checksum does not fit");
}
var RunReader = class {
	#block;
	#at;
	#left;
	#byte = -1;
	#equal = 0;
	#repeat = 0;
	#crc = 4294967295;
	constructor(block) {
		this.#block = block;
		this.#at = block.start;
		this.#left = block.length;
	}
	get crc() {
		return ~this.#crc >>> 0;
	}
	fill(output) {
		const { links } = this.#block;
		let [at, left, byte, equal, repeat, crc] = [
			this.#at,
			this.#left,
			this.#byte,
			this.#equal,
			this.#repeat,
			this.#crc
		];
		let length = 0;
		while (length < output.length) {
			if (repeat > 0) repeat--;
			else {
				if (left === 0) break;
				left--;
				const link = links[at] ?? 0;
				at = link >>> 8;
				if (equal === 4) {
					repeat = link & 255;
					equal = 0;
					continue;
				}
				equal = (link & 255) === byte ? equal + 1 : 1;
				byte = link & 255;
			}
			output[length++] = byte;
			crc = crc << 8 ^ (crcTable[crc >>> 24 ^ byte] ?? 0);
		}
		[this.#at, this.#left, this.#byte, this.#equal, this.#repeat, this.#crc] = [
			at,
			left,
			byte,
			equal,
			repeat,
			crc
		];
		return length;
	}
};
const crcTable = Int32Array.from({ length: 256 }, (_, i) => {
	let crc = i << 24;
	for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? crc << 1 ^ 79764919 : crc << 1;
	return crc;
});
// src/archive/inflater.ts
const pieceSize$1 = 65536;
const nothing$1 = Buffer.alloc(0);
const noFrame = Buffer.alloc(4);
function zlibModule() {
	return process.getBuiltinModule("node:zlib");
}
var Inflater = class {
	#format;
	#internals;
	#finishFlag;
	#output = Buffer.allocUnsafeSlow(pieceSize$1);
	#error = null;
	constructor(format) {
		this.#format = format;
		const { constants, createInflateRaw, createZstdDecompress, createBrotliDecompress } = zlibModule();
		const create = {
			deflate: createInflateRaw,
			zstd: createZstdDecompress,
			brotli: createBrotliDecompress
		};
		this.#finishFlag = format === "brotli" ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH;
		const stream = create[format]();
		if (!isInternals(stream)) throw new require_budget.Gap(`this version of Node can not open ${format} data piece by piece`);
		this.#internals = stream;
		const onerror = (message, _, code) => this.#error = {
			message,
			code
		};
		Object.assign(this.#internals._handle, { onerror });
	}
	reset() {
		this.#internals._handle.reset();
		this.#error = null;
	}
	*run(feed) {
		while (yield* feed.want(1)) {
			const input = feed.front();
			let at = 0;
			for (;;) {
				const { output, used } = this.#write(0, input, at);
				at += used;
				if (output.length > 0) yield output;
				if (at === input.length && output.length < pieceSize$1) break;
				if (used === 0 && output.length === 0) {
					feed.skip(at);
					return true;
				}
			}
			feed.skip(at);
		}
		return false;
	}
	isComplete() {
		try {
			if (this.#format === "zstd") return this.#write(0, noFrame, 0).used === 0;
			this.#write(this.#finishFlag, nothing$1, 0);
			return true;
		} catch {
			return this.#error?.code === "ZSTD_error_prefix_unknown";
		}
	}
	close() {
		this.#internals._handle.close();
	}
	#write(flush, input, at) {
		const left = input.length - at;
		this.#internals._handle.writeSync(flush, input, at, left, this.#output, 0, pieceSize$1);
		if (this.#error !== null) require_budget.damaged(this.#format, this.#error.message);
		const [room = 0, unused = 0] = this.#internals._writeState;
		return {
			output: this.#output.subarray(0, pieceSize$1 - room),
			used: left - unused
		};
	}
};
let idle = null;
function takeDeflate() {
	const inflater = idle ?? new Inflater("deflate");
	idle = null;
	inflater.reset();
	return inflater;
}
function putBack(inflater) {
	if (idle === null) idle = inflater;
	else inflater.close();
}
function isInternals(stream) {
	const { _handle: handle, _writeState: state } = stream;
	return typeof handle?.writeSync === "function" && state instanceof Uint32Array;
}
function* decodeDeflate(inflater, feed) {
	inflater.reset();
	if (!(yield* inflater.run(feed)) && !inflater.isComplete()) require_budget.truncated("deflate");
}
function* decodeNative(format, feed) {
	const inflater = new Inflater(format);
	try {
		if (!(yield* inflater.run(feed)) && !inflater.isComplete()) require_budget.truncated(format);
	} finally {
		inflater.close();
	}
}
// src/archive/gzip.ts
const flags = {
	headerCrc: 2,
	extra: 4,
	name: 8,
	comment: 16
};
function* decodeGzip(feed) {
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
function* nextMember(feed, padded) {
	if (padded) yield* skipZeros(feed);
	if (!(yield* feed.want(3))) return false;
	const magic = feed.peek(3);
	return magic[0] === 31 && magic[1] === 139 && magic[2] === 8;
}
function* skipZeros(feed) {
	while ((yield* feed.want(1)) && feed.front()[0] === 0) {
		const zeros = feed.front().findIndex((byte) => byte !== 0);
		feed.skip(zeros < 0 ? feed.front().length : zeros);
	}
}
function* skipHeader(feed) {
	const flag = (yield* taken$1(feed, 10))[3] ?? 0;
	if ((flag & flags.extra) !== 0) yield* skipped(feed, (yield* taken$1(feed, 2)).readUInt16LE(0));
	if ((flag & flags.name) !== 0) yield* skipText(feed);
	if ((flag & flags.comment) !== 0) yield* skipText(feed);
	if ((flag & flags.headerCrc) !== 0) yield* skipped(feed, 2);
}
function* inflateMember(feed, inflater) {
	const { crc32 } = zlibModule();
	let crc = 0;
	let length = 0;
	const run = inflater.run(feed);
	for (let step = run.next();; step = run.next()) {
		if (step.done === true) {
			if (!step.value) require_budget.truncated("gzip");
			break;
		}
		if (step.value !== null) {
			crc = crc32(step.value, crc);
			length += step.value.length;
		}
		yield step.value;
	}
	const trailer = yield* taken$1(feed, 8);
	if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== length % 2 ** 32) require_budget.damaged("gzip", "checksum does not fit");
}
function* skipText(feed) {
	for (;;) {
		if (!(yield* feed.want(1))) require_budget.truncated("gzip");
		const end = feed.front().indexOf(0);
		feed.skip(end < 0 ? feed.front().length : end + 1);
		if (end >= 0) return;
	}
}
function* taken$1(feed, n) {
	if (!(yield* feed.want(n))) require_budget.truncated("gzip");
	return feed.take(n);
}
function* skipped(feed, n) {
	if (!(yield* feed.want(n))) require_budget.truncated("gzip");
	feed.skip(n);
}
// src/archive/seekable.ts
function inMemory(bytes) {
	return {
		size: bytes.length,
		read: (offset, length) => bytes.subarray(offset, offset + length)
	};
}
var Held = class {
	size = 0;
	#budget;
	#pieces = [];
	constructor(budget) {
		this.#budget = budget;
	}
	fill(pieces) {
		for (const piece of pieces) {
			this.#budget.hold(piece.length);
			this.#pieces.push({
				from: this.size,
				bytes: Buffer.from(piece)
			});
			this.size += piece.length;
		}
	}
	read(offset, length) {
		const end = Math.min(offset + length, this.size);
		const parts = [];
		for (let i = this.#indexOf(offset); i < this.#pieces.length; i++) {
			const piece = this.#pieces[i];
			if (piece === void 0 || piece.from >= end) break;
			parts.push(piece.bytes.subarray(Math.max(0, offset - piece.from), end - piece.from));
		}
		const [only] = parts;
		return parts.length === 1 && only !== void 0 ? only : Buffer.concat(parts);
	}
	release() {
		this.#budget.release(this.size);
		this.size = 0;
		this.#pieces.length = 0;
	}
	#indexOf(offset) {
		let low = 0;
		let high = this.#pieces.length;
		while (high - low > 1) {
			const middle = low + high >>> 1;
			if ((this.#pieces[middle]?.from ?? 0) <= offset) low = middle;
			else high = middle;
		}
		return low;
	}
};
const windowSize = 65536;
const nothing = Buffer.alloc(0);
var Window = class {
	#source;
	#from = 0;
	#bytes = nothing;
	constructor(source) {
		this.#source = source;
	}
	get size() {
		return this.#source.size;
	}
	read(offset, length) {
		if (offset < 0 || offset >= this.size) return nothing;
		if (!(offset >= this.#from && offset + length <= this.#from + this.#bytes.length)) {
			this.#from = offset;
			this.#bytes = Buffer.from(this.#source.read(offset, Math.max(length, windowSize)));
		}
		return this.#bytes.subarray(offset - this.#from, offset - this.#from + length);
	}
};
// src/archive/source.ts
var Source = class {
	position = 0;
	pulled = 0;
	#feed = new Feed();
	#pieces;
	constructor(pieces) {
		this.#pieces = pieces[Symbol.iterator]();
	}
	has(n) {
		for (const _ of this.#feed.want(n)) this.#pull();
		return this.#feed.available >= n;
	}
	take(n) {
		this.position += n;
		return this.#feed.take(n);
	}
	some(most) {
		if (!this.has(1)) return null;
		return this.take(Math.min(most, this.#feed.front().length));
	}
	*decoded(decoder) {
		for (const output of decoder(this.#feed)) if (output === null) this.#pull();
		else yield output;
	}
	get left() {
		return this.#feed.available;
	}
	#pull() {
		const next = this.#pieces.next();
		if (next.done === true) this.#feed.finish();
		else {
			this.pulled += next.value.length;
			this.#feed.give(next.value);
		}
	}
};
const mostMeta = 1 << 20;
function* readTar(source) {
	let long = {};
	let afterZeros = false;
	for (;;) {
		if (!source.has(512)) {
			if (source.has(1) && !afterZeros) require_budget.truncated("tar");
			return;
		}
		const header = source.take(512);
		if (isZero(header)) {
			afterZeros = true;
			continue;
		}
		if (!require_hook_quick.checksumFits(header)) {
			if (afterZeros) return;
			throw new require_budget.Gap("tar header damaged; read up to there", true);
		}
		afterZeros = false;
		const type = String.fromCharCode(header[156] ?? 0);
		const stated = readNumber$1(header.subarray(124, 136));
		if (stated === null) throw new require_budget.Gap("tar header damaged; read up to there", true);
		const name = long.name ?? ownName(header);
		if (type === "x" || type === "L" || type === "g" || type === "K") {
			const meta = readMeta(source, stated);
			if (type === "x") long = {
				...long,
				...pax(meta)
			};
			if (type === "L") long = {
				...long,
				name: text(meta, 0, meta.length)
			};
			continue;
		}
		const size = type >= "1" && type <= "6" ? 0 : long.size ?? stated;
		if (type === "S") skipSparseMap(source, header);
		long = {};
		const end = source.position + size;
		if (size > 0) yield {
			name,
			size,
			pieces: piecesUntil(source, end)
		};
		for (const _ of piecesUntil(source, end));
		const padding = (512 - size % 512) % 512;
		if (source.has(padding)) source.take(padding);
	}
}
function* piecesUntil(source, end) {
	while (source.position < end) {
		const piece = source.some(end - source.position);
		if (piece === null) require_budget.truncated("tar");
		yield piece;
	}
}
function readMeta(source, size) {
	const end = source.position + size;
	const pieces = [];
	for (const piece of piecesUntil(source, end)) if (size <= mostMeta) pieces.push(Buffer.from(piece));
	for (const _ of piecesUntil(source, end + (512 - size % 512) % 512));
	return Buffer.concat(pieces);
}
function pax(bytes) {
	const meta = {};
	let at = 0;
	while (at < bytes.length) {
		const length = Number.parseInt(bytes.toString("latin1", at, at + 20), 10);
		const equals = bytes.indexOf("=", at);
		if (!(length > 0) || equals < 0) break;
		const key = bytes.toString("latin1", bytes.indexOf(" ", at) + 1, equals);
		const value = bytes.toString("utf8", equals + 1, at + length - 1);
		if (key === "path" || key === "GNU.sparse.name") meta.name = value;
		if (key === "size" && /^\d{1,15}$/.test(value)) meta.size = Number(value);
		at += length;
	}
	return meta;
}
function skipSparseMap(source, header) {
	let more = header[482] === 1;
	while (more) {
		if (!source.has(512)) require_budget.truncated("tar");
		more = source.take(512)[504] === 1;
	}
}
function ownName(header) {
	const name = text(header, 0, 100);
	const prefix = header[262] === 0 ? text(header, 345, 500) : "";
	return prefix === "" ? name : `${prefix}/${name}`;
}
function text(bytes, from, to) {
	const zero = bytes.indexOf(0, from);
	return bytes.toString("utf8", from, zero < 0 ? to : Math.min(zero, to));
}
function readNumber$1(field) {
	const first = field[0] ?? 0;
	if (first < 128) {
		const digits = text(field, 0, field.length).trim();
		return digits === "" ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
	}
	let value = first & 127;
	for (const byte of field.subarray(1)) value = value * 256 + byte;
	return Number.isSafeInteger(value) ? value : null;
}
function isZero(block) {
	return block[0] === 0 && block.every((byte) => byte === 0);
}
// src/archive/lzma-history.ts
const mostHistory = 64 * 2 ** 20;
var History = class {
	size;
	bytes = Buffer.allocUnsafeSlow(1 << 18);
	at = 0;
	start = 0;
	origin = 0;
	constructor(size) {
		this.size = Math.min(size, mostHistory);
	}
	reset() {
		this.start = this.at;
		this.origin = this.at;
	}
	reserve(n) {
		if (this.at + n <= this.bytes.length) return;
		const from = Math.max(this.start, this.at - this.size);
		const kept = this.at - from;
		if (this.bytes.length >= 2 * (kept + n)) this.bytes.copyWithin(0, from, this.at);
		else {
			const larger = Buffer.allocUnsafeSlow(Math.min(4 * (kept + n), 2 * (this.size + n)));
			this.bytes.copy(larger, 0, from, this.at);
			this.bytes = larger;
		}
		this.start = 0;
		this.at = kept;
		this.origin -= from;
	}
};
// src/archive/lzma.ts
const half = 1024;
var Lzma = class {
	#history;
	#literalContext = 0;
	#literalPlaceMask = 0;
	#placeMask = 0;
	#state = 0;
	#reps = [
		0,
		0,
		0,
		0
	];
	#isMatch = new Uint16Array(192);
	#isRep = new Uint16Array(12);
	#isRep0 = new Uint16Array(12);
	#isRep1 = new Uint16Array(12);
	#isRep2 = new Uint16Array(12);
	#isRep0Long = new Uint16Array(192);
	#slots = new Uint16Array(256);
	#special = new Uint16Array(128);
	#align = new Uint16Array(16);
	#matchLength = new Uint16Array(lengthSize);
	#repLength = new Uint16Array(lengthSize);
	#literals = new Uint16Array(12288);
	#input = Buffer.alloc(0);
	#at = 0;
	#range = 0;
	#code = 0;
	constructor(history) {
		this.#history = history;
	}
	configure(properties) {
		const lc = properties % 9;
		const lp = Math.floor(properties / 9) % 5;
		const pb = Math.floor(properties / 45);
		if (pb > 4 || lc + lp > 4) require_budget.damaged("xz", "no valid properties");
		this.#literalContext = lc;
		this.#literalPlaceMask = (1 << lp) - 1;
		this.#placeMask = (1 << pb) - 1;
	}
	reset() {
		this.#state = 0;
		this.#reps = [
			0,
			0,
			0,
			0
		];
		for (const probabilities of [
			this.#isMatch,
			this.#isRep,
			this.#isRep0,
			this.#isRep1,
			this.#isRep2,
			this.#isRep0Long,
			this.#slots,
			this.#special,
			this.#align,
			this.#matchLength,
			this.#repLength,
			this.#literals
		]) probabilities.fill(half);
	}
	decode(input, size) {
		this.#input = input;
		this.#at = 5;
		this.#range = -1;
		this.#code = input.readInt32BE(1);
		const history = this.#history;
		const end = history.at + size;
		while (history.at < end) {
			const place = history.at - history.origin & this.#placeMask;
			if (this.#bit(this.#isMatch, this.#state * 16 + place) === 0) this.#literal();
			else this.#copy(this.#match(place), end);
			if (this.#at > input.length) break;
		}
		if (this.#at !== input.length) require_budget.damaged("xz", "a chunk of another length");
	}
	#literal() {
		const history = this.#history;
		const { bytes, at } = history;
		const before = at > history.start ? bytes[at - 1] ?? 0 : 0;
		const lc = this.#literalContext;
		const base = 768 * (((at - history.origin & this.#literalPlaceMask) << lc) + (before >>> 8 - lc));
		let symbol = 1;
		if (this.#state >= 7) {
			let match = bytes[at - this.#reps[0] - 1] ?? 0;
			let offset = 256;
			while (symbol < 256) {
				match <<= 1;
				const matchBit = match & offset;
				const bit = this.#bit(this.#literals, base + offset + matchBit + symbol);
				symbol = symbol << 1 | bit;
				offset &= bit === 1 ? matchBit : ~matchBit;
			}
		} else while (symbol < 256) symbol = symbol << 1 | this.#bit(this.#literals, base + symbol);
		bytes[at] = symbol;
		history.at = at + 1;
		this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
	}
	#match(place) {
		const state = this.#state;
		const afterLiteral = state < 7;
		const [rep0, rep1, rep2, rep3] = this.#reps;
		if (this.#bit(this.#isRep, state) === 0) {
			this.#state = afterLiteral ? 7 : 10;
			const length = this.#length(this.#matchLength, place);
			this.#reps = [
				this.#distance(length),
				rep0,
				rep1,
				rep2
			];
			return length;
		}
		if (this.#bit(this.#isRep0, state) === 0) {
			if (this.#bit(this.#isRep0Long, state * 16 + place) === 0) {
				this.#state = afterLiteral ? 9 : 11;
				return 1;
			}
		} else if (this.#bit(this.#isRep1, state) === 0) this.#reps = [
			rep1,
			rep0,
			rep2,
			rep3
		];
		else if (this.#bit(this.#isRep2, state) === 0) this.#reps = [
			rep2,
			rep0,
			rep1,
			rep3
		];
		else this.#reps = [
			rep3,
			rep0,
			rep1,
			rep2
		];
		this.#state = afterLiteral ? 8 : 11;
		return this.#length(this.#repLength, place);
	}
	#length(model, place) {
		if (this.#bit(model, 0) === 0) return 2 + this.#tree(model, 2 + place * 8, 3);
		if (this.#bit(model, 1) === 0) return 10 + this.#tree(model, 130 + place * 8, 3);
		return 18 + this.#tree(model, 258, 8);
	}
	#distance(length) {
		const slot = this.#tree(this.#slots, Math.min(length - 2, 3) * 64, 6);
		if (slot < 4) return slot;
		const bits = (slot >>> 1) - 1;
		const base = (2 | slot & 1) << bits;
		if (slot < 14) return base + this.#reverseTree(this.#special, base - slot, bits);
		return (base >>> 0) + this.#direct(bits - 4) * 16 + this.#reverseTree(this.#align, 0, 4);
	}
	#copy(length, end) {
		const history = this.#history;
		const { bytes, at } = history;
		const distance = this.#reps[0] + 1;
		if (distance > mostHistory) throw new require_budget.Gap("xz data needs more than 64 MiB of memory; read up to there");
		if (distance > at - history.start || length > end - at) require_budget.damaged("xz", "a match out of bounds");
		if (distance === 1) bytes.fill(bytes[at - 1] ?? 0, at, at + length);
		else if (distance >= length && length > 32) bytes.copyWithin(at, at - distance, at - distance + length);
		else for (let to = at; to < at + length; to++) bytes[to] = bytes[to - distance] ?? 0;
		history.at = at + length;
	}
	#tree(model, base, bits) {
		let node = 1;
		for (let i = 0; i < bits; i++) node = node << 1 | this.#bit(model, base + node);
		return node - (1 << bits);
	}
	#reverseTree(model, base, bits) {
		let node = 1;
		let value = 0;
		for (let i = 0; i < bits; i++) {
			const bit = this.#bit(model, base + node);
			node = node << 1 | bit;
			value |= bit << i;
		}
		return value;
	}
	#direct(bits) {
		let value = 0;
		for (let i = 0; i < bits; i++) {
			this.#range >>>= 1;
			const bit = this.#code >>> 0 >= this.#range ? 1 : 0;
			if (bit === 1) this.#code = this.#code - this.#range | 0;
			this.#normalize();
			value = value * 2 + bit;
		}
		return value;
	}
	#bit(model, index) {
		const probability = model[index] ?? 0;
		const bound = Math.imul(this.#range >>> 11, probability);
		if (this.#code >>> 0 < bound >>> 0) {
			this.#range = bound;
			model[index] = probability + (2048 - probability >>> 5);
			this.#normalize();
			return 0;
		}
		this.#range = this.#range - bound | 0;
		this.#code = this.#code - bound | 0;
		model[index] = probability - (probability >>> 5);
		this.#normalize();
		return 1;
	}
	#normalize() {
		if (this.#range >>> 24 !== 0) return;
		this.#range <<= 8;
		this.#code = this.#code << 8 | (this.#input[this.#at++] ?? 0);
	}
};
const lengthSize = 514;
// src/archive/xz-check.ts
const sizes = [
	0,
	4,
	4,
	4,
	8,
	8,
	8,
	16,
	16,
	16,
	32,
	32,
	32,
	64,
	64,
	64
];
var Check = class {
	size;
	#type;
	#sha256;
	#crc32 = 0;
	#low = -1;
	#high = -1;
	constructor(type) {
		this.#type = type;
		this.size = sizes[type] ?? 0;
		this.#sha256 = type === 10 ? process.getBuiltinModule("node:crypto").createHash("sha256") : null;
	}
	update(bytes) {
		if (this.#type === 1) this.#crc32 = zlibModule().crc32(bytes, this.#crc32);
		if (this.#type === 4) this.#updateCrc64(bytes);
		this.#sha256?.update(bytes);
	}
	fits(stated) {
		switch (this.#type) {
			case 1: return stated.readUInt32LE(0) === this.#crc32;
			case 4: return stated.readInt32LE(0) === ~this.#low && stated.readInt32LE(4) === ~this.#high;
			case 10: return this.#sha256?.digest().equals(stated) === true;
			default: return true;
		}
	}
	#updateCrc64(bytes) {
		const { low: lows, high: highs } = tables ??= makeTables();
		let low = this.#low;
		let high = this.#high;
		for (let i = 0; i < bytes.length; i++) {
			const index = (low ^ (bytes[i] ?? 0)) & 255;
			low = (low >>> 8 | high << 24) ^ (lows[index] ?? 0);
			high = high >>> 8 ^ (highs[index] ?? 0);
		}
		this.#low = low;
		this.#high = high;
	}
};
let tables = null;
function makeTables() {
	const low = new Int32Array(256);
	const high = new Int32Array(256);
	for (let i = 0; i < 256; i++) {
		let crc = BigInt(i);
		for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? crc >> 1n ^ 14514072000185962306n : crc >> 1n;
		low[i] = Number(BigInt.asIntN(32, crc));
		high[i] = Number(BigInt.asIntN(32, crc >> 32n));
	}
	return {
		low,
		high
	};
}
// src/archive/xz.ts
const lzma2 = 33;
const firstBcj = 4;
const lastBcj = 11;
function* decodeXz(feed) {
	while (yield* nextStream(feed)) {
		const header = yield* taken(feed, 12);
		const checkType = (header[7] ?? 0) & 15;
		if (header[6] !== 0 || (header[7] ?? 0) > 15) require_budget.damaged("xz", "no valid header");
		for (;;) {
			const size = (yield* taken(feed, 1))[0] ?? 0;
			if (size === 0) break;
			yield* decodeBlock(feed, (size + 1) * 4, checkType);
		}
		yield* skipIndex(feed);
		yield* taken(feed, 12);
	}
}
function* nextStream(feed) {
	for (;;) {
		if (!(yield* feed.want(6))) return false;
		if (feed.peek(6).toString("latin1") === "ý7zXZ\0") return true;
		if (feed.peek(4).readUInt32LE(0) !== 0) return false;
		feed.skip(4);
	}
}
function* decodeBlock(feed, headerSize, checkType) {
	const rest = yield* taken(feed, headerSize - 1);
	const header = Buffer.concat([Buffer.of(headerSize / 4 - 1), rest]);
	if (zlibModule().crc32(header.subarray(0, -4)) !== header.readUInt32LE(headerSize - 4)) require_budget.damaged("xz", "checksum does not fit");
	const check = new Check(checkType);
	const chunks = decodeChunks(feed, new History(historySize(header)));
	let step = chunks.next();
	for (; step.done !== true; step = chunks.next()) {
		if (step.value !== null) check.update(step.value);
		yield step.value;
	}
	yield* taken(feed, (4 - (headerSize + step.value) % 4) % 4);
	const stated = yield* taken(feed, check.size);
	if (!check.fits(stated)) require_budget.damaged("xz", "checksum does not fit");
}
function historySize(header) {
	const flags = header[1] ?? 0;
	const from = { at: 2 };
	if ((flags & 64) !== 0) readNumber(header, from);
	if ((flags & 128) !== 0) readNumber(header, from);
	for (let i = flags & 3; i > 0; i--) {
		const id = readNumber(header, from);
		if (id < firstBcj || id > lastBcj) throw new require_budget.Gap(`xz filter ${id} is not supported; not opened`);
		const size = readNumber(header, from);
		from.at += size;
	}
	if (readNumber(header, from) !== lzma2 || readNumber(header, from) !== 1) require_budget.damaged("xz", "no valid header");
	const bits = header[from.at] ?? 0;
	return (2 | bits & 1) * 2 ** ((bits >>> 1) + 11);
}
function readNumber(bytes, from) {
	let value = 0;
	let unit = 1;
	for (let i = 0; i < 9; i++) {
		const byte = bytes[from.at++];
		if (byte === void 0) break;
		value += (byte & 127) * unit;
		if (byte < 128) return value;
		unit *= 128;
	}
	return require_budget.damaged("xz", "no valid number");
}
function* decodeChunks(feed, history) {
	const lzma = new Lzma(history);
	let least = 3;
	for (let used = 1;;) {
		const control = (yield* taken(feed, 1))[0] ?? 0;
		if (control === 0) return used;
		const packed = control >= 128;
		const reset = packed ? control >>> 5 & 3 : control === 1 ? 3 : 0;
		if (packed ? reset < least : control > 2 || reset === 0 && least === 3) require_budget.damaged("xz", "no valid chunk");
		if (reset === 3) history.reset();
		const sizes = yield* taken(feed, packed ? 4 : 2);
		const size = ((packed ? control & 31 : 0) << 16) + sizes.readUInt16BE(0) + 1;
		history.reserve(size);
		const start = history.at;
		if (packed) {
			const inputSize = sizes.readUInt16BE(2) + 1;
			used += 5 + inputSize;
			if (reset >= 2) lzma.configure((yield* taken(feed, 1))[0] ?? 0);
			if (reset >= 2) used++;
			if (reset >= 1) lzma.reset();
			const input = yield* taken(feed, inputSize);
			if (inputSize < 5) require_budget.damaged("xz", "no valid chunk");
			lzma.decode(input, size);
			least = 0;
		} else {
			used += 3 + size;
			(yield* taken(feed, size)).copy(history.bytes, history.at);
			history.at += size;
			if (reset === 3) least = 2;
		}
		yield history.bytes.subarray(start, history.at);
	}
}
function* skipIndex(feed) {
	let size = 1;
	const next = function* () {
		let value = 0;
		let unit = 1;
		for (;;) {
			const byte = (yield* taken(feed, 1))[0] ?? 0;
			size++;
			value += (byte & 127) * unit;
			if (byte < 128) return value;
			unit *= 128;
		}
	};
	for (let numbers = 2 * (yield* next()); numbers > 0; numbers--) yield* next();
	yield* taken(feed, (4 - size % 4) % 4);
	yield* taken(feed, 4);
}
function* taken(feed, n) {
	if (!(yield* feed.want(n))) require_budget.truncated("xz");
	return feed.take(n);
}
const localMagic = 67324752;
const directoryMagic = 33639248;
const endMagic = 101010256;
const end64Magic = 101075792;
const locatorMagic = 117853008;
const most32 = 4294967295;
const localMagicBytes = Buffer.from("PK", "latin1");
function findDirectory(source) {
	const from = Math.max(0, source.size - 22 - 65535);
	const tail = Buffer.from(source.read(from, source.size - from));
	for (let at = tail.length - 22; at >= 0; at--) {
		if (tail[at] !== 80 || tail.readUInt32LE(at) !== endMagic) continue;
		const directory = readEnd(source, tail.subarray(at, at + 22), from + at);
		if (directory !== null) return directory;
	}
	return null;
}
function readEnd(source, record, at) {
	let size = record.readUInt32LE(12);
	let offset = record.readUInt32LE(16);
	let behind = at;
	const locator = at >= 20 ? Buffer.from(source.read(at - 20, 20)) : Buffer.alloc(0);
	if (locator.length === 20 && locator.readUInt32LE(0) === locatorMagic) for (const place of [Number(locator.readBigUInt64LE(8)), at - 20 - 56]) {
		const end64 = place >= 0 && place <= at - 56 ? source.read(place, 56) : Buffer.alloc(0);
		if (end64.length < 56 || end64.readUInt32LE(0) !== end64Magic) continue;
		size = Number(end64.readBigUInt64LE(40));
		offset = Number(end64.readBigUInt64LE(48));
		behind = place;
		break;
	}
	for (const start of [behind - size, offset]) {
		if (start < 0 || start > behind) continue;
		if (size === 0 || isAt(source, start, directoryMagic)) return {
			start,
			end: behind,
			shift: start - offset
		};
	}
	return null;
}
function isAt(source, offset, magic) {
	const bytes = source.read(offset, 4);
	return bytes.length === 4 && bytes.readUInt32LE(0) === magic;
}
function readDirectoryEntry(source, at, shift) {
	const fixed = Buffer.from(source.read(at, 46));
	if (fixed.length < 46 || fixed.readUInt32LE(0) !== directoryMagic) return null;
	const nameLength = fixed.readUInt16LE(28);
	const extraLength = fixed.readUInt16LE(30);
	const more = source.read(at + 46, nameLength + extraLength);
	const wide = wideSizes(more.subarray(nameLength), [
		fixed.readUInt32LE(24),
		fixed.readUInt32LE(20),
		fixed.readUInt32LE(42)
	]);
	return {
		entry: {
			...common(fixed.readUInt16LE(8), fixed.readUInt16LE(10), more.subarray(0, nameLength)),
			packedSize: wide[1] ?? 0,
			crc: fixed.readUInt32LE(16),
			offset: (wide[2] ?? 0) + shift
		},
		next: at + 46 + nameLength + extraLength + fixed.readUInt16LE(32)
	};
}
function readLocalHeader(source, offset) {
	const fixed = Buffer.from(source.read(offset, 30));
	if (fixed.length < 30 || fixed.readUInt32LE(0) !== localMagic) return null;
	const nameLength = fixed.readUInt16LE(26);
	const extraLength = fixed.readUInt16LE(28);
	const more = source.read(offset + 30, nameLength + extraLength);
	const wide = wideSizes(more.subarray(nameLength), [fixed.readUInt32LE(22), fixed.readUInt32LE(18)]);
	return {
		entry: {
			...common(fixed.readUInt16LE(6), fixed.readUInt16LE(8), more.subarray(0, nameLength)),
			packedSize: wide[1] ?? 0,
			crc: fixed.readUInt32LE(14),
			offset
		},
		data: offset + 30 + nameLength + extraLength
	};
}
function common(flags, method, name) {
	return {
		name: name.toString((0, node_buffer.isUtf8)(name) ? "utf8" : "latin1"),
		method,
		encrypted: (flags & 1) !== 0,
		described: (flags & 8) !== 0
	};
}
function wideSizes(extra, values) {
	for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
		if (extra.readUInt16LE(at) !== 1) continue;
		const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
		let from = 0;
		return values.map((value) => {
			if (value !== most32 || from + 8 > field.length) return value;
			from += 8;
			return Number(field.readBigUInt64LE(from - 8));
		});
	}
	return values;
}
// src/archive/zip.ts
const pieceSize = 65536;
const stored = 0;
const deflated = 8;
const otherDecoders = {
	12: decodeBzip2,
	93: (feed) => decodeNative("zstd", feed),
	95: decodeXz
};
function* readZip(source, budget) {
	const reader = new ZipReader(source, budget);
	try {
		const directory = findDirectory(source);
		if (directory === null) {
			budget.gap("zip cut off or damaged: it has no directory; read as far as its entries have headers of their own", true);
			yield* reader.between(0, source.size);
			return;
		}
		yield* reader.listed(directory);
		for (const [from, to] of reader.unlisted(directory.start)) yield* reader.between(from, to);
	} finally {
		reader.close();
	}
}
var ZipReader = class {
	#source;
	#headers;
	#budget;
	#ranges = new Map();
	#inflater = null;
	constructor(source, budget) {
		this.#source = source;
		this.#headers = new Window(source);
		this.#budget = budget;
	}
	close() {
		if (this.#inflater !== null) putBack(this.#inflater);
		this.#inflater = null;
	}
	*listed({ start, end, shift }) {
		const directory = new Window(this.#source);
		let at = start;
		while (at < end) {
			const found = readDirectoryEntry(directory, at, shift);
			if (found === null) {
				this.#budget.gap("zip directory damaged; read up to there", true);
				return;
			}
			at = found.next;
			const { name, offset, packedSize, crc } = found.entry;
			if (this.#ranges.has(offset)) continue;
			this.#budget.open(name);
			const local = readLocalHeader(this.#headers, offset);
			if (local === null) this.#budget.gap("zip entry is not where the directory says", true);
			else {
				this.#ranges.set(offset, local.data + packedSize);
				yield* this.#open({
					...local.entry,
					name,
					packedSize,
					crc
				}, local.data, true);
			}
			this.#budget.close();
		}
	}
	unlisted(end) {
		const gaps = [];
		let covered = 0;
		for (const [from, to] of [...this.#ranges].toSorted((a, b) => a[0] - b[0])) {
			if (from - covered > 30) gaps.push([covered, from]);
			covered = Math.max(covered, to);
		}
		if (end - covered > 30) gaps.push([covered, end]);
		return gaps;
	}
	*between(from, to) {
		for (let at = this.#nextHeader(from, to); at !== null;) {
			const local = readLocalHeader(this.#headers, at);
			if (local === null) return;
			const { entry, data } = local;
			this.#budget.open(entry.name);
			const unknown = entry.described && entry.packedSize === 0;
			const packedSize = unknown ? (this.#nextHeader(data, to) ?? to) - data : entry.packedSize;
			this.#ranges.set(at, unknown ? data : data + packedSize);
			yield* this.#open({
				...entry,
				packedSize
			}, data, false);
			this.#budget.close();
			at = this.#nextHeader(Math.max(data, this.#ranges.get(at) ?? 0), to);
		}
	}
	#nextHeader(from, to) {
		for (let at = from; at < to; at += pieceSize) {
			const found = this.#source.read(at, Math.min(65539, to - at)).indexOf(localMagicBytes);
			if (found >= 0) return at + found;
		}
		return null;
	}
	*#open(entry, data, loud) {
		const { name, method, packedSize } = entry;
		if (entry.encrypted) {
			if (loud) this.#budget.gap("encrypted; not opened");
		} else if (method !== stored && method !== deflated && otherDecoders[method] === void 0) {
			if (loud) this.#budget.gap(`zip compression method ${method} is not supported; not opened`);
		} else if (packedSize > 0 || method !== stored) {
			const pieces = this.#pieces(entry, data, loud);
			yield {
				name,
				at: method === stored ? data : null,
				pieces
			};
			for (const _ of pieces);
		}
	}
	*#pieces(entry, data, loud) {
		const { crc32 } = zlibModule();
		let crc = 0;
		try {
			for (const piece of this.#unpacked(entry, data)) {
				crc = crc32(piece, crc);
				yield piece;
			}
			if (crc !== entry.crc) require_budget.damaged("zip", "checksum does not fit");
		} catch (error) {
			if (this.#budget.spent) throw error;
			if (loud) this.#budget.caught(error);
			else if (!(error instanceof require_budget.Gap)) throw error;
		}
	}
	*#unpacked({ offset, method, packedSize }, data) {
		if (method === stored) {
			yield* this.#raw(data, data + packedSize, packedSize);
			if (data + packedSize > this.#source.size) require_budget.truncated("zip");
			return;
		}
		const other = otherDecoders[method];
		const end = other === void 0 ? this.#source.size : data + packedSize;
		const source = new Source(this.#raw(data, end, packedSize));
		const inflater = this.#inflater ??= takeDeflate();
		yield* source.decoded(other ?? ((feed) => decodeDeflate(inflater, feed)));
		if (other === void 0) this.#ranges.set(offset, data + source.pulled - source.left);
	}
	*#raw(from, to, first) {
		let size = Math.min(Math.max(first, 64), pieceSize);
		for (let at = from; at < to;) {
			const piece = this.#source.read(at, Math.min(size, to - at));
			if (piece.length === 0) return;
			this.#budget.spend(piece.length);
			yield piece;
			at += piece.length;
			size = pieceSize;
		}
	}
};
// src/archive/open.ts
var open_exports = require_rolldown_runtime.__exportAll({
	openContainer: () => openContainer,
	streamCompressed: () => streamCompressed
});
const readSize = 1 << 18;
const decoders = {
	gzip: decodeGzip,
	bzip2: decodeBzip2,
	xz: decodeXz,
	zstd: (feed) => decodeNative("zstd", feed),
	brotli: (feed) => decodeNative("brotli", feed)
};
function* openContainer(kind, input, budget) {
	if (!budget.enter()) return;
	const guard = new Guard(budget);
	try {
		for (const { pieces, ...entry } of entriesOf(kind, input, budget)) {
			const guarded = guard.pass(pieces, kind === "tar");
			yield primed(entry, guarded);
			guarded.return();
			if (budget.spent) return;
		}
	} catch (error) {
		guard.caught(error);
	} finally {
		budget.leave();
	}
}
async function* streamCompressed(kind, pieces, budget) {
	if (!budget.enter()) return;
	const input = pieces[Symbol.asyncIterator]();
	const feed = new Feed();
	try {
		for (const output of decoders[kind](feed)) {
			if (output !== null) {
				budget.spend(output.length);
				yield output;
				continue;
			}
			const next = await input.next();
			if (next.done === true) feed.finish();
			else feed.give(counted(next.value, budget));
		}
	} catch (error) {
		budget.caught(error);
	} finally {
		budget.leave();
		await input.return?.();
	}
}
function* entriesOf(kind, input, budget) {
	const isOutermost = budget.depth === 1;
	if (kind === "zip") {
		yield* zipEntries(input, budget, isOutermost);
		return;
	}
	const source = new Source(piecesOf(input, isOutermost ? budget : null));
	if (kind === "tar") {
		for (const { name, size, pieces } of readTar(source)) {
			budget.open(name);
			yield {
				name,
				at: source.position,
				apart: size % 512 !== 0,
				pieces
			};
			budget.close();
		}
		return;
	}
	budget.open("");
	yield {
		name: "",
		at: null,
		apart: false,
		pieces: source.decoded(decoders[kind])
	};
}
function* zipEntries(input, budget, isOutermost) {
	const held = new Held(budget);
	try {
		const seekable = Buffer.isBuffer(input) ? inMemory(input) : "read" in input ? input : held;
		if (seekable === held) held.fill(input);
		if (isOutermost) budget.read(seekable.size);
		for (const entry of readZip(seekable, budget)) yield {
			...entry,
			apart: false
		};
	} finally {
		held.release();
	}
}
function* piecesOf(input, budget) {
	if (Buffer.isBuffer(input)) yield counted(input, budget);
	else if ("read" in input) for (let at = 0; at < input.size; at += readSize) yield counted(input.read(at, readSize), budget);
	else for (const piece of input) yield counted(piece, budget);
}
function counted(piece, budget) {
	budget?.read(piece.length);
	return piece;
}
var Guard = class {
	#budget;
	#broken = false;
	constructor(budget) {
		this.#budget = budget;
	}
	*pass(pieces, free) {
		try {
			for (const piece of pieces) {
				if (!free) this.#budget.spend(piece.length);
				yield piece;
			}
		} catch (error) {
			this.caught(error);
		}
	}
	caught(error) {
		if (!this.#broken || !(error instanceof require_budget.Gap)) this.#budget.caught(error);
		this.#broken = true;
	}
};
function primed(entry, pieces) {
	const parts = [];
	let length = 0;
	while (length < 512) {
		const next = pieces.next();
		if (next.done === true) break;
		length += next.value.length;
		parts.push(parts.length > 0 || length < 512 ? Buffer.from(next.value) : next.value);
	}
	const [only] = parts;
	const first = parts.length === 1 && only !== void 0 ? only : Buffer.concat(parts);
	return {
		...entry,
		head: Buffer.from(first.subarray(0, 512)),
		pieces: joined(first, pieces)
	};
}
function* joined(first, rest) {
	if (first.length > 0) yield first;
	yield* rest;
}
Object.defineProperty(exports, "openContainer", {
	enumerable: true,
	get: function() {
		return openContainer;
	}
});
Object.defineProperty(exports, "open_exports", {
	enumerable: true,
	get: function() {
		return open_exports;
	}
});
