const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_blob = require("./blob.js");
const require_secret = require("./secret.js");
const require_unpack = require("./unpack.js");
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
	const path = require_blob.pathOf(match.provenance);
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
// src/detect/scanner.ts
var scanner_exports = require_rolldown_runtime.__exportAll({ Scanner: () => Scanner });
const nothing = Buffer.alloc(0);
const mostKept = 256 << 20;
const rereadSize = 1 << 18;
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
		const finder = new require_unpack.Finder(rules);
		this.#unpacker = containers === null ? null : new require_unpack.Unpacker(containers, finder);
		this.#search = new require_unpack.Search(finder, 0, this.#unpacker);
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
		const newlines = this.#search.end(this.#found);
		if (this.#kind !== null) this.#unpack(this.#kind);
		for (const gap of this.#unpacker?.reset() ?? []) this.#gap(gap);
		if (this.#found.length > 0) {
			for (const find of require_unpack.distinct(this.#found)) this.#match(find);
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
		const path = this.#blob === null ? null : require_blob.pathOf(this.#blob.provenance);
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
			const why = `${kind} of more than 256 MiB, not opened from a stream`;
			this.#gap({
				why,
				isDamage: false
			});
			return;
		}
		const input = blob.again ?? Buffer.concat(this.#pieces);
		this.#pieces = [];
		this.#merge(this.#unpacker.unpack(kind, input), input);
	}
	#merge(unpacked, input) {
		const found = [...require_unpack.outside(this.#found, unpacked)];
		const placeOf = linesOf(input);
		for (const { find, at } of unpacked.inside.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) if (at === null) found.push({
			...find,
			start: 0,
			end: 0,
			line: 1,
			column: 1
		});
		else found.push({
			...find,
			start: at,
			end: at + find.end - find.start,
			...placeOf(at)
		});
		this.#found = found;
	}
	#gap(gap) {
		if (this.#blob !== null) this.gaps.push({
			provenance: this.#blob.provenance,
			...gap
		});
	}
	#match(find) {
		const { rule, key, start, line, column, plain, member } = find;
		const { own, vendor, exposure } = surroundings(rule, plain.bytes, plain.start, plain.end);
		if (rule.needsOwn && !own) return;
		let secret = this.#secrets.get(key);
		if (secret === void 0) {
			secret = new require_secret.Secret(key);
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
function linesOf(input) {
	let at = 0;
	let line = 1;
	let start = 0;
	return (offset) => {
		while (at < offset) {
			const wanted = Math.min(rereadSize, offset - at);
			const piece = Buffer.isBuffer(input) ? input.subarray(at, at + wanted) : input.read(at, wanted);
			if (piece.length === 0) break;
			for (let next = piece.indexOf(10); next >= 0; next = piece.indexOf(10, next + 1)) {
				line++;
				start = at + next + 1;
			}
			at += piece.length;
		}
		return {
			line,
			column: offset - start + 1
		};
	};
}
Object.defineProperty(exports, "Scanner", {
	enumerable: true,
	get: function() {
		return Scanner;
	}
});
Object.defineProperty(exports, "exposureOfPath", {
	enumerable: true,
	get: function() {
		return exposureOfPath;
	}
});
Object.defineProperty(exports, "scanner_exports", {
	enumerable: true,
	get: function() {
		return scanner_exports;
	}
});
Object.defineProperty(exports, "suppress", {
	enumerable: true,
	get: function() {
		return suppress;
	}
});
