const require_rolldown_runtime = require("./rolldown-runtime.js");
let node_path = require("node:path");
let node_fs = require("node:fs");
let node_zlib = require("node:zlib");
let node_buffer = require("node:buffer");
// src/git/loose.ts
const longestFile = 1 << 20;
const longestObject = 1 << 24;
const ownMemory = 98304;
function findLooseStore(place) {
	const moved = [
		"GIT_DIR",
		"GIT_COMMON_DIR",
		"GIT_OBJECT_DIRECTORY"
	].some((name) => process.env[name]);
	if (place.hook && moved) return null;
	for (let folder = (0, node_path.resolve)(place.directory);; folder = (0, node_path.dirname)(folder)) {
		const found = (0, node_fs.statSync)((0, node_path.join)(folder, ".git"), { throwIfNoEntry: false });
		if (found !== void 0) return found.isDirectory() ? (0, node_path.join)(folder, ".git/objects") : null;
		if (folder === (0, node_path.dirname)(folder)) return null;
	}
}
function readLoose(store, id) {
	try {
		const bytes = (0, node_zlib.inflateSync)(readSmall((0, node_path.join)(store, id.slice(0, 2), id.slice(2))), {
			maxOutputLength: longestObject,
			chunkSize: ownMemory
		});
		const end = bytes.indexOf(0);
		const [, type, size] = /^(blob|tree|commit|tag) (\d+)$/.exec(bytes.toString("latin1", 0, end)) ?? [];
		const content = bytes.subarray(end + 1);
		return content.length === Number(size) ? {
			type,
			bytes: content
		} : null;
	} catch {
		return null;
	}
}
function release({ bytes }) {
	const { buffer } = bytes;
	if (buffer instanceof ArrayBuffer && buffer.byteLength >= ownMemory) buffer.transfer(0);
}
let room = Buffer.allocUnsafe(65536);
function readSmall(path) {
	const fd = (0, node_fs.openSync)(path, node_fs.constants.O_RDONLY | node_fs.constants.O_NONBLOCK);
	try {
		let size = (0, node_fs.readSync)(fd, room, 0, room.length, 0);
		if (size === room.length) {
			room = Buffer.allocUnsafe(1048577);
			size = (0, node_fs.readSync)(fd, room, 0, room.length, 0);
		}
		if (size > longestFile) throw new Error("not a small file");
		return room.subarray(0, size);
	} finally {
		(0, node_fs.closeSync)(fd);
	}
}
// src/detect/prefilter/told.ts
const told = /k_(?=live_$|test_$)|(?<=^ant)_ocs_|whsec_/;
function eventPlace(prefix) {
	return told.exec(prefix)?.index ?? -1;
}
function isTold(prefix) {
	return eventPlace(prefix) >= 0;
}
// src/detect/prefilter/byte-set.ts
const lowerCase = "abcdefghijklmnopqrstuvwxyz";
const upperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const digits = "0123456789";
const base64Alphabet = `${upperCase}${lowerCase}${digits}+/-_`;
function byteSet(characters) {
	const table = new Uint8Array(256);
	for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
	return table;
}
// src/detect/prefilter/kinds.ts
const Kind = {
	plain: 1,
	split: 2,
	base64: 3,
	hex: 4,
	wide: 5,
	escaped: 6,
	run: 7,
	wideRun: 8
};
// src/detect/prefilter/underscore.ts
const depth = 8;
const isF = (byte) => byte === 102 || byte === 70;
function startsWith(bytes, at, text) {
	for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
	return true;
}
function skip(bytes, at, text) {
	for (let i = 0; i < depth && startsWith(bytes, at, text); i++) at += text.length;
	return at;
}
const isB = (byte) => byte === 98 || byte === 66;
function isColour(bytes, at, bracket) {
	if (bytes[at] !== 49 || !isB(bytes[at + 1])) return false;
	return bytes[at + 2] === 91 || startsWith(bytes, at + 2, bracket) && isB(bytes[at + 4]);
}
function hexUnderscore(bytes, at) {
	const digits = skip(bytes, at, "0");
	return bytes[digits] === 53 && isF(bytes[digits + 1]);
}
function behindBackslash(bytes, at) {
	switch (bytes[at] ?? -1) {
		case 95: return true;
		case 117: return hexUnderscore(bytes, bytes[at + 1] === 123 ? at + 2 : at + 1) || startsWith(bytes, at, "u001b");
		case 85:
		case 120: return hexUnderscore(bytes, at + 1) || startsWith(bytes, at, "x1b");
		case 49: return startsWith(bytes, at, "137");
		case 48: return startsWith(bytes, at, "033");
		case 101: return startsWith(bytes, at, "e[");
		default: return false;
	}
}
function behindAmpersand(bytes, at) {
	if (bytes[at] !== 35) return startsWith(bytes, at, "lowbar") || startsWith(bytes, at, "UnderBar");
	const next = bytes[at + 1];
	if (next === 120 || next === 88) return hexUnderscore(bytes, at + 2);
	return startsWith(bytes, skip(bytes, at + 1, "0"), "95");
}
const longestEscape = 12;
const longestBreak = 6;
function softBreak(bytes, at) {
	if (bytes[at] !== 61) return 0;
	let line = skip(bytes, at + 1, "3D");
	if (bytes[line] === 13) line++;
	else if (startsWith(bytes, line, "\\r")) line += 2;
	const end = startsWith(bytes, line, "\\n") ? line + 2 : bytes[line] === 10 ? line + 1 : at;
	return end - at <= longestBreak ? end - at : 0;
}
function underscoreAt(bytes, at) {
	if (isUnderscore(bytes, at)) return true;
	for (let i = at; i < at + longestEscape; i++) {
		const length = softBreak(bytes, i);
		if (length === 0) continue;
		const rest = bytes.subarray(i + length, i + length + 64 - longestEscape - longestBreak);
		return isUnderscore(Uint8Array.of(...bytes.subarray(at, i), ...rest), 0);
	}
	return false;
}
function isUnderscore(bytes, at) {
	switch (bytes[at] ?? -1) {
		case 95: return true;
		case 27: return bytes[at + 1] === 91;
		case 92: return behindBackslash(bytes, skip(bytes, at, "\\"));
		case 37: {
			const code = skip(bytes, at + 1, "25");
			return bytes[code] === 53 && isF(bytes[code + 1]) || isColour(bytes, code, "%5");
		}
		case 38: return behindAmpersand(bytes, skip(bytes, at + 1, "amp;"));
		case 61: {
			const code = skip(bytes, at + 1, "3D");
			return bytes[code] === 53 && isF(bytes[code + 1]) || isColour(bytes, code, "=5");
		}
		default: return false;
	}
}
// src/detect/prefilter/confirm.ts
const bytesOf = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const live = bytesOf("live_");
const test = bytesOf("test_");
const interrupts = byteSet("\"'`=\\%&\x1B");
const endsA = byteSet("a1;}\"'`\n");
const base64 = byteSet(base64Alphabet);
const quote = byteSet("\"'`");
const colourParameter = byteSet(`${digits};`);
const longestColour = 16;
const stable = {
	89: [],
	70: [],
	104: []
};
for (const environment of ["live", "test"]) for (const before of [
	0,
	1,
	2
]) {
	const encoded = Buffer.from(`${"\0".repeat(before)}ak_${environment}_`).toString("base64");
	const from = Math.ceil(before * 8 / 6);
	const to = Math.floor((before + 8) * 8 / 6);
	const text = bytesOf(encoded.slice(from, to));
	stable[text[0] ?? 0]?.push(text);
}
function agreeing(bytes, at, text) {
	let n = 0;
	while (n < text.length && bytes[at + n] === text[n]) n++;
	return n;
}
function behindUnderscore(bytes, at) {
	const n = Math.max(agreeing(bytes, at, live), agreeing(bytes, at, test));
	if (n === live.length) return Kind.plain;
	if (endsA[bytes[at - 3] ?? 0] === 0) return 0;
	return interrupts[bytes[at + n] ?? 0] === 1 || opensTemplate(bytes, at + n) || isBareColour(bytes, at + n) ? Kind.split : 0;
}
function isBareColour(bytes, at) {
	if (bytes[at] !== 91) return false;
	let end = at + 1;
	while (end < at + longestColour && colourParameter[bytes[end] ?? 0] === 1) end++;
	return bytes[end] === 75 || bytes[end] === 109 && end > at + 1;
}
function opensTemplate(bytes, at) {
	const brace = bytes[at] === 36 || bytes[at] === 35 ? at + 1 : at;
	return bytes[brace] === 123 && quote[bytes[brace + 1] ?? 0] === 1;
}
function wide(bytes, at) {
	const width = bytes[at + 2] === 95 ? 2 : 4;
	if (bytes[at + width] !== 95 || bytes[at - width] !== 97) return 0;
	for (let i = 1; i < width; i++) if (bytes[at - i] !== 0 || bytes[at + i] !== 0) return 0;
	return Kind.wide;
}
function behindHexK(bytes, at) {
	let end = at + 3;
	switch (bytes[at] ?? -1) {
		case 49: return bytes[at - 1] === 54 && bytes[end] === 53 && ((bytes[end + 1] ?? 0) | 32) === 102 ? Kind.hex : 0;
		case 53:
			if (bytes[at - 1] !== 50) return 0;
			break;
		case 68:
			if (bytes[at - 1] !== 51) return 0;
			break;
		case 123:
			if (bytes[end] === 125) end++;
			break;
		case 120:
		case 88:
		case 48:
			if (bytes[end] === 59) end++;
			break;
		case 37:
		case 61: break;
		default: return 0;
	}
	return underscoreAt(bytes, end) ? Kind.escaped : 0;
}
function behindDecimalK(bytes, at) {
	if (bytes[at - 1] !== 48 || bytes[at - 2] !== 49 || bytes[at - 3] !== 48) return 0;
	const [second, third] = [bytes[at + 1], bytes[at + 2]];
	const isClosed = second === 59 && (third === 38 || third === 95);
	if (!isClosed && (second !== 38 || third !== 35)) return 0;
	return underscoreAt(bytes, isClosed ? at + 2 : at + 1) ? Kind.escaped : 0;
}
function inBase64(bytes, at) {
	for (const text of stable[bytes[at] ?? 0] ?? []) {
		const n = agreeing(bytes, at, text);
		if (n === text.length || n >= 4 && base64[bytes[at + n] ?? 0] === 0) return Kind.base64;
	}
	return 0;
}
function confirm(bytes, at) {
	const second = bytes[at + 1];
	const third = bytes[at + 2];
	switch (bytes[at] ?? -1) {
		case 107:
			if (second === 95) return behindUnderscore(bytes, at + 2);
			if (second === 0) return wide(bytes, at);
			return underscoreAt(bytes, at + 1) ? Kind.escaped : 0;
		case 34:
		case 39:
		case 96:
			if (second !== 95) return 0;
			return Math.max(agreeing(bytes, at + 2, live), agreeing(bytes, at + 2, test)) === live.length ? Kind.split : 0;
		case 89:
		case 70:
		case 104: return inBase64(bytes, at);
		case 35:
			if (second !== 49 || third !== 48 || bytes[at + 3] !== 55) return 0;
			return underscoreAt(bytes, bytes[at + 4] === 59 ? at + 5 : at + 4) ? Kind.escaped : 0;
		case 55: return behindDecimalK(bytes, at);
		case 92:
			if (second !== 49 || third !== 53 || bytes[at + 3] !== 51) return 0;
			return underscoreAt(bytes, at + 4) ? Kind.escaped : 0;
		case 95:
			if (second !== 111 || bytes[at + 3] !== 115 || bytes[at + 4] !== 95) return 0;
			return bytes[at - 1] === 116 && bytes[at - 2] === 110 && bytes[at - 3] === 97 ? Kind.plain : 0;
		case 119: return second === 104 && third === 115 && bytes[at + 3] === 101 && bytes[at + 4] === 99 ? Kind.plain : 0;
		default: return second === 54 && ((third ?? 0) | 32) === 98 ? behindHexK(bytes, at) : 0;
	}
}
// src/detect/prefilter/layout.ts
const rawEventsAt = 1024;
const rawEventsMax = 1792;
const areaAt = 8256;
// src/core/web-assembly.ts
const { WebAssembly } = globalThis;
// src/detect/prefilter/wasm.ts
const wasmBase64 = "AGFzbQEAAAABCgJgAABgAn9/AX8CEwEHYWtndWFyZAZtZW1vcnkCAAEDBAMAAQEGNQR/AUEAC38BQQALewH9DAAAAAAAAAAAAAAAAAAAAAALewH9DAAAAAAAAAAAAAAAAAAAAAALByADBXN0YXJ0AAAEc2NhbgABDWNvdW50TmV3bGluZXMAAgqDBwMyAEEAJABBACQB/QwAAAAAAAAAAAAAAAAAAAAAJAL9DAAAAAAAAAAAAAAAAAAAAAAkAwvgBQIGfxN7QYAIIQIjACEDIwEhBCMCIQ0jAyEOQQD9AARAIRNBAP0ABFAhFEEA/QAEYCEVQQD9AARwIRZBAP0ABIABIRdBAP0ABJABIRhBAP0ABKABIRlBAP0ABLABIRpBAP0ABMABIQsCQANAIAAgAU8NASAA/QAEACEIIAggC/1OIQkgCEEE/Y0BIAv9TiEKIBMgCf2AAiAUIAr9gAL9TiERIBUgCf2AAiAWIAr9gAL9TiESIA0gEf0NDg8QERITFBUWFxgZGhscHSAOIBL9DQ8QERITFBUWFxgZGhscHR79TiAXIAn9gAIgGCAK/YAC/U79TiEPIAwgGSAJ/YACIBogCv2AAv1O/SP9ZCEGIAD9AAQQIQggCCAL/U4hCSAIQQT9jQEgC/1OIQogEyAJ/YACIBQgCv2AAv1OIQ0gFSAJ/YACIBYgCv2AAv1OIQ4gESAN/Q0ODxAREhMUFRYXGBkaGxwdIBIgDv0NDxAREhMUFRYXGBkaGxwdHv1OIBcgCf2AAiAYIAr9gAL9Tv1OIRAgBiAMIBkgCf2AAiAaIAr9gAL9Tv0j/WRBEHRyIQYgAyAGaGohBSADQShJIAVBKE9xBEAgAiAAIANrQQJ0QQFyNgIAIAJBBGohAgsgBmcgBSAGGyEDIAZB1arVqgVyQX9GIAZBqtWq1XpyQX9GcgRAIAwgAP0ABAD9I/1kIAwgAP0ABBD9I/1kQRB0ciEHIAcgB0EPcUGRosSIAWxGQaDZASAHQQ9xdnEEQCAHIARHBEAgAiAAQQJ0QQJyNgIAIAJBBGohAgsgByEEBUEAIQQLBUEAIQQLIA8gEP1Q/VMEQEF/IA8gDP0j/WQgECAM/SP9ZEEQdHJzIQcDQCACIAAgB2hqQQJ0NgIAIAJBBGohAiAHIAdBAWtxIgcNAAsLIABBIGohACACQfg+SQ0ACwsgAyQAIAQkASANJAIgDiQDQQAgAkGACGtBAnY2AgAgAAtsAgF/AXtBCv0PIQMCQANAIABBIGogAUsNASACIAMgAP0ABAD9I/1kIAMgAP0ABBD9I/1kQRB0cmlqIQIgAEEgaiEADAALCwJAA0AgACABTw0BIAIgAC0AAEEKRmohAiAAQQFqIQAMAAsLIAILC98BAgBBwAALkAEYEAggEBBASJBAAJcgEAAgAAA4UFBwj1AAAAAAAAAAAAKgQAAABFRAQAAARAKAACsCBETwAEvgQAAAAAAAAAAAI4YW5kumQgJCAIAGj4IAQoICRqYQxj9LAAAAAAAAAACo+Pj4+Pz4+Pj48FRwVFB0AQIECBAgQIAAAAAAAAAAAA8PDw8PDw8PDw8PDw8PDw8AQYDAAAtA/////////////////////////////////////////////////////////////////////////////////////w==";
// src/detect/prefilter/open.ts
let compiled;
function open(capacity) {
	const memory = new WebAssembly.Memory({ initial: Math.ceil((areaAt + capacity + 128) / 65536) });
	compiled ??= new WebAssembly.Module(Buffer.from(wasmBase64, "base64"));
	const { exports } = new WebAssembly.Instance(compiled, { akguard: { memory } });
	return {
		scan: exports,
		memory
	};
}
const inside = 1;
const lower = 2;
const upper = 4;
const notHex = 8;
const escape = 16;
const mixed = 6;
const shortestHex = 40;
const traits = new Uint8Array(256);
const give = (characters, trait) => {
	for (let i = 0; i < characters.length; i++) traits[characters.charCodeAt(i)] = inside | trait;
};
give(digits, 0);
give(lowerCase, 10);
give(upperCase, 12);
give("abcdef", lower);
give("ABCDEF", upper);
give("+/-_", notHex);
give("%\\", 24);
function inRun(byte) {
	return traits[byte] !== 0;
}
function mayBeEncoded(bytes, start) {
	const limit = start + 256;
	let seen = 0;
	let at = start;
	let hex = 0;
	let isHex = false;
	for (; at < limit; at++) {
		const here = traits[bytes[at] ?? 0] ?? 0;
		if (here === 0) break;
		seen |= here;
		hex = (here & notHex) === 0 ? hex + 1 : 0;
		isHex ||= hex === shortestHex;
		if ((seen & mixed) === mixed) return bytes[start] !== 95 || bytes[start + 1] !== 90;
	}
	if (at === limit || isHex) return true;
	return (seen & escape) !== 0 && countEscapes(bytes, start, at) * 8 >= at - start;
}
function countEscapes(bytes, from, to) {
	let count = 0;
	for (let at = from; at < to; at++) if (((traits[bytes[at] ?? 0] ?? 0) & escape) !== 0) count++;
	return count;
}
// src/detect/prefilter/prefilter.ts
const maxEvents = 4 * rawEventsMax;
const lookAhead = 256;
const firstRaw = rawEventsAt / 4;
const anchor = 0;
const run = 1;
var Prefilter = class {
	area;
	memory;
	count = 0;
	offsets = new Uint32Array(maxEvents);
	kinds = new Uint8Array(maxEvents);
	#bytes;
	#raw;
	#scan;
	constructor(capacity = 1 << 20) {
		const { scan, memory } = open(capacity);
		this.#scan = scan;
		this.memory = memory;
		this.#bytes = new Uint8Array(memory.buffer);
		this.#raw = new Uint32Array(memory.buffer, 0, areaAt / 4);
		this.area = Buffer.from(memory.buffer, areaAt, capacity);
	}
	scan(from, to, final) {
		if (final) this.#bytes.fill(255, areaAt + to, areaAt + to + 128);
		const length = to - from;
		const steps = final ? Math.ceil(length / 32) : Math.floor((length - lookAhead) / 32);
		this.count = 0;
		if (steps <= 0) return final ? to : from;
		const end = areaAt + from + steps * 32;
		let at = areaAt + from;
		this.#warmUp(at);
		while (at < end && this.count + 1792 <= maxEvents) {
			at = this.#scan.scan(at, end);
			this.#confirm();
		}
		return Math.min(at - areaAt, to);
	}
	countNewlines(from, to) {
		return this.#scan.countNewlines(areaAt + from, areaAt + to);
	}
	#warmUp(at) {
		this.#scan.start();
		this.#scan.scan(at - 64, at);
	}
	#confirm() {
		const bytes = this.#bytes;
		const raw = this.#raw;
		const { offsets, kinds } = this;
		const end = firstRaw + (raw[0] ?? 0);
		let count = this.count;
		for (let i = firstRaw; i < end; i++) {
			const event = raw[i] ?? 0;
			let at = event >>> 2;
			let kind = Kind.wideRun;
			if ((event & 3) === anchor) kind = confirm(bytes, at -= 2);
			else if ((event & 3) === run) kind = mayBeEncoded(bytes, at) ? Kind.run : 0;
			if (kind === 0) continue;
			offsets[count] = at - areaAt;
			kinds[count++] = kind;
		}
		this.count = count;
	}
};
// src/io/package-files.ts
function packageRoot() {
	let folder = __dirname;
	while (!(0, node_fs.existsSync)((0, node_path.join)(folder, "rules"))) {
		const parent = (0, node_path.dirname)(folder);
		if (parent === folder) throw new Error("akguard is not installed whole: its rules folder is missing");
		folder = parent;
	}
	return folder;
}
function readRuleFiles(folder = "") {
	const place = (0, node_path.join)(packageRoot(), "rules", folder);
	return (0, node_fs.readdirSync)(place).filter((name) => name.endsWith(".json")).toSorted().map((file) => ({
		file,
		json: (0, node_fs.readFileSync)((0, node_path.join)(place, file), "utf8")
	}));
}
function readVersion() {
	const text = (0, node_fs.readFileSync)((0, node_path.join)(packageRoot(), "package.json"), "utf8");
	return JSON.parse(text).version;
}
// src/config/shipped-rules.ts
function prefixesOf(files) {
	return files.map(({ json }) => JSON.parse(json).prefix);
}
function shippedRules(ruleFiles, contextFiles) {
	const contexts = contextFiles.map(({ json }) => JSON.parse(json));
	return ruleFiles.map(({ file, json }) => {
		const rule = withContext(JSON.parse(json), contexts);
		if (rule === null) throw new Error(`${file}: no such context`);
		return rule;
	});
}
function withContext(rule, contexts) {
	const context = contexts.find(({ id }) => id === rule.context);
	return context === void 0 ? null : {
		needsOwn: false,
		...rule,
		context
	};
}
function containerKind(head, path) {
	switch (head[0] ?? 0) {
		case 80:
			if (isZip(head)) return "zip";
			break;
		case 31:
			if (head[1] === 139 && head[2] === 8 && ((head[3] ?? 255) & 224) === 0) return "gzip";
			break;
		case 66:
			if (isBzip2(head)) return "bzip2";
			break;
		case 253: if (head.toString("latin1", 1, 6) === "7zXZ\0") return "xz";
	}
	if (head[257] === 117 && isTar(head)) return "tar";
	if (isZstd(head)) return "zstd";
	return path !== null && path.endsWith(".br") && !isText(head) ? "brotli" : null;
}
function isZip(head) {
	const [, k, a, b] = head;
	return k === 75 && (a === 3 && b === 4 || a === 5 && b === 6 || a === 7 && b === 8);
}
function isBzip2(head) {
	if (!/^BZh[1-9]/.test(head.toString("latin1", 0, 4))) return false;
	const magic = head.toString("hex", 4, 10);
	return magic === "314159265359" || magic === "177245385090";
}
function isZstd(head) {
	let at = 0;
	while (head.length >= at + 8 && head.readUInt32LE(at) >>> 4 === 25481893) at += 8 + head.readUInt32LE(at + 4);
	if (at + 4 > head.length) return at > 0;
	return head.readUInt32LE(at) === 4247762216;
}
function isTar(head) {
	return head.length >= 512 && head.toString("latin1", 257, 262) === "ustar" && checksumFits(head);
}
function checksumFits(header) {
	const stated = Number.parseInt(header.toString("latin1", 148, 156), 8);
	let unsigned = 0;
	let signed = 0;
	for (let i = 0; i < 512; i++) {
		const byte = i >= 148 && i < 156 ? 32 : header[i] ?? 0;
		unsigned += byte;
		signed += byte < 128 ? byte : byte - 256;
	}
	return stated === unsigned || stated === signed;
}
function isText(head) {
	let end = head.length;
	while (end > 0 && end > head.length - 4 && (head[end - 1] ?? 0) >= 128) end--;
	return (0, node_buffer.isUtf8)(head.subarray(0, end)) && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head.toString("latin1"));
}
// src/git/quick/doubt.ts
var Doubt = class extends Error {};
// src/git/quick/files.ts
function textIfThere(path) {
	return (0, node_fs.existsSync)(path) ? (0, node_fs.readFileSync)(path, "utf8") : null;
}
function readUpTo(file, from, size) {
	const bytes = Buffer.allocUnsafe(size);
	let done = 0;
	while (done < size) {
		const read = (0, node_fs.readSync)(file, bytes, done, size - done, from + done);
		if (read === 0) break;
		done += read;
	}
	return bytes.subarray(0, done);
}
function readTail(path, size) {
	const file = (0, node_fs.openSync)(path, "r");
	try {
		const all = (0, node_fs.fstatSync)(file).size;
		const wanted = Math.min(size, all);
		return readUpTo(file, all - wanted, wanted);
	} finally {
		(0, node_fs.closeSync)(file);
	}
}
// src/git/quick/head.ts
function readHead({ own, common }) {
	const head = (0, node_fs.readFileSync)((0, node_path.join)(own, "HEAD"), "utf8").trimEnd();
	const [, ref] = /^ref: (refs\/heads\/.+)$/.exec(head) ?? [];
	if (ref === void 0) return idIn(head);
	const loose = textIfThere((0, node_path.join)(common, ref));
	if (loose !== null) return idIn(loose.trimEnd());
	const line = textIfThere((0, node_path.join)(common, "packed-refs"))?.split("\n").find((each) => each.endsWith(` ${ref}`));
	return line === void 0 ? null : idIn(line.slice(0, line.indexOf(" ")));
}
function idIn(text) {
	if (!/^[0-9a-f]{40}$/.test(text)) throw new Doubt("a ref that holds no id");
	return text;
}
// src/git/quick/layout.ts
const movers = [
	"GIT_WORK_TREE",
	"GIT_COMMON_DIR",
	"GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_QUARANTINE_PATH"
];
function findLayout(directory, variables) {
	const mover = movers.find((name) => variables[name] !== void 0);
	if (mover !== void 0) throw new Doubt(`${mover} is set`);
	const { GIT_DIR: given, GIT_INDEX_FILE: index } = variables;
	const found = given === void 0 ? findGitFolder(directory) : {
		folder: (0, node_path.resolve)(directory, given),
		top: directory
	};
	const own = found.folder;
	const common = (0, node_path.resolve)(own, textIfThere((0, node_path.join)(own, "commondir"))?.trimEnd() ?? ".");
	if (/^\s*\[\s*extensions/im.test((0, node_fs.readFileSync)((0, node_path.join)(common, "config"), "latin1"))) throw new Doubt("the repository has extensions");
	if (index !== void 0 && found.top !== directory) throw new Doubt("the index is relative to another folder");
	return {
		index: index === void 0 ? (0, node_path.join)(own, "index") : (0, node_path.resolve)(directory, index),
		own,
		common
	};
}
function findGitFolder(from) {
	for (let top = from;; top = (0, node_path.dirname)(top)) {
		const path = (0, node_path.join)(top, ".git");
		const found = (0, node_fs.statSync)(path, { throwIfNoEntry: false });
		if (found?.isDirectory()) return {
			folder: path,
			top
		};
		if (found?.isFile()) {
			const [, folder] = /^gitdir: (.+)\n$/.exec((0, node_fs.readFileSync)(path, "utf8")) ?? [];
			if (folder === void 0) throw new Doubt("a .git that is no pointer");
			return {
				folder: (0, node_path.resolve)(top, folder),
				top
			};
		}
		const isBare = (0, node_fs.statSync)((0, node_path.join)(top, "objects"), { throwIfNoEntry: false }) !== void 0;
		if (found !== void 0 || isBare || top === (0, node_path.dirname)(top)) throw new Doubt("no usual repository");
	}
}
// src/git/quick/next-tree.ts
const idSize$2 = 20;
const headSize$1 = 8;
const tailSize = 65536;
function nextTree(index) {
	const tail = readTail(index, tailSize);
	const found = treeIn(tail) ?? (tail.length < tailSize ? null : treeIn(readTail(index, Infinity)));
	if (found === null) throw new Doubt("git remembers no tree");
	return found;
}
function treeIn(tail) {
	for (let at = tail.length; (at = tail.lastIndexOf("TREE", at - 1)) !== -1;) {
		const [all, count] = /^\0(-?\d+) \d+\n/.exec(tail.toString("latin1", at + headSize$1, at + headSize$1 + 32)) ?? [];
		if (all !== void 0 && isChain(tail, at)) {
			const id = at + headSize$1 + all.length;
			if (Number(count) < 0) return null;
			return tail.toString("hex", id, id + idSize$2);
		}
		if (at === 0) break;
	}
	return null;
}
function isChain(tail, from) {
	const end = tail.length - idSize$2;
	let at = from;
	while (at + headSize$1 <= end) at += headSize$1 + tail.readUInt32BE(at + 4);
	return at === end;
}
// src/git/quick/delta.ts
function applyDelta(base, delta) {
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
	if (size() !== base.length) throw new Doubt("a delta of another object");
	const made = Buffer.alloc(size());
	let fill = 0;
	while (at < delta.length) {
		const command = delta[at++] ?? 0;
		if (command === 0) throw new Doubt("a command of a delta that is not known");
		const isCopy = command >= 128;
		let [from, length] = [at, command];
		if (isCopy) {
			[from, length] = [0, 0];
			for (let i = 0; i < 4; i++) if (command & 1 << i) from += (delta[at++] ?? 0) * 256 ** i;
			for (let i = 0; i < 3; i++) if (command & 16 << i) length += (delta[at++] ?? 0) * 256 ** i;
			if (length === 0) length = 65536;
		} else at += length;
		const source = isCopy ? base : delta;
		if (from + length > source.length || fill + length > made.length) throw new Doubt("a delta that is too long");
		source.copy(made, fill, from, from + length);
		fill += length;
	}
	if (fill !== made.length) throw new Doubt("a delta that is too short");
	return made;
}
// src/git/quick/object-files.ts
const idSize$1 = 20;
const mostPacks = 50;
const longestChain = 4096;
const headSize = 2048;
const longest = 1 << 24;
const types = {
	1: "commit",
	2: "tree",
	3: "blob",
	4: "tag"
};
const ofsDelta = 6;
const refDelta = 7;
const fanoutAt = 8;
const idsAt = 1032;
var ObjectFiles = class {
	#store;
	#packs = null;
	constructor(store) {
		this.#store = store;
	}
	read(id) {
		return readLoose(this.#store, id) ?? this.#packed(id, 0);
	}
	#packed(id, depth) {
		this.#packs ??= openPacks((0, node_path.join)(this.#store, "pack"));
		const bytes = Buffer.from(id, "hex");
		for (const pack of this.#packs) {
			const offset = offsetOf(pack, bytes);
			if (offset !== null) return this.#entry(pack, offset, depth);
		}
		throw new Doubt("an object that is neither loose nor in a pack");
	}
	#entry(pack, offset, depth) {
		if (depth > longestChain) throw new Doubt("a chain of deltas without an end");
		const file = pack.pack ??= (0, node_fs.openSync)(pack.path, "r");
		const head = readUpTo(file, offset, headSize);
		let at = 0;
		let byte = head[at++] ?? 0;
		const kind = byte >> 4 & 7;
		let size = byte & 15;
		for (let factor = 16; byte & 128; factor *= 128) {
			byte = head[at++] ?? 0;
			size += (byte & 127) * factor;
		}
		if (size > longest) throw new Doubt("a large object");
		let base = null;
		if (kind === ofsDelta) {
			let back = -1;
			do {
				byte = head[at++] ?? 0;
				back = (back + 1) * 128 + (byte & 127);
			} while (byte & 128 && at < head.length);
			if (back <= 0 || back >= offset) throw new Doubt("a delta of nothing");
			base = this.#entry(pack, offset - back, depth + 1);
		} else if (kind === refDelta) {
			base = this.#packed(head.toString("hex", at, at + idSize$1), depth + 1);
			at += idSize$1;
		}
		const most = size + (size >> 8) + 64;
		const packed = at + most <= headSize ? head.subarray(at) : readUpTo(file, offset + at, most);
		const bytes = (0, node_zlib.inflateSync)(packed, { maxOutputLength: Math.max(1, size) });
		if (bytes.length !== size) throw new Doubt("an object of another size");
		if (base !== null) return {
			type: base.type,
			bytes: applyDelta(base.bytes, bytes)
		};
		const type = types[kind];
		if (type === void 0) throw new Doubt("an entry of no known kind");
		return {
			type,
			bytes
		};
	}
};
function openPacks(folder) {
	const names = (0, node_fs.readdirSync)(folder).filter((name) => name.endsWith(".idx"));
	if (names.length > mostPacks) throw new Doubt("many packs");
	return names.map((name) => {
		const index = (0, node_fs.openSync)((0, node_path.join)(folder, name), "r");
		const head = readUpTo(index, 0, idsAt);
		if (head.length < idsAt || head.readUInt32BE(0) !== 4285812579 || head.readUInt32BE(4) !== 2) throw new Doubt("the index of a pack of another version");
		const fanout = head.subarray(fanoutAt);
		const path = (0, node_path.join)(folder, name.replace(/idx$/, "pack"));
		return {
			index,
			fanout,
			count: fanout.readUInt32BE(1020),
			path,
			pack: null
		};
	});
}
function offsetOf({ index, fanout, count }, id) {
	const first = id[0] ?? 0;
	const from = first === 0 ? 0 : fanout.readUInt32BE((first - 1) * 4);
	const ids = readUpTo(index, idsAt + from * idSize$1, (fanout.readUInt32BE(first * 4) - from) * idSize$1);
	let [low, high] = [0, ids.length / idSize$1 - 1];
	while (low <= high) {
		const middle = low + high >> 1;
		const order = ids.compare(id, 0, idSize$1, middle * idSize$1, (middle + 1) * idSize$1);
		if (order === 0) {
			const word = readUpTo(index, idsAt + count * 24 + (from + middle) * 4, 4).readUInt32BE();
			if (word < 2147483648) return word;
			const large = readUpTo(index, idsAt + count * 28 + (word - 2147483648) * 8, 8);
			return Number(large.readBigUInt64BE());
		}
		if (order < 0) low = middle + 1;
		else high = middle - 1;
	}
	return null;
}
// src/git/quick/staged-blobs.ts
const idSize = 20;
const folder = "40000";
const submodule = "160000";
function stagedBlobs(directory, variables) {
	const layout = findLayout(directory, variables);
	const objects = new ObjectFiles((0, node_path.join)(layout.common, "objects"));
	const next = nextTree(layout.index);
	const head = readHead(layout);
	const ids = new Set();
	addBlobs(objects, next, head === null ? null : treeOf(objects, head), ids);
	return {
		ids,
		read(id, look) {
			const object = objects.read(id);
			const seen = look(object.bytes);
			release(object);
			return seen;
		}
	};
}
function treeOf(objects, commit) {
	const { type, bytes } = objects.read(commit);
	const [, tree] = /^tree ([0-9a-f]{40})\n/.exec(bytes.toString("latin1", 0, 46)) ?? [];
	if (type !== "commit" || tree === void 0) throw new Doubt("HEAD is no commit");
	return tree;
}
function addBlobs(objects, tree, before, ids) {
	if (tree === before) return;
	const old = before === null ? new Map() : readTree(objects, before);
	for (const [name, id] of readTree(objects, tree)) {
		if (old.get(name) === id || name.startsWith(`${submodule} `)) continue;
		if (name.startsWith(`${folder} `)) addBlobs(objects, id, old.get(name) ?? null, ids);
		else ids.add(id);
	}
}
function readTree(objects, id) {
	const { type, bytes } = objects.read(id);
	if (type !== "tree") throw new Doubt("a folder that is no tree");
	const entries = new Map();
	for (let at = 0; at < bytes.length;) {
		const end = bytes.indexOf(0, at);
		if (end < 0 || end + idSize >= bytes.length) throw new Doubt("a tree that is cut short");
		entries.set(bytes.toString("latin1", at, end), bytes.toString("hex", end + 1, end + 1 + idSize));
		at = end + 1 + idSize;
	}
	return entries;
}
// src/io/hook-input.ts
var hook_input_exports = require_rolldown_runtime.__exportAll({ findUserConfig: () => findUserConfig });
function readMessage(path) {
	return (0, node_fs.readFileSync)(path);
}
function findUserConfig(variables) {
	const file = (0, node_path.join)(userFolder(variables), "config.yaml");
	return (0, node_fs.existsSync)(file) ? file : void 0;
}
function userFolder(variables) {
	return (0, node_path.join)(variables["XDG_CONFIG_HOME"] || (0, node_path.join)(home(variables), ".config"), "akguard");
}
function home(variables) {
	return variables["HOME"] || process.getBuiltinModule("node:os").homedir();
}
// src/hook-quick.ts
var hook_quick_exports = require_rolldown_runtime.__exportAll({ isCertainlyClean: () => isCertainlyClean });
async function isCertainlyClean(argv, variables) {
	const [, hook = "", ...rest] = argv;
	const operands = rest[0] === "--" ? rest.slice(1) : rest;
	if (operands[0]?.startsWith("-") || variables["PRE_COMMIT"] || isConfigured(variables)) return false;
	try {
		return await isClean(hook, operands, variables);
	} catch {
		return false;
	}
}
async function isClean(hook, operands, variables) {
	const [path] = operands;
	switch (hook) {
		case "pre-commit": {
			if (path !== void 0) return false;
			const { ids, read } = stagedBlobs(process.cwd(), variables);
			return areClean(ids, read);
		}
		case "commit-msg": return path !== void 0 && operands.length === 1 && areClean([path], readText);
		case "pre-push":
		case "pre-receive":
		case "update": {
			const { keepCompiled } = await Promise.resolve().then(() => require("./compile-cache.js"));
			keepCompiled(variables);
			const { isCleanPush } = await Promise.resolve().then(() => require("./hook-quick-push.js"));
			return isCleanPush(`hook ${hook}`, operands);
		}
		default: return false;
	}
}
function isConfigured(variables) {
	return variables["AKGUARD_CONFIG"] !== void 0 || findUserConfig(variables) !== void 0;
}
const readText = (path, look) => look(readMessage(path));
const capacity = 1 << 20;
async function areClean(names, read) {
	const files = readRuleFiles();
	const isQuick = prefixesOf(files).every(isTold);
	const prefilter = new Prefilter(capacity);
	const others = [];
	for (const name of names) {
		const seen = read(name, (bytes) => firstLook(bytes, prefilter));
		if (seen === "container") return false;
		if (!isQuick || seen !== "nothing") others.push(name);
	}
	return others.length === 0 || await holdNone(others, read, files);
}
function firstLook(bytes, prefilter) {
	if (containerKind(bytes.subarray(0, 512), null) !== null) return "container";
	if (bytes.length > capacity) return "something";
	bytes.copy(prefilter.area);
	return prefilter.scan(0, bytes.length, true) < bytes.length || prefilter.count > 0 ? "something" : "nothing";
}
async function holdNone(names, read, files) {
	const { Scanner } = await Promise.resolve().then(() => require("./scanner.js")).then((n) => n.scanner_exports);
	const { containers } = await Promise.resolve().then(() => require("./containers.js")).then((n) => n.containers_exports);
	const scanner = new Scanner(shippedRules(files, readRuleFiles("context/")), containers);
	for (const name of names) {
		read(name, (bytes) => scanner.whole({
			kind: "object",
			type: "blob",
			id: ""
		}, bytes));
		if (scanner.matches.length > 0 || scanner.gaps.length > 0) return false;
	}
	return true;
}
Object.defineProperty(exports, "Kind", {
	enumerable: true,
	get: function() {
		return Kind;
	}
});
Object.defineProperty(exports, "Prefilter", {
	enumerable: true,
	get: function() {
		return Prefilter;
	}
});
Object.defineProperty(exports, "WebAssembly", {
	enumerable: true,
	get: function() {
		return WebAssembly;
	}
});
Object.defineProperty(exports, "base64Alphabet", {
	enumerable: true,
	get: function() {
		return base64Alphabet;
	}
});
Object.defineProperty(exports, "byteSet", {
	enumerable: true,
	get: function() {
		return byteSet;
	}
});
Object.defineProperty(exports, "checksumFits", {
	enumerable: true,
	get: function() {
		return checksumFits;
	}
});
Object.defineProperty(exports, "containerKind", {
	enumerable: true,
	get: function() {
		return containerKind;
	}
});
Object.defineProperty(exports, "digits", {
	enumerable: true,
	get: function() {
		return digits;
	}
});
Object.defineProperty(exports, "eventPlace", {
	enumerable: true,
	get: function() {
		return eventPlace;
	}
});
Object.defineProperty(exports, "findLooseStore", {
	enumerable: true,
	get: function() {
		return findLooseStore;
	}
});
Object.defineProperty(exports, "home", {
	enumerable: true,
	get: function() {
		return home;
	}
});
Object.defineProperty(exports, "hook_input_exports", {
	enumerable: true,
	get: function() {
		return hook_input_exports;
	}
});
Object.defineProperty(exports, "hook_quick_exports", {
	enumerable: true,
	get: function() {
		return hook_quick_exports;
	}
});
Object.defineProperty(exports, "inRun", {
	enumerable: true,
	get: function() {
		return inRun;
	}
});
Object.defineProperty(exports, "lowerCase", {
	enumerable: true,
	get: function() {
		return lowerCase;
	}
});
Object.defineProperty(exports, "mayBeEncoded", {
	enumerable: true,
	get: function() {
		return mayBeEncoded;
	}
});
Object.defineProperty(exports, "readLoose", {
	enumerable: true,
	get: function() {
		return readLoose;
	}
});
Object.defineProperty(exports, "readMessage", {
	enumerable: true,
	get: function() {
		return readMessage;
	}
});
Object.defineProperty(exports, "readRuleFiles", {
	enumerable: true,
	get: function() {
		return readRuleFiles;
	}
});
Object.defineProperty(exports, "readVersion", {
	enumerable: true,
	get: function() {
		return readVersion;
	}
});
Object.defineProperty(exports, "shippedRules", {
	enumerable: true,
	get: function() {
		return shippedRules;
	}
});
Object.defineProperty(exports, "upperCase", {
	enumerable: true,
	get: function() {
		return upperCase;
	}
});
Object.defineProperty(exports, "userFolder", {
	enumerable: true,
	get: function() {
		return userFolder;
	}
});
Object.defineProperty(exports, "withContext", {
	enumerable: true,
	get: function() {
		return withContext;
	}
});
