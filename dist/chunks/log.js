const require_errors = require("./errors.js");
const require_paths = require("./paths.js");
const require_plan = require("./plan.js");
const require_kind = require("./kind.js");
let node_fs = require("node:fs");
// src/io/log-file.ts
const nothing = Buffer.alloc(0);
const comparedBytes = 256;
function openLog(path, limit) {
	const opened = require_paths.openFile(path, limit, true);
	return opened.kind === "open" ? {
		kind: "open",
		file: new LogFile(path, opened.fd)
	} : opened;
}
var LogFile = class {
	path;
	id;
	#fd;
	#position = 0;
	#latest = nothing;
	#comparedAt = 0;
	constructor(path, fd) {
		this.path = path;
		this.#fd = fd;
		this.id = fileId((0, node_fs.fstatSync)(fd, { bigint: true }));
	}
	get size() {
		return (0, node_fs.fstatSync)(this.#fd).size;
	}
	get left() {
		return Math.max(0, this.size - this.#position);
	}
	next(room) {
		const size = (0, node_fs.readSync)(this.#fd, room, 0, room.length, this.#position);
		if (size === 0) return 0;
		this.#position += size;
		const read = room.subarray(0, size);
		this.#latest = size >= comparedBytes ? Buffer.from(read.subarray(-256)) : Buffer.concat([this.#latest, read]).subarray(-256);
		return size;
	}
	isOther() {
		const { size, mtimeMs } = (0, node_fs.fstatSync)(this.#fd);
		if (size < this.#position) return true;
		if (size === this.#position && mtimeMs === this.#comparedAt) return false;
		this.#comparedAt = mtimeMs;
		const { length } = this.#latest;
		return !this.read(this.#position - length, length).equals(this.#latest);
	}
	rewind() {
		this.#position = 0;
		this.#latest = nothing;
	}
	read(offset, length) {
		const bytes = Buffer.allocUnsafe(length);
		let fill = 0;
		while (fill < length) {
			const size = (0, node_fs.readSync)(this.#fd, bytes, fill, length - fill, offset + fill);
			if (size === 0) break;
			fill += size;
		}
		return bytes.subarray(0, fill);
	}
	close() {
		(0, node_fs.closeSync)(this.#fd);
	}
};
function fileId(stat) {
	return `${stat.dev}:${stat.ino}`;
}
// src/sources/read-log.ts
async function readLog(log, sink, coverage) {
	const counting = {
		...log,
		async next(room) {
			const size = await log.next(room);
			coverage.bytes += size;
			return size;
		}
	};
	try {
		const head = await readHead(counting);
		const kind = require_kind.containerKind(head, log.path);
		if (isStream(kind)) await readCompressed(kind, head, counting, sink, coverage);
		else await readPlain(head, log, sink, coverage);
		if (log.file !== null) coverage.files++;
	} catch (error) {
		coverage.missed(log.path, require_paths.reasonOf(error));
	}
}
async function readHead(log) {
	const head = Buffer.alloc(512);
	let fill = 0;
	while (fill < 512) {
		const size = await log.next(head.subarray(fill));
		if (size === 0) break;
		fill += size;
	}
	return head.subarray(0, fill);
}
function isStream(kind) {
	return kind !== null && kind !== "zip" && kind !== "tar";
}
async function readPlain(head, log, sink, coverage) {
	sink.open({
		kind: "log",
		path: log.path
	}, [], log.file);
	try {
		sink.write(head);
		for (;;) {
			const { room } = sink;
			const reading = log.next(room);
			const size = typeof reading === "number" ? reading : await reading;
			if (size === 0) break;
			coverage.bytes += size;
			sink.write(room.subarray(0, size));
		}
	} finally {
		coverage.lines += sink.close();
	}
}
async function readCompressed(kind, head, log, sink, coverage) {
	const [{ streamCompressed }, { Budget }] = await Promise.all([Promise.resolve().then(() => require("./open.js")).then((n) => n.open_exports), Promise.resolve().then(() => require("./budget.js")).then((n) => n.budget_exports)]);
	const budget = new Budget();
	sink.open({
		kind: "log",
		path: log.path
	}, [kind]);
	try {
		for await (const piece of streamCompressed(kind, piecesOf(head, log), budget)) sink.write(piece);
	} finally {
		coverage.lines += sink.close();
		for (const why of budget.reasons) coverage.missed(log.path, why);
	}
}
const pieceSize = 1 << 18;
async function* piecesOf(head, log) {
	yield head;
	const piece = Buffer.allocUnsafeSlow(pieceSize);
	for (;;) {
		const size = await log.next(piece);
		if (size === 0) return;
		yield piece.subarray(0, size);
	}
}
// src/sources/log.ts
function logSource(paths, maxFileSize) {
	const wanted = paths.length > 0 ? paths : ["-"];
	return {
		name: "log",
		target: targetOf(wanted),
		async read(sink, coverage) {
			for (const path of wanted) if (path === "-") await readLog({
				path: "-",
				next: require_plan.stdinReader(),
				file: null
			}, sink, coverage);
			else for (const file of await expand(path, coverage)) await readFile(file, sink, coverage, maxFileSize);
		}
	};
}
function targetOf(paths) {
	return paths.map((path) => path === "-" ? "standard input" : path).join(" ");
}
async function expand(path, coverage) {
	const kind = require_paths.kindOf(path);
	if (kind === "file") return [path];
	if (kind === "nothing" && !await require_paths.isPattern(path)) throw new require_errors.AkguardError("AK_PATH_NOT_FOUND", { path });
	const { paths, unread } = await (kind === "folder" ? require_paths.listFolder(path) : require_paths.findPattern(path));
	const folder = kind === "folder" ? path : ".";
	for (const gap of unread) coverage.missed(String(require_paths.inFolder(folder, gap.path)), gap.why);
	if (kind === "nothing" && paths.length + unread.length === 0) throw new require_errors.AkguardError("AK_NOTHING_MATCHES", { pattern: path });
	return paths.map((found) => require_paths.inFolder(folder, found));
}
async function readFile(real, sink, coverage, maxFileSize) {
	const path = String(real);
	const opened = openLog(real, maxFileSize);
	switch (opened.kind) {
		case "open": {
			const { file } = opened;
			try {
				await readLog({
					path,
					next: (room) => file.next(room),
					file
				}, sink, coverage);
			} finally {
				file.close();
			}
			break;
		}
		case "tooLarge":
			coverage.missed(path, `${opened.size} bytes, over --max-file-size`);
			break;
		case "notAFile":
			coverage.leftOut(path, noFile(opened.what));
			break;
		case "failed":
			coverage.missed(path, opened.why);
			break;
		case "gone":
		case "link":
		case "folder": coverage.missed(path, "vanished before it was read");
	}
}
function noFile(what) {
	return `${what}, not a file; pipe it in with \`akguard scan log -\``;
}
exports.fileId = fileId;
exports.logSource = logSource;
exports.noFile = noFile;
exports.openLog = openLog;
exports.readLog = readLog;
exports.targetOf = targetOf;
