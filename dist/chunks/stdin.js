const require_rolldown_runtime = require("./rolldown-runtime.js");
let node_fs = require("node:fs");
let node_tty = require("node:tty");
// src/io/stdin.ts
var stdin_exports = require_rolldown_runtime.__exportAll({ readWholeStdin: () => readWholeStdin });
const nothing = Buffer.alloc(0);
function stdinReader() {
	let stream = (0, node_tty.isatty)(0) ? new StdinStream() : null;
	return (room) => {
		if (stream !== null) return stream.read(room);
		try {
			return (0, node_fs.readSync)(0, room, 0, room.length, null);
		} catch (error) {
			const code = error instanceof Error && "code" in error ? error.code : null;
			if (code === "EOF") return 0;
			if (code !== "EAGAIN") throw error;
			stream = new StdinStream();
			return stream.read(room);
		}
	};
}
var StdinStream = class {
	#pieces = process.stdin[Symbol.asyncIterator]();
	#left = nothing;
	async read(room) {
		while (this.#left.length === 0) {
			const next = await this.#pieces.next();
			if (next.done === true) return 0;
			this.#left = next.value;
		}
		const size = this.#left.copy(room);
		this.#left = this.#left.subarray(size);
		return size;
	}
};
var StdinFeed = class {
	failure = null;
	#left = nothing;
	#ended = false;
	#news = false;
	#wake = null;
	constructor() {
		process.stdin.on("readable", () => this.#tell());
		process.stdin.on("end", () => this.#end(null));
		process.stdin.on("error", (error) => this.#end(error));
	}
	read(room) {
		if (!this.hasMore()) return 0;
		const size = this.#left.copy(room);
		this.#left = this.#left.subarray(size);
		return size;
	}
	hasMore() {
		if (this.#left.length === 0) this.#left = process.stdin.read() ?? nothing;
		return this.#left.length > 0;
	}
	get ended() {
		return this.#ended && this.#left.length === 0;
	}
	onMore(wake) {
		this.#wake = wake;
		if (this.#news) this.#tell();
	}
	close() {
		process.stdin.destroy();
	}
	#end(error) {
		this.failure = error;
		this.#ended = true;
		this.#tell();
	}
	#tell() {
		this.#news = this.#wake === null;
		this.#wake?.();
		this.#wake = null;
	}
};
async function readShortStdin(limit) {
	const pieces = [];
	let length = 0;
	for await (const piece of process.stdin) {
		pieces.push(piece);
		length += piece.length;
		if (length > limit) break;
	}
	return Buffer.concat(pieces).subarray(0, limit);
}
async function readWholeStdin(limit) {
	const next = stdinReader();
	const pieces = [];
	let length = 0;
	for (;;) {
		const room = Buffer.allocUnsafe(65536);
		const size = await next(room);
		if (size === 0) return Buffer.concat(pieces);
		length += size;
		if (length > limit) throw new Error(`more than ${limit} bytes on standard input`);
		pieces.push(room.subarray(0, size));
	}
}
Object.defineProperty(exports, "StdinFeed", {
	enumerable: true,
	get: function() {
		return StdinFeed;
	}
});
Object.defineProperty(exports, "readShortStdin", {
	enumerable: true,
	get: function() {
		return readShortStdin;
	}
});
Object.defineProperty(exports, "stdinReader", {
	enumerable: true,
	get: function() {
		return stdinReader;
	}
});
Object.defineProperty(exports, "stdin_exports", {
	enumerable: true,
	get: function() {
		return stdin_exports;
	}
});
