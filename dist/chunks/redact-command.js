const require_errors = require("./errors.js");
const require_text = require("./text.js");
const require_unpack = require("./unpack.js");
const require_hook_quick = require("./hook-quick.js");
const require_options = require("./options.js");
const require_rules_command = require("./rules-command.js");
let node_fs = require("node:fs");
let node_net = require("node:net");
// src/detect/redact/beginnings.ts
const anchored = /^ak_(?:live|test)_$/;
var Beginnings = class {
	#pattern;
	#inBeginnings;
	#most;
	constructor(rules) {
		const plain = rules.map(({ prefix, body, notAfter }) => `(?<![${notAfter}])(?:${partOf(prefix, `[${body.alphabet}]{0,${body.max}}`)})`);
		const encoded = new Set(rules.flatMap(({ prefix }) => anchored.test(prefix) ? encodings(prefix) : []));
		this.#pattern = new RegExp(`(?:${[...plain, ...encoded].join("|")})$`);
		const inBody = new RegExp(`[\\0\\w${rules.map(({ body }) => body.alphabet).join("")}]`);
		this.#inBeginnings = Uint8Array.from({ length: 256 }, (_, byte) => inBody.test(String.fromCharCode(byte)) ? 1 : 0);
		this.#most = 1 + Math.max(64, ...rules.map(({ prefix, body }) => prefix.length + body.max));
	}
	at(bytes, from, end) {
		const least = Math.max(0, end - this.#most);
		let start = end;
		while (start > least && this.#inBeginnings[bytes[start - 1] ?? 0] === 1) start--;
		if (start === end) return end;
		start = Math.max(0, start - 1);
		const text = bytes.toString("latin1", start, end);
		return Math.max(from, start + (this.#pattern.exec(text)?.index ?? text.length));
	}
};
function partOf(text, rest = "") {
	return Array.from(text, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`).reduceRight((behind, unit) => behind === "" ? unit : `${unit}(?:${behind})?`, rest);
}
function encodings(prefix) {
	const first = prefix.slice(0, 1);
	const wide = (width) => Array.from(prefix).join("\0".repeat(width - 1));
	return [
		...[
			"",
			"(?<=[GWm2]|[^A-Za-z0-9+/])",
			"(?<=[BFJNRVZdhlptx159]|[^A-Za-z0-9+/])"
		].map((context, bytes) => context + partOf(stableBase64(prefix, bytes))),
		partOf(Buffer.from(prefix).toString("hex")).replaceAll(/\\x(6[1-6])/g, (unit, code) => anyCase(unit, code)),
		`${partOf(first)}\\x00(?:${partOf(wide(2).slice(2))})?`,
		`${partOf(first)}\\x00(?:${partOf(wide(4).slice(2))})?`
	];
}
function anyCase(unit, code) {
	return `[${unit}\\x${(Number.parseInt(code, 16) - 32).toString(16)}]`;
}
function stableBase64(prefix, bytes) {
	return Buffer.from("\0".repeat(bytes) + prefix).toString("base64").slice(Math.ceil(bytes * 8 / 6), Math.floor((bytes + prefix.length) * 8 / 6));
}
// src/detect/redact/edges.ts
const shortestRun = 16;
const longestRun = 4096;
const inLineGap = require_hook_quick.byteSet(" 	\r\n#>*;\"'`+.\\");
const longestGap$1 = 400;
const inEmptyLine = require_hook_quick.byteSet(" 	\r\n\\=");
const mostLoose = 3;
function lineEnd(bytes, at, last) {
	const end = bytes.subarray(0, last).indexOf(10, at);
	return end < 0 ? last : end + 1;
}
function nextLimit(bytes, at, last) {
	let limit = lineEnd(bytes, at, last);
	let next = limit;
	for (let start = at; isEmptyLine(bytes, start, next); next = lineEnd(bytes, start, last)) start = limit = next;
	return limit;
}
function isEmptyLine(bytes, start, end) {
	let at = start;
	while (at < end && inEmptyLine[bytes[at] ?? 0] === 1) at++;
	return at === end && at > start && bytes[end - 1] === 10;
}
function lastRun(bytes, done, end) {
	const least = Math.max(done, end - longestRun);
	let at = end;
	while (at > least && require_unpack.inRun[bytes[at - 1] ?? 0] === 1) at--;
	return at;
}
const encodedA = /(?:a|%(?:25)*61|\\+(?:x61|u0061|u\{61\}|U00000061|141)|&(?:amp;)*#(?:0{0,8}97|x0{0,8}61);?|=61)?[\\%&=#xu0{;25mp]{0,12}$/i;
function keyStart(bytes, at, kind) {
	if (kind === require_hook_quick.Kind.base64) return at;
	if (kind === require_hook_quick.Kind.hex) return at - 1;
	if (kind === require_hook_quick.Kind.wide) return at - (bytes[at + 2] === 95 ? 2 : 4);
	const end = kind === require_hook_quick.Kind.escaped && bytes[at] === 55 ? at - 2 : at;
	const before = bytes.toString("latin1", Math.max(0, end - 24), end);
	return end - before.length + (encodedA.exec(before)?.index ?? before.length);
}
function longLineBefore(bytes, run) {
	let end = run;
	let lines = 0;
	while (run - end < longestGap$1 && inLineGap[bytes[end - 1] ?? 0] === 1) if (bytes[--end] === 10) lines++;
	if (lines === 0) return -1;
	return end - lastRun(bytes, 0, end) >= shortestRun ? end : -1;
}
function isCutKey(bytes, key, line, beginnings) {
	if (key.depth === 0 || key.start >= line || key.end < line - mostLoose) return false;
	let end = key.start;
	while (require_unpack.inRun[bytes[end] ?? 0] === 1) end++;
	return end <= line && beginnings.at(bytes, 0, end) < end;
}
function openRun(bytes, done, mayWait, beginnings, keys) {
	const run = lastRun(bytes, done, bytes.length);
	if (mayWait && bytes.length - run >= shortestRun) return run;
	const line = longLineBefore(bytes, run);
	if (line < 0) return bytes.length;
	return beginnings.at(bytes, 0, line) < line || keys.some((key) => isCutKey(bytes, key, line, beginnings)) ? run : bytes.length;
}
// src/detect/redact/mask.ts
function moved(key, drop) {
	const masks = key.masks.map((mask) => ({
		...mask,
		start: mask.start - drop,
		end: mask.end - drop
	}));
	return {
		...key,
		start: key.start - drop,
		end: key.end - drop,
		masks
	};
}
const shortestForLast4 = 12;
function stars(body) {
	return `****${body.length >= shortestForLast4 ? body.slice(-4) : ""}`;
}
function maskPlain(find) {
	const { rule, key, start, end } = find;
	const text = stars(key.slice(rule.prefix.length));
	const mask = {
		start: start + rule.prefix.length,
		end,
		text,
		isFirst: true
	};
	return {
		start,
		end,
		length: key.length,
		depth: 0,
		masks: [mask]
	};
}
function maskDecoded(bytes, name, decoded, find) {
	const { rule, key } = find;
	const isSingle = find.encoding.length === 0;
	const isDigits = name === "base64" || name === "hex";
	const isWide = name.startsWith("utf");
	const keepsPrefix = isSingle && !isDigits;
	const pieces = piecesOf(bytes, decoded, keepsPrefix ? find.start + rule.prefix.length : find.start, find, isDigits, isWide);
	if (keepsPrefix) for (const piece of pieces) piece.characters += rule.prefix.length;
	const body = isSingle ? key : "";
	const shown = (characters) => isSingle ? stars(body.slice(rule.prefix.length, characters)) : stars(key.slice(rule.prefix.length));
	const least = isSingle ? rule.prefix.length + rule.body.min : 0;
	const first = keepsPrefix || !isSingle ? 0 : firstOfBody(pieces, rule.prefix.length);
	const used = pieces.slice(first);
	const masks = [];
	let named = -1;
	for (const [i, { start, end, line }] of used.entries()) {
		let text = "";
		if (named < 0) {
			named = namedLine(used, least);
			text = shown(used.findLast((piece) => piece.line <= named)?.characters ?? 0);
			if (!keepsPrefix && first === 0) text = rule.prefix + text;
		} else if (line > named && used[i - 1]?.line !== line) text = "****";
		if (isWide) text = spread(text, decoded.end(0) - decoded.origin(0));
		masks.push({
			start,
			end,
			text,
			isFirst: i === 0
		});
	}
	return {
		start: decoded.origin(find.start),
		end: decoded.end(find.end - 1),
		length: key.length,
		depth: 1 + find.encoding.length,
		masks
	};
}
function namedLine(pieces, least) {
	for (const [i, piece] of pieces.entries()) if (piece.characters >= least && pieces[i + 1]?.line !== piece.line) return piece.line;
	return pieces.at(-1)?.line ?? 0;
}
function firstOfBody(pieces, prefix) {
	const line = pieces.find((piece) => piece.characters > prefix)?.line;
	return pieces.findIndex((piece) => piece.line === line);
}
function piecesOf(bytes, decoded, from, find, isDigits, isWide) {
	const pieces = [];
	let reached = isDigits && from > 0 ? decoded.end(from - 1) : 0;
	let line = 0;
	const add = (start, end, characters) => {
		const last = pieces.at(-1);
		if (last !== void 0 && start <= last.end) {
			last.end = Math.max(last.end, end);
			last.characters = characters;
		} else if (end > reached) {
			if (last !== void 0 && bytes.subarray(last.end, start).includes(10)) line++;
			pieces.push({
				start: Math.max(start, reached),
				end,
				characters,
				line
			});
		}
		reached = Math.max(reached, end);
	};
	for (let i = from; i < find.end; i++) {
		const start = decoded.origin(i);
		const end = decoded.end(i);
		const before = i - from;
		if (isWide) {
			const at = bytes[start] === 0 ? end - 1 : start;
			add(pieces.at(-1)?.end ?? at, at + 1, before + 1);
		} else if (isDigits && end - start > 2) {
			add(start, start + 1, before);
			add(end - 1, end, before + 1);
		} else add(start, end, before + 1);
	}
	return pieces;
}
function spread(text, width) {
	return Array.from(text).join("\0".repeat(width - 1));
}
const near = 4;
function layOut(keys) {
	const best = [];
	const longer = [];
	const rank = ({ depth }) => depth < 2 ? 1 : depth;
	const sorted = keys.toSorted((a, b) => rank(a) - rank(b) || b.length - a.length || a.depth - b.depth || a.start - b.start);
	for (const key of sorted) {
		const better = best.find(({ start }) => Math.abs(start - key.start) <= near);
		if (better === void 0) best.push(key);
		else if (key.length > better.length) longer.push(key);
	}
	const masks = best.flatMap((key) => key.masks.flatMap((mask) => {
		const isWeak = !mask.isFirst;
		return without(mask, best.filter((other) => rank(other) < rank(key) || isWeak && rank(other) === rank(key) && other.start > key.start));
	}));
	for (const key of longer) for (const { start, end } of key.masks) masks.push(...without({
		start,
		end,
		text: "****",
		isFirst: false
	}, best));
	const laid = [];
	let reached = -1;
	for (const mask of masks.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
		const last = laid.at(-1);
		if (last === void 0 || mask.start >= reached) laid.push({ ...mask });
		else if (mask.end > reached) last.end = mask.end;
		reached = Math.max(reached, mask.end);
	}
	return laid;
}
function without(mask, keys) {
	const { start, end } = mask;
	const key = keys.find((other) => other.start < end && start < other.end);
	if (key === void 0) return [mask];
	const part = (from, to) => from < to ? without({
		start: from,
		end: to,
		text: "****",
		isFirst: false
	}, keys) : [];
	return [...part(start, key.start), ...part(key.end, end)];
}
function masked(bytes, from, to, masks) {
	const parts = [];
	let count = 0;
	let at = from;
	for (const { start, end, text, isFirst } of masks) {
		if (end <= at || Math.max(start, at) >= to) continue;
		if (start > at) parts.push(bytes.subarray(at, start));
		parts.push(Buffer.from(text, "latin1"));
		if (isFirst) count++;
		at = end;
	}
	if (to > at) parts.push(bytes.subarray(at, to));
	const [only = Buffer.alloc(0)] = parts;
	return {
		out: parts.length > 1 ? Buffer.concat(parts) : only,
		end: Math.max(to, at),
		count
	};
}
// src/detect/redact/gaps.ts
const code = "(?:3\\d|[46][1-9a-f]|[57][\\da]|5f)";
const marks = "(?:\\\\*[\"'`]){1,3}";
const space = "(?:[ \\t\\r\\n]|\\\\{1,8}[nrt\\r\\n]|=[ \\t]{0,8}(?:\\r?\\n|\\r?$)){0,200}";
const escape = "(?:\\x1b|\\^\\[|\\xe2\\x90\\x9b|\\\\+(?:x1b|u001b|u\\{1b\\}|033|e))";
const someEscape = `(?:${escape}|\\^|\\xe2\\x90?|\\\\+(?:x1?|u(?:0{0,2}|001|\\{1?b?)|0?3?))`;
const parameters = "(?:[ -?]|(?<==)(?:\\r?\\n|\\r$)){0,64}";
const whole = (source) => new RegExp(`(?:${source})`, "iy");
const atTheEnd = (source) => new RegExp(`(?:${source})$`, "iy");
const escaped = whole([
	`%(?:25)*(?:u00)?${code}`,
	`\\\\+(?:u00${code}|U000000${code}|[ux]\\{0*${code}\\}|x${code}|[0-7]{2,3}|[_cdg-mo-qswyz89])`,
	`&(?:amp;)*(?:#0*\\d{2,3};?|#x0*${code};?|lowbar;|underbar;)`,
	`=(?:3D)*${code}`
].join("|"));
const interruption = whole([
	"=[ \\t]{0,8}\\r?\\n",
	"\\\\\\r?\\n[ \\t]{0,200}",
	`(?:${escape}\\[|\\xc2?\\x9b)${parameters}[@-~]`,
	`${escape}\\][^\\n\\x07]{0,1024}?(?:\\x07|\\\\(?:u0007|x07|007|a|7)|${escape}\\\\)`,
	`${escape}[()].`,
	"\\[[\\d;:]{0,64}[mK]"
].join("|"));
const upperCase = /\\+[ABEFNRTV]/y;
const someInterruption = atTheEnd([
	"%(?:25)*(?:2|u0{0,2}|(?:u00)?[3-7])?",
	"\\\\+(?:[ux]\\{?0{0,6}[3-7]?|u\\{?0*[3-7][\\da-f]|[0-7]{1,2}|\\r)?",
	"&(?:amp;)*(?:#x?[\\da-f]{0,12}|[a-z]{0,8})",
	"=(?:3D)*[3-7]?|=[ \\t]{0,8}\\r?",
	`(?:${someEscape}|\\xc2)(?:\\[${parameters}|\\][^\\n\\x07]{0,1024}|[()])?`,
	`\\xc2?\\x9b${parameters}`,
	"\\[[\\d;:]{0,64}"
].join("|"));
const operator = "(?:\\.concat\\(|& _|\\+\\+|\\.\\.|\\|\\||<>|<<|[+.&^~])";
const someOperator = "(?:\\.(?:c(?:o(?:n(?:c(?:at?)?)?)?)?)?|& ?|\\||<|[+^~])";
const joint = (operators) => whole([
	`${marks}${space}(?:${operators}${space})?(?:u8|[a-z@$]{0,2}?)${marks}`,
	`${marks}(?=\\w)`,
	"(?:[\"'`]\\})?[$#]?\\{[\"'`]",
	"[\"'`]\\}(?=\\w)"
].join("|"));
const someJoint = (operators) => atTheEnd([`${marks}${space}(?:(?:${operators}|${someOperator})${space})?[\\w@$]{0,2}(?:${marks})?\\\\*`, "(?:[\"'`]\\})?[$#]?(?:\\{)?"].join("|"));
const someJoin = atTheEnd(`(?=([\\w%\\\\&#;{}=\\x1b[^]{0,480}))\\1[^]?[^\\]{}]{0,128}(?:\\]\\s{0,32}(?:\\.\\s{0,32}(?:j(?:oi?)?)?)?)?`);
const writtenLine = "(?:\\r?\\n|\\r|\\\\+(?:[nr]|u000[ad]|x0[ad]|01[25])|%0[ad]|&#(?:1[03]|x0?[ad]);)";
const indent = "(?:[ \\t]|%20){0,200}";
const lineGap = whole(`=?${writtenLine}{1,2}${indent}[#>*;]?[ \\t]{0,200}|\\\\\\r?\\n[ \\t]{0,200}`);
const someLineGap = atTheEnd(`=|\\\\\\r|=?(?:\\\\+(?:[nr]|u0{0,3}|x0?|01?)?|%(?:0[ad]?)?|&(?:#(?:1[03]?|x0?[ad]?)?)?)|=?${writtenLine}{1,2}${indent}[#>*;]?[ \\t]{0,200}(?:\\\\+(?:u0{0,3}|x0?|01?)?|%[02]?|&(?:#(?:1|x0?)?)?)?`);
const digitGap = whole("[,:;-]?[ \\t\\r\\n]{0,200}(?:0x)?(?=[\\da-f]{2})");
const someDigitGap = atTheEnd("[,:;-]?[ \\t\\r\\n]{0,200}(?:0x?|[\\da-f])?");
const literal = joint(operator);
const someLiteral = someJoint(operator);
const textGaps = {
	characters: [escaped, upperCase],
	whole: [interruption, literal],
	some: [someInterruption, someLiteral]
};
const listGaps = {
	characters: [escaped, upperCase],
	whole: [interruption, joint(`(?:${operator}|,)`)],
	some: [someInterruption, someJoint(`(?:${operator}|,)`)],
	behindList: someJoin
};
const base64Gaps = {
	characters: [],
	whole: [lineGap, literal],
	some: [someLineGap, someLiteral]
};
const hexGaps = {
	characters: [],
	whole: [
		lineGap,
		literal,
		digitGap
	],
	some: [
		someLineGap,
		someLiteral,
		someDigitGap
	]
};
// src/detect/redact/may-go-on.ts
const shortestKey = 22;
const longestKey = 140;
const mostCharacters = 280;
const beforeBase64 = {
	F: ["AG", 1],
	h: ["AAB", 2]
};
const opensValue = /[:=]\s*[a-z@$]{0,2}\\*["'`]*(["'`])[^"'`]*$/i;
const opensBrackets = /[[(][^[\](){}]*$/;
const opensElement = /,\s*[a-z@$]{0,2}\\*["'`]+$/i;
const closesElement = /(["'`])\s*,/;
const longestLead = 512;
const longestGap = 200;
const mostEmpty = 4;
const prefix = /^ak_(?:live|test)_/;
function lookAt(bytes, at, kind, limit) {
	if (kind === require_hook_quick.Kind.wide) return lookAtWide(bytes, at, limit);
	if (kind === require_hook_quick.Kind.base64) {
		const { text, goesOn } = walk(bytes, at, limit, require_unpack.base64Character, base64Gaps);
		const [before, bytesBefore] = beforeBase64[text.charAt(0)] ?? ["", 0];
		return lookAtDecoded(Buffer.from(before + text, "base64").toString("latin1").slice(bytesBefore), goesOn);
	}
	if (kind === require_hook_quick.Kind.hex) {
		const { text, goesOn } = walk(bytes, at - 1, limit, require_unpack.hexDigit, hexGaps);
		return lookAtDecoded(Buffer.from(text, "hex").toString("latin1"), goesOn);
	}
	return lookAtText(bytes, at, kind, limit);
}
function lookAtText(bytes, at, kind, limit) {
	let from = at;
	if (kind === require_hook_quick.Kind.escaped) from = behindK(bytes, at);
	else if (kind === require_hook_quick.Kind.split && bytes[at] !== 107) from = at + 1;
	const before = bytes.toString("latin1", Math.max(0, at - longestLead), at);
	const isList = opensElement.test(bytes.toString("latin1", Math.max(0, from - longestGap), from));
	const opened = opensValue.exec(before)?.[1];
	const behind = bytes.toString("latin1", from, Math.min(limit, from + longestLead));
	const closed = closesElement.exec(behind)?.[1] ?? opened;
	const gaps = !isList && opened !== void 0 && closed === opened && !opensBrackets.test(before) ? textGaps : listGaps;
	const { text, leftOut, goesOn, isListed } = walk(bytes, from, limit, require_unpack.word, gaps, isList);
	const { mayBeKey } = outlook(text.length + leftOut, goesOn);
	return {
		goesOn: isListed || outlook(text.length, goesOn).goesOn,
		mayBeKey
	};
}
function behindK(bytes, at) {
	if (bytes[at] === 107) return at + 1;
	const isLong = bytes[at] === 35 || bytes[at] === 92;
	const end = bytes[at] === 55 ? at + 1 : at + (isLong ? 4 : 3);
	return bytes[end] === 59 || bytes[end] === 125 ? end + 1 : end;
}
function outlook(characters, goesOn) {
	return {
		goesOn: goesOn && characters <= longestKey,
		mayBeKey: characters >= shortestKey
	};
}
function lookAtDecoded(decoded, goesOn) {
	let end = 0;
	while (end < decoded.length && require_unpack.word[decoded.charCodeAt(end)] === 1) end++;
	return prefix.test(decoded) || decoded.length < 8 && end === decoded.length ? outlook(end, goesOn && end === decoded.length) : {
		goesOn: false,
		mayBeKey: false
	};
}
function walk(bytes, at, limit, set, gaps, behindComma = false) {
	const all = bytes.toString("latin1", at, limit);
	let text = "";
	let leftOut = 0;
	let next = 0;
	let goesOn = false;
	let isListed = false;
	let empty = 0;
	let isList = behindComma;
	for (;;) {
		const from = next;
		while (next < all.length && set[all.charCodeAt(next)] === 1) next++;
		empty = next > from ? 0 : empty + 1;
		if (set !== require_unpack.word && empty > mostEmpty) return {
			text,
			leftOut,
			goesOn: false,
			isListed
		};
		text += all.slice(from, next);
		if (next === all.length || text.length > mostCharacters) return {
			text,
			leftOut,
			goesOn: true,
			isListed
		};
		goesOn ||= gaps.some.some((gap) => endOf(gap, all, next) >= 0);
		if (isList && gaps.behindList !== void 0 && text.length <= longestKey) isListed ||= endOf(gaps.behindList, all, next) >= 0;
		const character = longest(gaps.characters, all, next);
		const gap = longest(gaps.whole, all, next);
		const end = Math.max(character, gap);
		if (end <= next) return {
			text,
			leftOut,
			goesOn,
			isListed
		};
		if (character > gap) text += "_";
		else if (gap > longest(gaps.whole.slice(-1), all, next)) leftOut++;
		isList ||= all.slice(next, end).includes(",");
		next = end;
	}
}
function longest(patterns, text, at) {
	return Math.max(-1, ...patterns.map((pattern) => endOf(pattern, text, at)));
}
function endOf(pattern, text, at) {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : -1;
}
function lookAtWide(bytes, at, limit) {
	const width = bytes[at + 2] === 95 ? 2 : 4;
	let end = at;
	while (end < limit && ((end - at) % width === 0 ? require_unpack.isIn(require_unpack.word, bytes, end) : bytes[end] === 0)) end++;
	return outlook(Math.ceil((end - at) / width), end === limit);
}
// src/detect/redactor.ts
const capacity = 1 << 18;
const full = 32768;
const ahead = 4224;
const context = 4096;
const toldLate = 96;
const runContext = 1024;
const shortestPart = 12;
const nothing = Buffer.alloc(0);
var Redactor = class {
	count = 0;
	#finder;
	#beginnings;
	#prefilter = new require_hook_quick.Prefilter(capacity);
	#inner = null;
	#fill = 0;
	#done = 0;
	#open = new Set();
	#held = 0;
	#keys = [];
	#settled = [];
	#before = -1;
	#reach = [];
	#reachLimit = -1;
	#room = nothing;
	#view = nothing;
	constructor(rules) {
		this.#finder = new require_unpack.Finder(rules);
		this.#beginnings = new Beginnings(rules);
	}
	get room() {
		if (this.#fill >= full) this.#makeRoom();
		const { area } = this.#prefilter;
		const size = area.length - this.#fill;
		if (this.#room.length !== size) this.#room = area.subarray(this.#fill);
		return this.#room;
	}
	get isWaiting() {
		return this.#done < this.#fill;
	}
	push(bytes) {
		const ready = [];
		for (let from = 0; from < bytes.length;) {
			const size = bytes.copy(this.room, 0, from);
			from += size;
			const out = this.filled(size);
			if (from === bytes.length && ready.length === 0) return out;
			ready.push(Buffer.from(out));
		}
		return Buffer.concat(ready);
	}
	filled(size) {
		const before = this.#fill;
		this.#fill += size;
		return this.#advance("more", before);
	}
	idle() {
		return this.#advance("idle", this.#fill);
	}
	end() {
		return this.#advance("end", this.#fill);
	}
	stop() {
		const ready = Buffer.from(this.idle());
		const held = this.#fill - this.#done;
		const before = this.count;
		const rest = this.#advance("end", this.#fill);
		const isSafe = held < shortestPart || this.count > before;
		return Buffer.concat([ready, isSafe ? rest : Buffer.from("****")]);
	}
	#makeRoom() {
		const drop = Math.max(0, Math.min(this.#done, ...this.#open, this.#fill - runContext) - context);
		this.#prefilter.area.copyWithin(0, drop, this.#fill);
		this.#fill -= drop;
		this.#done -= drop;
		this.#open = new Set(Array.from(this.#open, (at) => at - drop));
		this.#settled = this.#settled.map((key) => moved(key, drop));
	}
	#seen() {
		if (this.#view.length !== this.#fill) this.#view = this.#prefilter.area.subarray(0, this.#fill);
		return this.#view;
	}
	#advance(moment, before) {
		this.#keys = [...this.#settled];
		this.#before = -1;
		this.#held = this.#fill;
		this.#reachLimit = -1;
		const bytes = this.#seen();
		const wasOpen = this.#open;
		if (wasOpen.size > 0) this.#open = new Set();
		this.#search(bytes, moment, before, wasOpen);
		if (moment !== "end") {
			this.#hold(this.#beginnings.at(bytes, this.#done, this.#fill));
			this.#hold(openRun(bytes, this.#done, moment === "more", this.#beginnings, this.#keys));
		}
		return this.#handOut(bytes);
	}
	#search(bytes, moment, before, wasOpen) {
		const prefilter = this.#prefilter;
		const first = before - toldLate;
		let from = Math.min(this.#done, before - runContext);
		for (const at of wasOpen) from = Math.min(from, at);
		from = require_unpack.nearRunStart(bytes, Math.max(0, from - toldLate));
		let runReach = null;
		for (const kind of from === 0 ? [] : require_unpack.runsOver(bytes, from)) this.#decode(bytes, from, kind, this.#fill, runReach ??= require_unpack.freshReach());
		while (from < this.#fill) {
			const reached = prefilter.scan(from, this.#fill, true);
			for (let i = 0; i < prefilter.count; i++) {
				const at = prefilter.offsets[i] ?? 0;
				const kind = prefilter.kinds[i] ?? require_hook_quick.Kind.plain;
				if (kind === require_hook_quick.Kind.run || kind === require_hook_quick.Kind.wideRun) this.#decode(bytes, at, kind, this.#fill, runReach ??= require_unpack.freshReach());
				else if (at >= first || wasOpen.has(at)) {
					const known = this.#keys.length;
					this.#judge(bytes, at, kind, moment);
					const found = this.#keys.slice(known);
					if (found.some(({ end }) => end === this.#fill)) this.#open.add(at);
					if (!this.#open.has(at)) this.#settled.push(...found);
					this.#before = at;
				}
			}
			from = reached;
		}
		this.#finder.findUntold(bytes, this.#done, this.#fill, (rule, start, end) => this.#keys.push(maskPlain({
			rule,
			key: bytes.toString("latin1", start, end),
			start,
			end
		})));
	}
	#judge(bytes, at, kind, moment) {
		const last = Math.min(this.#fill, at + ahead);
		const isSettled = moment === "end" || last < this.#fill;
		let complete = -1;
		for (let limit = lineEnd(bytes, at, last);; limit = nextLimit(bytes, limit, last)) {
			const { goesOn, mayBeKey } = lookAt(bytes, at, kind, limit);
			const isLine = bytes[limit - 1] === 10;
			if (goesOn && !isLine && !isSettled) {
				this.#open.add(at);
				this.#hold(complete < 0 ? keyStart(bytes, at, kind) : complete);
				return;
			}
			if (mayBeKey) {
				const end = isLine ? limit : this.#fill;
				this.#decode(bytes, at, kind, end, this.#reachUpTo(end));
			}
			if (!goesOn) return;
			if (this.#keys.some(({ start, end }) => start > this.#before && start <= at && at < end && end <= limit)) complete = limit;
			if (limit < last) continue;
			if (isSettled) return;
			this.#open.add(at);
			if (complete < 0) this.#hold(keyStart(bytes, at, kind));
			return;
		}
	}
	#reachUpTo(limit) {
		if (this.#reachLimit !== limit) this.#reach = require_unpack.freshReach();
		this.#reachLimit = limit;
		return this.#reach;
	}
	#decode(bytes, at, kind, limit, reaches) {
		const seen = limit === bytes.length ? bytes : bytes.subarray(0, limit);
		if (kind === require_hook_quick.Kind.plain) {
			const candidate = this.#finder.keyAt(seen, at);
			if (candidate !== null) {
				const key = seen.toString("latin1", candidate.start, candidate.end);
				this.#keys.push(maskPlain({
					...candidate,
					key
				}));
			}
		}
		for (const { decoder, index } of require_unpack.decodersByKind.get(kind) ?? []) for (const decoded of decoder.decode(seen, at, require_unpack.kindNames[kind], reaches[index])) {
			this.#inner ??= new require_unpack.Search(this.#finder, 1, null);
			const texts = decoded.sure === void 0 ? [decoded.bytes] : [decoded.bytes, decoded.bytes.subarray(0, decoded.sure)];
			for (const text of texts) for (const find of this.#inner.whole(text)) this.#keys.push(maskDecoded(seen, decoder.name, decoded, find));
		}
	}
	#hold(from) {
		this.#held = Math.min(this.#held, Math.max(from, this.#done));
	}
	#handOut(bytes) {
		let to = this.#held;
		if (this.#keys.length === 0) {
			const out = bytes.subarray(this.#done, to);
			this.#done = to;
			return out;
		}
		const masks = layOut(this.#keys);
		for (const { start, end } of masks) if (start < to && to < end) to = Math.max(this.#done, start);
		const { out, end: reached, count } = masked(bytes, this.#done, to, masks);
		this.#done = reached;
		this.count += count;
		this.#settled = this.#settled.filter(({ end }) => end > reached);
		return out;
	}
};
// src/io/pipe-through.ts
const stopSignals = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
const idleMs = 25;
const silenceMs = 100;
const longestFarewellMs = 1e3;
const spareSize = 65536;
const readsInTurn = 32;
const largeRead = 16384;
const mostAttempts = 10;
function pipeThrough(filter) {
	return new Promise((resolve) => new Pipe(filter, resolve).start());
}
var Pipe = class {
	#filter;
	#resolve;
	#stdin = null;
	#spare = null;
	#kind = kindOfInput();
	#end = null;
	#isWriting = false;
	#idleTimer = null;
	#silenceTimer = null;
	#farewellTimer = null;
	constructor(filter, resolve) {
		this.#filter = filter;
		this.#resolve = resolve;
	}
	start() {
		for (const signal of stopSignals) process.on(signal, this.#onSignal);
		if (this.#kind === "file") {
			this.#drain(0);
			return;
		}
		if (this.#kind === "other") {
			this.#stdin = process.stdin;
			this.#stdin.on("data", (bytes) => {
				if (this.#end === null) this.#put(this.#filter.push(bytes));
			});
		} else this.#stdin = this.#openPipe();
		this.#stdin.on("end", () => this.#finish({ by: "input" }));
		this.#stdin.on("error", (error) => this.#finish({
			by: "read-error",
			reason: require_errors.messageOf(error)
		}));
	}
	#openPipe() {
		return new node_net.Socket({
			fd: 0,
			readable: true,
			writable: false,
			onread: {
				buffer: () => this.#isWriting ? this.#spare ??= Buffer.alloc(spareSize) : this.#filter.room,
				callback: (size, bytes) => {
					const spare = bytes === this.#spare ? this.#spare.subarray(0, size) : null;
					if (this.#end === null) this.#put(spare === null ? this.#filter.filled(size) : this.#filter.push(spare));
					this.#drain(size);
					return true;
				}
			}
		}).resume();
	}
	#put(ready) {
		this.#write(ready);
		this.#silenceTimer?.refresh();
		this.#waitForIdle();
	}
	#waitForIdle() {
		if (!this.#filter.isWaiting) return;
		this.#idleTimer ??= setTimeout(this.#onIdle, idleMs);
		this.#idleTimer.refresh();
	}
	#drain(before) {
		let attempts = before < largeRead ? mostAttempts : 0;
		for (let i = 0; i < readsInTurn; i++) {
			if (this.#end !== null || this.#isWriting) return;
			const { room } = this.#filter;
			const size = this.#read(room);
			if (size < 0) {
				if (++attempts < mostAttempts) continue;
				return;
			}
			if (size === 0) {
				this.#finish({ by: "input" });
				return;
			}
			this.#put(this.#filter.filled(size));
			attempts = size < largeRead ? mostAttempts : 0;
		}
		if (this.#kind === "file") setImmediate(() => this.#drain(0));
	}
	#read(room) {
		const { stackTraceLimit } = Error;
		Error.stackTraceLimit = 0;
		try {
			return (0, node_fs.readSync)(0, room, 0, room.length, null);
		} catch (error) {
			if (codeOf(error) === "EOF") return 0;
			if (codeOf(error) !== "EAGAIN") this.#finish({
				by: "read-error",
				reason: require_errors.messageOf(error)
			});
			return -1;
		} finally {
			Error.stackTraceLimit = stackTraceLimit;
		}
	}
	#write(bytes) {
		let from = 0;
		try {
			while (from < bytes.length) from += (0, node_fs.writeSync)(1, bytes, from);
		} catch (error) {
			if (codeOf(error) === "EAGAIN") this.#writeLater(bytes.subarray(from));
			else this.#onWriteError(error);
		}
	}
	#writeLater(bytes) {
		this.#isWriting = true;
		this.#stdin?.pause();
		process.stdout.write(bytes, (error) => {
			this.#isWriting = false;
			if (error) this.#onWriteError(error);
			else if (this.#end !== null) this.#close(this.#end);
			else {
				this.#waitForIdle();
				if (this.#stdin === null) this.#drain(0);
				else this.#stdin.resume();
			}
		});
	}
	#onWriteError(error) {
		const isGone = codeOf(error) === "EPIPE";
		this.#end = isGone ? { by: "reader" } : {
			by: "write-error",
			reason: require_errors.messageOf(error)
		};
		this.#close(this.#end);
	}
	#onIdle = () => {
		this.#idleTimer = null;
		if (this.#end === null && !this.#isWriting) this.#write(this.#filter.idle());
	};
	#onSignal = (signal) => {
		for (const name of stopSignals) process.off(name, this.#onSignal);
		this.#silenceTimer = setTimeout(() => {
			if (this.#isWriting) this.#silenceTimer?.refresh();
			else this.#finish({ by: "signal" });
		}, silenceMs);
		this.#farewellTimer = setTimeout(() => {
			if (this.#isWriting) process.kill(process.pid, signal);
			else this.#finish({ by: "signal" });
		}, longestFarewellMs);
	};
	#finish(end) {
		if (this.#end !== null) return;
		this.#end = end;
		this.#write(end.by === "signal" ? this.#filter.stop() : this.#filter.end());
		if (!this.#isWriting) this.#close(this.#end);
	}
	#close(end) {
		for (const timer of [
			this.#idleTimer,
			this.#silenceTimer,
			this.#farewellTimer
		]) if (timer !== null) clearTimeout(timer);
		for (const signal of stopSignals) process.off(signal, this.#onSignal);
		this.#stdin?.destroy();
		this.#resolve(end);
	}
};
function codeOf(error) {
	return error instanceof Error && "code" in error ? error.code : null;
}
function kindOfInput() {
	const stat = (0, node_fs.fstatSync)(0);
	if (stat.isFile() || stat.isDirectory()) return "file";
	return process.platform !== "win32" && (stat.isFIFO() || stat.isSocket()) ? "pipe" : "other";
}
// src/redact-command.ts
async function redact(quiet) {
	const redactor = new Redactor(require_rules_command.loadRules());
	const end = await pipeThrough(redactor);
	const { count } = redactor;
	if (count > 0 && !quiet) require_options.printError(`akguard: masked ${count} ${count === 1 ? "key" : "keys"}`);
	if (!("reason" in end)) return require_errors.ExitCode.ok;
	const what = end.by === "read-error" ? "Standard input can not be read" : "Standard output can not be written";
	require_options.printError(`akguard: ${what}: ${require_text.visible(end.reason)}\n  What came before is redacted; the rest is missing.`);
	return require_errors.ExitCode.incomplete;
}
exports.redact = redact;
