const require_run = require("./run.js");
const require_hook_quick = require("./hook-quick.js");
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
function queueObjects(place, sink) {
	const asked = [];
	const parser = new BatchParser(sink);
	let stdin = null;
	let unsaid = [];
	const over = require_run.streamGit(place, [
		"cat-file",
		"--batch",
		"--buffer"
	], (bytes) => parser.push(bytes), (stream) => stdin = stream);
	over.catch(() => {});
	const say = () => {
		if (unsaid.length > 0) stdin?.write(`${unsaid.join("\n")}\n`);
		unsaid = [];
	};
	return {
		ask(ids) {
			if (unsaid.length === 0) queueMicrotask(say);
			asked.push(...ids);
			unsaid.push(...ids);
		},
		async end() {
			say();
			stdin?.end();
			const end = await over;
			const { complete } = parser;
			if (complete >= asked.length) return [];
			return [{
				id: asked[complete] ?? "?",
				reason: reasonOf(end)
			}, ...await readObjects(place, asked.slice(complete + 1), sink)];
		}
	};
}
async function readObjects(place, ids, sink) {
	const bad = [];
	let rest = giveLoose(place, ids, sink);
	while (rest.length > 0) {
		const parser = new BatchParser(sink);
		const end = await require_run.streamGit(place, [
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
	const store = require_hook_quick.findLooseStore(place);
	if (store === null) return ids;
	return ids.filter((id) => {
		const object = require_hook_quick.readLoose(store, id);
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
	const end = await require_run.streamGit(place, [
		"cat-file",
		"--batch",
		...all
	], (d) => parser.push(d));
	if (end.code === 0) return [];
	let listing = "";
	const listed = await require_run.streamGit(place, [
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
	return require_run.firstLine(end.stderr) || `git ended with ${end.code}`;
}
// src/sources/object-feed.ts
function objectFeed(sink, coverage, counted = true, nameOf = (id) => `object ${id}`) {
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
			if (!counted) return;
			coverage.objects++;
			if (type === "commit") coverage.commits++;
			if (type === "blob") coverage.blobs++;
		},
		bytes(piece, last) {
			if (skipping) return;
			if (counted) coverage.bytes += piece.length;
			if (last && !opened && type === "blob" && isPointer(piece)) coverage.leftOut(nameOf(id), pointer);
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
const pointer = "a pointer of git LFS; the file itself is not in the repository, and was not read";
const pointerStart = Buffer.from("version https://git-lfs.github.com/spec/v1\n");
const pointerSize = 1024;
function isPointer(blob) {
	if (blob.length >= pointerSize || !blob.subarray(0, pointerStart.length).equals(pointerStart)) return false;
	return /^oid sha256:[0-9a-f]{64}$/m.test(blob.toString("latin1"));
}
function reportBad(bad, coverage) {
	for (const { id, reason } of bad) coverage.missed(`object ${id}`, reason);
}
Object.defineProperty(exports, "objectFeed", {
	enumerable: true,
	get: function() {
		return objectFeed;
	}
});
Object.defineProperty(exports, "queueObjects", {
	enumerable: true,
	get: function() {
		return queueObjects;
	}
});
Object.defineProperty(exports, "readAllObjects", {
	enumerable: true,
	get: function() {
		return readAllObjects;
	}
});
Object.defineProperty(exports, "readObjects", {
	enumerable: true,
	get: function() {
		return readObjects;
	}
});
Object.defineProperty(exports, "reportBad", {
	enumerable: true,
	get: function() {
		return reportBad;
	}
});
