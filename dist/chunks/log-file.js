const require_read_file = require("./read-file.js");
let node_fs = require("node:fs");
// src/io/log-file.ts
const nothing = Buffer.alloc(0);
const comparedBytes = 256;
function openLog(path, limit) {
	const opened = require_read_file.openFile(path, limit, true);
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
Object.defineProperty(exports, "LogFile", {
	enumerable: true,
	get: function() {
		return LogFile;
	}
});
Object.defineProperty(exports, "fileId", {
	enumerable: true,
	get: function() {
		return fileId;
	}
});
Object.defineProperty(exports, "openLog", {
	enumerable: true,
	get: function() {
		return openLog;
	}
});
