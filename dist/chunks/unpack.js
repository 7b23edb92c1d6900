const require_hook_quick = require("./hook-quick.js");
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
var Finder = class {
	#told;
	#untold;
	constructor(rules) {
		const compiled = rules.map((rule) => ({
			compiled: compile(rule),
			eventAt: require_hook_quick.eventPlace(rule.prefix)
		}));
		this.#told = compiled.filter(({ eventAt }) => eventAt >= 0);
		this.#untold = compiled.filter(({ eventAt }) => eventAt < 0).map((each) => each.compiled);
	}
	get hasUntold() {
		return this.#untold.length > 0;
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
// src/detect/finds.ts
const shortestKey$2 = 24;
function distinct(found) {
	const byStart = new Map();
	for (const find of found) {
		const place = find.member === null ? `${find.start}` : `${find.start}\0${find.key}\0${find.member}`;
		const other = byStart.get(place);
		if (other === void 0 || find.key.length > other.key.length || find.key.length === other.key.length && find.encoding.length < other.encoding.length) byStart.set(place, find);
	}
	const finds = [...byStart.values()];
	const known = new Set(finds.flatMap(({ member, start, key }) => member === null ? [] : [`${start} ${key}`]));
	const clear = finds.filter(({ member, start, key }) => member !== null || !isKnown(key, (text) => known.has(`${start} ${text}`))).toSorted((a, b) => a.start - b.start || a.end - b.end);
	return clear.filter((find, i) => !isCovered(find, clear[i - 1]) && !isCovered(find, clear[i + 1]));
}
function isCovered(find, other) {
	if (other === void 0 || find.member !== null || other.member !== null || other.key !== find.key) return false;
	if (other.start >= find.end || find.start >= other.end) return false;
	const more = find.end - find.start - (other.end - other.start);
	return more > 0 || more === 0 && find.start > other.start;
}
function isKnown(key, has) {
	for (let length = shortestKey$2; length <= key.length; length++) if (has(key.slice(0, length))) return true;
	return false;
}
function outside(found, { inside, searched }) {
	if (found.length === 0) return found;
	const known = new Set(inside.flatMap(({ find, at }) => at === null ? [find.key] : []));
	const froms = [];
	const tos = [];
	for (const [from, to] of searched.toSorted((a, b) => a[0] - b[0])) {
		const last = tos.at(-1) ?? -1;
		if (from > last) {
			froms.push(from);
			tos.push(to);
		} else if (to > last) tos[tos.length - 1] = to;
	}
	return found.filter(({ key, start, end }) => {
		if (isKnown(key, (text) => known.has(text))) return false;
		let low = 0;
		let high = tos.length;
		while (low < high) {
			const middle = low + high >> 1;
			if ((tos[middle] ?? 0) <= start) low = middle + 1;
			else high = middle;
		}
		return (froms[low] ?? Infinity) >= end;
	});
}
// src/detect/decoders/bytes.ts
const word = require_hook_quick.byteSet(`${require_hook_quick.lowerCase}${require_hook_quick.upperCase}${require_hook_quick.digits}_`);
const alphanumeric = require_hook_quick.byteSet(`${require_hook_quick.lowerCase}${require_hook_quick.upperCase}${require_hook_quick.digits}`);
const base64Character = require_hook_quick.byteSet(require_hook_quick.base64Alphabet);
const hexDigit = require_hook_quick.byteSet(`${require_hook_quick.digits}abcdefABCDEF`);
const escapeLetter = require_hook_quick.byteSet("abefnrtv0");
const quote = require_hook_quick.byteSet("\"'`");
const blank = require_hook_quick.byteSet(" 	");
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
function startsWith(bytes, at, text, anyCase = false) {
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
// src/detect/decoders/escaped-text.ts
function isContinued(out) {
	const end = out.byte(out.length - 1) === 13 ? out.length - 1 : out.length;
	const last = out.byte(end - 1);
	return last === 61 || last === 92;
}
function readText(escapes, bytes, from, limit, patience, out) {
	let last = from;
	let newlines = 0;
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
		if (at - last > patience) break;
		if (byte === 10 && !isContinued(out) && newlines++ === escapes.newlines) break;
		out.copy(byte, at);
		at++;
	}
	return at;
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
const opensOperator = require_hook_quick.byteSet(".&+|<^~");
const longestPrefix = 2;
const inPrefix = require_hook_quick.byteSet(`${require_hook_quick.lowerCase}${require_hook_quick.upperCase}@$`);
const templateOpens = require_hook_quick.byteSet("$#");
function skipSpace(bytes, from) {
	const limit = Math.min(bytes.length, from + mostSpace$1);
	let at = from;
	while (at < limit) {
		const byte = bytes[at];
		if (byte === 32 || byte === 9 || byte === 10 || byte === 13) at++;
		else if (byte === 92) {
			let letter = at;
			while (letter < at + 8 && bytes[letter] === 92) letter++;
			const next = bytes[letter];
			if (!(next === 110 || next === 114 || next === 116) && next !== 10 && next !== 13) break;
			at = letter + 1;
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
	if (startsWith(bytes, from, "u8")) return from + 2;
	return endOf(inPrefix, bytes, from, Math.min(bytes.length, from + longestPrefix));
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
	if (closed === at + 2 && isIn(word, bytes, closed)) return {
		kind: "implicit",
		end: closed
	};
	let next = skipSpace(bytes, closed);
	let kind = "implicit";
	const operator = isIn(opensOperator, bytes, next) ? operators.find((text) => startsWith(bytes, next, text)) : void 0;
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
function templateJoint(bytes, at) {
	let next = at;
	const closes = isIn(quote, bytes, next) && bytes[next + 1] === 125;
	if (closes) next += 2;
	if (isIn(templateOpens, bytes, next) && bytes[next + 1] === 123 && isIn(quote, bytes, next + 2)) return next + 3;
	if (bytes[next] === 123 && isIn(quote, bytes, next + 1)) return next + 2;
	return closes ? next : -1;
}
// src/detect/decoders/rising.ts
const firstCapacity$1 = 512;
var Rising = class {
	length = 0;
	#values = new Int32Array(firstCapacity$1);
	push(value) {
		if (this.length === this.#values.length) {
			const larger = new Int32Array(this.length * 4);
			larger.set(this.#values);
			this.#values = larger;
		}
		this.#values[this.length++] = value;
	}
	at(place) {
		return place >= 0 && place < this.length ? this.#values[place] ?? -1 : -1;
	}
	last() {
		return this.at(this.length - 1);
	}
	isIn(from, to) {
		for (let i = 0; i < this.length; i++) {
			const value = this.#values[i] ?? 0;
			if (value >= to) return false;
			if (value >= from) return true;
		}
		return false;
	}
	truncate(limit) {
		while (this.last() >= limit) this.length--;
	}
};
// src/detect/decoders/rewriting.ts
const firstCapacity = 512;
let spare = null;
function newRewriting() {
	const rewriting = spare ?? new Rewriting();
	spare = null;
	return rewriting;
}
function discard(rewriting) {
	if (!rewriting.isSmall) return;
	rewriting.truncate(0);
	spare = rewriting;
}
var Rewriting = class {
	length = 0;
	escaped = new Rising();
	removed = new Rising();
	#bytes = Buffer.allocUnsafe(firstCapacity);
	#starts = new Int32Array(firstCapacity);
	#ends = new Int32Array(firstCapacity);
	get isSmall() {
		return this.#bytes.length === firstCapacity;
	}
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
		this.escaped.truncate(length);
		this.removed.truncate(length);
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
const inRun = require_hook_quick.byteSet(`${require_hook_quick.base64Alphabet}=%\\`);
const percentSign$1 = 37;
const longestRun$2 = 1 << 20;
const lead$1 = 64;
function runStart(bytes, at, set, most = lead$1) {
	const start = startOf(set, bytes, at, most);
	if (isEscaped(bytes, start + 1)) return Math.min(at, start + 1);
	return isEscaped(bytes, start + 2) ? Math.min(at, start + 2) : start;
}
function isEscaped(bytes, end) {
	if (bytes[end - 2] === 92) return isIn(escapeLetter, bytes, end - 1);
	return bytes[end - 3] === percentSign$1 && hexNumber(bytes, end - 2, 2) >= 0;
}
function nextInRun(bytes, end) {
	let next = end;
	for (;;) {
		const byte = bytes[next];
		if (byte === 61) next++;
		else if (byte === percentSign$1) next += hexNumber(bytes, next + 1, 2) >= 0 ? 3 : 1;
		else if (byte === 92) next += isIn(escapeLetter, bytes, next + 1) ? 2 : 1;
		else return next;
	}
}
// src/detect/decoders/escaped-run.ts
const longestRun$1 = 1 << 20;
const mostBetween$1 = 80;
const mostLiterals = 8;
const longestOperator = 6;
const mostBack = 4096;
const characterSizes = [
	1,
	2,
	3,
	4,
	6,
	10
];
const fewestNuls = 16;
const fewestPure = 32;
const othersInRun = require_hook_quick.byteSet("+/=%\\&#;");
const opensText = require_hook_quick.byteSet(" 	\r\n\"'`=:,(>;");
function decodeRun$2(escapes, plain, bytes, at, reach) {
	const probed = Math.min(bytes.length, at + 384);
	const opener = endOf(plain, bytes, at, probed);
	if (opener - at > 81 || opener === probed || !isIn(escapes.openers, bytes, opener)) return [];
	const probe = newRewriting();
	readText(escapes, bytes, at, probed, mostBetween$1, probe);
	let words = 0;
	let nuls = 0;
	let others = 0;
	for (let i = 0; i < probe.escaped.length; i++) {
		const byte = probe.byte(probe.escaped.at(i));
		words += word[byte] ?? 0;
		nuls += byte === 0 ? 1 : 0;
		others += othersInRun[byte] ?? 0;
	}
	const isDense = nuls >= fewestNuls || words >= 8 && words * 2 >= probe.escaped.length || probe.escaped.at(31) === 31 && isAscii(probe, fewestPure);
	const isBroken = breaksFullLine(probe, bytes);
	if (!isDense && !isBroken && others === 0) {
		discard(probe);
		return [];
	}
	const most = Math.min(bytes.length, at + longestRun$1);
	const limit = isDense || isBroken ? most : endOf(inRun, bytes, at, most);
	const out = newRewriting();
	const patience = isDense && !isBroken ? mostBetween$1 : Infinity;
	let end = readText(escapes, bytes, nuls >= fewestNuls ? wideStart(probe, bytes, at) : at, limit, patience, out);
	if (!isBroken) end = readLiterals(escapes, bytes, end, most, isDense, out);
	reach.run = end;
	if (probe.escaped.at(fewestPure) === fewestPure && !isBroken) out.truncate(Math.min(out.length, Math.max(0, out.escaped.last()) + 2));
	discard(probe);
	return [out.finish()];
}
function wideStart(probe, bytes, at) {
	let nuls = 0;
	while (probe.byte(nuls) === 0) nuls++;
	if (nuls === 0) return at;
	const size = probe.endOf(nuls - 1) - at;
	let start = at;
	for (let length = 1; length > 0 && start > at - mostBack;) {
		length = characterSizes.find((characters) => isAlike(bytes, start - characters - size, at, size)) ?? 0;
		if (length > 0) start -= length + size;
	}
	const isMarked = bytes[start - 1] === 102 && bytes[start - 2] === 102;
	return !(bytes[start - 1] === 58 && (isIn(quote, bytes, start - 2) || startsWith(bytes, start - 3, "fe", true))) && (isIn(opensText, bytes, start - 1) || isMarked) ? start : start - 1;
}
function breaksFullLine(probe, bytes) {
	const removed = probe.removed.at(0);
	if (removed <= 0) return false;
	const mark = probe.endOf(removed - 1);
	const column = mark - bytes.lastIndexOf(10, mark);
	return column >= 70 && column <= 76;
}
function isAscii(probe, count) {
	let unknown = 0;
	for (let i = 0; i < count; i++) {
		const byte = probe.byte(i);
		if (byte < 32 || byte > 126) return false;
		if (byte === 63) unknown++;
	}
	return unknown * 4 < count;
}
function isAlike(bytes, a, b, size) {
	if (a < 0) return false;
	for (let i = 0; i < size; i++) if (bytes[a + i] !== bytes[b + i]) return false;
	return true;
}
function readLiterals(escapes, bytes, at, limit, isDense, out) {
	let end = at;
	for (let i = 0; i < mostLiterals; i++) {
		const next = jointOver(bytes, end);
		if (next < 0 || !isIn(inRun, bytes, next)) break;
		for (; end < next; end++) out.copy(bytes[end] ?? 0, end);
		const most = isDense ? limit : endOf(inRun, bytes, end, limit);
		end = readText(escapes, bytes, end, most, isDense ? mostBetween$1 : Infinity, out);
	}
	return end;
}
function jointOver(bytes, at) {
	const least = bytes[at] === 10 ? at - longestOperator : at;
	for (let start = at; start >= least; start--) {
		const joint = jointAt(bytes, start);
		if (joint !== null && joint.kind !== "list" && joint.end > at) return joint.end;
	}
	return -1;
}
// src/detect/decoders/raw-key.ts
const prefixes$1 = ["k_live_", "k_test_"];
function startsKey(bytes, at) {
	return startsWith(bytes, at, "ak_live_") || startsWith(bytes, at, "ak_test_");
}
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
	} else if (startsWith(bytes, at - 3, "ant_ocs_")) start = at - 3;
	else whole = startsWith(bytes, at, "whsec_");
	if (whole) while (end - at < 160 && isIn(word, bytes, end)) end++;
	return {
		start,
		end,
		whole
	};
}
// src/detect/decoders/escape-decoder.ts
const back = 128;
const covered = 400;
const longestRow = 64;
const longestEscaped = 320;
const inEscapes$1 = require_hook_quick.byteSet(`${require_hook_quick.base64Alphabet}%\\&#;{}=\x1b[`);
const lead = 10;
const othersInKey = require_hook_quick.byteSet("=%\\&\r\n\x1B^\"'`${#");
const interrupts = require_hook_quick.byteSet("=%\\&\x1B^\"'`${#");
const longestInterrupt = 12;
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
	const encoding = kind === "base64" || kind === "hex" ? kind : null;
	if (kind === "escaped" || encoding !== null) {
		if (!hasOpener(escapes, bytes, at - 16, at + longestEscaped)) return [];
	} else {
		const { start, end, whole } = rawKey(bytes, at);
		if (!(isIn(escapes.openers, bytes, end) || isIn(interrupts, bytes, end) && hasOpener(escapes, bytes, end, end + longestInterrupt)) && !((whole || kind === "split") && isIn(escapes.closers, bytes, start - 1))) return [];
	}
	const last = Math.min(bytes.length, at + escapes.ahead);
	const own = encoding === null ? void 0 : escapes.bounds?.(bytes, at, encoding, last);
	const limit = own?.limit ?? last;
	const out = newRewriting();
	let end = readText(escapes, bytes, own?.from ?? textStart$1(escapes, bytes, at), Math.min(limit, at + 384), Infinity, out);
	const first = keyAt(out, at, kind);
	if (!first.touched && first.end < out.length) {
		discard(out);
		return [];
	}
	end = readText(escapes, bytes, end, limit, Infinity, out);
	if (!first.touched && !keyAt(out, at, kind).touched) {
		discard(out);
		return [];
	}
	reach[kind] = end < limit ? end : at + covered;
	return [out.finish()];
}
function keyAt(out, at, kind) {
	let mark = 0;
	while (mark < out.length && out.endOf(mark) <= at) mark++;
	let end = mark;
	const [most, set] = kind === "escaped" ? [longestEscaped, inEscapes$1] : [160, word];
	if (kind === "base64" || kind === "hex") end = Math.min(out.length, mark + longestEscaped);
	else while (end - mark < most && set[out.byte(end)] === 1) end++;
	if (othersInKey[out.byte(end)] === 1) end = Math.min(out.length, end + longestInterrupt);
	end = Math.max(end, mark + 7);
	const touched = out.escaped.isIn(mark - lead, end) || out.removed.isIn(mark - lead + 1, end);
	return {
		end,
		touched
	};
}
function hasOpener(escapes, bytes, from, to) {
	const end = Math.min(bytes.length, to);
	for (let i = Math.max(0, from); i < end; i++) if (escapes.openers[bytes[i] ?? 0] === 1) return true;
	return false;
}
function textStart$1(escapes, bytes, at) {
	const least = Math.max(0, at - back);
	let from = at;
	while (from > least) {
		if (bytes[from - 1] === 10) {
			const end = bytes[from - 2] === 13 ? from - 2 : from - 1;
			const isMarked = escapes.softBreak === 61 && startsWith(bytes, end - 3, "=3D");
			if (bytes[end - 1] !== escapes.softBreak && !isMarked) break;
		}
		from--;
	}
	for (let i = 0; i < longestRow && from > 0 && bytes[from] === bytes[from - 1]; i++) {
		if (!isIn(escapes.openers, bytes, from)) break;
		from--;
	}
	return from;
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
const parameters = require_hook_quick.byteSet(`${require_hook_quick.digits};:<=>? !"#$%&'()*+,-./`);
const colourParameters = require_hook_quick.byteSet(`${require_hook_quick.digits};`);
const mostParameters = 64;
const longestString = 1024;
function skipEscape(bytes, at) {
	if (bytes[at] === 27) return at + 1;
	if (startsWith(bytes, at, "^[")) return at + 2;
	if (startsWith(bytes, at, "â")) return at + 3;
	let text = at;
	while (text < at + 8 && bytes[text] === 92) text++;
	if (text === at) return -1;
	const form = written.find((candidate) => startsWith(bytes, text, candidate, true));
	return form === void 0 ? -1 : text + form.length;
}
function skipControl(bytes, at) {
	let end = at;
	while (end < at + mostParameters && isIn(parameters, bytes, end)) {
		const line = bytes[end + 1] === 13 ? end + 2 : end + 1;
		end = bytes[end] === 61 && bytes[line] === 10 ? line + 1 : end + 1;
	}
	const last = bytes[end] ?? 0;
	if (startsWith(bytes, end, "ak_")) return -1;
	return last >= 64 && last <= 126 ? end + 1 : -1;
}
function skipString(bytes, at) {
	const limit = Math.min(bytes.length, at + longestString);
	for (let end = at; end < limit && bytes[end] !== 10; end++) {
		if (bytes[end] === 7) return end + 1;
		const bell = bytes[end] === 92 ? bells.find((form) => startsWith(bytes, end, form)) : void 0;
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
	openers: require_hook_quick.byteSet("\x1B\\^âÂ["),
	closers: require_hook_quick.byteSet(`\x07\\${require_hook_quick.lowerCase}${require_hook_quick.upperCase}`),
	softBreak: -1,
	newlines: 2,
	ahead: 4096,
	read: read$4
});
// src/detect/decoders/encoded-text.ts
const pieceSize = 65536;
const shortestKey$1 = 24;
const shortestBody = 16;
const longestColumn = 128;
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
	#firstLength = 0;
	#firsts = [];
	constructor(bytes, stretches) {
		this.#stretches = stretches;
		const [first] = stretches;
		if (first !== void 0) this.#firstLength = first.end - runStart(bytes, first.start, base64Character, longestColumn);
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
		const bytes = this.decode(encoding, first, to);
		const sure = this.#nextKey(bytes, first, bits);
		return {
			bytes,
			...sure > 0 && { sure },
			origin: (index) => this.place(first + Math.floor(index * 8 / bits)),
			end: (index) => this.place(first + Math.floor((index * 8 + 7) / bits)) + 1
		};
	}
	#nextKey(bytes, first, bits) {
		for (const start of this.#firsts) {
			const at = (start - first) * bits / 8;
			if (at > 0 && Number.isInteger(at) && startsKey(bytes, at) && at - startOf(word, bytes, at, shortestBody) >= shortestBody) return at;
		}
		return -1;
	}
	cutAtWraps(encoding, whole, first, key) {
		const perByte = encoding === "hex" ? 2 : 4 / 3;
		let keyEnd = key;
		while (keyEnd < whole.bytes.length && word[whole.bytes[keyEnd] ?? 0] === 1) keyEnd++;
		return this.#stretches.flatMap((stretch, i) => {
			const cut = Math.floor(((this.#firsts[i] ?? 0) - first) / perByte);
			return i > 0 && !stretch.firm && cut - key >= shortestKey$1 && cut < keyEnd && !this.#isWrapped(i - 1) ? [{
				...whole,
				bytes: whole.bytes.subarray(0, cut)
			}] : [];
		});
	}
	#isWrapped(line) {
		const lengths = this.#stretches.map(({ start, end }) => end - start);
		if (line === 0) lengths[0] = this.#firstLength;
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
const base64Starts = require_hook_quick.byteSet("HUQ/_K");
const hexStarts = require_hook_quick.byteSet("154fF2");
function startsBase64Container(bytes, at) {
	return isIn(base64Starts, bytes, at) && base64Signatures.some((text) => startsWith(bytes, at, text));
}
function startsHexContainer(bytes, at) {
	return isIn(hexStarts, bytes, at) && hexSignatures.some((text) => startsWith(bytes, at, text, true));
}
// src/detect/decoders/stretch.ts
const opensGap = require_hook_quick.byteSet("\n\r\\\"'`%&=$#{");
const mostBlanks$1 = 200;
const mostBefore = 8;
const writtenNewlines = [
	"%0a",
	"%0d",
	"&#10;",
	"&#13;",
	"&#xa;",
	"&#xd;"
];
const opensNumber = require_hook_quick.byteSet("uUxX0");
const numberedNewlines = [
	"u000a",
	"u000d",
	"x0a",
	"x0d",
	"012",
	"015"
];
const writtenPadding = [
	"=3d",
	"=",
	"%3d",
	"&#x3d;",
	"&#61;",
	"\\u003d",
	"\\x3d"
];
const leaders = require_hook_quick.byteSet("#>*;");
const closes$1 = require_hook_quick.byteSet("\n\r\"'`\\<)]},;%&|\0\x1B");
function skipNewline(bytes, at) {
	const byte = bytes[at];
	if (byte === 10 || byte === 13) return at + 1;
	if (byte === 92) {
		let letter = at;
		while (letter < at + 8 && bytes[letter] === 92) letter++;
		if (bytes[letter] === 110 || bytes[letter] === 114) return letter + 1;
		if (!isIn(opensNumber, bytes, letter)) return -1;
		const code = numberedNewlines.find((text) => startsWith(bytes, letter, text, true));
		return code === void 0 ? -1 : letter + code.length;
	}
	if (byte !== 37 && byte !== 38) return -1;
	const form = writtenNewlines.find((text) => startsWith(bytes, at, text, true));
	return form === void 0 ? -1 : at + form.length;
}
function gapAt(bytes, at) {
	if (!isIn(opensGap, bytes, at)) return null;
	const isPadding = bytes[at] === 61;
	if (isPadding && (bytes[at + 1] === 61 || !isIn(opensGap, bytes, at + 1))) return null;
	const joint = isPadding ? null : jointAt(bytes, at);
	if (joint !== null) return joint.kind === "list" ? null : {
		end: joint.end,
		firm: true
	};
	const template = isPadding ? -1 : templateJoint(bytes, at);
	if (template >= 0) return {
		end: template,
		firm: true
	};
	const first = skipNewline(bytes, isPadding ? at + 1 : at);
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
	const opened = templateJoint(bytes, next);
	if (opened >= 0) return {
		end: opened,
		firm: true
	};
	const limit = Math.min(bytes.length, next + mostBlanks$1);
	next = endOf(blank, bytes, next, limit);
	while (next < limit && startsWith(bytes, next, "%20")) next += 3;
	if (isIn(leaders, bytes, next)) next = endOf(blank, bytes, next + 1, limit);
	return {
		end: next,
		firm: false,
		written: bytes[first - 1] !== 10 && bytes[first - 1] !== 13
	};
}
function endsLine(bytes, { end, written = false }) {
	let padded = end;
	for (let i = 0; i < 3; i++) {
		const form = writtenPadding.find((text) => startsWith(bytes, padded, text, true));
		if (form === void 0) break;
		padded += form.length;
	}
	if (written && isIn(blank, bytes, padded)) return true;
	const next = endOf(blank, bytes, padded, Math.min(bytes.length, padded + mostBlanks$1));
	return next >= bytes.length || isIn(closes$1, bytes, next);
}
function startsLine(bytes, start) {
	const first = startOf(blank, bytes, start, mostBlanks$1);
	return first === 0 || bytes[first - 1] === 10;
}
function startAlike(bytes, a, b, length) {
	const first = bytes[a];
	let same = true;
	for (let i = 0; i < length; i++) {
		if (bytes[a + i] !== bytes[b + i]) return false;
		if (bytes[a + i] !== first) same = false;
	}
	return !same;
}
function endOfLineBefore(bytes, start, set) {
	for (let end = start - 1; end > 0 && end > start - 64; end--) {
		if (!isIn(set, bytes, end - 1) || isIn(set, bytes, end)) continue;
		if (!isEscaped(bytes, end) && gapAt(bytes, end)?.end === start) return end;
	}
	return -1;
}
function isBehindFull(bytes, line, set, listStart) {
	const end = endOfLineBefore(bytes, line.start, set);
	if (end < 0 || bytes[end] === 61) return false;
	const length = lengthOf(line);
	const start = runStart(bytes, end, set, length + 1);
	return end - start === length && !startAlike(bytes, start, line.start, listStart);
}
const lengthOf = (stretch) => stretch.end - stretch.start;
function goesOn(bytes, lines, next, set, listStart) {
	const last = lines.at(-1);
	const first = lines[0];
	if (last === void 0 || first === void 0) return false;
	if (!endsLine(bytes, next)) return false;
	if (listStart > 0 && startAlike(bytes, last.start, next.start, listStart) && !isBehindFull(bytes, last, set, listStart)) return false;
	const width = lines.length === 1 && !startsLine(bytes, first.start) ? Infinity : lengthOf(lines[1] ?? first);
	if (lengthOf(next) > width) return false;
	return lines.length === 1 || lengthOf(last) === width && lengthOf(first) <= width + mostBefore;
}
function stretchesFrom(bytes, start, limit, set, listStart = 0) {
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
			...gap,
			start: gap.end,
			end: endOf(set, bytes, gap.end, limit)
		};
		if (next.end === next.start || !(gap.firm || goesOn(bytes, lines, next, set, listStart))) break;
		lines.push(next);
		last = next;
	}
	return lines;
}
// src/detect/decoders/base64.ts
const shortestRun$1 = 32;
const longestKeyCharacters = 280;
const phases = [
	0,
	1,
	2,
	3
];
const context$2 = 512;
const ahead$3 = 2048;
const listStart$1 = 4;
const prefixes = ["k_live_", "k_test_"];
const prefixSize = 16;
const longestName$1 = 32;
const mixedStart = 1024;
function decodeAnchor$1(bytes, at, reach) {
	const start = runStart(bytes, at, alphanumeric, context$2);
	const lines = stretchesFrom(bytes, start, Math.min(bytes.length, at + ahead$3), base64Character, listStart$1);
	const before = at - start < 3 ? lastGroupBefore(bytes, start) : null;
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
		const kind = `base64-${phases[text.place(group) - group + aligned & 3] ?? 0}`;
		if (before === null && at < (reach[kind] ?? 0)) return [];
		if (before === null) reach[kind] = (lines[0]?.end ?? 0) - longestKeyCharacters;
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
function lastGroupBefore(bytes, start) {
	const end = endOfLineBefore(bytes, start, base64Character);
	return end < 0 ? null : {
		start: startOf(base64Character, bytes, end, 3),
		end,
		firm: true
	};
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
const base64 = {
	name: "base64",
	kinds: ["base64", "run"],
	decode: (bytes, at, kind, reach = {}) => kind === "run" ? decodeRun$1(bytes, at, reach) : decodeAnchor$1(bytes, at, reach)
};
// src/detect/decoders/hex.ts
const shortestRun = 48;
const context$1 = 512;
const ahead$2 = 2048;
const mostSeparated = 320;
const longestKeyDigits = 400;
const mostSpace = 200;
const listStart = 8;
const keyStart$1 = "616b5f";
const mark = require_hook_quick.byteSet(",:;-");
const space = require_hook_quick.byteSet(" 	\r\n");
const readable = Uint8Array.from({ length: 256 }, (_, byte) => byte >= 32 && byte <= 126 || space[byte] === 1 ? 1 : 0);
function decodeAnchor(bytes, anchor, reach) {
	const at = bytes[anchor] === 49 && bytes[anchor - 1] === 54 ? anchor - 1 : anchor;
	const limit = Math.min(bytes.length, at + ahead$2);
	const start = at - 2 * Math.floor((at - runStart(bytes, at, hexDigit, context$1)) / 2);
	const end = endOf(hexDigit, bytes, at, limit);
	if (end - at < 2) return [];
	if (end - at < shortestRun) {
		const separator = separatorAt(bytes, end);
		if (separator !== null) return decodeSeparated(bytes, start, end, separator);
	}
	const kind = start % 2 === 0 ? "hex0" : "hex1";
	if (at < (reach[kind] ?? 0)) return [];
	const lines = stretchesFrom(bytes, start, limit, hexDigit, listStart);
	reach[kind] = (lines[0]?.end ?? 0) - longestKeyDigits;
	const before = at === start ? wordBefore(bytes, lines[0]) : null;
	const text = new EncodedText(bytes, before === null ? lines : [before, ...lines]);
	const whole = text.decoded("hex", 0);
	return [whole, ...text.cutAtWraps("hex", whole, 0, before === null ? (at - start) / 2 : 1)];
}
function wordBefore(bytes, line) {
	if (line === void 0) return null;
	const first = startOf(blank, bytes, line.start, mostSpace);
	if (bytes[first - 1] !== 10) return null;
	const end = bytes[first - 2] === 13 ? first - 2 : first - 1;
	const start = startOf(hexDigit, bytes, end, context$1);
	const length = line.end - line.start;
	if (!(end - start === length || end - start > length && usualColumns.has(end - start)) || (end - start) % 2 !== 0) return null;
	for (let i = start; i < end; i += 2) {
		const byte = hexNumber(bytes, i, 2);
		if (readable[byte] !== 1 || startsWith(bytes, i, keyStart$1, true)) return null;
	}
	return {
		start: end - 2,
		end,
		firm: true
	};
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
	const out = newRewriting();
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
	decode: (bytes, at, kind, reach = {}) => kind === "run" ? decodeRun(bytes, at, reach) : decodeAnchor(bytes, at, reach)
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
const decimalDigit = require_hook_quick.byteSet(require_hook_quick.digits);
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
		"plain",
		"base64",
		"hex"
	],
	openers: require_hook_quick.byteSet("&"),
	closers: hexDigit,
	softBreak: -1,
	newlines: 2,
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
const meanings = Uint8Array.from({ length: 256 }, (_, byte) => named[byte] ?? byte);
const digitsBehind = Uint8Array.from({ length: 256 }, (_, byte) => ({
	120: 2,
	117: 4,
	85: 8
})[byte] ?? 0);
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
	if (next === 61 && (bytes[at + 2] === 10 || bytes[at + 2] === 13)) return -1;
	let code = meanings[next] ?? next;
	let end = at + 2;
	const count = digitsBehind[next] ?? 0;
	if (count > 0) {
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
	openers: require_hook_quick.byteSet("\\"),
	closers: require_hook_quick.byteSet(`\n}${require_hook_quick.digits}abcdefABCDEFnrtv`),
	softBreak: 92,
	newlines: 0,
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
	openers: require_hook_quick.byteSet("%"),
	closers: hexDigit,
	softBreak: -1,
	newlines: 0,
	ahead: 2048,
	read: read$1
});
// src/detect/decoders/quoted-printable.ts
const mostBlanks = 8;
const longestLead$1 = 512;
const longestEncoded = 512;
const beforeAnchor = {
	70: 2,
	104: 3
};
const closes = require_hook_quick.byteSet("=\n\r\"'`\\<)]},;%&|\0\x1B");
function read(bytes, at, out) {
	const code = hexNumber(bytes, at + 1, 2);
	if (code >= 0) {
		out.escape(code, at, at + 3);
		return at + 3;
	}
	let line = endOf(blank, bytes, at + 1, Math.min(bytes.length, at + mostBlanks));
	if (bytes[line] === 13) line++;
	if (bytes[line] !== 10 || startsKey(bytes, line + 1)) return -1;
	out.remove();
	return line + 1;
}
function valueStart(bytes, at, encoding) {
	const isHex = encoding === "hex";
	const start = runStart(bytes, at, isHex ? hexDigit : base64Character, longestLead$1);
	if (bytes[start - 1] !== 61) return null;
	const before = isHex ? 1 : beforeAnchor[bytes[at] ?? 0] ?? 0;
	return (at - start - before) % (isHex ? 2 : 4) === 0 ? start : null;
}
function paddingAt(bytes, from, limit) {
	const near = bytes.subarray(from, Math.min(limit, from + longestEncoded));
	for (let at = near.indexOf(10); at >= 0; at = near.indexOf(10, at + 1)) {
		const end = from + at;
		const mark = markBefore(bytes, end);
		if (mark < from) continue;
		const next = endOf(base64Character, bytes, end + 1, limit);
		if (!(next === limit || isIn(closes, bytes, next) && (next > end + 1 || bytes[next] === 61)) || bytes[mark - 1] === 61) return mark;
	}
	return limit;
}
function markBefore(bytes, end) {
	const text = startOf(blank, bytes, bytes[end - 1] === 13 ? end - 1 : end, mostBlanks);
	return bytes[text - 1] === 61 ? text - 1 : -1;
}
const quotedPrintable = escapeDecoder({
	name: "quoted-printable",
	kinds: [
		"escaped",
		"split",
		"plain",
		"run",
		"base64",
		"hex"
	],
	openers: require_hook_quick.byteSet("="),
	closers: require_hook_quick.byteSet("0123456789abcdefABCDEF\n"),
	softBreak: 61,
	newlines: 2,
	ahead: 2048,
	read,
	bounds: (bytes, at, encoding, limit) => ({
		from: valueStart(bytes, at, encoding),
		limit: paddingAt(bytes, at, limit)
	})
});
// src/detect/decoders/split-literal.ts
const longestGap$1 = 200;
const ahead$1 = 2048;
const opensJoint = require_hook_quick.byteSet("\"'`\\$#{");
const inGap = require_hook_quick.byteSet(" 	\r\n\"'`\\+.&|<>^~,_(){}$#@frbuLFRBUconcat8");
const joinsWhatFollows = /\b(?:join|concat|concatenate|implode|strcat|strcpy|paste0|str_c)\b[^)\]]*$/i;
const joinsWhatPrecedes = /^[^\]{}]*\]\s*\.\s*join\b/;
const mostBetween = 128;
const inEscapes = require_hook_quick.byteSet(`${require_hook_quick.lowerCase}${require_hook_quick.upperCase}${require_hook_quick.digits}_%\\&#;{}=\x1b[^`);
const longestLead = 32;
const shortestKey = 24;
const longestText = 480;
function previous(bytes, at, wanted) {
	if (bytes[at - 1] === wanted) return at - 1;
	const least = Math.max(0, at - longestGap$1);
	for (let i = at - 2; i >= least && isIn(inGap, bytes, i + 1); i--) {
		if (bytes[i] !== wanted) continue;
		if (jointAt(bytes, i + 1)?.end === at || templateJoint(bytes, i + 1) === at) return i;
	}
	return -1;
}
function keyStart(bytes, at) {
	let k = at;
	if (isIn(quote, bytes, at)) k = previous(bytes, at + 1, 107);
	else if (bytes[at] !== 107) return rawKey(bytes, at).start;
	if (k < 0) return -1;
	const a = previous(bytes, k, 97);
	return a < 0 && isIn(inEscapes, bytes, k - 1) ? k : a;
}
function isJoined(bytes, start, end) {
	const before = bytes.toString("latin1", Math.max(0, start - mostBetween), start);
	const behind = bytes.toString("latin1", end, Math.min(bytes.length, end + mostBetween));
	return joinsWhatFollows.test(before) || joinsWhatPrecedes.test(behind);
}
function textStart(bytes, at, kind) {
	if (kind === "escaped") return wordStart(bytes, literalBefore(bytes, at));
	if (bytes[at] === 107) {
		const { end, whole } = rawKey(bytes, at);
		if (!isIn(opensJoint, bytes, end) && !isIn(inEscapes, bytes, end) && !(whole && bytes[at - 1] !== 97)) return -1;
	}
	const start = keyStart(bytes, at);
	return start < 0 ? -1 : wordStart(bytes, start);
}
function literalBefore(bytes, at) {
	const start = wordStart(bytes, at) + 1;
	const least = Math.max(0, start - longestGap$1);
	for (let i = start - 1; i >= least && isIn(inGap, bytes, i); i--) if ((jointAt(bytes, i)?.end ?? templateJoint(bytes, i)) === start) return i;
	return at;
}
function wordStart(bytes, at) {
	let start = at;
	while (start > at - longestLead && isIn(inEscapes, bytes, start - 1)) start--;
	return Math.max(0, start - 1);
}
function softBreakAt(bytes, at) {
	if (bytes[at] !== 61) return -1;
	let line = at + 1;
	while (startsWith(bytes, line, "3D")) line += 2;
	if (bytes[line] === 13) line++;
	return bytes[line] === 10 ? line + 1 : -1;
}
function endsWithKey(out) {
	let start = out.length;
	while (out.length - start <= 160 && word[out.byte(start - 1)] === 1) start--;
	if (out.length - start < shortestKey || out.byte(start) !== 97) return false;
	return prefixes$1.some((prefix) => agreeing(out, start + 1, prefix) === prefix.length);
}
function agreeing(out, at, text) {
	let n = 0;
	while (n < text.length && out.byte(at + n) === text.charCodeAt(n)) n++;
	return n;
}
function mayHoldKey(out, bytes, at) {
	const isBehind = isIn(quote, bytes, at);
	if (!isBehind && bytes[at] !== 107) return true;
	let k = 0;
	while (k < out.length && out.endOf(k) <= at) k++;
	if (isBehind) k--;
	return prefixes$1.some((prefix) => {
		const n = agreeing(out, k, prefix);
		return n === prefix.length || word[out.byte(k + n)] !== 1;
	});
}
function isRest(bytes, at) {
	const end = endOf(word, bytes, at, Math.min(bytes.length, at + 160));
	const text = bytes.toString("latin1", at, end);
	const isOpen = isIn(quote, bytes, end) || bytes[end] === 27 || /^\\(?:x1b|u001b|033)/.test(bytes.toString("latin1", end, end + 6));
	return (end - at > 4 || isOpen) && !/^(?:[A-Za-z]?[a-z_]*|[A-Z_]*)$/.test(text);
}
function decode(bytes, at, kind) {
	const start = textStart(bytes, at, kind);
	if (start < 0) return [];
	const limit = Math.min(bytes.length, start + ahead$1);
	const out = newRewriting();
	let unlisted = -1;
	let sure = -1;
	let isOpen = kind !== "escaped";
	let next = start;
	if (word[bytes[next] ?? 0] !== 1 && inEscapes[bytes[next] ?? 0] !== 1) out.copy(bytes[next] ?? 0, next++);
	while (next < limit && out.length < longestText) {
		const byte = bytes[next] ?? 0;
		const joint = word[byte] === 1 ? null : jointAt(bytes, next);
		const end = word[byte] === 1 ? next : joint?.end ?? templateJoint(bytes, next);
		if (end > next && (isIn(word, bytes, end) || isIn(inEscapes, bytes, end))) {
			if (startsKey(bytes, end)) break;
			if (isOpen && !mayHoldKey(out, bytes, at)) break;
			isOpen &&= out.length <= 40;
			const isSure = joint === null || joint.kind === "operator" || end === next + 2;
			if (sure < 0 && !isSure && endsWithKey(out) && !isRest(bytes, end)) sure = out.length;
			if (joint?.kind === "list" && unlisted < 0) unlisted = out.length;
			out.remove();
			next = end;
			continue;
		}
		const softBreak = softBreakAt(bytes, next);
		while (next < softBreak) {
			out.copy(bytes[next] ?? 0, next);
			next++;
		}
		if (softBreak > 0) continue;
		out.copy(byte, next);
		next++;
		if (word[byte] !== 1 && inEscapes[byte] !== 1) break;
	}
	if (unlisted >= 0 && !isJoined(bytes, start, next)) out.truncate(unlisted);
	if (out.removed.length === 0 || isOpen && !mayHoldKey(out, bytes, at)) {
		discard(out);
		return [];
	}
	return [sure >= 0 && sure < out.length ? {
		...out.finish(),
		sure
	} : out.finish()];
}
const splitLiteral = {
	name: "split-literal",
	kinds: [
		"split",
		"plain",
		"escaped"
	],
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
const text = require_hook_quick.byteSet(`\t\n\r${String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))}`);
function readings(bytes, run, width) {
	const { first, last } = run;
	if (bytes[first] === 255 && bytes[first - 1] === 254) return [{
		first: first + width,
		last,
		isBigEndian: true
	}];
	const isBig = run.isStart && areNul(bytes, first - width + 1, width - 1);
	const isLittle = run.isEnd && areNul(bytes, last + 1, width - 1);
	const aligned = first % width === width - 1;
	if (!run.isStart || !run.isEnd) return [{
		first,
		last,
		isBigEndian: isBig || isLittle || run.isStart === run.isEnd ? aligned : run.isEnd
	}];
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
	if (isIn(text, bytes, first) !== isIn(text, bytes, last)) return [isIn(text, bytes, last) ? big : little];
	if (isIn(word, bytes, first) !== isIn(word, bytes, last)) return [isIn(word, bytes, last) ? big : little];
	const [likely, other] = aligned ? [big, little] : [little, big];
	return isIn(word, bytes, first) ? [likely, other] : [likely];
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
	const isStart = first - width < 0 || !isFollowed(bytes, first - width, width);
	return readings(bytes, {
		first,
		last,
		isStart,
		isEnd: last < limit
	}, width).map((units) => decodeUnits(bytes, units, width));
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
	base64,
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
function freshReach() {
	return decoders.map(() => ({}));
}
// src/detect/rest-point.ts
const longestEscape = 10;
const percentSign = 37;
const toldRun = 512;
const nearRun = 4096;
function restPoint(bytes, done, limit) {
	const least = Math.max(done + 1, limit - toldRun);
	let at = limit;
	while (at > least && inRun[bytes[at - 1] ?? 0] === 1) at--;
	if (at > least) return at;
	at = limit;
	while (at > limit - longestEscape && bytes[at - 1] !== 92 && bytes[at - 1] !== percentSign) at--;
	return at > limit - longestEscape && at - 1 > done ? at - 1 : limit;
}
function runsOver(bytes, at) {
	const kinds = [];
	if (isToldRun(bytes, at)) kinds.push(require_hook_quick.Kind.run);
	let zeros = 0;
	for (let i = at - 16; i < at; i++) if (bytes[i] === 0) zeros++;
	if (zeros >= 8) kinds.push(require_hook_quick.Kind.wideRun);
	return kinds;
}
function nearRunStart(bytes, at) {
	let start = at;
	while (start > 0 && require_hook_quick.inRun(bytes[start - 1] ?? 0)) if (at - --start > nearRun) return at;
	return start;
}
function isToldRun(bytes, at) {
	const isInside = (place) => require_hook_quick.inRun(bytes[place] ?? 0);
	if (!isInside(at - 1) || !isInside(at)) return false;
	let start = at - 1;
	while (start > at - 256 && isInside(start - 1)) start--;
	if (start <= at - 256) return true;
	let end = at;
	while (end < start + 40 && isInside(end)) end++;
	return end >= start + 40 && require_hook_quick.mayBeEncoded(bytes, start);
}
// src/detect/search.ts
const reachBytes = 4096;
const capacity = 1 << 20;
const deepest = 5;
const longestGap = 256;
const kindNames = Object.fromEntries(Object.entries(require_hook_quick.Kind).map(([name, kind]) => [kind, name]));
const decodersByKind = new Map(Object.values(require_hook_quick.Kind).map((kind) => {
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
	#prefilter = new require_hook_quick.Prefilter(capacity);
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
		this.#reach = freshReach();
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
		while (this.#done < target && this.#scan(false, found));
		const { area } = this.#prefilter;
		const drop = Math.max(0, this.#done - reachBytes) & -4;
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
		let limit = final ? reached : restPoint(bytes, this.#done, Math.min(reached, this.#fill - reachBytes));
		let isCut = !final && limit < this.#fill - reachBytes && reached >= this.#fill - reachBytes;
		for (const kind of this.#carried.splice(0)) this.#handle(bytes, this.#done, kind, found);
		for (let i = 0; i < prefilter.count; i++) {
			const at = prefilter.offsets[i] ?? 0;
			if (at >= limit) continue;
			const kind = prefilter.kinds[i] ?? require_hook_quick.Kind.plain;
			if (this.#handle(bytes, at, kind, found, !final && at > Math.max(this.#done, 2 * reachBytes))) continue;
			limit = at;
			isCut = true;
		}
		this.#finder.findUntold(bytes, this.#done, limit, (rule, start, end) => this.#add(bytes, rule, start, end, found));
		if (!final && limit < reached) this.#carry(bytes, limit);
		this.#done = limit;
		return !isCut;
	}
	#carry(bytes, limit) {
		this.#carried.push(...runsOver(bytes, limit));
		for (const reach of this.#reach) {
			delete reach.run;
			delete reach.wideRun;
		}
	}
	#handle(bytes, at, kind, found, mayWait = false) {
		if (kind === require_hook_quick.Kind.plain) {
			const candidate = this.#finder.keyAt(bytes, at);
			if (candidate !== null) this.#add(bytes, candidate.rule, candidate.start, candidate.end, found);
		}
		if (this.#depth >= deepest) return true;
		const isRun = kind === require_hook_quick.Kind.run || kind === require_hook_quick.Kind.wideRun;
		const before = found.length;
		for (const { decoder, index } of decodersByKind.get(kind) ?? []) {
			const reach = this.#reach[index] ?? {};
			for (const decoded of decoder.decode(bytes, at, kindNames[kind], reach)) {
				if (mayWait && isRun && decoded.end(decoded.bytes.length - 1) > this.#fill - longestGap) {
					found.length = before;
					for (const each of this.#reach) delete each[kindNames[kind]];
					return false;
				}
				this.#unwrap(decoder.name, decoded, found);
			}
		}
		return true;
	}
	#unwrap(name, decoded, found) {
		const inner = this.#inner ??= new Search(this.#finder, this.#depth + 1, this.#opener);
		const add = (find, start, end) => found.push({
			...find,
			...this.#place(decoded.origin(start)),
			end: this.#base + decoded.end(end - 1),
			encoding: [name, ...find.encoding]
		});
		const plain = inner.whole(decoded.bytes.subarray(0, decoded.sure));
		const kind = this.#opener?.kindOf(decoded.bytes.subarray(0, 512), null) ?? null;
		const unpacked = kind === null ? null : this.#opener?.unpack(kind, decoded.bytes) ?? null;
		for (const find of unpacked === null ? plain : outside(plain, unpacked)) add(find, find.start, find.end);
		for (const { find, at } of unpacked?.inside ?? []) if (at === null) add(find, 0, decoded.bytes.length);
		else add(find, at, at + find.end - find.start);
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
		const { gaps } = this.#budget;
		this.#budget = this.#containers.newBudget();
		this.#used = false;
		return gaps;
	}
	kindOf(head, path) {
		return this.#containers.kindOf(head, path);
	}
	unpack(kind, input, isSearched = true, above = "") {
		this.#used = true;
		const search = this.#idle.pop() ?? new Search(this.#finder, 0, this);
		const all = {
			inside: [],
			searched: []
		};
		for (const entry of this.#containers.open(kind, input, this.#budget)) {
			const { at } = entry;
			const { inside, searched } = this.#open(entry, search, isSearched, above);
			for (const { find, at: place } of inside) all.inside.push({
				find,
				at: at === null || place === null ? null : at + place
			});
			if (at !== null) for (const [from, to] of searched) all.searched.push([at + from, at + to]);
		}
		this.#idle.push(search);
		for (const each of all.inside) each.find = {
			...each.find,
			encoding: [kind, ...each.find.encoding]
		};
		return all;
	}
	#open(entry, search, isSearched, above) {
		const { name, at, apart, head, pieces } = entry;
		const member = [above, name].filter(Boolean).join(" > ");
		const kind = this.#containers.kindOf(head, name);
		const isCovered = at !== null && apart && isSearched;
		const isOwn = kind !== "tar" && !isCovered;
		const finds = [];
		search.start();
		let size = 0;
		const watched = isOwn ? tee(pieces, (piece) => {
			size += piece.length;
			search.write(piece, finds);
		}) : pieces;
		const below = kind === null ? {
			inside: [],
			searched: []
		} : this.unpack(kind, watched, isOwn || isCovered, member);
		for (const _ of watched);
		search.end(finds);
		return {
			inside: [...outside(distinct(finds), below).map((find) => ({
				find: {
					...find,
					member: find.member ?? member
				},
				at: find.start
			})), ...below.inside],
			searched: isOwn ? [[0, size]] : below.searched
		};
	}
};
function* tee(pieces, onPiece) {
	for (const piece of pieces) {
		onPiece(piece);
		yield piece;
	}
}
Object.defineProperty(exports, "Finder", {
	enumerable: true,
	get: function() {
		return Finder;
	}
});
Object.defineProperty(exports, "Search", {
	enumerable: true,
	get: function() {
		return Search;
	}
});
Object.defineProperty(exports, "Unpacker", {
	enumerable: true,
	get: function() {
		return Unpacker;
	}
});
Object.defineProperty(exports, "base64Character", {
	enumerable: true,
	get: function() {
		return base64Character;
	}
});
Object.defineProperty(exports, "decodersByKind", {
	enumerable: true,
	get: function() {
		return decodersByKind;
	}
});
Object.defineProperty(exports, "distinct", {
	enumerable: true,
	get: function() {
		return distinct;
	}
});
Object.defineProperty(exports, "freshReach", {
	enumerable: true,
	get: function() {
		return freshReach;
	}
});
Object.defineProperty(exports, "hexDigit", {
	enumerable: true,
	get: function() {
		return hexDigit;
	}
});
Object.defineProperty(exports, "inRun", {
	enumerable: true,
	get: function() {
		return inRun;
	}
});
Object.defineProperty(exports, "isIn", {
	enumerable: true,
	get: function() {
		return isIn;
	}
});
Object.defineProperty(exports, "kindNames", {
	enumerable: true,
	get: function() {
		return kindNames;
	}
});
Object.defineProperty(exports, "nearRunStart", {
	enumerable: true,
	get: function() {
		return nearRunStart;
	}
});
Object.defineProperty(exports, "outside", {
	enumerable: true,
	get: function() {
		return outside;
	}
});
Object.defineProperty(exports, "runsOver", {
	enumerable: true,
	get: function() {
		return runsOver;
	}
});
Object.defineProperty(exports, "word", {
	enumerable: true,
	get: function() {
		return word;
	}
});
