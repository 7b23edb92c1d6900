const require_hook_quick = require("./hook-quick.js");
const require_log_file = require("./log-file.js");
const require_paths = require("./paths.js");
const require_read_file = require("./read-file.js");
const require_stdin = require("./stdin.js");
const require_log = require("./log.js");
let node_fs = require("node:fs");
// src/io/follow.ts
const everyMs = 250;
const searchEveryMs = 1e3;
const lingerMs = 6e4;
var Followed = class {
	troubles = new Map();
	notFiles = new Map();
	#wanted;
	#limit;
	#held = new Map();
	#met = new Set();
	#searched = [];
	#searchedAt = -Infinity;
	constructor(wanted, limit) {
		this.#wanted = wanted;
		this.#limit = limit;
	}
	get files() {
		return [...this.#held.values()].map(({ file }) => file);
	}
	get isEmpty() {
		return this.#wanted.length === 0;
	}
	get missing() {
		return this.#wanted.filter((path) => !this.#met.has(path));
	}
	async look(now) {
		if (now - this.#searchedAt >= searchEveryMs) {
			this.#searchedAt = now;
			this.#searched = await this.#search();
		}
		for (const path of this.#searched) this.#meet(path, now);
		for (const held of this.#held.values()) if (held.file.left > 0) held.busyAt = now;
		return [...this.#held.values()].filter(({ busyAt }) => now - busyAt >= lingerMs).map(({ file }) => file);
	}
	forget(file) {
		this.#held.delete(file.id);
		file.close();
	}
	async #search() {
		this.troubles.clear();
		const found = [];
		for (const path of this.#wanted) {
			const kind = require_paths.kindOf(path);
			const pattern = kind === "nothing" && await require_paths.isPattern(path);
			if (kind !== "folder" && !pattern) {
				found.push(path);
				continue;
			}
			const { paths, unread } = await (kind === "folder" ? require_paths.listFolder(path) : require_paths.findPattern(path));
			const folder = kind === "folder" ? path : ".";
			for (const gap of unread) this.troubles.set(String(require_paths.inFolder(folder, gap.path)), gap.why);
			found.push(...paths.map((each) => require_paths.inFolder(folder, each)));
			if (kind === "folder" || paths.length > 0) this.#met.add(path);
		}
		return found;
	}
	#meet(path, now) {
		const shown = String(path);
		try {
			const stat = (0, node_fs.statSync)(path, {
				bigint: true,
				throwIfNoEntry: false
			});
			if (stat === void 0) return;
			this.#met.add(shown);
			const known = this.#held.get(require_log_file.fileId(stat));
			if (known !== void 0) known.busyAt = now;
			else this.#open(path, shown, now);
		} catch (error) {
			this.troubles.set(shown, require_read_file.reasonOf(error));
		}
	}
	#open(path, shown, now) {
		const opened = require_log_file.openLog(path, this.#limit);
		switch (opened.kind) {
			case "open":
				this.#hold(opened.file, now);
				this.troubles.delete(shown);
				break;
			case "notAFile":
				this.notFiles.set(shown, opened.what);
				break;
			case "tooLarge":
				this.troubles.set(shown, `${opened.size} bytes, over --max-file-size`);
				break;
			case "failed": this.troubles.set(shown, opened.why);
		}
	}
	#hold(file, now) {
		if (this.#held.has(file.id)) file.close();
		else this.#held.set(file.id, {
			file,
			busyAt: now
		});
	}
};
async function pause(busy, signal, wakeOn) {
	await new Promise((resolve) => setImmediate(resolve));
	if (busy || signal.aborted) return;
	await new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", end);
			resolve();
		};
		const timer = setTimeout(end, everyMs);
		signal.addEventListener("abort", end);
		wakeOn(end);
	});
}
// src/sources/line-tail.ts
const overlapBytes = 4096;
const mostHeld = 65536;
const heldMs = 1e3;
const mostAtOnce = 64 << 20;
const nothing = Buffer.alloc(0);
const newline = 10;
const scratch = Buffer.allocUnsafeSlow(1 << 18);
var LineTail = class {
	provenance;
	#overlap = nothing;
	#start = {
		offset: 0,
		line: 1,
		column: 1
	};
	#held = nothing;
	#heldAt = 0;
	#searchedFrom = this.#start;
	#found = new Set();
	constructor(path) {
		this.provenance = {
			kind: "log",
			path
		};
	}
	isOverdue(now) {
		return this.#held.length > 0 && now - this.#heldAt >= heldMs;
	}
	give(next, sink, all, now) {
		const again = count(this.#overlap);
		this.#searchedFrom = this.#start;
		sink.open(this.provenance, [], null, this.#start);
		sink.write(this.#overlap);
		let fill = this.#held.copy(scratch);
		let bytes = 0;
		let newlines = 0;
		const push = (size) => {
			if (size <= 0) return;
			sink.write(scratch.subarray(0, size));
			this.#remember(scratch.subarray(0, size));
			scratch.copyWithin(0, size, fill);
			fill -= size;
			this.#heldAt = now;
		};
		try {
			while (bytes < mostAtOnce) {
				const size = next(scratch.subarray(fill));
				if (size === 0) break;
				if (fill === 0) this.#heldAt = now;
				bytes += size;
				fill += size;
				push(Math.max(scratch.lastIndexOf(newline, fill - 1) + 1, fill - mostHeld));
			}
			if (all) push(fill);
		} finally {
			this.#held = Buffer.from(scratch.subarray(0, fill));
			newlines = sink.close();
			const line = this.#searchedFrom.line + newlines - count(this.#overlap);
			this.#start = {
				...this.#start,
				line
			};
		}
		return {
			bytes,
			lines: newlines - again
		};
	}
	fresh(matches) {
		const { offset: from, column } = this.#searchedFrom;
		const kept = matches.filter((match) => {
			return !(match.offset === from && column > 1) && !this.#found.has(placeOf(match));
		});
		this.#found = new Set(matches.filter(({ offset }) => offset >= this.#start.offset).map(placeOf));
		return kept;
	}
	#remember(bytes) {
		const skipped = Math.max(0, bytes.length - overlapBytes);
		if (skipped > 0) {
			this.#pass(this.#overlap);
			this.#pass(bytes.subarray(0, skipped));
			this.#overlap = nothing;
		}
		const both = Buffer.concat([this.#overlap, bytes.subarray(skipped)]);
		const cut = Math.max(0, both.length - overlapBytes);
		this.#pass(both.subarray(0, cut));
		this.#overlap = Buffer.from(both.subarray(cut));
	}
	#pass(bytes) {
		const { offset, line, column } = this.#start;
		const { length } = bytes;
		const last = bytes.lastIndexOf(newline);
		this.#start = {
			offset: offset + length,
			line,
			column: last < 0 ? column + length : length - last
		};
	}
};
function placeOf({ offset, secret }) {
	return `${offset} ${secret.fingerprint}`;
}
function count(bytes) {
	let newlines = 0;
	for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) newlines++;
	return newlines;
}
// src/sources/log-streams.ts
var LineStream = class {
	#path;
	#tail;
	#input;
	#uncounted;
	constructor(path, input) {
		this.#path = path;
		this.#tail = new LineTail(path);
		this.#input = input;
		this.#uncounted = path === "-" ? 0 : 1;
	}
	get provenance() {
		return this.#tail.provenance;
	}
	isDue(now) {
		return (this.#input?.left ?? 0) > 0 || this.#tail.isOverdue(now);
	}
	async give(sink, coverage, last, now) {
		const input = this.#input;
		try {
			const all = last || this.#tail.isOverdue(now);
			const { bytes, lines } = this.#tail.give((room) => input?.next(room) ?? 0, sink, all, now);
			coverage.files += this.#uncounted;
			this.#uncounted = 0;
			coverage.bytes += bytes;
			coverage.lines += lines;
			const left = last ? input?.left ?? 0 : 0;
			if (left > 0) coverage.missed(this.#path, `stopped before its last ${left} bytes were read`);
		} catch (error) {
			coverage.missed(this.#path, require_read_file.reasonOf(error));
			this.cut();
		}
	}
	cut() {
		this.#input = null;
	}
	fresh(matches) {
		return this.#tail.fresh(matches);
	}
};
const quietMs = 1e3;
var WholeStream = class {
	provenance = null;
	#file;
	#read = 0;
	#size = 0;
	#since = 0;
	#isCut = false;
	constructor(file) {
		this.#file = file;
	}
	isDue(now) {
		if (this.#isCut) return false;
		const { size } = this.#file;
		if (size !== this.#size) {
			this.#size = size;
			this.#since = now;
		}
		return size !== this.#read && now - this.#since >= quietMs;
	}
	async give(sink, coverage) {
		const file = this.#file;
		if (this.#isCut || this.#read === file.size) return;
		this.#read = file.size;
		file.rewind();
		await require_log.readLog({
			path: String(file.path),
			next: (room) => file.next(room),
			file
		}, sink, coverage);
	}
	cut() {
		this.#isCut = true;
	}
	fresh(matches) {
		return matches;
	}
};
// src/sources/follow.ts
var LogFollower = class {
	name = "log";
	target;
	#files;
	#now;
	#streams = new Map();
	#stdin;
	#turns = [];
	#read = new Map();
	#finished = false;
	constructor(paths, maxFileSize, now) {
		const wanted = paths.length > 0 ? paths : ["-"];
		const named = wanted.filter((path) => path !== "-");
		this.target = require_log.targetOf(wanted);
		this.#now = now;
		this.#files = new Followed(named, maxFileSize);
		this.#stdin = named.length === wanted.length ? null : followStdin();
	}
	get state() {
		return {
			files: this.#files.files.length,
			stdin: this.#stdin !== null,
			missing: this.#files.missing
		};
	}
	get ended() {
		return this.#files.isEmpty && (this.#stdin?.feed.ended ?? true);
	}
	async look() {
		const now = this.#now();
		const gone = await this.#files.look(now);
		this.#turns = [];
		for (const file of this.#files.files) this.#lookAt(file, gone.includes(file), now);
		const { stream } = this.#stdin ?? {};
		if (stream?.isDue(now) === true) this.#turns.push({
			stream,
			last: false,
			file: null
		});
		return this.#turns.length > 0;
	}
	async pause(busy, signal) {
		await pause(busy, signal, (wake) => this.#stdin?.feed.onMore(wake));
	}
	finish() {
		this.#finished = true;
		this.#turns = [...this.#streams].map(([file, stream]) => ({
			stream,
			last: true,
			file
		}));
		if (this.#stdin !== null) this.#turns.push({
			stream: this.#stdin.stream,
			last: true,
			file: null
		});
	}
	async read(sink, coverage) {
		this.#read.clear();
		for (const { stream, last, file } of this.#turns.splice(0)) {
			if (stream.provenance !== null) this.#read.set(stream.provenance, stream);
			await stream.give(sink, coverage, last, this.#now());
			if (last && file !== null) this.#forget(file);
		}
		if (this.#finished) this.#close(coverage);
	}
	async refine(matches) {
		return [...Map.groupBy(matches, (match) => match.provenance)].flatMap(([provenance, own]) => this.#read.get(provenance)?.fresh(own) ?? own);
	}
	#lookAt(file, gone, now) {
		try {
			let stream = this.#streams.get(file);
			if (stream !== void 0 && file.isOther()) {
				stream.cut();
				this.#turns.push({
					stream,
					last: true,
					file: null
				});
				file.rewind();
				stream = void 0;
			}
			if (stream === void 0) {
				if (file.size > 0) this.#streams.set(file, this.#open(file));
				else this.#streams.delete(file);
				stream = this.#streams.get(file);
			}
			if (stream?.isDue(now) === true || stream !== void 0 && gone) this.#turns.push({
				stream,
				last: gone,
				file
			});
			else if (gone) this.#forget(file);
		} catch (error) {
			this.#files.troubles.set(String(file.path), require_read_file.reasonOf(error));
		}
	}
	#open(file) {
		const path = String(file.path);
		return require_hook_quick.containerKind(file.read(0, 512), path) !== null ? new WholeStream(file) : new LineStream(path, file);
	}
	#forget(file) {
		this.#streams.delete(file);
		this.#files.forget(file);
	}
	#close(coverage) {
		const { troubles, missing, notFiles } = this.#files;
		for (const [path, why] of troubles) coverage.missed(path, why);
		for (const path of missing) if (!troubles.has(path)) coverage.missed(path, "never appeared");
		for (const [path, what] of notFiles) coverage.leftOut(path, require_log.noFile(what));
		const { feed } = this.#stdin ?? {};
		if (feed !== void 0 && feed.failure !== null) coverage.missed("-", require_read_file.reasonOf(feed.failure));
		feed?.close();
	}
};
function followStdin() {
	const feed = new require_stdin.StdinFeed();
	return {
		feed,
		stream: new LineStream("-", {
			next: (room) => feed.read(room),
			get left() {
				return feed.hasMore() ? 1 : 0;
			}
		})
	};
}
exports.LogFollower = LogFollower;
