import { i as worst, n as messageOf, r as ExitCode, t as AkguardError } from "./errors.js";
import { _ as _gte, b as _regex, h as string, i as boolean, l as number, m as strictObject, n as _enum, o as int, r as array, t as _default, v as _lte, y as _minLength } from "./schemas.js";
import { a as visible, i as maskKeys } from "./text.js";
import { n as printOut } from "./terminal.js";
import { t as Secret } from "./secret.js";
import "./store.js";
import { n as readShortStdin } from "./stdin.js";
import { i as kindOf } from "./paths.js";
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { spawn } from "node:child_process";
import { inflateSync } from "node:zlib";
// src/core/runtime.ts
const systemClock = {
	now: () => Date.now(),
	sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
};
const silentLog = {
	debug: () => {},
	warn: () => {}
};
function timestamp(clock) {
	return new Date(clock.now()).toISOString();
}
// src/io/package-files.ts
function packageRoot() {
	let folder = new URL(".", import.meta.url);
	while (!existsSync(new URL("rules/", folder))) {
		const parent = new URL("..", folder);
		if (parent.href === folder.href) throw new Error("akguard is not installed whole: its rules folder is missing");
		folder = parent;
	}
	return folder;
}
function readRuleFiles(folder = "") {
	const place = new URL(`rules/${folder}`, packageRoot());
	return readdirSync(place).filter((name) => name.endsWith(".json")).toSorted().map((file) => ({
		file,
		json: readFileSync(new URL(file, place), "utf8")
	}));
}
function readVersion() {
	const text = readFileSync(new URL("package.json", packageRoot()), "utf8");
	return JSON.parse(text).version;
}
// src/core/coverage.ts
var Coverage = class {
	files = 0;
	commits = 0;
	blobs = 0;
	objects = 0;
	lines = 0;
	bytes = 0;
	#missed = [];
	#leftOut = [];
	missed(what, why) {
		this.#missed.push({
			what,
			why
		});
	}
	leftOut(what, why) {
		this.#leftOut.push({
			what,
			why
		});
	}
	add(other) {
		this.files += other.files;
		this.commits += other.commits;
		this.blobs += other.blobs;
		this.objects += other.objects;
		this.lines += other.lines;
		this.bytes += other.bytes;
		addNew(this.#missed, other.#missed);
		addNew(this.#leftOut, other.#leftOut);
	}
	get complete() {
		return this.#missed.length === 0;
	}
	get skipped() {
		return [...this.#missed, ...this.#leftOut];
	}
};
const mostAdded = 1e3;
function addNew(known, others) {
	for (const { what, why } of others) {
		if (known.length >= mostAdded) return;
		if (!known.some((each) => each.what === what && each.why === why)) known.push({
			what,
			why
		});
	}
}
// src/core/blob.ts
function pathOf(provenance) {
	switch (provenance.kind) {
		case "file":
		case "log":
		case "index":
		case "commit": return provenance.path;
		case "object":
		case "message": return null;
	}
}
// src/core/verdict.ts
function unverified(reason) {
	return {
		validity: "unverified",
		reason,
		checkedAt: null,
		status: null,
		code: null,
		requestId: null
	};
}
// src/detect/context.ts
const reach$1 = 2048;
const nameReach = 200;
const compiledPaths = new WeakMap();
function surroundings(rule, bytes, start, end) {
	const { context } = rule;
	const before = bytes.toString("latin1", Math.max(0, start - reach$1), start).toLowerCase();
	const behind = bytes.toString("latin1", end, Math.min(bytes.length, end + reach$1)).toLowerCase();
	const around = `${before}${rule.prefix.toLowerCase()}\n${behind}`;
	const own = context.own.some((word) => around.includes(word));
	const vendor = own ? void 0 : context.vendors.find(({ near }) => near.some((word) => around.includes(word)));
	const name = before.slice(Math.max(before.lastIndexOf("\n") + 1, before.length - nameReach));
	const exposed = context.exposures.find(({ before: names }) => names.some((word) => name.includes(word)));
	return {
		own,
		vendor: vendor?.name ?? null,
		exposure: exposed?.exposure ?? null
	};
}
function exposureOfPath(rule, path) {
	for (const { exposure, paths } of rule.context.exposures) {
		if (exposure === "live-key-in-development" && rule.environment !== "live") continue;
		if (paths.length > 0 && pattern(rule.context, exposure, paths).test(path)) return exposure;
	}
	return null;
}
function pattern(context, exposure, paths) {
	let compiled = compiledPaths.get(context);
	if (compiled === void 0) compiledPaths.set(context, compiled = new Map());
	let regexp = compiled.get(exposure);
	if (regexp === void 0) compiled.set(exposure, regexp = new RegExp(paths.map((path) => `(?:${path})`).join("|"), "i"));
	return regexp;
}
// src/detect/group.ts
function groupFindings(matches) {
	const byFingerprint = new Map();
	for (const match of matches) {
		let places = byFingerprint.get(match.secret.fingerprint);
		if (places === void 0) byFingerprint.set(match.secret.fingerprint, places = new Map());
		places.set(`${placeKey(match.provenance)}\0${match.offset}\0${match.encoding.join()}`, match);
	}
	return [...byFingerprint.values()].map((places) => [...places.values()].toSorted(byPlace)).flatMap((sorted) => {
		const first = sorted[0];
		return first === void 0 ? [] : [{
			fingerprint: first.secret.fingerprint,
			secret: first.secret,
			rule: first.rule,
			vendor: sorted.every((match) => match.vendor !== null) ? first.vendor : null,
			matches: sorted
		}];
	}).toSorted((a, b) => compare(a.fingerprint, b.fingerprint));
}
function placeKey(provenance) {
	switch (provenance.kind) {
		case "file":
		case "log":
		case "index": return `${provenance.kind}\0${provenance.path}`;
		case "commit": return `commit\0${provenance.commit.id}\0${provenance.path}`;
		case "object":
		case "message": return `${provenance.kind}\0${provenance.id}`;
	}
}
function byPlace(a, b) {
	return compare(pathOf(a.provenance) ?? "", pathOf(b.provenance) ?? "") || a.line - b.line || a.column - b.column || compare(placeKey(a.provenance), placeKey(b.provenance)) || a.offset - b.offset;
}
function compare(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
// src/detect/placeholder.ts
function entropy(text) {
	const counts = new Map();
	for (const c of text) counts.set(c, (counts.get(c) ?? 0) + 1);
	let bits = 0;
	for (const n of counts.values()) bits -= n / text.length * Math.log2(n / text.length);
	return bits;
}
const part = (letters) => `(?:${letters}+\\d{0,3}|\\d{1,4})`;
const snake = (letters) => `${part(letters)}(?:_+${part(letters)})+_*|${letters}+_*`;
const identifier = new RegExp(`^_*(?:${snake("[a-z]")}|${snake("[A-Z]")})$`);
const camelCase = /^_*[a-z]*(?:[A-Z][a-z]{2,}_*)+$/;
const longestRun$3 = 6;
function hasLongRun(body) {
	let run = 1;
	let step = null;
	for (let i = 1; i < body.length; i++) {
		const delta = body.charCodeAt(i) - body.charCodeAt(i - 1);
		if (Math.abs(delta) <= 1 && delta === step) run++;
		else run = Math.abs(delta) <= 1 ? 2 : 1;
		step = delta;
		if (run >= longestRun$3) return true;
	}
	return false;
}
function isPlaceholder(body, words, minEntropy) {
	const lower = body.toLowerCase();
	return words.some((word) => lower.includes(word)) || identifier.test(body) || camelCase.test(body) || hasLongRun(body) || entropy(body) < minEntropy;
}
// src/detect/finder.ts
const commonFirst = " etaoinsrhldcumf_pgwybvkxjqz";
function compile(rule) {
	const rarity = (at) => {
		const rank = commonFirst.indexOf(rule.prefix[at]?.toLowerCase() ?? " ");
		return rank < 0 ? 28 : rank;
	};
	let anchorAt = 0;
	for (let at = 1; at <= rule.prefix.length - 7; at++) if (rarity(at) > rarity(anchorAt)) anchorAt = at;
	const prefix = Buffer.from(rule.prefix, "latin1");
	return {
		rule,
		prefix,
		anchor: prefix.subarray(anchorAt),
		anchorAt,
		body: byteClass(rule.body.alphabet),
		notAfter: byteClass(rule.notAfter)
	};
}
function byteClass(characters) {
	const pattern = new RegExp(`[${characters}]`);
	return Uint8Array.from({ length: 256 }, (_, byte) => byte < 128 && pattern.test(String.fromCharCode(byte)) ? 1 : 0);
}
const told = /k_(?=live_$|test_$)|(?<=^ant)_ocs_|whsec_/;
var Finder = class {
	#told;
	#untold;
	constructor(rules) {
		const compiled = rules.map((rule) => ({
			compiled: compile(rule),
			eventAt: told.exec(rule.prefix)?.index ?? -1
		}));
		this.#told = compiled.filter(({ eventAt }) => eventAt >= 0);
		this.#untold = compiled.filter(({ eventAt }) => eventAt < 0).map((each) => each.compiled);
	}
	keyAt(bytes, at) {
		for (const { compiled, eventAt } of this.#told) {
			const start = at - eventAt;
			if (!holdsPrefix(compiled.prefix, bytes, start)) continue;
			const end = keyEnd(compiled, bytes, start);
			if (end > 0) return {
				rule: compiled.rule,
				start,
				end
			};
		}
		return null;
	}
	findUntold(bytes, from, to, onKey) {
		for (const compiled of this.#untold) {
			const { anchor, anchorAt, rule, prefix } = compiled;
			for (let at = bytes.indexOf(anchor, from); at !== -1 && at - anchorAt < to; at = bytes.indexOf(anchor, at + 1)) {
				const start = at - anchorAt;
				if (start < from || !holdsPrefix(prefix, bytes, start)) continue;
				const end = keyEnd(compiled, bytes, start);
				if (end > 0) onKey(rule, start, end);
			}
		}
	}
};
function holdsPrefix(prefix, bytes, start) {
	if (start < 0 || start + prefix.length > bytes.length) return false;
	for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return false;
	return true;
}
function keyEnd(compiled, bytes, start) {
	const { rule, prefix, body, notAfter } = compiled;
	if (start > 0 && notAfter[bytes[start - 1] ?? 0] === 1) return -1;
	const bodyStart = start + prefix.length;
	const limit = Math.min(bytes.length, bodyStart + rule.body.max + 1);
	let end = bodyStart;
	while (end < limit && body[bytes[end] ?? 0] === 1) end++;
	const length = end - bodyStart;
	if (length < rule.body.min || length > rule.body.max) return -1;
	return isPlaceholder(bytes.toString("latin1", bodyStart, end), rule.context.placeholders, rule.body.minEntropy) ? -1 : end;
}
// src/detect/prefilter/byte-set.ts
const lowerCase = "abcdefghijklmnopqrstuvwxyz";
const upperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const digits = "0123456789";
const base64Alphabet$1 = `${upperCase}${lowerCase}${digits}+/-_`;
function byteSet(characters) {
	const table = new Uint8Array(256);
	for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
	return table;
}
// src/detect/decoders/bytes.ts
const word = byteSet(`${lowerCase}${upperCase}${digits}_`);
const alphanumeric = byteSet(`${lowerCase}${upperCase}${digits}`);
const base64Character = byteSet(base64Alphabet$1);
const hexDigit = byteSet(`${digits}abcdefABCDEF`);
const escapeLetter = byteSet("abefnrtv0");
const quote = byteSet("\"'`");
const blank = byteSet(" 	");
const hexValues = Uint8Array.from({ length: 256 }, (_, byte) => hexDigit[byte] === 1 ? Number.parseInt(String.fromCharCode(byte), 16) : 0);
function isIn(set, bytes, at) {
	return at >= 0 && at < bytes.length && set[bytes[at] ?? 0] === 1;
}
function hexNumber(bytes, at, count) {
	let value = 0;
	for (let i = at; i < at + count; i++) {
		if (!isIn(hexDigit, bytes, i)) return -1;
		value = value * 16 + (hexValues[bytes[i] ?? 0] ?? 0);
	}
	return value;
}
function startsWith$1(bytes, at, text, anyCase = false) {
	for (let i = 0; i < text.length; i++) {
		const byte = bytes[at + i] ?? 0;
		if ((anyCase && byte >= 65 && byte <= 90 ? byte | 32 : byte) !== text.charCodeAt(i)) return false;
	}
	return true;
}
function endOf(set, bytes, at, limit) {
	let end = at;
	while (end < limit && set[bytes[end] ?? 0] === 1) end++;
	return end;
}
function startOf(set, bytes, at, most) {
	const least = Math.max(0, at - most);
	let start = at;
	while (start > least && set[bytes[start - 1] ?? 0] === 1) start--;
	return start;
}
// src/detect/decoders/raw-key.ts
const prefixes$1 = ["k_live_", "k_test_"];
function rawKey(bytes, at) {
	let start = at;
	let end = at;
	let whole = true;
	if (bytes[at] === 107) {
		if (bytes[at - 1] === 97) start = at - 1;
		for (const prefix of prefixes$1) {
			let n = 0;
			while (n < prefix.length && bytes[at + n] === prefix.charCodeAt(n)) n++;
			end = Math.max(end, at + n);
		}
		whole = end - at === 7;
	} else if (startsWith$1(bytes, at - 3, "ant_ocs_")) start = at - 3;
	else whole = startsWith$1(bytes, at, "whsec_");
	if (whole) while (end - at < 160 && isIn(word, bytes, end)) end++;
	return {
		start,
		end,
		whole
	};
}
// src/detect/decoders/rewriting.ts
const firstCapacity = 512;
var Rewriting = class {
	length = 0;
	escaped = [];
	removed = [];
	#bytes = Buffer.allocUnsafe(firstCapacity);
	#starts = new Int32Array(firstCapacity);
	#ends = new Int32Array(firstCapacity);
	copy(byte, at) {
		this.#put(byte, at, at + 1);
	}
	escape(code, start, end) {
		this.escaped.push(this.length);
		this.#put(code >= 0 && code < 256 ? code : 63, start, end);
	}
	remove() {
		this.removed.push(this.length);
	}
	truncate(length) {
		this.length = length;
		while ((this.escaped.at(-1) ?? -1) >= length) this.escaped.pop();
		while ((this.removed.at(-1) ?? -1) >= length) this.removed.pop();
	}
	byte(index) {
		return index >= 0 && index < this.length ? this.#bytes[index] ?? -1 : -1;
	}
	endOf(index) {
		return this.#ends[index] ?? 0;
	}
	finish() {
		const starts = this.#starts;
		const ends = this.#ends;
		return {
			bytes: this.#bytes.subarray(0, this.length),
			origin: (index) => starts[index] ?? 0,
			end: (index) => ends[index] ?? 0
		};
	}
	#put(byte, start, end) {
		const index = this.length++;
		if (index === this.#bytes.length) this.#grow();
		this.#bytes[index] = byte;
		this.#starts[index] = start;
		this.#ends[index] = end;
	}
	#grow() {
		const capacity = this.#bytes.length * 4;
		const bytes = Buffer.allocUnsafe(capacity);
		const starts = new Int32Array(capacity);
		const ends = new Int32Array(capacity);
		this.#bytes.copy(bytes);
		starts.set(this.#starts);
		ends.set(this.#ends);
		this.#bytes = bytes;
		this.#starts = starts;
		this.#ends = ends;
	}
};
// src/detect/decoders/run.ts
const inRun = byteSet(`${base64Alphabet$1}=%\\`);
const percentSign = 37;
const longestRun$2 = 1 << 20;
const lead$1 = 64;
function runStart(bytes, at, set, most = lead$1) {
	const start = startOf(set, bytes, at, most);
	if (isEscaped(bytes, start + 1)) return Math.min(at, start + 1);
	return isEscaped(bytes, start + 2) ? Math.min(at, start + 2) : start;
}
function isEscaped(bytes, end) {
	if (bytes[end - 2] === 92) return isIn(escapeLetter, bytes, end - 1);
	return bytes[end - 3] === percentSign && hexNumber(bytes, end - 2, 2) >= 0;
}
function nextInRun(bytes, end) {
	let next = end;
	for (;;) {
		const byte = bytes[next];
		if (byte === 61) next++;
		else if (byte === percentSign) next += hexNumber(bytes, next + 1, 2) >= 0 ? 3 : 1;
		else if (byte === 92) next += isIn(escapeLetter, bytes, next + 1) ? 2 : 1;
		else return next;
	}
}
// src/detect/decoders/escape-decoder.ts
const back = 128;
const covered = 400;
const longestRun$1 = 1 << 18;
const mostBetween = 64;
const probeSize = 256;
const lead = 10;
const joinsBase64 = byteSet("+/=");
function escapeDecoder(escapes) {
	const plain = inRun.map((member, byte) => escapes.openers[byte] === 1 ? 0 : member);
	return {
		name: escapes.name,
		kinds: escapes.kinds,
		decode: (bytes, at, kind, reach = {}) => {
			if (at < (reach[kind] ?? 0)) return [];
			return kind === "run" ? decodeRun$2(escapes, plain, bytes, at, reach) : decodeKey(escapes, bytes, at, kind, reach);
		}
	};
}
function decodeKey(escapes, bytes, at, kind, reach) {
	if (kind === "escaped") {
		if (!hasOpener(escapes, bytes, at - 16, at + mostBetween)) return [];
	} else {
		const { start, end, whole } = rawKey(bytes, at);
		if (!isIn(escapes.openers, bytes, end) && !(whole && isIn(escapes.closers, bytes, start - 1))) return [];
	}
	const limit = Math.min(bytes.length, at + escapes.ahead);
	const out = new Rewriting();
	let end = readText(escapes, bytes, textStart(escapes, bytes, at), Math.min(limit, at + probeSize), Infinity, out);
	const first = keyAt(out, at);
	if (!first.touched && first.end < out.length) return [];
	end = readText(escapes, bytes, end, limit, Infinity, out);
	if (!first.touched && !keyAt(out, at).touched) return [];
	reach[kind] = end < limit ? end : at + covered;
	return [out.finish()];
}
function keyAt(out, at) {
	let mark = 0;
	while (mark < out.length && out.endOf(mark) <= at) mark++;
	let end = mark;
	while (end - mark < 160 && word[out.byte(end)] === 1) end++;
	end = Math.max(end, mark + 7);
	const escaped = out.escaped.some((index) => index >= mark - lead && index < end);
	return {
		end,
		touched: escaped || out.removed.some((index) => index > mark - lead && index < end)
	};
}
function hasOpener(escapes, bytes, from, to) {
	const end = Math.min(bytes.length, to);
	for (let i = Math.max(0, from); i < end; i++) if (escapes.openers[bytes[i] ?? 0] === 1) return true;
	return false;
}
function textStart(escapes, bytes, at) {
	const least = Math.max(0, at - back);
	let from = at;
	while (from > least) {
		if (bytes[from - 1] === 10) {
			if ((bytes[from - 2] === 13 ? bytes[from - 3] : bytes[from - 2]) !== escapes.softBreak) break;
		}
		from--;
	}
	for (let i = 0; i < mostBetween && from > 0 && bytes[from] === bytes[from - 1]; i++) {
		if (!isIn(escapes.openers, bytes, from)) break;
		from--;
	}
	return from;
}
function readText(escapes, bytes, from, limit, patience, out) {
	let last = from;
	let at = from;
	while (at < limit) {
		const byte = bytes[at] ?? 0;
		if (escapes.openers[byte] === 1) {
			const next = escapes.read(bytes, at, out);
			if (next > at) {
				at = next;
				last = next;
				continue;
			}
		}
		if (byte === 10 || at - last > patience) break;
		out.copy(byte, at);
		at++;
	}
	return at;
}
function decodeRun$2(escapes, plain, bytes, at, reach) {
	const probed = Math.min(bytes.length, at + probeSize);
	const opener = endOf(plain, bytes, at, probed);
	if (opener === probed || !isIn(escapes.openers, bytes, opener)) return [];
	const probe = new Rewriting();
	readText(escapes, bytes, at, probed, mostBetween, probe);
	let words = 0;
	let others = 0;
	for (const index of probe.escaped) {
		const byte = probe.byte(index);
		words += word[byte] ?? 0;
		others += joinsBase64[byte] ?? 0;
	}
	const isDense = words >= 8 && words * 2 >= probe.escaped.length;
	if (!isDense && others === 0) return [];
	const most = Math.min(bytes.length, at + longestRun$1);
	const limit = isDense ? most : endOf(inRun, bytes, at, most);
	const out = new Rewriting();
	reach.run = readText(escapes, bytes, at, limit, isDense ? mostBetween : Infinity, out);
	return [out.finish()];
}
// src/detect/decoders/ansi.ts
const written = [
	"x1b",
	"u001b",
	"u{1b}",
	"033",
	"e"
];
const bells = [
	"\\u0007",
	"\\x07",
	"\\007",
	"\\a",
	"\\7"
];
const parameters = byteSet(`${digits};:<=>? !"#$%&'()*+,-./`);
const colourParameters = byteSet(`${digits};`);
const mostParameters = 64;
const longestString = 1024;
function skipEscape(bytes, at) {
	if (bytes[at] === 27) return at + 1;
	if (startsWith$1(bytes, at, "^[")) return at + 2;
	if (startsWith$1(bytes, at, "â")) return at + 3;
	let text = at;
	while (text < at + 8 && bytes[text] === 92) text++;
	if (text === at) return -1;
	const form = written.find((candidate) => startsWith$1(bytes, text, candidate, true));
	return form === void 0 ? -1 : text + form.length;
}
function skipControl(bytes, at) {
	let end = at;
	while (end < at + mostParameters && isIn(parameters, bytes, end)) end++;
	const last = bytes[end] ?? 0;
	return last >= 64 && last <= 126 ? end + 1 : -1;
}
function skipString(bytes, at) {
	const limit = Math.min(bytes.length, at + longestString);
	for (let end = at; end < limit && bytes[end] !== 10; end++) {
		if (bytes[end] === 7) return end + 1;
		const bell = bytes[end] === 92 ? bells.find((form) => startsWith$1(bytes, end, form)) : void 0;
		if (bell !== void 0) return end + bell.length;
		const terminator = skipEscape(bytes, end);
		if (terminator < 0) continue;
		if (bytes[terminator] !== 92) return -1;
		return bytes[end] === 92 && bytes[terminator + 1] === 92 ? terminator + 2 : terminator + 1;
	}
	return -1;
}
function skipBareColour(bytes, at) {
	let end = at + 1;
	while (end < at + mostParameters && isIn(colourParameters, bytes, end)) end++;
	return bytes[end] === 109 && end > at || bytes[end] === 75 ? end + 1 : -1;
}
function skipSequence(bytes, at) {
	if (bytes[at] === 91) return skipBareColour(bytes, at);
	if (bytes[at] === 155) return skipControl(bytes, at + 1);
	if (bytes[at] === 194) return bytes[at + 1] === 155 ? skipControl(bytes, at + 2) : -1;
	const body = skipEscape(bytes, at);
	if (body < 0) return -1;
	switch (bytes[body] ?? -1) {
		case 91: return skipControl(bytes, body + 1);
		case 93: return skipString(bytes, body + 1);
		case 40:
		case 41: return body + 2;
		default: return -1;
	}
}
function read$4(bytes, at, out) {
	const end = skipSequence(bytes, at);
	if (end < 0) return -1;
	out.remove();
	return Math.min(end, bytes.length);
}
const ansi = escapeDecoder({
	name: "ansi",
	kinds: [
		"escaped",
		"split",
		"plain"
	],
	openers: byteSet("\x1B\\^âÂ["),
	closers: byteSet(`\x07\\${lowerCase}${upperCase}`),
	softBreak: -1,
	ahead: 4096,
	read: read$4
});
// src/detect/decoders/encoded-text.ts
const pieceSize = 65536;
const shortestKey = 24;
const usualColumns = new Set([
	60,
	64,
	70,
	72,
	75,
	76
]);
var EncodedText = class {
	length;
	buffer;
	base;
	#stretches;
	#firsts = [];
	constructor(bytes, stretches) {
		this.#stretches = stretches;
		let length = 0;
		for (const { start, end } of stretches) {
			this.#firsts.push(length);
			length += end - start;
		}
		this.length = length;
		const [only] = stretches;
		if (stretches.length === 1 && only !== void 0) {
			this.buffer = bytes;
			this.base = only.start;
			return;
		}
		this.buffer = Buffer.allocUnsafe(length);
		this.base = 0;
		for (const [i, { start, end }] of stretches.entries()) bytes.copy(this.buffer, this.#firsts[i], start, end);
	}
	place(index) {
		let low = 0;
		let high = this.#firsts.length - 1;
		while (low < high) {
			const middle = low + high + 1 >> 1;
			if ((this.#firsts[middle] ?? 0) <= index) low = middle;
			else high = middle - 1;
		}
		return (this.#stretches[low]?.start ?? 0) + index - (this.#firsts[low] ?? 0);
	}
	decode(encoding, from, to) {
		const size = encoding === "hex" ? to - from >> 1 : Math.floor((to - from) * 3 / 4);
		const out = Buffer.allocUnsafe(Math.max(0, size));
		let written = 0;
		for (let at = from; at < to; at += pieceSize) {
			const end = this.base + Math.min(to, at + pieceSize);
			written += out.write(this.buffer.toString("latin1", this.base + at, end), written, encoding);
		}
		return written === out.length ? out : out.subarray(0, written);
	}
	decoded(encoding, first, to = this.length) {
		const bits = encoding === "hex" ? 4 : 6;
		return {
			bytes: this.decode(encoding, first, to),
			origin: (index) => this.place(first + Math.floor(index * 8 / bits)),
			end: (index) => this.place(first + Math.floor((index * 8 + 7) / bits)) + 1
		};
	}
	cutAtWraps(encoding, whole, first, key) {
		const perByte = encoding === "hex" ? 2 : 4 / 3;
		let keyEnd = key;
		while (keyEnd < whole.bytes.length && word[whole.bytes[keyEnd] ?? 0] === 1) keyEnd++;
		return this.#stretches.flatMap((stretch, i) => {
			const cut = Math.floor(((this.#firsts[i] ?? 0) - first) / perByte);
			return i > 0 && !stretch.firm && cut - key >= shortestKey && cut < keyEnd && !this.#isWrapped(i - 1) ? [{
				...whole,
				bytes: whole.bytes.subarray(0, cut)
			}] : [];
		});
	}
	#isWrapped(line) {
		const lengths = this.#stretches.map(({ start, end }) => end - start);
		const length = lengths[line] ?? 0;
		return usualColumns.has(length) || lengths.filter((other) => other === length).length > 1;
	}
};
// src/detect/decoders/plausible.ts
const shortestText = 24;
const groups = Math.floor(22 / 3);
const mostZeros = .76;
const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const eighthBit = Uint8Array.from({ length: 256 }, (_, byte) => {
	if (base64Character[byte] !== 1) return 7;
	const value = {
		45: 62,
		95: 63
	}[byte] ?? base64Alphabet.indexOf(String.fromCharCode(byte));
	return (value & 32 ? 1 : 0) | (value & 8 ? 2 : 0) | (value & 2 ? 4 : 0);
});
const zero = 65;
function isTextGroup(bytes, at) {
	const first = (eighthBit[bytes[at] ?? 0] ?? 7) & 1;
	const second = (eighthBit[bytes[at + 1] ?? 0] ?? 7) & 2;
	const third = (eighthBit[bytes[at + 2] ?? 0] ?? 7) & 4;
	return first + second + third === 0;
}
function holdsBase64Text(bytes, from, to) {
	const count = to - from >> 2;
	let next = 0;
	while (next + groups <= count) {
		let group = next + groups - 1;
		while (group >= next && isTextGroup(bytes, from + group * 4)) group--;
		if (group >= next) {
			next = group + 1;
			continue;
		}
		let zeros = 0;
		const end = from + (next + groups) * 4;
		for (let i = from + next * 4; i < end; i++) if (bytes[i] === zero) zeros++;
		if (zeros <= 28 * mostZeros) return true;
		next += groups;
	}
	return false;
}
function holdsHexText(bytes, from, to) {
	const count = to - from >> 1;
	let next = 0;
	while (next + shortestText <= count) {
		let byte = next + shortestText - 1;
		while (byte >= next && ((bytes[from + byte * 2] ?? 0) & 248) === 48) byte--;
		if (byte >= next) {
			next = byte + 1;
			continue;
		}
		let zeros = 0;
		const end = from + (next + shortestText) * 2;
		for (let i = from + next * 2; i < end; i += 2) if (bytes[i] === 48 && bytes[i + 1] === 48) zeros++;
		if (zeros <= shortestText * mostZeros) return true;
		next += shortestText;
	}
	return false;
}
const base64Signatures = [
	"H4sI",
	"UEsDB",
	"Qlpo",
	"/Td6W",
	"_Td6W",
	"KLUv"
];
const hexSignatures = [
	"1f8b08",
	"504b0304",
	"425a68",
	"fd377a58",
	"28b52ffd"
];
const base64Starts = byteSet("HUQ/_K");
const hexStarts = byteSet("154fF2");
function startsBase64Container(bytes, at) {
	return isIn(base64Starts, bytes, at) && base64Signatures.some((text) => startsWith$1(bytes, at, text));
}
function startsHexContainer(bytes, at) {
	return isIn(hexStarts, bytes, at) && hexSignatures.some((text) => startsWith$1(bytes, at, text, true));
}
// src/detect/decoders/joint.ts
const mostSpace$1 = 200;
const operators = [
	".concat(",
	"& _",
	"++",
	"..",
	"||",
	"<>",
	"<<",
	"+",
	".",
	"&",
	"^",
	"~"
];
const longestPrefix = 2;
function skipSpace(bytes, from) {
	const limit = Math.min(bytes.length, from + mostSpace$1);
	let at = from;
	while (at < limit) {
		const byte = bytes[at];
		if (byte === 32 || byte === 9 || byte === 10 || byte === 13) at++;
		else if (byte === 92) {
			const next = bytes[at + 1];
			if (!(next === 110 || next === 114 || next === 116) && next !== 10 && next !== 13) break;
			at += 2;
		} else break;
	}
	return at;
}
function skipQuotes(bytes, from) {
	let at = from;
	for (let i = 0; i < 3; i++) {
		let mark = at;
		while (mark < at + 4 && bytes[mark] === 92) mark++;
		if (!isIn(quote, bytes, mark) || i > 0 && bytes[mark] !== bytes[at - 1]) break;
		at = mark + 1;
	}
	return at > from ? at : -1;
}
function skipPrefix(bytes, from) {
	let at = from;
	while (at < from + longestPrefix && (isIn(word, bytes, at) || bytes[at] === 64 || bytes[at] === 36)) at++;
	return at;
}
function continuedLine(bytes, at) {
	if (bytes[at] !== 92) return -1;
	const line = bytes[at + 1] === 13 ? at + 2 : at + 1;
	if (bytes[line] !== 10) return -1;
	return endOf(blank, bytes, line + 1, Math.min(bytes.length, line + mostSpace$1));
}
function jointAt(bytes, at) {
	const line = continuedLine(bytes, at);
	if (line >= 0) return {
		kind: "operator",
		end: line
	};
	const closed = skipQuotes(bytes, at);
	if (closed < 0) return null;
	let next = skipSpace(bytes, closed);
	let kind = "implicit";
	const operator = operators.find((text) => startsWith$1(bytes, next, text));
	if (operator !== void 0) kind = "operator";
	else if (bytes[next] === 44) kind = "list";
	if (kind !== "implicit") next = skipSpace(bytes, next + (operator?.length ?? 1));
	const direct = skipQuotes(bytes, next);
	const end = direct >= 0 ? direct : skipQuotes(bytes, skipPrefix(bytes, next));
	if (end >= 0) return {
		kind,
		end
	};
	return closed === next && isIn(word, bytes, closed) ? {
		kind: "implicit",
		end: closed
	} : null;
}
// src/detect/decoders/stretch.ts
const opensGap = byteSet("\n\r\\\"'`%&=");
const mostBlanks$1 = 200;
const writtenNewlines = [
	"%0a",
	"%0d",
	"&#10;",
	"&#13;",
	"&#xa;",
	"&#xd;"
];
const leaders = byteSet("#>*;");
const padding = byteSet("=");
const closes = byteSet("\n\r\"'`\\<)]},;%&|\0");
function skipNewline(bytes, at) {
	const byte = bytes[at];
	if (byte === 10 || byte === 13) return at + 1;
	if (byte === 92) {
		let letter = at;
		while (letter < at + 8 && bytes[letter] === 92) letter++;
		return bytes[letter] === 110 || bytes[letter] === 114 ? letter + 1 : -1;
	}
	if (byte !== 37 && byte !== 38) return -1;
	const form = writtenNewlines.find((text) => startsWith$1(bytes, at, text, true));
	return form === void 0 ? -1 : at + form.length;
}
function gapAt(bytes, at) {
	if (!isIn(opensGap, bytes, at)) return null;
	if (bytes[at] === 61 && !isIn(opensGap, bytes, at + 1)) return null;
	const joint = jointAt(bytes, at);
	if (joint !== null) return joint.kind === "list" ? null : {
		end: joint.end,
		firm: true
	};
	const first = skipNewline(bytes, bytes[at] === 61 ? at + 1 : at);
	if (first < 0) return null;
	let next = first;
	if (bytes[first - 1] !== 10) {
		const second = skipNewline(bytes, first);
		if (second >= 0) next = second;
	}
	const literal = jointAt(bytes, next);
	if (literal !== null && literal.kind !== "list") return {
		end: literal.end,
		firm: true
	};
	const limit = Math.min(bytes.length, next + mostBlanks$1);
	next = endOf(blank, bytes, next, limit);
	if (isIn(leaders, bytes, next)) next = endOf(blank, bytes, next + 1, limit);
	return {
		end: next,
		firm: false
	};
}
function endsLine(bytes, end) {
	const padded = endOf(padding, bytes, end, Math.min(bytes.length, end + 3));
	const next = endOf(blank, bytes, padded, Math.min(bytes.length, padded + mostBlanks$1));
	return next >= bytes.length || isIn(closes, bytes, next);
}
function startsLine(bytes, start) {
	const first = startOf(blank, bytes, start, mostBlanks$1);
	return first === 0 || bytes[first - 1] === 10;
}
function startAlike(bytes, a, b) {
	const first = bytes[a];
	let same = true;
	for (let i = 0; i < 4; i++) {
		if (bytes[a + i] !== bytes[b + i]) return false;
		if (bytes[a + i] !== first) same = false;
	}
	return !same;
}
const lengthOf = (stretch) => stretch.end - stretch.start;
function goesOn(bytes, lines, next) {
	const last = lines.at(-1);
	const first = lines[0];
	if (last === void 0 || first === void 0) return false;
	if (!endsLine(bytes, next.end) || startAlike(bytes, last.start, next.start)) return false;
	const width = lines.length === 1 && !startsLine(bytes, first.start) ? Infinity : lengthOf(lines[1] ?? first);
	return lengthOf(next) <= width && (lines.length === 1 || lengthOf(last) === width);
}
function stretchesFrom(bytes, start, limit, set) {
	let last = {
		start,
		end: endOf(set, bytes, start, limit),
		firm: true
	};
	const lines = [last];
	while (last.end > last.start && last.end < limit) {
		const gap = gapAt(bytes, last.end);
		if (gap === null || gap.end >= limit) break;
		const next = {
			start: gap.end,
			end: endOf(set, bytes, gap.end, limit),
			firm: gap.firm
		};
		if (next.end === next.start || !(gap.firm || goesOn(bytes, lines, next))) break;
		lines.push(next);
		last = next;
	}
	return lines;
}
// src/detect/decoders/base64.ts
const shortestRun$1 = 32;
const context$2 = 512;
const ahead$3 = 2048;
const prefixes = ["k_live_", "k_test_"];
const prefixSize = 16;
const longestName$1 = 32;
const mixedStart = 1024;
function decodeAnchor$1(bytes, at) {
	const start = runStart(bytes, at, alphanumeric, context$2);
	const lines = stretchesFrom(bytes, start, Math.min(bytes.length, at + ahead$3), base64Character);
	const before = at - start < 3 ? endOfLineBefore(bytes, start) : null;
	const text = new EncodedText(bytes, before === null ? lines : [before, ...lines]);
	const lead = before === null ? 0 : before.end - before.start;
	const anchor = lead + at - start;
	for (let into = 0; into < 4 && into <= anchor; into++) {
		const group = anchor - into;
		const sample = text.decode("base64", group, Math.min(text.length, group + prefixSize)).toString("latin1");
		const k = Math.max(...prefixes.map((prefix) => sample.indexOf(prefix)));
		if (k < 0) continue;
		const aligned = group % 4;
		const a = (group - aligned) / 4 * 3 + k - 1;
		if (a < 0) return [];
		const first = a % 3 === 0 && !goesBack(text, aligned + a / 3 * 4, lead) ? aligned + a / 3 * 4 : aligned;
		const whole = text.decoded("base64", first);
		const key = a - (first - aligned) / 4 * 3;
		return [whole, ...text.cutAtWraps("base64", whole, first, key)];
	}
	return [];
}
function goesBack(text, key, lead) {
	if (key % 4 !== 0 || key - lead < 4) return false;
	return text.decode("base64", key - 4, key).every((byte) => byte >= 32 && byte < 127);
}
function endOfLineBefore(bytes, start) {
	for (let end = start - 1; end > 0 && end > start - 64; end--) {
		if (!isIn(base64Character, bytes, end - 1) || isIn(base64Character, bytes, end)) continue;
		if (isEscaped(bytes, end) || gapAt(bytes, end)?.end !== start) continue;
		return {
			start: startOf(base64Character, bytes, end, 3),
			end,
			firm: true
		};
	}
	return null;
}
function decodeRun$1(bytes, at, reach) {
	if (at < (reach.run ?? 0)) return [];
	const limit = Math.min(bytes.length, at + longestRun$2);
	const found = [];
	let start = nextInRun(bytes, runStart(bytes, at, base64Character));
	let end = start;
	do {
		const lines = stretchesFrom(bytes, start, limit, base64Character);
		end = lines.at(-1)?.end ?? start;
		if (end - start >= shortestRun$1) readRun$1(bytes, lines, found);
		start = nextInRun(bytes, end);
	} while (start > end && start < limit && isIn(base64Character, bytes, start));
	reach.run = start;
	return found;
}
function readRun$1(bytes, lines, found) {
	let text = null;
	let buffer = bytes;
	let from = lines[0]?.start ?? 0;
	let to = lines[0]?.end ?? 0;
	if (lines.length > 1) {
		text = new EncodedText(bytes, lines);
		buffer = text.buffer;
		from = text.base;
		to = from + text.length;
	}
	let last = to;
	for (let phase = 0; phase < 4; phase++) {
		if (!holdsBase64Text(buffer, from + phase, last)) continue;
		text ??= new EncodedText(bytes, lines);
		found.push(text.decoded("base64", phase));
		last = Math.min(to, from + mixedStart);
	}
	const names = Math.min(to, from + longestName$1);
	for (let at = from; at < names; at = endOf(alphanumeric, buffer, at, names) + 1) {
		if (!startsBase64Container(buffer, at)) continue;
		text ??= new EncodedText(bytes, lines);
		found.push(text.decoded("base64", at - from));
	}
}
const base64$1 = {
	name: "base64",
	kinds: ["base64", "run"],
	decode: (bytes, at, kind, reach = {}) => kind === "run" ? decodeRun$1(bytes, at, reach) : decodeAnchor$1(bytes, at)
};
// src/detect/decoders/hex.ts
const shortestRun = 48;
const context$1 = 512;
const ahead$2 = 2048;
const mostSeparated = 320;
const mostSpace = 200;
const mark = byteSet(",:;-");
const space = byteSet(" 	\r\n");
function decodeAnchor(bytes, anchor) {
	const at = bytes[anchor] === 49 && bytes[anchor - 1] === 54 ? anchor - 1 : anchor;
	const limit = Math.min(bytes.length, at + ahead$2);
	const start = at - 2 * Math.floor((at - runStart(bytes, at, hexDigit, context$1)) / 2);
	const end = endOf(hexDigit, bytes, at, limit);
	if (end - at < 2) return [];
	if (end - at < shortestRun) {
		const separator = separatorAt(bytes, end);
		if (separator !== null) return decodeSeparated(bytes, start, end, separator);
	}
	const text = new EncodedText(bytes, stretchesFrom(bytes, start, limit, hexDigit));
	const whole = text.decoded("hex", 0);
	return [whole, ...text.cutAtWraps("hex", whole, 0, (at - start) / 2)];
}
const isPrefix = (bytes, at) => bytes[at] === 48 && ((bytes[at + 1] ?? 0) | 32) === 120;
function separatorAt(bytes, at) {
	const marked = isIn(mark, bytes, at);
	const next = endOf(blank, bytes, marked ? at + 1 : at, Math.min(bytes.length, at + 8));
	if (next === at) return null;
	const prefixed = isPrefix(bytes, next);
	if (hexNumber(bytes, prefixed ? next + 2 : next, 2) < 0) return null;
	return {
		mark: marked ? bytes[at] ?? 0 : 0,
		prefixed
	};
}
function skipSeparator(bytes, at, separator) {
	if (separator.mark > 0 && bytes[at] !== separator.mark) return -1;
	const from = separator.mark > 0 ? at + 1 : at;
	const next = endOf(space, bytes, from, Math.min(bytes.length, from + mostSpace));
	if (next === at || !separator.prefixed) return next === at ? -1 : next;
	return isPrefix(bytes, next) ? next + 2 : -1;
}
function decodeSeparated(bytes, at, firstEnd, separator) {
	const size = firstEnd - at;
	if (size % 2 !== 0) return [];
	const out = new Rewriting();
	let group = groupBefore(bytes, at, size);
	while (out.length < mostSeparated) {
		const end = endOf(hexDigit, bytes, group, Math.min(bytes.length, group + size + 1));
		if (end - group > size || (end - group) % 2 !== 0 || end === group) break;
		for (let i = group; i < end && out.length < mostSeparated; i += 2) out.escape(hexNumber(bytes, i, 2), i, i + 2);
		const next = skipSeparator(bytes, end, separator);
		if (next < 0 || end - group < size) break;
		group = next;
	}
	return out.length > 0 ? [out.finish()] : [];
}
function groupBefore(bytes, at, size) {
	let end = at;
	if (bytes[end - 1] !== void 0 && ((bytes[end - 1] ?? 0) | 32) === 120) end -= 2;
	end = startOf(blank, bytes, end, 4);
	if (isIn(mark, bytes, end - 1)) end--;
	const start = startOf(hexDigit, bytes, end, size + 1);
	return end < at && end - start === size ? start : at;
}
function decodeRun(bytes, at, reach) {
	if (at < (reach.run ?? 0)) return [];
	const limit = Math.min(bytes.length, at + longestRun$2);
	const found = [];
	let start = runStart(bytes, at, hexDigit);
	while (start + shortestRun <= limit) {
		let digit = start + shortestRun - 1;
		while (digit >= start && isIn(hexDigit, bytes, digit)) digit--;
		if (digit >= start) {
			start = digit + 1;
			if (isIn(inRun, bytes, digit)) continue;
			break;
		}
		const lines = stretchesFrom(bytes, start, limit, hexDigit);
		readRun(bytes, lines, found);
		start = lines.at(-1)?.end ?? limit;
	}
	reach.run = start;
	return found;
}
function readRun(bytes, lines, found) {
	let text = lines.length > 1 ? new EncodedText(bytes, lines) : null;
	const buffer = text?.buffer ?? bytes;
	const from = text?.base ?? lines[0]?.start ?? 0;
	const to = text === null ? lines[0]?.end ?? 0 : text.length;
	for (let phase = 0; phase <= (to - from) % 2; phase++) {
		if (!holdsHexText(buffer, from + phase, to) && !startsHexContainer(buffer, from + phase)) continue;
		text ??= new EncodedText(bytes, lines);
		found.push(text.decoded("hex", phase));
	}
}
const hex = {
	name: "hex",
	kinds: ["hex", "run"],
	decode: (bytes, at, kind, reach = {}) => kind === "run" ? decodeRun(bytes, at, reach) : decodeAnchor(bytes, at)
};
// src/detect/decoders/html-entity.ts
const names = new Map(Object.entries({
	lowbar: "_",
	UnderBar: "_",
	quot: "\"",
	QUOT: "\"",
	apos: "'",
	amp: "&",
	AMP: "&",
	lt: "<",
	LT: "<",
	gt: ">",
	GT: ">",
	colon: ":",
	semi: ";",
	equals: "=",
	comma: ",",
	period: ".",
	sol: "/",
	bsol: "\\",
	plus: "+",
	percnt: "%",
	num: "#",
	dollar: "$",
	excl: "!",
	quest: "?",
	commat: "@",
	ast: "*",
	grave: "`",
	verbar: "|",
	vert: "|",
	lpar: "(",
	rpar: ")",
	lsqb: "[",
	lbrack: "[",
	rsqb: "]",
	rbrack: "]",
	lcub: "{",
	lbrace: "{",
	rcub: "}",
	rbrace: "}",
	nbsp: " ",
	Tab: "	",
	NewLine: "\n"
}));
const longestName = 8;
const decimalDigit = byteSet(digits);
const mostDigits = 12;
function readNumber(bytes, at, out) {
	const isHex = bytes[at + 2] === 120 || bytes[at + 2] === 88;
	const from = isHex ? at + 3 : at + 2;
	let end = from;
	while (end - from <= mostDigits && isIn(isHex ? hexDigit : decimalDigit, bytes, end)) end++;
	if (end === from || end - from > mostDigits) return -1;
	let code = isHex ? hexNumber(bytes, from, end - from) : 0;
	if (!isHex) for (let i = from; i < end; i++) code = code * 10 + ((bytes[i] ?? 0) - 48);
	if (bytes[end] === 59) end++;
	out.escape(code, at, end);
	return end;
}
function read$3(bytes, at, out) {
	if (bytes[at + 1] === 35) return readNumber(bytes, at, out);
	let end = at + 1;
	while (end - at <= longestName && isIn(word, bytes, end)) end++;
	if (bytes[end] !== 59) return -1;
	const character = names.get(String.fromCharCode(...bytes.subarray(at + 1, end)));
	if (character === void 0) return -1;
	out.escape(character.charCodeAt(0), at, end + 1);
	return end + 1;
}
const htmlEntity = escapeDecoder({
	name: "html-entity",
	kinds: [
		"escaped",
		"split",
		"plain"
	],
	openers: byteSet("&"),
	closers: hexDigit,
	softBreak: -1,
	ahead: 2048,
	read: read$3
});
// src/detect/decoders/js-escape.ts
const named = {
	97: 7,
	98: 8,
	101: 27,
	102: 12,
	110: 10,
	114: 13,
	116: 9,
	118: 11
};
const longestNumber = 12;
function inBraces(bytes, at) {
	let close = at + 1;
	while (close <= at + longestNumber && bytes[close] !== 125) close++;
	const code = close > at + 1 && bytes[close] === 125 ? hexNumber(bytes, at + 1, close - at - 1) : -1;
	return {
		code,
		end: code < 0 ? -1 : close + 1
	};
}
function octal(bytes, at) {
	let code = 0;
	let end = at;
	for (; end < at + 3; end++) {
		const digit = (bytes[end] ?? 0) - 48;
		if (digit < 0 || digit > 7 || code * 8 + digit > 255) break;
		code = code * 8 + digit;
	}
	return {
		code,
		end
	};
}
function read$2(bytes, at, out) {
	const next = bytes[at + 1];
	if (next === void 0) return -1;
	if (next === 10 || next === 13) {
		const line = next === 10 ? at + 1 : at + 2;
		if (bytes[line] !== 10) return -1;
		out.remove();
		return line + 1;
	}
	let code = named[next] ?? next;
	let end = at + 2;
	const count = {
		120: 2,
		117: 4,
		85: 8
	}[next];
	if (count !== void 0) {
		const braced = bytes[at + 2] === 123 ? inBraces(bytes, at + 2) : null;
		code = braced === null ? hexNumber(bytes, at + 2, count) : braced.code;
		end = braced === null ? at + 2 + count : braced.end;
		if (code < 0) return -1;
	} else if (next >= 48 && next <= 55) ({code, end} = octal(bytes, at + 1));
	out.escape(code, at, end);
	return end;
}
const jsEscape = escapeDecoder({
	name: "js-escape",
	kinds: [
		"escaped",
		"split",
		"plain",
		"run"
	],
	openers: byteSet("\\"),
	closers: byteSet(`\n}${digits}abcdefABCDEFnrtv`),
	softBreak: 92,
	ahead: 2048,
	read: read$2
});
// src/detect/decoders/percent.ts
function read$1(bytes, at, out) {
	const wide = bytes[at + 1] === 117;
	const end = wide ? at + 6 : at + 3;
	const code = wide ? hexNumber(bytes, at + 2, 4) : hexNumber(bytes, at + 1, 2);
	if (code < 0) return -1;
	out.escape(code, at, end);
	return end;
}
const percent = escapeDecoder({
	name: "percent",
	kinds: [
		"escaped",
		"split",
		"plain",
		"run"
	],
	openers: byteSet("%"),
	closers: hexDigit,
	softBreak: -1,
	ahead: 2048,
	read: read$1
});
// src/detect/decoders/quoted-printable.ts
const mostBlanks = 8;
function read(bytes, at, out) {
	const code = hexNumber(bytes, at + 1, 2);
	if (code >= 0) {
		out.escape(code, at, at + 3);
		return at + 3;
	}
	let line = endOf(blank, bytes, at + 1, Math.min(bytes.length, at + mostBlanks));
	if (bytes[line] === 13) line++;
	if (bytes[line] !== 10) return -1;
	out.remove();
	return line + 1;
}
const quotedPrintable = escapeDecoder({
	name: "quoted-printable",
	kinds: [
		"escaped",
		"split",
		"plain"
	],
	openers: byteSet("="),
	closers: byteSet("0123456789abcdefABCDEF\n"),
	softBreak: 61,
	ahead: 2048,
	read
});
// src/detect/decoders/split-literal.ts
const longestGap = 200;
const ahead$1 = 2048;
const opensJoint = byteSet("\"'`\\$#{");
const inGap = byteSet(" 	\r\n\"'`\\+.&|<>^~,_(){}$#@frbuLFRBUconcat8");
const joins = /\b(?:join|concat|concatenate|implode|strcat|strcpy|paste0|str_c)\b/i;
const templateOpens = byteSet("$#");
function templateJoint(bytes, at) {
	let next = at;
	const closes = isQuote(bytes, next) && bytes[next + 1] === 125;
	if (closes) next += 2;
	if (isIn(templateOpens, bytes, next) && bytes[next + 1] === 123 && isQuote(bytes, next + 2)) return next + 3;
	if (bytes[next] === 123 && isQuote(bytes, next + 1)) return next + 2;
	return closes ? next : -1;
}
function isQuote(bytes, at) {
	const byte = bytes[at];
	return byte === 34 || byte === 39 || byte === 96;
}
function previous(bytes, at, wanted) {
	if (bytes[at - 1] === wanted) return at - 1;
	const least = Math.max(0, at - longestGap);
	for (let i = at - 2; i >= least && isIn(inGap, bytes, i + 1); i--) {
		if (bytes[i] !== wanted) continue;
		if (jointAt(bytes, i + 1)?.end === at || templateJoint(bytes, i + 1) === at) return i;
	}
	return -1;
}
function keyStart(bytes, at) {
	if (bytes[at] === 107) return previous(bytes, at, 97);
	if (!isQuote(bytes, at)) return rawKey(bytes, at).start;
	const k = previous(bytes, at + 1, 107);
	return k < 0 ? -1 : previous(bytes, k, 97);
}
function isJoined(bytes, start, end) {
	const before = bytes.toString("latin1", Math.max(0, start - 48), start);
	const behind = bytes.toString("latin1", end, Math.min(bytes.length, end + 32));
	return /[[(]\s*[a-zA-Z@$]{0,2}\\*["'`]*$/.test(before) && joins.test(before) || /^\\*["'`]*\s*,?\s*\]\s*\.\s*join\b/.test(behind);
}
function decode(bytes, at) {
	if (bytes[at] === 107) {
		const { end, whole } = rawKey(bytes, at);
		if (!isIn(opensJoint, bytes, end) && !(whole && bytes[at - 1] !== 97)) return [];
	}
	const start = keyStart(bytes, at);
	if (start < 0) return [];
	const limit = Math.min(bytes.length, start + ahead$1);
	const out = new Rewriting();
	if (start > 0) out.copy(bytes[start - 1] ?? 0, start - 1);
	let unlisted = -1;
	let next = start;
	while (next < limit && out.length < 160) {
		const byte = bytes[next] ?? 0;
		if (word[byte] === 1) {
			out.copy(byte, next);
			next++;
			continue;
		}
		const joint = jointAt(bytes, next);
		const end = joint?.end ?? templateJoint(bytes, next);
		if (end <= next || !isIn(word, bytes, end)) {
			out.copy(byte, next);
			break;
		}
		if (joint?.kind === "list" && unlisted < 0) unlisted = out.length;
		out.remove();
		next = end;
	}
	if (unlisted >= 0 && !isJoined(bytes, start, next)) out.truncate(unlisted);
	return out.removed.length === 0 ? [] : [out.finish()];
}
const splitLiteral = {
	name: "split-literal",
	kinds: ["split", "plain"],
	decode
};
// src/detect/decoders/wide.ts
const context = 640;
const ahead = 2048;
const longestRun = 1 << 20;
const shortest = 16;
function isFollowed(bytes, at, width) {
	if (bytes[at] === 0 || at + width >= bytes.length || bytes[at + width] === 0) return false;
	for (let i = 1; i < width; i++) if (bytes[at + i] !== 0) return false;
	return true;
}
function areNul(bytes, from, count) {
	for (let i = from; i < from + count; i++) if (bytes[i] !== 0) return false;
	return true;
}
const text$1 = byteSet(`\t\n\r${String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))}`);
function readings(bytes, first, last, width) {
	const isBig = areNul(bytes, first - width + 1, width - 1);
	const isLittle = areNul(bytes, last + 1, width - 1);
	const aligned = first % width === width - 1;
	if (isBig || isLittle) return [{
		first,
		last,
		isBigEndian: isBig && isLittle ? aligned : isBig
	}];
	const big = {
		first: first + width,
		last,
		isBigEndian: true
	};
	const little = {
		first,
		last: last - width,
		isBigEndian: false
	};
	if (isIn(text$1, bytes, first) !== isIn(text$1, bytes, last)) return [isIn(text$1, bytes, last) ? big : little];
	return aligned ? [big, little] : [little, big];
}
function decodeUnits(bytes, units, width) {
	const { first, last, isBigEndian } = units;
	const out = Buffer.allocUnsafe((last - first) / width + 1);
	for (let i = 0, from = first; i < out.length; i++, from += width) {
		const byte = bytes[from] ?? 0;
		out[i] = byte < 128 ? byte : 63;
	}
	const start = isBigEndian ? first - width + 1 : first;
	return {
		bytes: out,
		origin: (index) => start + index * width,
		end: (index) => start + (index + 1) * width
	};
}
function decodeWide(bytes, at, kind, width, reach) {
	if (at < (reach[kind] ?? 0)) return [];
	let unit = at;
	while (unit < at + width && !isFollowed(bytes, unit, width)) unit++;
	if (unit === at + width) return [];
	let first = unit;
	const least = Math.max(0, unit - context);
	while (first - width >= least && isFollowed(bytes, first - width, width)) first -= width;
	let last = unit;
	const limit = unit + (kind === "wideRun" ? longestRun : ahead);
	while (last < limit && isFollowed(bytes, last, width)) last += width;
	if ((last - first) / width < shortest) return [];
	reach[kind] = last < limit ? last : Math.max(at + 1, last - context);
	return readings(bytes, first, last, width).map((units) => decodeUnits(bytes, units, width));
}
function wideDecoder(name, width) {
	return {
		name,
		kinds: ["wide", "wideRun"],
		decode: (bytes, at, kind, reach = {}) => decodeWide(bytes, at, kind, width, reach)
	};
}
// src/detect/decoders/index.ts
const decoders = [
	base64$1,
	hex,
	wideDecoder("utf-16", 2),
	wideDecoder("utf-32", 4),
	percent,
	jsEscape,
	htmlEntity,
	quotedPrintable,
	ansi,
	splitLiteral
];
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
function underscoreAt(bytes, at) {
	switch (bytes[at] ?? -1) {
		case 95: return true;
		case 27: return bytes[at + 1] === 91;
		case 92: return behindBackslash(bytes, skip(bytes, at, "\\"));
		case 37: {
			const code = skip(bytes, at + 1, "25");
			return bytes[code] === 53 && isF(bytes[code + 1]);
		}
		case 38: return behindAmpersand(bytes, skip(bytes, at + 1, "amp;"));
		case 61: {
			const code = skip(bytes, at + 1, "3D");
			if (bytes[code] === 53) return isF(bytes[code + 1]);
			const line = bytes[at + 1] === 13 ? at + 2 : at + 1;
			return bytes[line] === 10 && bytes[line + 1] === 95;
		}
		default: return false;
	}
}
// src/detect/prefilter/confirm.ts
const bytesOf = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const live = bytesOf("live_");
const test = bytesOf("test_");
const interrupts = byteSet("\"'`=\\%&\x1B");
const endsA = byteSet("a1;}\"'`");
const base64 = byteSet(base64Alphabet$1);
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
	return interrupts[bytes[at + n] ?? 0] === 1 && endsA[bytes[at - 3] ?? 0] === 1 ? Kind.split : 0;
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
// src/detect/prefilter/wasm.ts
const wasmBase64 = "AGFzbQEAAAABCgJgAABgAn9/AX8CEwEHYWtndWFyZAZtZW1vcnkCAAEDBAMAAQEGNQR/AUEAC38BQQALewH9DAAAAAAAAAAAAAAAAAAAAAALewH9DAAAAAAAAAAAAAAAAAAAAAALByADBXN0YXJ0AAAEc2NhbgABDWNvdW50TmV3bGluZXMAAgqDBwMyAEEAJABBACQB/QwAAAAAAAAAAAAAAAAAAAAAJAL9DAAAAAAAAAAAAAAAAAAAAAAkAwvgBQIGfxN7QYAIIQIjACEDIwEhBCMCIQ0jAyEOQQD9AARAIRNBAP0ABFAhFEEA/QAEYCEVQQD9AARwIRZBAP0ABIABIRdBAP0ABJABIRhBAP0ABKABIRlBAP0ABLABIRpBAP0ABMABIQsCQANAIAAgAU8NASAA/QAEACEIIAggC/1OIQkgCEEE/Y0BIAv9TiEKIBMgCf2AAiAUIAr9gAL9TiERIBUgCf2AAiAWIAr9gAL9TiESIA0gEf0NDg8QERITFBUWFxgZGhscHSAOIBL9DQ8QERITFBUWFxgZGhscHR79TiAXIAn9gAIgGCAK/YAC/U79TiEPIAwgGSAJ/YACIBogCv2AAv1O/SP9ZCEGIAD9AAQQIQggCCAL/U4hCSAIQQT9jQEgC/1OIQogEyAJ/YACIBQgCv2AAv1OIQ0gFSAJ/YACIBYgCv2AAv1OIQ4gESAN/Q0ODxAREhMUFRYXGBkaGxwdIBIgDv0NDxAREhMUFRYXGBkaGxwdHv1OIBcgCf2AAiAYIAr9gAL9Tv1OIRAgBiAMIBkgCf2AAiAaIAr9gAL9Tv0j/WRBEHRyIQYgAyAGaGohBSADQShJIAVBKE9xBEAgAiAAIANrQQJ0QQFyNgIAIAJBBGohAgsgBmcgBSAGGyEDIAZB1arVqgVyQX9GIAZBqtWq1XpyQX9GcgRAIAwgAP0ABAD9I/1kIAwgAP0ABBD9I/1kQRB0ciEHIAcgB0EPcUGRosSIAWxGQaDZASAHQQ9xdnEEQCAHIARHBEAgAiAAQQJ0QQJyNgIAIAJBBGohAgsgByEEBUEAIQQLBUEAIQQLIA8gEP1Q/VMEQEF/IA8gDP0j/WQgECAM/SP9ZEEQdHJzIQcDQCACIAAgB2hqQQJ0NgIAIAJBBGohAiAHIAdBAWtxIgcNAAsLIABBIGohACACQfg+SQ0ACwsgAyQAIAQkASANJAIgDiQDQQAgAkGACGtBAnY2AgAgAAtsAgF/AXtBCv0PIQMCQANAIABBIGogAUsNASACIAMgAP0ABAD9I/1kIAMgAP0ABBD9I/1kQRB0cmlqIQIgAEEgaiEADAALCwJAA0AgACABTw0BIAIgAC0AAEEKRmohAiAAQQFqIQAMAAsLIAILC98BAgBBwAALkAEYEAggEBBASJBAAJcgEAAgAAA4EFBwj1AAAAAAAAAAAAKgQAAABBRAQAAABAKAACsCBASwAEvgQAAAAAAAAAAAI4YW5EmmAgJCAIAGD4IAAoICBqYQRj9LAAAAAAAAAACo+Pj4+Pz4+Pj48FRwVFB0AQIECBAgQIAAAAAAAAAAAA8PDw8PDw8PDw8PDw8PDw8AQYDAAAtA/////////////////////////////////////////////////////////////////////////////////////w==";
// src/detect/prefilter/open.ts
let compiled;
function open$1(capacity) {
	const { WebAssembly } = globalThis;
	const memory = new WebAssembly.Memory({ initial: Math.ceil((areaAt + capacity + 128) / 65536) });
	compiled ??= new WebAssembly.Module(Buffer.from(wasmBase64, "base64"));
	const { exports } = new WebAssembly.Instance(compiled, { akguard: { memory } });
	return {
		scan: exports,
		memory: memory.buffer
	};
}
const inside = 1;
const lower = 2;
const upper = 4;
const notHex = 8;
const escape = 16;
const mixed = 6;
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
function mayBeEncoded(bytes, start) {
	const limit = start + 256;
	let seen = 0;
	let at = start;
	for (; at < limit; at++) {
		const here = traits[bytes[at] ?? 0] ?? 0;
		if (here === 0) break;
		seen |= here;
		if ((seen & mixed) === mixed) return bytes[start] !== 95 || bytes[start + 1] !== 90;
	}
	if (at === limit || (seen & notHex) === 0) return true;
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
const run$1 = 1;
var Prefilter = class {
	area;
	count = 0;
	offsets = new Uint32Array(maxEvents);
	kinds = new Uint8Array(maxEvents);
	#bytes;
	#raw;
	#scan;
	constructor(capacity = 1 << 20) {
		const { scan, memory } = open$1(capacity);
		this.#scan = scan;
		this.#bytes = new Uint8Array(memory);
		this.#raw = new Uint32Array(memory, 0, areaAt / 4);
		this.area = Buffer.from(memory, areaAt, capacity);
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
			else if ((event & 3) === run$1) kind = mayBeEncoded(bytes, at) ? Kind.run : 0;
			if (kind === 0) continue;
			offsets[count] = at - areaAt;
			kinds[count++] = kind;
		}
		this.count = count;
	}
};
// src/detect/search.ts
const reachBytes = 4096;
const capacity = 1 << 20;
const deepest = 5;
const toldRun = 512;
const kindNames = Object.fromEntries(Object.entries(Kind).map(([name, kind]) => [kind, name]));
const decodersByKind = new Map(Object.values(Kind).map((kind) => {
	const name = kindNames[kind];
	return [kind, decoders.flatMap((decoder, index) => decoder.kinds.includes(name) ? [{
		decoder,
		index
	}] : [])];
}));
var Search = class Search {
	#finder;
	#depth;
	#opener;
	#prefilter = new Prefilter(capacity);
	#inner = null;
	#base = 0;
	#fill = 0;
	#done = 0;
	#newlines = 0;
	#lineStart = 0;
	#newlinesBefore = 0;
	#reach = [];
	#carried = [];
	constructor(finder, depth, opener) {
		this.#finder = finder;
		this.#depth = depth;
		this.#opener = opener;
	}
	start(from = {
		offset: 0,
		line: 1,
		column: 1
	}) {
		this.#base = from.offset;
		this.#fill = 0;
		this.#done = 0;
		this.#newlines = from.line - 1;
		this.#lineStart = from.offset - (from.column - 1);
		this.#newlinesBefore = this.#newlines;
		this.#reach = decoders.map(() => ({}));
		this.#carried = [];
	}
	get room() {
		return this.#prefilter.area.subarray(this.#fill);
	}
	write(bytes, found) {
		const { area } = this.#prefilter;
		for (let from = 0; from < bytes.length;) {
			const size = Math.min(area.length - this.#fill, bytes.length - from);
			if (!(bytes.buffer === area.buffer && bytes.byteOffset + from === area.byteOffset + this.#fill)) bytes.copy(area, this.#fill, from, from + size);
			this.#fill += size;
			from += size;
			if (this.#fill === area.length) this.#advance(found);
		}
	}
	end(found) {
		while (this.#done < this.#fill) this.#scan(true, found);
		return this.#newlines + this.#prefilter.countNewlines(0, this.#fill) - this.#newlinesBefore;
	}
	#advance(found) {
		const target = this.#fill - reachBytes;
		while (this.#done < target) this.#scan(false, found);
		const { area } = this.#prefilter;
		const drop = Math.max(0, this.#done - reachBytes);
		const last = area.lastIndexOf(10, drop - 1);
		this.#newlines += this.#prefilter.countNewlines(0, drop);
		if (drop > 0 && last >= 0) this.#lineStart = this.#base + last + 1;
		area.copyWithin(0, drop, this.#fill);
		this.#base += drop;
		this.#fill -= drop;
		this.#done -= drop;
		for (const reach of this.#reach) for (const kind of Object.keys(reach)) reach[kind] = Math.max(0, (reach[kind] ?? 0) - drop);
	}
	#scan(final, found) {
		const prefilter = this.#prefilter;
		const bytes = prefilter.area.subarray(0, this.#fill);
		const reached = prefilter.scan(this.#done, this.#fill, final);
		const limit = final ? reached : this.#restPoint(bytes, Math.min(reached, this.#fill - reachBytes));
		for (const kind of this.#carried.splice(0)) this.#handle(bytes, this.#done, kind, found);
		for (let i = 0; i < prefilter.count; i++) {
			const at = prefilter.offsets[i] ?? 0;
			if (at < limit) this.#handle(bytes, at, prefilter.kinds[i] ?? Kind.plain, found);
		}
		this.#finder.findUntold(bytes, this.#done, limit, (rule, start, end) => this.#add(bytes, rule, start, end, found));
		if (!final && limit < reached) this.#carry(bytes, limit);
		this.#done = limit;
	}
	#restPoint(bytes, limit) {
		const least = Math.max(this.#done + 1, limit - toldRun);
		let at = limit;
		while (at > least && inRun[bytes[at - 1] ?? 0] === 1) at--;
		return at === least ? limit : at;
	}
	#carry(bytes, limit) {
		if (inRun[bytes[limit - 1] ?? 0] === 1 && inRun[bytes[limit] ?? 0] === 1) this.#carried.push(Kind.run);
		let zeros = 0;
		for (let at = limit - 16; at < limit; at++) if (bytes[at] === 0) zeros++;
		if (zeros >= 8) this.#carried.push(Kind.wideRun);
		for (const reach of this.#reach) {
			delete reach.run;
			delete reach.wideRun;
		}
	}
	#handle(bytes, at, kind, found) {
		if (kind === Kind.plain) {
			const candidate = this.#finder.keyAt(bytes, at);
			if (candidate !== null) this.#add(bytes, candidate.rule, candidate.start, candidate.end, found);
		}
		if (this.#depth >= deepest) return;
		for (const { decoder, index } of decodersByKind.get(kind) ?? []) {
			const reach = this.#reach[index] ?? {};
			for (const decoded of decoder.decode(bytes, at, kindNames[kind], reach)) this.#unwrap(decoder.name, decoded, found);
		}
	}
	#unwrap(name, decoded, found) {
		const inner = this.#inner ??= new Search(this.#finder, this.#depth + 1, this.#opener);
		for (const find of inner.whole(decoded.bytes)) {
			const start = decoded.origin(find.start);
			const end = decoded.end(find.end - 1);
			found.push({
				...find,
				...this.#place(start),
				end: this.#base + end,
				encoding: [name, ...find.encoding]
			});
		}
		const kind = this.#opener?.kindOf(decoded.bytes.subarray(0, 512), null) ?? null;
		if (this.#opener === null || kind === null) return;
		const place = {
			...this.#place(decoded.origin(0)),
			end: this.#base + decoded.end(decoded.bytes.length - 1)
		};
		for (const find of this.#opener.unpack(kind, decoded.bytes)) found.push({
			...find,
			...place,
			encoding: [name, ...find.encoding]
		});
	}
	whole(bytes) {
		const found = [];
		this.start();
		this.write(bytes, found);
		this.end(found);
		return found;
	}
	#add(bytes, rule, start, end, found) {
		const key = bytes.toString("latin1", start, end);
		const from = Math.max(0, start - reachBytes);
		const plain = {
			bytes: Buffer.from(bytes.subarray(from, end + reachBytes)),
			start: start - from,
			end: end - from
		};
		found.push({
			rule,
			key,
			...this.#place(start),
			end: this.#base + end,
			encoding: [],
			plain,
			member: null
		});
	}
	#place(at) {
		const { area } = this.#prefilter;
		const last = at === 0 ? -1 : area.lastIndexOf(10, at - 1);
		const start = this.#base + at;
		const lineStart = last < 0 ? this.#lineStart : this.#base + last + 1;
		return {
			start,
			line: this.#newlines + this.#prefilter.countNewlines(0, at) + 1,
			column: start - lineStart + 1
		};
	}
};
// src/detect/suppress.ts
function suppress(matches, baseline, isIgnored, today) {
	const valid = new Map(baseline.filter((each) => !isOver(each, today)).map((each) => [each.fingerprint, each]));
	const used = new Set();
	return {
		matches: matches.map((match) => {
			const entry = valid.get(match.secret.fingerprint);
			if (entry !== void 0) used.add(entry.fingerprint);
			const suppressed = entry === void 0 ? byPath(match, isIgnored) : {
				by: "baseline",
				reason: entry.reason
			};
			return suppressed === null ? match : {
				...match,
				suppressed
			};
		}),
		unused: [...valid.keys()].filter((fingerprint) => !used.has(fingerprint)),
		expired: baseline.filter((each) => isOver(each, today)).map((each) => each.fingerprint)
	};
}
function isOver(entry, today) {
	return entry.expires !== null && entry.expires < today;
}
function byPath(match, isIgnored) {
	const path = pathOf(match.provenance);
	return path !== null && isIgnored(path) ? {
		by: "ignore",
		reason: null
	} : match.suppressed;
}
const remark = "akguard:allow";
const reach = 1024;
function inlineRemark(bytes, start, end) {
	const lineStart = Math.max(bytes.lastIndexOf(10, start) + 1, 0);
	const previousStart = lineStart === 0 ? 0 : bytes.lastIndexOf(10, lineStart - 2) + 1;
	const newline = bytes.indexOf(10, end);
	const lineEnd = Math.min(newline < 0 ? bytes.length : newline, end + reach);
	const around = bytes.toString("latin1", Math.max(previousStart, start - reach), lineEnd);
	const at = around.indexOf(remark);
	if (at < 0) return null;
	const rest = /^[ \t:-]*([^\n]*)/.exec(around.slice(at + 13))?.[1] ?? "";
	const reason = Buffer.from(rest, "latin1").toString().replace(/\s*(?:\*\/|-->|--%>|#\}|\*\))?\s*$/, "");
	return {
		by: "inline",
		reason: reason === "" ? null : reason
	};
}
// src/detect/unpack.ts
var Unpacker = class {
	#containers;
	#finder;
	#idle = [];
	#budget;
	#used = false;
	constructor(containers, finder) {
		this.#containers = containers;
		this.#finder = finder;
		this.#budget = containers.newBudget();
	}
	reset() {
		if (!this.#used) return [];
		const { reasons } = this.#budget;
		this.#budget = this.#containers.newBudget();
		this.#used = false;
		return reasons;
	}
	kindOf(head, path) {
		return this.#containers.kindOf(head, path);
	}
	unpack(kind, input, searched = true, above = "") {
		this.#used = true;
		const search = this.#idle.pop() ?? new Search(this.#finder, 0, this);
		const found = [];
		for (const { name, verbatim, head, pieces } of this.#containers.open(kind, input, this.#budget)) {
			const member = [above, name].filter(Boolean).join(" > ");
			const inner = this.#containers.kindOf(head, name);
			const finds = [];
			search.start();
			const watched = inner !== "tar" && !(verbatim && searched) ? tee(pieces, (piece) => search.write(piece, finds)) : pieces;
			if (inner !== null) found.push(...this.unpack(inner, watched, inner !== "tar", member));
			for (const _ of watched);
			search.end(finds);
			found.push(...finds.map((find) => ({
				...find,
				member: find.member ?? member
			})));
		}
		this.#idle.push(search);
		return found.map((find) => ({
			...find,
			encoding: [kind, ...find.encoding]
		}));
	}
};
function* tee(pieces, onPiece) {
	for (const piece of pieces) {
		onPiece(piece);
		yield piece;
	}
}
// src/detect/scanner.ts
const nothing = Buffer.alloc(0);
const mostKept = 256 << 20;
var Scanner = class {
	matches = [];
	gaps = [];
	#search;
	#unpacker;
	#secrets = new Map();
	#blob = null;
	#found = [];
	#undecided = false;
	#kind = null;
	#pieces = [];
	#size = 0;
	constructor(rules, containers = null) {
		const finder = new Finder(rules);
		this.#unpacker = containers === null ? null : new Unpacker(containers, finder);
		this.#search = new Search(finder, 0, this.#unpacker);
	}
	get room() {
		return this.#search.room;
	}
	take() {
		return this.matches.splice(0);
	}
	whole(provenance, bytes) {
		this.open(provenance);
		this.write(bytes);
		this.close();
	}
	open(provenance, encoding = [], again = null, start) {
		this.#blob = {
			provenance,
			encoding,
			again
		};
		this.#search.start(start);
		this.#undecided = this.#unpacker !== null;
		this.#kind = null;
		this.#pieces = [];
		this.#size = 0;
	}
	write(bytes) {
		if (this.#undecided) this.#decide(bytes, false);
		else if (this.#kind !== null) this.#keep(bytes);
		this.#search.write(bytes, this.#found);
	}
	close() {
		if (this.#undecided) this.#decide(nothing, true);
		if (this.#kind !== null) this.#unpack(this.#kind);
		const newlines = this.#search.end(this.#found);
		for (const why of this.#unpacker?.reset() ?? []) this.#gap(why);
		if (this.#found.length > 0) {
			for (const find of distinct(this.#found)) this.#match(find);
			this.#found = [];
		}
		return newlines;
	}
	#decide(bytes, final) {
		const head = this.#pieces.length === 0 ? bytes : Buffer.concat([...this.#pieces, bytes]);
		if (head.length < 512 && !final) {
			this.#pieces = [Buffer.from(head)];
			return;
		}
		const path = this.#blob === null ? null : pathOf(this.#blob.provenance);
		this.#undecided = false;
		this.#pieces = [];
		this.#kind = this.#unpacker?.kindOf(head.subarray(0, 512), path) ?? null;
		if (this.#kind !== null) this.#keep(head);
	}
	#keep(bytes) {
		this.#size += bytes.length;
		if (this.#blob?.again !== null || this.#size > mostKept) this.#pieces = [];
		else this.#pieces.push(Buffer.from(bytes));
	}
	#unpack(kind) {
		const blob = this.#blob;
		if (blob === null || this.#unpacker === null) return;
		if (blob.again === null && this.#size > mostKept) {
			this.#gap(`${kind} of more than 256 MiB, not opened from a stream`);
			return;
		}
		const input = blob.again ?? Buffer.concat(this.#pieces);
		this.#pieces = [];
		for (const find of this.#unpacker.unpack(kind, input)) this.#found.push({
			...find,
			start: 0,
			end: 0,
			line: 1,
			column: 1
		});
	}
	#gap(why) {
		if (this.#blob !== null) this.gaps.push({
			provenance: this.#blob.provenance,
			why
		});
	}
	#match(find) {
		const { rule, key, start, line, column, plain, member } = find;
		const { own, vendor, exposure } = surroundings(rule, plain.bytes, plain.start, plain.end);
		if (rule.needsOwn && !own) return;
		let secret = this.#secrets.get(key);
		if (secret === void 0) {
			secret = new Secret(key);
			this.#secrets.set(key, secret);
		}
		const blob = this.#blob;
		if (blob === null) throw new Error("a match outside of a blob");
		const suppressed = inlineRemark(plain.bytes, plain.start, plain.end);
		const encoding = [...blob.encoding, ...find.encoding];
		const place = {
			provenance: blob.provenance,
			offset: start,
			line,
			column,
			encoding,
			member,
			url: null
		};
		this.matches.push({
			secret,
			rule,
			...place,
			suppressed,
			vendor,
			exposure
		});
	}
};
function distinct(found) {
	const byStart = new Map();
	for (const find of found) {
		const place = find.member === null ? `${find.start}` : `${find.start}\0${find.key}\0${find.member}`;
		const other = byStart.get(place);
		if (other === void 0 || find.key.length > other.key.length || find.key.length === other.key.length && find.encoding.length < other.encoding.length) byStart.set(place, find);
	}
	return [...byStart.values()].toSorted((a, b) => a.start - b.start);
}
// src/io/progress.ts
const firstAfterMs = 1e3;
const everyMs = 200;
const blobsPerLook = 64;
function withProgress(sink, coverage, wanted) {
	if (!wanted || process.stderr.isTTY !== true) return {
		sink,
		end: () => {}
	};
	const started = Date.now();
	let due = started + firstAfterMs;
	let seen = 0;
	let shown = false;
	const look = () => {
		if (++seen % blobsPerLook !== 0 || Date.now() < due) return;
		due = Date.now() + everyMs;
		shown = true;
		const seconds = (Date.now() - started) / 1e3;
		const rate = coverage.bytes / 1e6 / seconds;
		const things = coverage.objects > 0 ? `${coverage.objects} objects` : `${coverage.files} files`;
		const megabytes = (coverage.bytes / 1e6).toFixed(0);
		process.stderr.write(`\r\u001b[Kscanning: ${things}, ${megabytes} MB, ${rate.toFixed(0)} MB/s`);
	};
	return {
		sink: {
			get room() {
				return sink.room;
			},
			whole(provenance, bytes) {
				look();
				sink.whole(provenance, bytes);
			},
			open: (...blob) => sink.open(...blob),
			write(bytes) {
				look();
				sink.write(bytes);
			},
			close: () => sink.close()
		},
		end() {
			if (shown) process.stderr.write("\r\x1B[K");
		}
	};
}
// src/report/build.ts
function buildReport(facts) {
	const { coverage, handled } = facts;
	const { complete, files, commits, blobs, objects, lines, bytes } = coverage;
	const findings = handled.map((each) => reportFinding(each, facts.source)).toSorted(byUrgency);
	const having = (validity) => findings.filter((finding) => finding.verdict.validity === validity).length;
	const ending = (result) => findings.flatMap((f) => f.outcomes).filter((o) => o.result === result).length;
	return {
		schema: "akguard.report/1",
		tool: {
			name: "akguard",
			version: facts.version
		},
		scan: {
			source: facts.source,
			target: maskKeys(facts.target),
			started_at: facts.startedAt,
			duration_ms: facts.durationMs,
			coverage: {
				complete,
				files,
				commits,
				blobs,
				objects,
				lines,
				bytes,
				skipped: coverage.skipped.map(({ what, why }) => ({
					what: maskKeys(what),
					why: maskKeys(why)
				}))
			},
			baseline: facts.baseline
		},
		findings,
		summary: {
			findings: findings.length,
			active: having("active"),
			inactive: having("inactive"),
			unknown: having("unknown"),
			unverified: having("unverified"),
			revoked: ending("revoked"),
			alerts: ending("alerted")
		},
		exit_code: facts.exitCode
	};
}
function reportFinding(handled, source) {
	const { finding, verdict, decision, key } = handled;
	return {
		fingerprint: finding.fingerprint,
		rule: finding.rule.id,
		environment: finding.rule.environment,
		redacted: finding.secret.redacted,
		vendor: finding.vendor,
		verdict: {
			validity: verdict.validity,
			reason: maskKeys(verdict.reason),
			checked_at: verdict.checkedAt,
			status: verdict.status,
			code: verdict.code,
			request_id: verdict.requestId
		},
		key: key === null ? null : {
			id: key.id,
			name: maskKeys(key.name),
			matched_by: key.matchedBy
		},
		decision: {
			rule: decision.rule,
			actions: decision.actions,
			dry_run: decision.dryRun,
			withheld: decision.withheld
		},
		outcomes: handled.outcomes.map((outcome) => ({
			...outcome,
			detail: maskKeys(outcome.detail)
		})),
		exposed_for_ms: handled.exposedForMs,
		matches: source === "key" ? [] : finding.matches.map((match) => reportMatch(match, source))
	};
}
function reportMatch(match, source) {
	const { provenance } = match;
	const commit = "commit" in provenance ? provenance.commit : null;
	const path = pathOf(provenance);
	return {
		source,
		path: path === null ? null : maskKeys(path),
		line: match.line,
		column: match.column,
		commit: commit?.id ?? null,
		author: commit === null ? null : maskKeys(commit.author),
		committed_at: commit?.committedAt ?? null,
		blob: objectOf(provenance),
		ref: commit?.ref === void 0 || commit.ref === null ? null : maskKeys(commit.ref),
		encoding: match.encoding,
		member: match.member === null ? null : maskKeys(match.member),
		url: match.url === null ? null : maskKeys(match.url),
		exposure: match.exposure,
		suppressed: match.suppressed
	};
}
function objectOf(provenance) {
	switch (provenance.kind) {
		case "index":
		case "commit": return provenance.blob;
		case "object":
		case "message": return provenance.id;
		case "file":
		case "log": return null;
	}
}
const validityOrder = [
	"active",
	"unknown",
	"unverified",
	"inactive"
];
function byUrgency(a, b) {
	const rank = (f) => {
		const revoked = f.outcomes.some((outcome) => outcome.result === "revoked");
		const exposed = f.matches.some((match) => match.exposure !== null);
		return (revoked ? 3 : validityOrder.indexOf(f.verdict.validity)) * 4 + (f.environment === "live" ? 0 : 2) + (exposed ? 0 : 1);
	};
	return rank(a) - rank(b) || (a.fingerprint < b.fingerprint ? -1 : 1);
}
// src/respond/exit.ts
const stillAlive = [
	"failed",
	"unconfirmed",
	"ambiguous",
	"refused"
];
function exitCodeFor(ending) {
	const codes = [ending.complete ? ExitCode.ok : ExitCode.incomplete];
	for (const finding of ending.findings) {
		if (failsOn(ending.failOn, finding)) codes.push(ExitCode.findings);
		if (finding.validity === "unknown" && ending.verifyAsked) codes.push(ExitCode.incomplete);
		for (const outcome of finding.outcomes) codes.push(codeOf(outcome));
	}
	return worst(codes);
}
function failsOn(failOn, finding) {
	if (finding.suppressed || !finding.decision.actions.includes("fail")) return false;
	if (failOn === "none") return false;
	return failOn === "active" ? finding.validity === "active" : finding.validity !== "inactive";
}
function codeOf(outcome) {
	if (outcome.action === "revoke") return stillAlive.includes(outcome.result) ? ExitCode.alive : ExitCode.ok;
	return outcome.result === "failed" ? ExitCode.incomplete : ExitCode.ok;
}
// src/respond/decide.ts
function decide(question) {
	const { environment, verdict, policy, armed } = question;
	if (question.suppressed === true) return {
		rule: "suppressed",
		actions: [],
		dryRun: false,
		withheld: null
	};
	const rule = policy.find((each) => fits$1(each, verdict.validity, environment)) ?? fallback(verdict.validity);
	if (!rule.actions.includes("revoke")) return {
		rule: rule.name,
		actions: [...rule.actions],
		dryRun: false,
		withheld: null
	};
	if (verdict.validity !== "active") return {
		rule: rule.name,
		actions: rule.actions.filter((action) => action !== "revoke"),
		dryRun: false,
		withheld: `Not revoked: the key is ${verdict.validity}, and only a key proven active may be revoked.`
	};
	const withheld = armed ? null : "Not revoked: this run is not armed; give --revoke to arm it.";
	return {
		rule: rule.name,
		actions: [...rule.actions],
		dryRun: !armed,
		withheld
	};
}
function isSuppressed(finding, validity) {
	if (validity === "active" && finding.rule.environment === "live") return false;
	return finding.matches.length > 0 && finding.matches.every((match) => match.suppressed !== null);
}
function fits$1(rule, validity, environment) {
	const { when } = rule;
	if (when.validity && !when.validity.includes(validity)) return false;
	return !when.environment || when.environment.includes(environment);
}
function fallback(validity) {
	return {
		name: "default",
		when: {},
		actions: validity === "inactive" ? [] : ["alert", "fail"]
	};
}
// src/respond/acts.ts
const askAgainMs = 250;
async function intend(store, clock, act) {
	const started = clock.now();
	for (;;) {
		const intent = await store.intend({
			...act,
			at: timestamp(clock)
		});
		if (intent) return {
			intent,
			waited: clock.now() > started
		};
		if (clock.now() - started > 12e4) throw new Error("other runs keep doing the same");
		await clock.sleep(askAgainMs);
	}
}
async function conclude$1(store, log, id, ...outcome) {
	try {
		await store.conclude(id, ...outcome);
	} catch (error) {
		log.warn("an outcome could not be recorded; the next run will settle it", { reason: messageOf(error) });
	}
}
// src/respond/alert.ts
async function alert(about, occasion, deps) {
	const outcomes = [];
	for (const alerter of deps.alerters) {
		const outcome = await alertChannel(about, occasion, alerter, deps);
		if (outcome) outcomes.push(outcome);
	}
	return outcomes;
}
async function alertChannel(about, occasion, alerter, deps) {
	const { store, clock, log } = deps;
	const { channel } = alerter;
	const act = {
		fingerprint: about.fingerprint,
		action: "alert",
		target: channel
	};
	let intent = null;
	try {
		if (store) {
			let telling = await tellingOf(store, act.fingerprint, channel, occasion);
			if (telling === "due") {
				intent = (await intend(store, clock, act)).intent;
				telling = await tellingOf(store, act.fingerprint, channel, occasion);
			}
			if (telling !== "due") {
				const earlier = await store.last(act.fingerprint, "alert", channel, "alerted");
				const detail = `${channel}: told at ${earlier?.at ?? "an earlier run"}, ${earlier?.detail ?? ""}`;
				const at = timestamp(clock);
				if (intent) await conclude$1(store, log, intent.id, "already-alerted", at, detail);
				return telling === "none" ? null : {
					action: "alert",
					result: "already-alerted",
					at,
					detail
				};
			}
		} else if (!occasion.wanted) return null;
	} catch (error) {
		log.warn("the state can not be used; the alert is sent all the same", {
			channel,
			reason: messageOf(error)
		});
	}
	return tell$1(about, alerter, intent, deps);
}
async function tell$1(about, alerter, intent, deps) {
	let result = "alerted";
	let detail;
	try {
		detail = (await alerter.tell(about)).where;
	} catch (error) {
		result = "failed";
		detail = messageOf(error);
	}
	const at = timestamp(deps.clock);
	if (intent && deps.store) await conclude$1(deps.store, deps.log, intent.id, result, at, detail);
	return {
		action: "alert",
		result,
		at,
		detail: `${alerter.channel}: ${detail}`
	};
}
async function tellingOf(store, fingerprint, channel, occasion) {
	const told = await store.last(fingerprint, "alert", channel, "alerted");
	const outdated = told !== null && occasion.deadAt !== null && told.at < occasion.deadAt;
	if (occasion.wanted) return told && !outdated ? "done" : "due";
	if (occasion.deadAt === null) return "none";
	if (told) return outdated ? "due" : "none";
	if (await store.last(fingerprint, "revoke", null, "revoked")) return "due";
	return (await store.open(fingerprint)).some((each) => each.action === "alert" && each.target === channel) ? "due" : "none";
}
// src/respond/answer-text.ts
function answerText(answer) {
	if (answer.kind === "failure") return answer.detail === "" ? answer.why : `${answer.why}: ${answer.detail}`;
	const code = answer.code === null || answer.code === String(answer.status) ? "" : ` ${answer.code}`;
	return `HTTP ${answer.status}${code}`;
}
// src/respond/probe-evidence.ts
const merchantLimit = {
	requests: 1e3,
	ms: 6e4
};
function followers(ids, seen) {
	const silence = Math.min(...seen.map((each) => each.look.from - each.useBefore.to));
	const quiet = ids.flatMap((id) => follows(id, seen, (each) => each.useBefore, 1 / Math.max(1, silence)));
	if (quiet.length > 0 || !seen.every((each) => each.lookIsUse)) return weighed(quiet, ids.length);
	const first = seen[0]?.look.from ?? 0;
	const duration = (seen.at(-1)?.look.to ?? 0) - first;
	const density = merchantLimit.requests / Math.max(1, Math.min(duration, merchantLimit.ms));
	return weighed(ids.flatMap((id) => follows(id, seen, (each) => each.look, density)), ids.length);
}
function weighed(found, keys) {
	return found.map(({ id, chance }) => ({
		id,
		chance: chance * keys
	}));
}
function follows(id, seen, spanOf, density) {
	const shown = [];
	for (const each of seen) {
		const time = each.times.get(id) ?? NaN;
		if (!(time > (shown.at(-1) ?? Number.NEGATIVE_INFINITY))) return [];
		shown.push(time);
	}
	const resolution = resolutionOf(shown);
	if (resolution === null) return [];
	const sent = shown.map((time, i) => time - spanAt(seen, i, spanOf).from);
	const received = shown.map((time, i) => time - spanAt(seen, i, spanOf).to);
	if (Math.max(...received) - 1 > Math.min(...sent) + resolution) return [];
	return [{
		id,
		chance: chanceOf(sent, resolution, density)
	}];
}
function chanceOf(distances, resolution, density) {
	const sorted = distances.toSorted((a, b) => a - b);
	const n = sorted.length;
	const mostElsewhere = Math.floor(n / 4);
	let best = 1;
	let subsets = 1;
	for (let elsewhere = 0; elsewhere <= mostElsewhere; elsewhere += 1) {
		const m = n - elsewhere;
		const stretches = sorted.slice(0, elsewhere + 1).map((first, i) => (sorted[i + m - 1] ?? Infinity) - first);
		const stretch = Math.min(...stretches) + resolution;
		best = Math.min(best, subsets * m * Math.min(1, density * stretch) ** (m - 1));
		subsets = subsets * m / (elsewhere + 1);
	}
	return best * (mostElsewhere + 1);
}
function spanAt(seen, i, spanOf) {
	const each = seen[i];
	return each ? spanOf(each) : {
		from: NaN,
		to: NaN
	};
}
function resolutionOf(times) {
	if (times.every((time) => time % 1e3 === 0)) return null;
	return [100, 10].find((step) => times.every((time) => time % step === 0)) ?? 1;
}
// src/respond/probe.ts
const minimumObservations = 4;
const hopelessObservations = 6;
const maximumObservations = 24;
const acceptedChance = 1e-6;
const pauseMs = {
	watched: 50,
	alone: 250
};
const longestProbeMs = 6e4;
const pauseGrowth = 1.1;
async function probe(leaked, environment, ids, deps) {
	if (deps.observer && await canWatch(deps.observer, environment, ids, deps)) return run(new Probe(leaked, environment, ids, deps, deps.observer));
	return run(new Probe(leaked, environment, ids, deps, null));
}
async function run(trial) {
	const seen = [];
	for (let i = 0; i < maximumObservations && !trial.isLate(); i += 1) {
		const step = await trial.step();
		if (step.kind !== "seen") return step;
		if (step.observation) seen.push(step.observation);
		if (trial.calm(seen).length < minimumObservations) continue;
		const [only, ...others] = followers(trial.ids, trial.calm(seen));
		if (only && others.length === 0 && only.chance <= acceptedChance) return {
			kind: "found",
			id: only.id
		};
		if (!only && seen.length >= hopelessObservations) break;
	}
	return {
		kind: "ambiguous",
		why: `${trial.ids.length} keys could be it, and their last uses do not tell them apart`
	};
}
var Probe = class {
	ids;
	#leaked;
	#environment;
	#deps;
	#observer;
	#lastUse = null;
	#started;
	#durations = [];
	#pause;
	constructor(leaked, environment, ids, deps, observer) {
		this.#leaked = leaked;
		this.#environment = environment;
		this.ids = ids;
		this.#deps = deps;
		this.#observer = observer;
		this.#pause = observer ? pauseMs.watched : pauseMs.alone;
		this.#started = deps.clock.now();
	}
	step() {
		return this.#observer ? this.#useThenWatch(this.#observer) : this.#useByLooking();
	}
	async #useThenWatch(observer) {
		const [answer, used] = await this.#timed(() => this.#deps.api.check(this.#leaked, this.#environment));
		if (!wasTaken(answer)) return {
			kind: "failed",
			why: `the key could not be used (${answerText(answer)})`
		};
		await this.#sleep(1);
		const step = await this.#look(observer, used, null);
		await this.#sleep(0);
		return step;
	}
	async #useByLooking() {
		if (this.#lastUse) await this.#sleep(1);
		this.#pause *= pauseGrowth;
		return this.#look(this.#leaked, this.#lastUse, this.#leaked);
	}
	async #look(bearer, before, using) {
		const [listing, span] = await this.#timed(() => this.#deps.api.listKeys(bearer, this.#environment));
		if (!listing.ok) return {
			kind: "failed",
			why: `its keys could not be listed (${answerText(listing.answer)})`
		};
		if (using) this.#lastUse = span;
		const keys = new Map(listing.keys.map((key) => [key.id, key]));
		const times = new Map();
		for (const id of this.ids) {
			const key = keys.get(id);
			if (!key || key.revokedAt !== null) return {
				kind: "ambiguous",
				why: "the list of keys changed meanwhile"
			};
			times.set(id, key.lastUsedAt === null ? null : Date.parse(key.lastUsedAt));
		}
		if (!before) return {
			kind: "seen",
			observation: null
		};
		return {
			kind: "seen",
			observation: {
				look: span,
				useBefore: before,
				lookIsUse: using !== null,
				times
			}
		};
	}
	async #timed(work) {
		const from = this.#deps.clock.now();
		const result = await work();
		const span = {
			from,
			to: this.#deps.clock.now()
		};
		this.#durations.push(span.to - span.from);
		return [result, span];
	}
	#sleep(least) {
		const pause = Math.max(this.#pause, 2 * median(this.#durations));
		return this.#deps.clock.sleep(pause * (least + 2 * this.#deps.random()));
	}
	calm(seen) {
		const limit = 3 * median(this.#durations) + 5;
		const isCalm = ({ from, to }) => to - from <= limit;
		return seen.filter(({ look, useBefore }) => isCalm(look) && isCalm(useBefore));
	}
	isLate() {
		return this.#deps.clock.now() - this.#started > longestProbeMs;
	}
};
async function canWatch(observer, environment, ids, deps) {
	const listing = await deps.api.listKeys(observer, environment);
	return listing.ok && ids.every((id) => listing.keys.some((key) => key.id === id));
}
function wasTaken(answer) {
	if (answer.kind === "failure" || !answer.anton) return false;
	return answer.status < 500 && answer.status !== 401 && answer.status !== 429;
}
function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
// src/respond/identify.ts
const expiryMarginMs = 864e5;
async function identify(leaked, environment, deps) {
	const listing = await deps.api.listKeys(leaked, environment);
	if (!listing.ok) return {
		kind: "failed",
		why: `its keys could not be listed (${answerText(listing.answer)})`
	};
	const usable = listing.keys.filter((key) => isUsable(key, environment, deps.clock.now()));
	const last = lastCharacters(leaked);
	const plausible = usable.filter((key) => key.suffix === null || suffixFits(key.suffix, last));
	const [first, ...others] = plausible;
	if (!first) return {
		kind: "ambiguous",
		why: `none of the ${listing.keys.length} listed keys can be it`
	};
	if (last !== "" && usable.every((key) => key.suffix !== null) && others.length === 0) return identified(first, "masked-suffix");
	if (usable.length === 1) return identified(first, "sole-key");
	const result = await probe(leaked, environment, plausible.map((key) => key.id), deps);
	if (result.kind !== "found") return result;
	const found = plausible.find((key) => key.id === result.id);
	return found ? identified(found, "last-used-probe") : {
		kind: "ambiguous",
		why: "the list of keys changed"
	};
}
function identified({ id, name }, matchedBy) {
	return {
		kind: "identified",
		key: {
			id,
			name,
			matchedBy
		}
	};
}
function isUsable(key, environment, now) {
	if (key.environment !== environment || key.revokedAt !== null) return false;
	return key.expiresAt === null || !(Date.parse(key.expiresAt) < now - expiryMarginMs);
}
function lastCharacters(key) {
	return key.redacted.slice(key.redacted.lastIndexOf("*") + 1);
}
function suffixFits(suffix, last) {
	const shown = suffix.replace(/^\*+/, "");
	return shown.endsWith(last) || last.endsWith(shown);
}
// src/respond/prove-dead.ts
const firstPauseMs = 50;
const longestPauseMs = 2e3;
const proofLimitMs = 15e3;
async function proveDead(leaked, deps, limitMs = proofLimitMs) {
	const deadline = deps.clock.now() + limitMs;
	for (let pause = firstPauseMs;; pause = Math.min(pause * 2, longestPauseMs)) {
		const answer = await deps.api.check(leaked.secret, leaked.environment);
		const now = deps.clock.now();
		if (deps.judge(answer, leaked.environment) === "inactive") return now;
		if (now >= deadline) return null;
		await deps.clock.sleep(Math.min(pause, deadline - now));
	}
}
// src/respond/send-revoke.ts
async function sendRevoke(leaked, id, managementKey, api) {
	const idempotencyKey = `akguard-revoke-${leaked.secret.fingerprint}`;
	if (managementKey) {
		const answer = await api.revokeKey(managementKey, leaked.environment, id, idempotencyKey);
		if (answer.kind === "failure" || ![
			401,
			403,
			404
		].includes(answer.status)) return reading(answer);
	}
	return reading(await api.revokeKey(leaked.secret, leaked.environment, id, idempotencyKey));
}
function reading(answer) {
	const text = answerText(answer);
	if (answer.kind === "failure") return {
		kind: answer.why === "dns" || answer.why === "tls" ? "unsent" : "lost",
		text
	};
	const { status, anton } = answer;
	if (status >= 200 && status < 300) return {
		kind: anton ? "accepted" : "lost",
		text
	};
	if (status === 429) return {
		kind: "unsent",
		text
	};
	return {
		kind: anton && status >= 400 && status < 500 && status !== 408 && status !== 409 ? "refused" : "lost",
		text
	};
}
// src/respond/revoke.ts
async function revoke(leaked, deps) {
	const { clock } = deps;
	const other = otherKey(leaked, deps.managementKey);
	const found = await identify(leaked.secret, leaked.environment, {
		...deps,
		observer: other
	});
	if (found.kind !== "identified") {
		if (found.kind === "failed") {
			const dead = await proveDead(leaked, deps, 0);
			if (dead !== null) return ending("already-inactive", clock, "The key was refused before it was revoked.", null, dead);
		}
		return ending(found.kind === "ambiguous" ? "ambiguous" : "failed", clock, `Nothing was revoked: ${found.why}.`, null, null);
	}
	const { key } = found;
	const act = {
		fingerprint: leaked.secret.fingerprint,
		action: "revoke",
		target: key.id
	};
	let intended;
	try {
		intended = await intend(deps.store, clock, act);
	} catch (error) {
		return ending("failed", clock, `Nothing was revoked: the intent could not be recorded (${messageOf(error)}).`, key, null);
	}
	const revocation = await actAndProve(leaked, key, intended.waited, deps);
	await record(intended.intent, revocation, deps);
	return revocation;
}
async function actAndProve(leaked, key, waited, deps) {
	const { clock } = deps;
	const end = (result, what, dead = null) => ending(result, clock, `Key ${key.id}, identified by ${key.matchedBy}, ${what}.`, key, dead);
	if (waited) {
		const dead = await proveDead(leaked, deps, 0);
		if (dead !== null) return end("already-inactive", "was revoked by another run", dead);
	}
	const sentAt = clock.now();
	const sent = await sendRevoke(leaked, key.id, otherKey(leaked, deps.managementKey), deps.api);
	const dead = await proveDead(leaked, deps, sent.kind === "accepted" || sent.kind === "lost" ? proofLimitMs : 0);
	if (dead !== null) {
		const how = sent.kind === "accepted" ? "" : ` (the answer to the revoke was ${sent.text})`;
		return end("revoked", `was refused ${dead - sentAt} ms after the revoke was sent${how}`, dead);
	}
	if (sent.kind === "refused") return end("refused", `is not revoked: the API refused with ${sent.text}`);
	if (sent.kind === "unsent") return end("failed", `is not revoked: the revoke did not get through (${sent.text})`);
	return end("unconfirmed", `was not refused within ${clock.now() - sentAt} ms of the revoke (answer: ${sent.text})`);
}
async function record(intent, revocation, deps) {
	if (revocation.result === "unconfirmed") return;
	await conclude$1(deps.store, deps.log, intent.id, revocation.result, revocation.at, revocation.detail);
}
function otherKey(leaked, managementKey) {
	return managementKey?.fingerprint === leaked.secret.fingerprint ? null : managementKey;
}
function ending(result, clock, detail, key, dead) {
	const diedAt = dead === null ? null : new Date(dead).toISOString();
	return {
		result,
		at: timestamp(clock),
		detail,
		key,
		diedAt
	};
}
// src/respond/settle.ts
async function settleRevoke(fingerprint, verdict, deps) {
	if (verdict.validity !== "inactive" && verdict.validity !== "unknown") return null;
	const [first] = await openRevokes(fingerprint, deps);
	if (!first) return null;
	const at = timestamp(deps.clock);
	if (verdict.validity === "unknown") return {
		action: "revoke",
		result: "unconfirmed",
		at,
		detail: `A revoke of key ${first.target} begun at ${first.at} is still in doubt: ${verdict.reason}`
	};
	const detail = `Key ${first.target} is refused; its revoke was begun at ${first.at} by an earlier run.`;
	await concludeRevokes(fingerprint, {
		at,
		detail
	}, deps);
	return {
		action: "revoke",
		result: "revoked",
		at,
		detail
	};
}
async function concludeRevokes(fingerprint, outcome, deps) {
	for (const intent of await openRevokes(fingerprint, deps)) await conclude$1(deps.store, deps.log, intent.id, "revoked", outcome.at, outcome.detail);
}
async function openRevokes(fingerprint, deps) {
	try {
		return (await deps.store.open(fingerprint)).filter((intent) => intent.action === "revoke");
	} catch (error) {
		deps.log.warn("acts left open by earlier runs could not be read", { reason: messageOf(error) });
		return [];
	}
}
// src/respond/respond.ts
async function respond(input) {
	const { store, why } = await open(input);
	try {
		const cases = [];
		for (const item of input.items) cases.push(await begin(item, store, input));
		for (const each of byOrderOfRevocation(cases, input.managementKeys)) await settleOrRevoke(each, store, why, input);
		for (const each of cases) await tell(each, store, input);
		return new Map(cases.map((each) => [each.finding.fingerprint, each.response]));
	} finally {
		await store?.close().catch((error) => {
			input.log.warn("the state could not be closed", { reason: messageOf(error) });
		});
	}
}
async function open(input) {
	if (!input.openStore || input.items.length === 0) return {
		store: null,
		why: "this run keeps no state"
	};
	try {
		return {
			store: await input.openStore(),
			why: ""
		};
	} catch (error) {
		const why = messageOf(error);
		input.log.warn("the state can not be used: nothing is revoked", { reason: why });
		return {
			store: null,
			why
		};
	}
}
async function begin(item, store, input) {
	const { finding, verdict } = item;
	const { environment } = finding.rule;
	const suppressed = isSuppressed(finding, verdict.validity);
	const response = {
		decision: decide({
			environment,
			verdict,
			policy: input.policy,
			armed: input.armed,
			suppressed
		}),
		key: null,
		outcomes: [],
		firstSeenAt: input.foundAt,
		exposedForMs: null
	};
	const begun = {
		...item,
		response,
		deadAt: null,
		news: false
	};
	if (!store) return begun;
	try {
		const { fingerprint } = finding;
		const { redacted } = finding.secret;
		const incident = await store.sight({
			fingerprint,
			environment,
			redacted,
			firstSeenAt: input.foundAt
		});
		begun.response.firstSeenAt = incident.firstSeenAt;
		begun.deadAt = incident.deadAt;
		if (verdict.validity === "inactive") await markDead(begun, incident.firstSeenAt === input.foundAt ? input.foundAt : verdict.checkedAt ?? input.foundAt, store, input.log);
	} catch (error) {
		input.log.warn("a finding could not be recorded", { reason: messageOf(error) });
	}
	return begun;
}
async function settleOrRevoke(each, store, why, input) {
	const { finding, verdict, response } = each;
	const { environment } = finding.rule;
	if (!response.decision.actions.includes("revoke")) {
		const settled = store ? await settleRevoke(finding.fingerprint, verdict, {
			...input,
			store
		}) : null;
		if (!settled) return;
		response.outcomes.push(settled);
		each.news = settled.result === "revoked";
		return;
	}
	if (response.decision.dryRun) {
		response.outcomes.push(outcome(input, "dry-run", "An armed run (--revoke) would revoke this key."));
		return;
	}
	const { api } = input;
	if (!store || !api) {
		const detail = `Nothing was revoked: the intent could not be recorded (${why}).`;
		response.outcomes.push(outcome(input, "failed", detail));
		return;
	}
	const managementKey = input.managementKeys[environment];
	const { result, at, detail, key, diedAt } = await revoke({
		secret: finding.secret,
		environment
	}, {
		...input,
		api,
		store,
		managementKey
	});
	response.outcomes.push({
		action: "revoke",
		result,
		at,
		detail
	});
	response.key = key;
	if (diedAt === null) return;
	each.news = true;
	await markDead(each, diedAt, store, input.log);
	await concludeRevokes(finding.fingerprint, {
		at,
		detail
	}, {
		store,
		log: input.log
	});
}
async function markDead(each, at, store, log) {
	const { response, finding } = each;
	each.deadAt ??= at;
	const exposed = Date.parse(each.deadAt) - Date.parse(response.firstSeenAt);
	response.exposedForMs = exposed > 0 ? exposed : null;
	try {
		await store.died(finding.fingerprint, at);
	} catch (error) {
		log.warn("a proof of death could not be recorded", { reason: messageOf(error) });
	}
}
async function tell(each, store, input) {
	const { finding, response } = each;
	if (input.alerters.length === 0) return;
	const about = {
		fingerprint: finding.fingerprint,
		finding: input.describe(each, response),
		target: input.target,
		firstSeenAt: response.firstSeenAt
	};
	const occasion = {
		wanted: each.news || response.decision.actions.includes("alert"),
		deadAt: each.deadAt
	};
	response.outcomes.push(...await alert(about, occasion, {
		...input,
		store
	}));
}
function byOrderOfRevocation(cases, management) {
	const isManagement = (each) => management[each.finding.rule.environment]?.fingerprint === each.finding.fingerprint;
	return [...cases.filter((each) => !isManagement(each)), ...cases.filter(isManagement)];
}
function outcome(input, result, detail) {
	return {
		action: "revoke",
		result,
		at: timestamp(input.clock),
		detail
	};
}
const verdictTable = [
	{
		name: "rate limited",
		statuses: [429, 429],
		validity: "unknown",
		reason: "too many requests, so the key was not judged"
	},
	{
		name: "server error",
		statuses: [500, 599],
		validity: "unknown",
		reason: "a fault of the server"
	},
	{
		name: "static keys disabled",
		statuses: [400, 499],
		codes: ["static_api_keys_disabled"],
		validity: "unknown",
		reason: "static keys are refused here, dead or alive; look the key up in the portal (Settings > API Keys)"
	},
	{
		name: "environment mismatch",
		statuses: [400, 499],
		codes: ["key_environment_mismatch"],
		validity: "unknown",
		reason: "the key belongs to the other host"
	},
	{
		name: "keys not accepted here",
		statuses: [401, 401],
		message: /not accepted/i,
		validity: "unknown",
		reason: "this endpoint takes no API keys; look the key up in the portal (Settings > API Keys)"
	},
	{
		name: "authorization header missing or malformed",
		statuses: [401, 401],
		message: /authorization header/i,
		validity: "unknown",
		reason: "the key did not arrive; a proxy may have taken the header away"
	},
	{
		name: "alive",
		statuses: [200, 200],
		validity: "active",
		reason: "the key works"
	},
	{
		name: "alive, restricted",
		statuses: [403, 403],
		codes: [
			"insufficient_permissions",
			"role_forbidden",
			"merchant_suspended",
			"merchant_terminated",
			"merchant_not_active",
			"merchant_not_found",
			"mfa_enrollment_required",
			"velocity_blocked",
			"sandbox_only",
			"capability_required",
			"insufficient_scope",
			"module_not_enabled"
		],
		validity: "active",
		reason: "the key is known, but may not do this"
	},
	{
		name: "alive, restricted (numeric)",
		statuses: [403, 403],
		codes: ["403"],
		validity: "active",
		reason: "the key is known, but may not do this"
	},
	{
		name: "alive, not found behind auth",
		statuses: [404, 404],
		needsControl: true,
		validity: "active",
		reason: "the key was let in, to something that is not there"
	},
	{
		name: "alive, idempotency conflict",
		statuses: [409, 409],
		codes: ["idempotency_*"],
		needsControl: true,
		validity: "active",
		reason: "the key was let in, and the request refused"
	},
	{
		name: "alive, validation error",
		statuses: [422, 422],
		codes: ["validation_error"],
		needsControl: true,
		validity: "active",
		reason: "the key was let in, and the request refused"
	},
	{
		name: "dead",
		statuses: [401, 401],
		codes: ["invalid_api_key"],
		message: /^invalid api key\.?$/i,
		validity: "inactive",
		reason: "the key is revoked or expired"
	},
	{
		name: "dead (numeric)",
		statuses: [401, 401],
		codes: ["401"],
		validity: "inactive",
		reason: "the key is revoked or expired"
	},
	{
		name: "not a whole key",
		statuses: [401, 401],
		codes: ["invalid_api_key"],
		message: /^invalid api key format\.?$/i,
		validity: "inactive",
		reason: "it is not an Anton key, or was cut short"
	}
];
function judge(answer, controlClean) {
	if (answer.kind === "failure") return {
		row: null,
		validity: "unknown",
		reason: `No usable answer from Anton: ${answer.why} (${answer.detail})`
	};
	const said = answer.code === null || /^\d+$/.test(answer.code) ? String(answer.status) : `${answer.status} ${answer.code}`;
	const sentence = (meaning) => `Anton answered ${said}: ${meaning}`;
	if (!answer.anton) return {
		row: null,
		validity: "unknown",
		reason: sentence("not in a form that Anton documents")
	};
	const row = verdictTable.find((candidate) => fits(candidate, answer));
	if (!row) return {
		row: null,
		validity: "unknown",
		reason: sentence("which proves nothing about the key")
	};
	if (row.needsControl && !controlClean) {
		const reason = sentence("which proves nothing unless a made-up key is refused here");
		return {
			row: row.name,
			validity: "unknown",
			reason
		};
	}
	return {
		row: row.name,
		validity: row.validity,
		reason: sentence(row.reason)
	};
}
function fits(row, answer) {
	const [from, to] = row.statuses;
	if (answer.status < from || answer.status > to) return false;
	const { code } = answer;
	const codeFits = (wanted) => wanted.endsWith("*") ? (code ?? "").startsWith(wanted.slice(0, -1)) : code === wanted;
	if (row.codes && !row.codes.some(codeFits)) return false;
	return !row.message || row.message.test(answer.message ?? "");
}
// src/verify/verify.ts
const base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
async function verifyKeys(keys, api, options) {
	const { clock, random, concurrency = 4 } = options;
	const distinct = [...new Map(keys.map((key) => [key.secret.fingerprint, key])).values()];
	const verdicts = new Map();
	const trusted = [];
	for (const environment of ["live", "test"]) {
		const here = distinct.filter((key) => key.environment === environment);
		if (here.length === 0) continue;
		const answer = await api.check(madeUpKey(environment, random), environment);
		const control = judge(answer, false);
		if (control.validity === "inactive") {
			trusted.push(...here);
			continue;
		}
		const reason = `The control call (a made-up key) shows that this host can not judge keys today: ${control.reason}`;
		for (const { secret } of here) verdicts.set(secret.fingerprint, toVerdict(answer, "unknown", reason, clock));
	}
	await inParallel(trusted, concurrency, async ({ secret, environment }) => {
		const answer = await api.check(secret, environment);
		const { validity, reason } = judge(answer, true);
		verdicts.set(secret.fingerprint, toVerdict(answer, validity, reason, clock));
	});
	return verdicts;
}
function toVerdict(answer, validity, reason, clock) {
	return {
		validity,
		reason,
		checkedAt: timestamp(clock),
		status: answer.kind === "http" ? answer.status : null,
		code: answer.kind === "http" ? answer.code : null,
		requestId: answer.requestId
	};
}
function madeUpKey(environment, random) {
	const body = Array.from({ length: 32 }, () => base62[Math.floor(random() * 62)] ?? "A");
	return new Secret(`ak_${environment}_${body.join("")}`);
}
async function inParallel(items, limit, work) {
	const queue = items.values();
	const worker = async () => {
		for (const item of queue) await work(item);
	};
	await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
}
// src/pipeline.ts
async function runPipeline(plan) {
	const { clock, log, subject } = plan;
	const started = clock.now();
	const coverage = new Coverage();
	const scanned = "finding" in subject ? only(subject.finding) : await scan(subject, await makeScanner(plan), coverage, plan);
	const { findings } = scanned;
	log.debug("scanned", {
		findings: findings.length,
		complete: coverage.complete,
		bytes: coverage.bytes
	});
	const handled = await handle(findings, plan);
	return conclude({
		...scanned,
		started,
		coverage,
		handled
	}, plan);
}
async function makeScanner({ rules }) {
	const { containers } = await import("./containers.js");
	return new Scanner(rules, containers);
}
async function scan(source, scanner, coverage, plan) {
	const progress = withProgress(scanner, coverage, plan.progress);
	await source.read(progress.sink, coverage).finally(() => progress.end());
	for (const { provenance, why } of scanner.gaps.splice(0)) coverage.missed(nameOf(provenance), why);
	const matches = scanner.take();
	const findKeys = (bytes) => {
		scanner.whole({
			kind: "file",
			path: ""
		}, bytes);
		scanner.gaps.length = 0;
		return scanner.take().map(({ offset, line, column, secret }) => ({
			offset,
			line,
			column,
			fingerprint: secret.fingerprint
		}));
	};
	const refined = matches.length === 0 ? [] : await source.refine?.(matches, findKeys, coverage) ?? matches;
	const today = timestamp(plan.clock).slice(0, 10);
	const { unused, expired, ...marked } = suppress(refined.map(withPathExposure), plan.baseline ?? [], plan.isIgnored, today);
	return {
		findings: groupFindings(marked.matches),
		unused,
		expired
	};
}
function nameOf(provenance) {
	return pathOf(provenance) ?? ("id" in provenance ? `object ${provenance.id}` : "");
}
function only(finding) {
	return {
		findings: [finding],
		unused: [],
		expired: []
	};
}
function withPathExposure(match) {
	const path = pathOf(match.provenance);
	return match.exposure !== null || path === null ? match : {
		...match,
		exposure: exposureOfPath(match.rule, path)
	};
}
async function handle(findings, plan) {
	const foundAt = timestamp(plan.clock);
	const verdicts = await verify(findings, plan);
	return respondTo(findings.map((finding) => ({
		finding,
		verdict: verdictOf(finding, verdicts)
	})), foundAt, plan);
}
async function verify(findings, { api, clock, random }) {
	const keys = findings.filter(({ rule, vendor }) => rule.verification === "anton-api" && vendor === null);
	if (api === null || keys.length === 0) return new Map();
	return verifyKeys(keys.map(({ secret, rule }) => ({
		secret,
		environment: rule.environment
	})), api, {
		clock,
		random
	});
}
function verdictOf({ fingerprint, rule, vendor }, verdicts) {
	const verdict = verdicts.get(fingerprint);
	if (verdict !== void 0) return verdict;
	if (vendor !== null) return unverified(`It stands among words of ${vendor}, so it was not sent to Anton.`);
	if (rule.verification === "none") return unverified("The API can not be asked about it: look it up in the portal.");
	return unverified("This run is offline.");
}
async function respondTo(items, foundAt, plan) {
	const acts = plan.armed || plan.alerters.length > 0;
	const responses = await respond({
		...plan,
		items,
		target: plan.subject.target,
		foundAt,
		api: plan.api,
		judge: (answer) => judge(answer, true).validity,
		openStore: acts ? plan.openStore : null,
		describe: ({ finding, verdict }, response) => reportFinding({
			finding,
			verdict,
			...response
		}, plan.subject.name)
	});
	return items.flatMap(({ finding, verdict }) => {
		const response = responses.get(finding.fingerprint);
		return response === void 0 ? [] : [{
			finding,
			verdict,
			...response
		}];
	});
}
function conclude({ started, coverage, handled, unused, expired }, plan) {
	const exitCode = exitCodeFor({
		failOn: plan.failOn,
		complete: coverage.complete,
		verifyAsked: plan.api !== null,
		findings: handled.map(({ finding, verdict, decision, outcomes }) => ({
			validity: verdict.validity,
			suppressed: isSuppressed(finding, verdict.validity),
			decision,
			outcomes
		}))
	});
	return buildReport({
		version: plan.version,
		source: plan.subject.name,
		target: plan.subject.target,
		startedAt: new Date(started).toISOString(),
		durationMs: plan.clock.now() - started,
		coverage,
		baseline: plan.baseline === null ? null : {
			unused,
			expired
		},
		handled,
		exitCode
	});
}
// src/alert-channels.ts
async function readAlerters(channels, variables, log) {
	if (channels.length === 0) return [];
	const { readText, writeWhole } = await import("./write-file.js");
	const { alertersFor } = await import("./alerters.js");
	const files = {
		read: readText,
		write: writeWhole
	};
	const github = channels.some((channel) => channel.startsWith("github-issue")) ? await import("./issues.js") : null;
	const issues = (repository) => {
		const token = variables["GITHUB_TOKEN"] ?? "";
		if (github === null || token === "") throw new Error("GITHUB_TOKEN is not set");
		const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
		return github.githubIssues({
			token,
			repo: repository,
			apiUrl,
			log
		});
	};
	return alertersFor(channels, {
		files,
		issues,
		repository: variables["GITHUB_REPOSITORY"] || null
	});
}
// src/anton/endpoints.ts
const defaultEndpoints = {
	live: "https://api.antonpayments.com",
	test: "https://api.antonpayments.dev"
};
function parseEndpoint(variable, text) {
	const refuse = (problem) => {
		throw new AkguardError("AK_ENDPOINT", {
			variable,
			problem
		});
	};
	const url = URL.parse(text.trim()) ?? refuse("it is not a URL.");
	if (url.protocol !== "https:" && url.protocol !== "http:") refuse("it is neither https nor http.");
	if (url.protocol === "http:" && !isLoopback(url.hostname)) refuse("http would send the key in the clear.");
	if (url.username !== "" || url.password !== "") refuse("it holds a user name or password.");
	if (/[?#]/.test(url.href)) refuse("it holds a query or a fragment.");
	return url;
}
function isLoopback(hostname) {
	return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
// src/config/baseline.ts
const line = /^([0-9a-f]{32})(?:\s+expires=(\d{4}-\d{2}-\d{2}))?(?:\s+(\S.*))?$/;
function parseBaseline(file, text) {
	const entries = [];
	for (const [index, raw] of text.split("\n").entries()) {
		const trimmed = raw.trim();
		if (trimmed === "" || trimmed.startsWith("#")) continue;
		const [, fingerprint, expires = null, reason = null] = line.exec(trimmed) ?? [];
		if (fingerprint === void 0) {
			const problem = `line ${index + 1} is not \`FINGERPRINT [expires=YYYY-MM-DD] [REASON]\`.`;
			throw new AkguardError("AK_BASELINE", {
				file,
				problem
			});
		}
		if (expires !== null && Number.isNaN(Date.parse(expires))) throw new AkguardError("AK_BASELINE", {
			file,
			problem: `line ${index + 1}: there is no day ${expires}.`
		});
		entries.push({
			fingerprint,
			expires,
			reason
		});
	}
	return entries;
}
function formatBaseline(entries) {
	const byFingerprint = new Map();
	for (const entry of entries) if (!byFingerprint.has(entry.fingerprint)) byFingerprint.set(entry.fingerprint, entry);
	return [
		"# akguard baseline: FINGERPRINT [expires=YYYY-MM-DD] [REASON], sorted",
		...[...byFingerprint.values()].toSorted((a, b) => a.fingerprint < b.fingerprint ? -1 : 1).map(({ fingerprint, expires, reason }) => [
			fingerprint,
			expires === null ? "" : `expires=${expires}`,
			reason ?? ""
		].filter(Boolean).join(" ")),
		""
	].join("\n");
}
// src/io/state-path.ts
function defaultStatePath(variables) {
	const base = variables["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
	return join(base, "akguard", "state.db");
}
// src/respond/default-policy.ts
const defaultPolicy = [
	{
		name: "live-active",
		when: {
			validity: ["active"],
			environment: ["live"]
		},
		actions: [
			"revoke",
			"alert",
			"fail"
		]
	},
	{
		name: "test-active",
		when: {
			validity: ["active"],
			environment: ["test"]
		},
		actions: ["alert", "fail"]
	},
	{
		name: "unknown",
		when: { validity: ["unknown"] },
		actions: ["alert", "fail"]
	},
	{
		name: "unverified",
		when: { validity: ["unverified"] },
		actions: ["fail"]
	},
	{
		name: "inactive",
		when: { validity: ["inactive"] },
		actions: []
	}
];
// src/config/rules.ts
const text = string().check(_minLength(1));
const characterClass = string().check(_regex(/^[A-Za-z0-9_+/=.-]+$/));
const ruleSchema = strictObject({
	id: string().check(_regex(/^[a-z0-9-]+$/)),
	title: text,
	description: text,
	environment: _enum(["live", "test"]),
	prefix: string().check(_regex(/^[A-Za-z0-9_]{6,32}$/)),
	body: strictObject({
		alphabet: characterClass,
		min: int().check(_gte(8)),
		max: int().check(_lte(1024)),
		minEntropy: number()
	}),
	notAfter: characterClass,
	verification: _enum(["anton-api", "none"]),
	needsOwn: _default(boolean(), false),
	context: string(),
	examples: array(text).check(_minLength(1)),
	negativeExamples: array(text).check(_minLength(1))
});
const words = array(string().check(_regex(/^[^A-Z]{3,}$/)));
const contextSchema = strictObject({
	id: string().check(_regex(/^[a-z0-9-]+$/)),
	placeholders: words,
	own: words,
	vendors: array(strictObject({
		name: text,
		near: words
	})),
	exposures: array(strictObject({
		exposure: _enum(["client-side", "live-key-in-development"]),
		before: words,
		paths: array(text)
	}))
});
function parseRules(ruleFiles, contextFiles) {
	const contexts = new Map();
	for (const file of contextFiles) {
		const context = parse(file, contextSchema);
		contexts.set(context.id, context);
	}
	return ruleFiles.map((file) => {
		const { context: name, ...rule } = parse(file, ruleSchema);
		const context = contexts.get(name);
		if (context === void 0) throw new AkguardError("AK_RULE", {
			file: file.file,
			problem: `context: there is no rules/context/${name}.json`
		});
		return {
			...rule,
			context
		};
	});
}
function parse({ file, json }, schema) {
	let value;
	try {
		value = JSON.parse(json);
	} catch (error) {
		throw new AkguardError("AK_RULE", {
			file,
			problem: String(error)
		});
	}
	const parsed = schema.safeParse(value);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw new AkguardError("AK_RULE", {
			file,
			problem: `${issue?.path.join(".")}: ${issue?.code}`
		});
	}
	if (`${parsed.data.id}.json` !== file) throw new AkguardError("AK_RULE", {
		file,
		problem: "id: must equal the file name"
	});
	return parsed.data;
}
// src/detect/template.ts
const alphabets = {
	base62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
	base36: "abcdefghijklmnopqrstuvwxyz0123456789",
	hex: "0123456789abcdef",
	lower: "abcdefghijklmnopqrstuvwxyz",
	digits: "0123456789"
};
function seededRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = state + 1831565813 >>> 0;
		let t = Math.imul(state ^ state >>> 15, state | 1);
		t ^= t + Math.imul(t ^ t >>> 7, t | 61);
		return ((t ^ t >>> 14) >>> 0) / 4294967296;
	};
}
function expandTemplate(template, seed) {
	const random = seededRandom(seed);
	return template.replace(/\{(\w+):([^{}:]*)(?::(\d+))?\}/g, (whole, kind, text, times) => {
		if (kind === "literal") return text;
		if (kind === "repeat") return text.repeat(Number(times));
		const alphabet = alphabets[kind];
		if (alphabet === void 0) throw new Error(`unknown placeholder ${whole}`);
		return Array.from({ length: Number(text) }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
	});
}
// src/detect/test-rule.ts
function testRule(rule, seeds) {
	const failures = new Set();
	const cases = [...rule.examples.map((template) => ({
		template,
		wanted: 1
	})), ...rule.negativeExamples.map((template) => ({
		template,
		wanted: 0
	}))];
	const scanner = new Scanner([rule]);
	for (const { template, wanted } of cases) for (let seed = 1; seed <= seeds; seed++) {
		scanner.whole({
			kind: "file",
			path: rule.id
		}, Buffer.from(expandTemplate(template, seed)));
		const found = scanner.take().length;
		if (found !== wanted) failures.add(`${template}: found ${found} times instead of ${wanted}`);
	}
	return {
		tried: cases.length * seeds,
		failures: [...failures]
	};
}
// src/rules-command.ts
function loadRules() {
	return parseRules(readRuleFiles(), readRuleFiles("context/"));
}
async function listRules() {
	for (const { id, title, description, prefix, body } of loadRules()) await printOut(`${id}\n  ${title}\n  ${description}\n  ${prefix} + ${body.min} to ${body.max} of [${body.alphabet}]\n`);
	return ExitCode.ok;
}
const seeds = 100;
async function testRules() {
	let broken = 0;
	for (const rule of loadRules()) {
		const { tried, failures } = testRule(rule, seeds);
		broken += failures.length;
		await printOut(`${failures.length === 0 ? "ok    " : "FAILED"} ${rule.id}: ${tried} texts tried\n`);
		for (const failure of failures) await printOut(`       ${failure}\n`);
	}
	return broken === 0 ? ExitCode.ok : ExitCode.findings;
}
// src/plan.ts
async function makePlan(subject, options, variables, log) {
	const version = readVersion();
	const endpoints = {
		live: parseEndpoint("AKGUARD_LIVE_URL", variables["AKGUARD_LIVE_URL"] || defaultEndpoints.live),
		test: parseEndpoint("AKGUARD_TEST_URL", variables["AKGUARD_TEST_URL"] || defaultEndpoints.test)
	};
	const userAgent = `akguard/${version}`;
	let api = null;
	if (options.verify) {
		const { AntonClient } = await import("./client.js");
		api = new AntonClient({
			endpoints,
			clock: systemClock,
			log,
			userAgent
		});
	}
	return {
		version,
		rules: loadRules(),
		subject,
		api,
		policy: options.policy ?? defaultPolicy,
		armed: options.armed,
		alerters: await readAlerters(options.alert, variables, log),
		managementKeys: {
			live: managementKey("AKGUARD_LIVE_API_KEY", "live", variables),
			test: managementKey("AKGUARD_TEST_API_KEY", "test", variables)
		},
		openStore: async () => {
			const { openStore } = await import("./store2.js");
			return openStore(options.state ?? defaultStatePath(variables), { log });
		},
		failOn: options.failOn,
		baseline: options.baseline === null ? null : await readBaseline(options.baseline),
		isIgnored: await ignorer(options.ignore),
		progress: !options.quiet,
		clock: systemClock,
		log,
		random: Math.random
	};
}
async function readBaseline(file) {
	const { readText } = await import("./write-file.js");
	const text = await readText(file).catch((error) => {
		throw new AkguardError("AK_BASELINE", {
			file,
			problem: messageOf(error)
		});
	});
	if (text === null) throw new AkguardError("AK_BASELINE", {
		file,
		problem: "there is no such file."
	});
	return parseBaseline(file, text);
}
async function ignorer(patterns) {
	if (patterns.length === 0) return () => false;
	const { excluder } = await import("./paths2.js");
	return excluder(patterns);
}
function managementKey(variable, environment, variables) {
	const value = variables[variable]?.trim() ?? "";
	if (value === "") return null;
	if (value.startsWith(`ak_${environment}_`)) return new Secret(value);
	throw new AkguardError("AK_USAGE", { problem: `${variable} does not hold a key that starts with ak_${environment}_.` });
}
const longestInput = 4096;
async function readKey() {
	const input = await readShortStdin(longestInput);
	if (input.toString().trim() === "") throw new AkguardError("AK_NO_KEY");
	const scanner = new Scanner(loadRules());
	scanner.whole({
		kind: "log",
		path: "-"
	}, input);
	const [finding, ...others] = groupFindings(scanner.matches);
	if (finding === void 0 || others.length > 0) throw new AkguardError("AK_NOT_A_KEY");
	return {
		name: "key",
		target: "the key on standard input",
		finding
	};
}
// src/git/run.ts
const hermeticConfig = [
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.pager=cat",
	"core.attributesFile=/dev/null",
	"core.excludesFile=/dev/null",
	"core.quotePath=false",
	"core.commitGraph=true",
	"diff.external=",
	"diff.ignoreSubmodules=none",
	"log.showSignature=false",
	"log.showRoot=true",
	"protocol.ext.allow=never",
	"gc.auto=0",
	"maintenance.auto=false",
	"color.ui=false",
	"safe.directory=*"
];
const hermeticEnvironment = {
	GIT_CONFIG_NOSYSTEM: "1",
	GIT_CONFIG_GLOBAL: "/dev/null",
	GIT_ATTR_NOSYSTEM: "1",
	GIT_TERMINAL_PROMPT: "0",
	GIT_ASKPASS: "true",
	GIT_OPTIONAL_LOCKS: "0",
	GIT_NO_LAZY_FETCH: "1",
	GIT_NO_REPLACE_OBJECTS: "1",
	GIT_PAGER: "cat",
	LC_ALL: "C"
};
const hookVariables = new Set([
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_INDEX_FILE",
	"GIT_COMMON_DIR",
	"GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_QUARANTINE_PATH",
	"GIT_PREFIX"
]);
const machineVariables = /^(PATH|HOME|TMPDIR|TEMP|TMP|USERPROFILE|SYSTEMROOT|COMSPEC|PATHEXT|LD_LIBRARY_PATH)$/i;
function gitEnvironment(hook) {
	const environment = {};
	for (const [name, value] of Object.entries(process.env)) if ((machineVariables.test(name) || hook && hookVariables.has(name)) && value !== void 0) environment[name] = value;
	return {
		...environment,
		...hermeticEnvironment
	};
}
function start(place, args) {
	const config = hermeticConfig.flatMap((entry) => ["-c", entry]);
	return spawn("git", [...config, ...args], {
		cwd: place.directory,
		env: gitEnvironment(place.hook),
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
}
async function streamGit(place, args, onData, input) {
	const child = start(place, args);
	const { stdin, stdout, stderr } = child;
	if (stdin === null || stdout === null || stderr === null) throw new Error("git was started without pipes");
	let errors = "";
	stderr.setEncoding("utf8").on("data", (text) => {
		if (errors.length < 2e3) errors = (errors + text).slice(0, 2e3);
	});
	stdin.on("error", () => {});
	stdin.end(input ?? "");
	return new Promise((resolve, reject) => {
		child.on("error", (error) => reject(new AkguardError("AK_GIT_MISSING", { reason: error.message }, { cause: error })));
		stdout.on("data", (bytes) => {
			try {
				onData(bytes);
			} catch (error) {
				child.kill();
				reject(error instanceof Error ? error : new Error(String(error)));
			}
		});
		child.on("close", (code) => resolve({
			code,
			stderr: errors
		}));
	});
}
async function tryGit(place, args, input) {
	const pieces = [];
	return {
		...await streamGit(place, args, (bytes) => pieces.push(bytes), input),
		stdout: Buffer.concat(pieces)
	};
}
async function runGit(place, args, input) {
	const { code, stderr, stdout } = await tryGit(place, args, input);
	if (code !== 0) throw gitFailed(args, {
		code,
		stderr
	});
	return stdout;
}
function gitFailed(args, end) {
	const reason = firstLine(end.stderr) || `exit code ${end.code}`;
	return new AkguardError("AK_GIT_FAILED", {
		command: args[0] ?? "",
		reason
	});
}
function firstLine(stderr) {
	return visible(stderr.trim().split("\n")[0] ?? "");
}
// src/git/repository.ts
async function findRepository(directory, hook) {
	const place = {
		directory,
		hook
	};
	const { code, stdout } = await tryGit(place, [
		"rev-parse",
		"--absolute-git-dir",
		"--is-shallow-repository",
		"--is-inside-work-tree"
	]);
	if (code !== 0) return null;
	const [gitDirectory = "", shallow, inside] = stdout.toString().split("\n");
	return {
		place,
		gitDirectory,
		shallow: shallow === "true",
		hasWorkTree: inside === "true"
	};
}
async function openRepository(directory, hook) {
	const repository = await findRepository(directory, hook);
	if (repository === null) throw new AkguardError("AK_NOT_A_REPOSITORY", { path: directory });
	return repository;
}
async function resolveRevision(place, revision) {
	const { code, stdout } = await tryGit(place, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		revision
	]);
	const id = stdout.toString().trim();
	if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(id)) throw new AkguardError("AK_UNKNOWN_REVISION", { revision });
	return id;
}
async function countPromised(place) {
	if ((await tryGit(place, [
		"config",
		"--get-regexp",
		String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`
	])).code !== 0) return 0;
	return (await runGit(place, [
		"rev-list",
		"--objects",
		"--all",
		"--quiet",
		"--missing=print"
	])).toString("latin1").match(/^\?/gm)?.length ?? 0;
}
// src/core/permalink.ts
function permalink(remote, commit, path, line) {
	const parts = /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?([A-Za-z0-9.-]*github[A-Za-z0-9.-]*)(?::\d+)?[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(remote ?? "");
	if (parts === null) return null;
	const [, host, owner, repository] = parts;
	return `https://${host}/${owner}/${repository}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}#L${line}`;
}
// src/git/loose.ts
const longestFile = 1 << 20;
const longestObject = 1 << 24;
function findLooseStore(place) {
	const moved = [
		"GIT_DIR",
		"GIT_COMMON_DIR",
		"GIT_OBJECT_DIRECTORY"
	].some((name) => process.env[name]);
	if (place.hook && moved) return null;
	for (let folder = resolve(place.directory);; folder = dirname(folder)) {
		const found = statSync(join(folder, ".git"), { throwIfNoEntry: false });
		if (found !== void 0) return found.isDirectory() ? join(folder, ".git/objects") : null;
		if (folder === dirname(folder)) return null;
	}
}
function readLoose(store, id) {
	try {
		const bytes = inflateSync(readSmall(join(store, id.slice(0, 2), id.slice(2))), { maxOutputLength: longestObject });
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
function readSmall(path) {
	const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const stat = fstatSync(fd);
		if (!stat.isFile() || stat.size > longestFile) throw new Error("not a small file");
		return readFileSync(fd);
	} finally {
		closeSync(fd);
	}
}
// src/git/cat-file.ts
var BatchParser = class {
	complete = 0;
	current = null;
	#sink;
	#header = "";
	#left = -1;
	constructor(sink) {
		this.#sink = sink;
	}
	push(data) {
		let at = 0;
		while (at < data.length) if (this.#left > 0) {
			const take = Math.min(this.#left, data.length - at);
			this.#left -= take;
			this.#sink.bytes(data.subarray(at, at + take), this.#left === 0);
			at += take;
		} else if (this.#left === 0) {
			at += 1;
			this.#left = -1;
			this.#end();
		} else {
			const end = data.indexOf(10, at);
			this.#header += data.toString("latin1", at, end < 0 ? data.length : end);
			if (end < 0) return;
			at = end + 1;
			this.#begin(this.#header);
			this.#header = "";
		}
	}
	#begin(header) {
		const [id = "", type = "", size = ""] = header.split(" ");
		if (type === "missing" || size === "") {
			this.#sink.missing(id);
			this.#end();
			return;
		}
		this.current = id;
		this.#left = Number(size);
		this.#sink.object(id, type, this.#left);
		if (this.#left === 0) this.#sink.bytes(Buffer.alloc(0), true);
	}
	#end() {
		this.complete++;
		this.current = null;
	}
};
async function readObjects(place, ids, sink) {
	const bad = [];
	let rest = giveLoose(place, ids, sink);
	while (rest.length > 0) {
		const parser = new BatchParser(sink);
		const end = await streamGit(place, [
			"cat-file",
			"--batch",
			"--buffer"
		], (d) => parser.push(d), rest.join("\n") + "\n");
		if (parser.complete >= rest.length) break;
		bad.push({
			id: rest[parser.complete] ?? "?",
			reason: reasonOf(end)
		});
		rest = rest.slice(parser.complete + 1);
	}
	return bad;
}
function giveLoose(place, ids, sink) {
	const store = findLooseStore(place);
	if (store === null) return ids;
	return ids.filter((id) => {
		const object = readLoose(store, id);
		if (object === null) return true;
		sink.object(id, object.type, object.bytes.length);
		sink.bytes(object.bytes, true);
		return false;
	});
}
async function readAllObjects(place, sink) {
	const parser = new BatchParser(sink);
	const all = [
		"--batch-all-objects",
		"--unordered",
		"--buffer"
	];
	const end = await streamGit(place, [
		"cat-file",
		"--batch",
		...all
	], (d) => parser.push(d));
	if (end.code === 0) return [];
	let listing = "";
	const listed = await streamGit(place, [
		"cat-file",
		"--batch-check=%(objectname)",
		...all
	], (d) => listing += d.toString("latin1"));
	const ids = listing.split("\n").filter(Boolean);
	const at = parser.current === null ? parser.complete : ids.indexOf(parser.current);
	const bad = [{
		id: ids[at] ?? "?",
		reason: reasonOf(end)
	}];
	if (listed.code !== 0) bad.push({
		id: "the list of objects",
		reason: reasonOf(listed)
	});
	return [...bad, ...await readObjects(place, ids.slice(at + 1), sink)];
}
function reasonOf(end) {
	return firstLine(end.stderr) || `git ended with ${end.code}`;
}
// src/git/changes.ts
const submoduleMode = "160000";
function parseRaw(meta, path) {
	const parents = /^:+/.exec(meta)?.[0].length ?? 1;
	const fields = meta.slice(parents).split(" ");
	const modes = fields.slice(0, parents + 1);
	const ids = fields.slice(parents + 1, 2 * parents + 2);
	const after = ids[parents] ?? "";
	const submodule = modes[parents] === submoduleMode;
	const unmerged = fields.at(-1) === "U";
	const before = ids.slice(0, parents).filter((id, i) => !isZero(id) && modes[i] !== submoduleMode);
	return {
		path,
		after: isZero(after) || submodule ? null : after,
		before,
		submodule,
		unmerged
	};
}
function isZero(id) {
	return /^0*$/.test(id);
}
var NulSplitter = class {
	#rest = Buffer.alloc(0);
	#onToken;
	constructor(onToken) {
		this.#onToken = onToken;
	}
	push(data) {
		let from = 0;
		for (let at = data.indexOf(0); at !== -1; at = data.indexOf(0, from)) {
			const token = data.subarray(from, at);
			this.#onToken((this.#rest.length > 0 ? Buffer.concat([this.#rest, token]) : token).toString());
			this.#rest = Buffer.alloc(0);
			from = at + 1;
		}
		this.#rest = Buffer.concat([this.#rest, data.subarray(from)]);
	}
};
const commitFormat = "--format=%x01%H%x00%P%x00%an <%ae>%x00%cI%x00%S";
const headerFields = 5;
async function readCommits(place, options, revisions, onCommit) {
	const args = [
		"log",
		"-z",
		"--raw",
		"-c",
		"--root",
		"-r",
		"--no-renames",
		"--no-abbrev",
		"--no-textconv"
	];
	args.push("--no-ext-diff", "--topo-order", "--reverse", "--ignore-missing", "--source", commitFormat, ...options, "--stdin", "--");
	let header = [];
	let current = null;
	let meta = null;
	const splitter = new NulSplitter((token) => {
		if (header.length > 0 && header.length < headerFields) {
			header.push(token);
			if (header.length < headerFields) return;
			const [id = "", parents = "", author = "", committedAt = "", ref = ""] = header;
			if (current !== null) onCommit(current);
			current = {
				commit: {
					id,
					author,
					committedAt,
					ref: ref.startsWith("refs/") || ref === "HEAD" ? ref : null
				},
				parents: parents.split(" ").filter(Boolean),
				changes: []
			};
			header = [];
		} else if (meta !== null) {
			current?.changes.push(parseRaw(meta, token));
			meta = null;
		} else if (token.startsWith("")) header = [token.slice(1)];
		else if (/^\n?:/.test(token)) meta = token.replace("\n", "");
	});
	const end = await streamGit(place, args, (data) => splitter.push(data), `${revisions.join("\n")}\n`);
	if (end.code !== 0) throw gitFailed(args, end);
	if (current !== null) onCommit(current);
}
async function readStaged(place, tree) {
	const args = [
		"diff",
		"--cached",
		"--raw",
		"-z",
		"--no-renames",
		"--no-abbrev",
		"--no-ext-diff",
		"--no-textconv"
	];
	args.push("--ignore-submodules=none", "--diff-filter=ACMRTUXB", ...tree === void 0 ? [] : [tree], "--");
	const changes = [];
	let meta = null;
	new NulSplitter((token) => {
		if (meta === null) meta = token;
		else {
			changes.push(parseRaw(meta, token));
			meta = null;
		}
	}).push(await runGit(place, args));
	return changes;
}
// src/git/porcelain.ts
const unsafe = {
	allowUnsafeAskPass: true,
	allowUnsafeConfigPaths: true,
	allowUnsafeDiffExternal: true,
	allowUnsafeFsMonitor: true,
	allowUnsafeHooksPath: true,
	allowUnsafePager: true,
	allowUnsafeProtocolOverride: true
};
async function porcelain(directory) {
	const { simpleGit } = await import("./dist.js");
	return simpleGit({
		baseDir: directory,
		config: hermeticConfig,
		unsafe,
		allowEnvironment: Object.keys(hermeticEnvironment)
	}).env(gitEnvironment(false));
}
async function remoteUrl(directory) {
	const { value } = await (await porcelain(directory)).getConfig("remote.origin.url", "local");
	return value === null ? null : value.replace(/\/\/[^@/]*@/, "//");
}
async function initRepository(directory) {
	await (await porcelain(directory)).init(["--quiet", "--initial-branch=main"]);
}
async function commitAll(directory, message) {
	const git = await porcelain(directory);
	await git.addConfig("user.name", "A Developer", false, "local");
	await git.addConfig("user.email", "developer@example.invalid", false, "local");
	await git.add(["--all"]);
	await git.commit(message);
}
// src/git/tag.ts
async function readTag(place, id) {
	const { code, stdout } = await tryGit(place, [
		"cat-file",
		"tag",
		id
	]);
	if (code !== 0) return null;
	const text = stdout.toString();
	const tagger = /^tagger (.*) (\d+) [+-]\d{4}$/m.exec(text);
	const name = /^tag (.*)$/m.exec(text)?.[1] ?? "";
	const ref = (await tryGit(place, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`refs/tags/${name}`
	])).stdout.toString().trim() === id ? `refs/tags/${name}` : null;
	const committedAt = new Date(Number(tagger?.[2] ?? 0) * 1e3).toISOString();
	return {
		id,
		author: tagger?.[1] ?? "",
		committedAt,
		ref
	};
}
// src/sources/object-feed.ts
function objectFeed(sink, coverage) {
	let skipping = false;
	let opened = false;
	let id = "";
	let type = "blob";
	return {
		object(objectId, objectType) {
			id = objectId;
			type = objectType;
			skipping = type === "tree";
			opened = false;
			coverage.objects++;
			if (type === "commit") coverage.commits++;
			if (type === "blob") coverage.blobs++;
		},
		bytes(piece, last) {
			if (skipping) return;
			coverage.bytes += piece.length;
			const provenance = {
				kind: "object",
				type,
				id
			};
			if (last && !opened) {
				sink.whole(provenance, piece);
				return;
			}
			if (!opened) sink.open(provenance);
			opened = true;
			sink.write(piece);
			if (last) sink.close();
		},
		missing(objectId) {
			coverage.missed(`object ${objectId}`, "missing from the store, or corrupt");
		}
	};
}
function reportBad(bad, coverage) {
	for (const { id, reason } of bad) coverage.missed(`object ${id}`, reason);
}
// src/sources/history.ts
function historySource(directory) {
	const place = {
		directory,
		hook: false
	};
	const commitIds = [];
	return {
		name: "history",
		target: directory,
		async read(sink, coverage) {
			if (kindOf(directory) === "nothing") throw new AkguardError("AK_PATH_NOT_FOUND", { path: directory });
			if (kindOf(directory) === "file") throw new AkguardError("AK_NOT_A_REPOSITORY", { path: directory });
			const repository = await openRepository(directory, false);
			const feed = objectFeed(sink, coverage);
			reportBad(await readAllObjects(place, {
				...feed,
				object(id, type, size) {
					if (type === "commit") commitIds.push(id);
					feed.object(id, type, size);
				}
			}), coverage);
			if (repository.shallow) coverage.missed("older history", "not in this shallow clone; run `git fetch --unshallow`");
			const promised = await countPromised(place);
			if (promised > 0) coverage.missed(`${promised} objects`, "not in this partial clone; clone without `--filter`");
		},
		async refine(matches, _findKeys, coverage) {
			const origins = await findOrigins(place, commitIds, matches, coverage);
			const remote = await remoteUrl(directory);
			return Promise.all(matches.map((match) => attribute(place, match, origins, remote)));
		}
	};
}
async function findOrigins(place, all, matches, coverage) {
	const wanted = new Set(matches.map((match) => match.provenance.kind === "object" ? match.provenance.id : ""));
	const origins = {
		blobs: new Map(),
		commits: new Map()
	};
	const passes = [[["--all"], []], [[
		"--not",
		"--all",
		"--not"
	], all]];
	for (const [options, revisions] of passes) {
		if (origins.blobs.size + origins.commits.size >= wanted.size) break;
		const reached = options.length === 1;
		try {
			await readCommits(place, options, revisions, ({ commit, changes }) => {
				const info = reached ? commit : {
					...commit,
					ref: null
				};
				if (wanted.has(commit.id)) origins.commits.set(commit.id, info);
				for (const { after, path } of changes) if (after !== null && wanted.has(after) && !origins.blobs.has(after)) origins.blobs.set(after, {
					commit: info,
					path
				});
			});
		} catch (error) {
			coverage.missed("where keys came from", error instanceof Error ? error.message : String(error));
		}
	}
	return origins;
}
async function attribute(place, match, origins, remote) {
	if (match.provenance.kind !== "object") return match;
	const { id, type } = match.provenance;
	if (type === "tag") return {
		...match,
		provenance: {
			kind: "message",
			type,
			id,
			commit: await readTag(place, id)
		}
	};
	if (type === "commit") return {
		...match,
		provenance: {
			kind: "message",
			type,
			id,
			commit: origins.commits.get(id) ?? null
		}
	};
	const origin = origins.blobs.get(id);
	if (origin === void 0) return match;
	const url = permalink(remote, origin.commit.id, origin.path, match.line);
	return {
		...match,
		url,
		provenance: {
			kind: "commit",
			path: origin.path,
			blob: id,
			commit: origin.commit
		}
	};
}
export { silentLog as A, makeScanner as C, groupFindings as D, isSuppressed as E, Coverage as O, handle as S, scan as T, readKey as _, initRepository as a, formatBaseline as b, readObjects as c, resolveRevision as d, gitFailed as f, makePlan as g, tryGit as h, commitAll as i, systemClock as j, readVersion as k, findRepository as l, streamGit as m, objectFeed as n, readCommits as o, runGit as p, reportBad as r, readStaged as s, historySource as t, openRepository as u, listRules as v, runPipeline as w, conclude as x, testRules as y };
