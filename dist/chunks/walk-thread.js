const require_containers = require("./containers.js");
const require_unpack = require("./unpack.js");
const require_hook_quick = require("./hook-quick.js");
const require_pack_entries = require("./pack-entries.js");
let node_worker_threads = require("node:worker_threads");
// src/detect/sieve.ts
const lead = 64;
const near = 512;
const inGap = require_hook_quick.byteSet(" 	\r\n\"'`\\+.&|<>^~,_(){}$#*;");
const longestGap = 300;
const shortestGap = 96;
var ObjectSieve = class {
	memory;
	bytes;
	start;
	end;
	#prefilter;
	#finder;
	#unpacker;
	#inner;
	#runs = [];
	constructor(rules, containers, capacity) {
		this.#prefilter = new require_hook_quick.Prefilter(capacity);
		this.memory = this.#prefilter.memory;
		this.bytes = Buffer.from(this.#prefilter.memory.buffer);
		this.start = this.#prefilter.area.byteOffset + lead;
		this.end = this.#prefilter.area.byteOffset + capacity;
		this.#finder = new require_unpack.Finder(rules);
		this.#unpacker = new require_unpack.Unpacker(containers, this.#finder);
		this.#inner = new require_unpack.Search(this.#finder, 1, this.#unpacker);
	}
	look(at, size, changes) {
		this.bytes.fill(255, at - lead, at);
		if (this.#holdsContainer(at, size)) return true;
		const prefilter = this.#prefilter;
		const first = at - prefilter.area.byteOffset;
		const end = first + size;
		let bytes = null;
		const reach = [];
		this.#runs.length = 0;
		for (let from = first; from < end;) {
			from = prefilter.scan(from, end, true);
			for (let i = 0; i < prefilter.count; i++) {
				const kind = prefilter.kinds[i] ?? require_hook_quick.Kind.plain;
				const place = (prefilter.offsets[i] ?? 0) - first;
				if (kind === require_hook_quick.Kind.run && changes !== null) {
					this.#runs.push(place);
					continue;
				}
				bytes ??= this.bytes.subarray(at, at + size);
				if (this.#holds(bytes, place, kind, reach)) return true;
			}
		}
		if (this.#holdsUntold(at, size)) return true;
		if (changes === null || this.#runs.length === 0) return false;
		bytes ??= this.bytes.subarray(at, at + size);
		return this.#changedRunsHold(bytes, changes, reach);
	}
	#holdsUntold(at, size) {
		if (!this.#finder.hasUntold) return false;
		let holds = false;
		this.#finder.findUntold(this.bytes.subarray(at, at + size), 0, size, () => holds = true);
		return holds;
	}
	#holdsContainer(at, size) {
		const head = this.bytes.subarray(at, at + Math.min(size, 512));
		const kind = this.#unpacker.kindOf(head, null);
		if (kind === null) return false;
		const found = this.#unpacker.unpack(kind, this.bytes.subarray(at, at + size)).inside.length > 0;
		return this.#unpacker.reset().length > 0 || found;
	}
	#holds(bytes, at, kind, reach) {
		if (kind === require_hook_quick.Kind.plain && this.#finder.keyAt(bytes, at) !== null) return true;
		for (const { decoder, index } of require_unpack.decodersByKind.get(kind) ?? []) for (const decoded of decoder.decode(bytes, at, require_unpack.kindNames[kind], reach[index] ??= {})) {
			if (this.#inner.whole(decoded.bytes.subarray(0, decoded.sure)).length > 0) return true;
			const container = this.#unpacker.kindOf(decoded.bytes.subarray(0, 512), null);
			const found = container !== null && this.#unpacker.unpack(container, decoded.bytes).inside.length > 0;
			if (this.#unpacker.reset().length > 0 || found) return true;
		}
		return false;
	}
	#changedRunsHold(bytes, changes, reach) {
		const runs = this.#runs;
		let next = 0;
		let fresh = 0;
		for (let i = 0; i < changes.length; i += 2) {
			const start = (changes[i] ?? 0) - near;
			const end = (changes[i + 1] ?? 0) + near;
			while (next < runs.length && (runs[next] ?? 0) < start) next++;
			let from = next;
			while (from > fresh && goesOn(bytes, runs[from - 1] ?? 0, Math.min(start, runs[from] ?? start))) from--;
			for (fresh = Math.max(from, fresh); fresh < runs.length && (runs[fresh] ?? 0) <= end; fresh++) if (this.#holds(bytes, runs[fresh] ?? 0, require_hook_quick.Kind.run, reach)) return true;
			next = Math.max(next, fresh);
		}
		return false;
	}
};
function goesOn(bytes, run, place) {
	let at = run;
	while (at < place && require_unpack.inRun[bytes[at] ?? 0] === 1) at++;
	if (place - at <= shortestGap) return true;
	if (place - at > longestGap) return false;
	while (at < place && inGap[bytes[at] ?? 0] === 1) at++;
	return at === place;
}
// src/git/pack/pack-walker.ts
var PackWalker = class {
	#sieve;
	#entries;
	#levels = [];
	constructor(sieve) {
		this.#sieve = sieve;
		this.#entries = new require_pack_entries.PackEntries(sieve, true);
	}
	walk(table, from, to, walk) {
		for (let i = from; i < to; i++) this.#family(table, table.roots[i] ?? 0, walk);
	}
	#family(table, root, walk) {
		const at = this.#entries.first;
		const size = this.#entries.makeWhole(table, root, at);
		if (size < 0) {
			this.#giveUp(table, root, size, walk);
			return;
		}
		const isSuspect = this.#look(table, root, at, size, null, walk);
		const levels = this.#levels;
		levels[0] = {
			at,
			size,
			isSuspect,
			next: table.firstDelta[root] ?? -1
		};
		for (let depth = 0; depth >= 0;) {
			const level = levels[depth];
			const entry = level?.next ?? -1;
			if (level === void 0 || entry < 0) {
				depth--;
				continue;
			}
			level.next = table.nextDelta[entry] ?? -1;
			const made = this.#apply(table, entry, level, walk);
			const first = table.firstDelta[entry] ?? -1;
			if (made === null || first < 0) continue;
			if (level.next < 0) {
				this.#entries.move(made.at, made.size, level.at);
				level.size = made.size;
				level.isSuspect = made.isSuspect;
				level.next = first;
			} else levels[++depth] = {
				...made,
				next: first
			};
		}
	}
	#apply(table, entry, base, walk) {
		const at = this.#entries.behind(base.at, base.size);
		const size = this.#entries.makeDelta(table, entry, base, at);
		if (size < 0) {
			this.#giveUp(table, entry, size, walk);
			return null;
		}
		const changes = base.isSuspect ? null : this.#entries.changes;
		return {
			at,
			size,
			isSuspect: this.#look(table, entry, at, size, changes, walk)
		};
	}
	#look(table, entry, at, size, changes, walk) {
		if (table.leftOut?.[entry] === 1) return true;
		walk.bytes += size;
		const isSuspect = this.#sieve.look(at, size, changes);
		if (isSuspect) walk.suspects.push(entry);
		return isSuspect;
	}
	#giveUp(table, entry, why, walk) {
		const list = why === -1 ? walk.large : walk.bad;
		const open = [entry];
		for (let each = open.pop(); each !== void 0; each = open.pop()) {
			if (table.leftOut?.[each] !== 1) list.push(each);
			for (let child = table.firstDelta[each] ?? -1; child >= 0; child = table.nextDelta[child] ?? -1) open.push(child);
		}
	}
};
// src/walk-thread.ts
const capacity = 136 << 20;
function newWalk() {
	return {
		bytes: 0,
		suspects: [],
		large: [],
		bad: []
	};
}
function makeThread(job, number) {
	const walker = new PackWalker(new ObjectSieve(job.rules, require_containers.containers, capacity));
	const walks = job.tables.map(newWalk);
	return {
		walks,
		step() {
			const piece = job.pieces[Atomics.add(job.next, 0, 1)];
			const table = piece && job.tables[piece.table];
			const walk = piece && walks[piece.table];
			if (!piece || !table || !walk) return false;
			const before = walk.bytes;
			walker.walk(table, piece.from, piece.to, walk);
			job.seen[number] = (job.seen[number] ?? 0) + walk.bytes - before;
			job.walked[number] = (job.walked[number] ?? 0) + piece.size;
			return true;
		}
	};
}
if (!node_worker_threads.isMainThread && node_worker_threads.parentPort !== null) {
	const { job, number } = node_worker_threads.workerData;
	const thread = makeThread(job, number);
	while (thread.step());
	node_worker_threads.parentPort.postMessage(thread.walks);
}
Object.defineProperty(exports, "makeThread", {
	enumerable: true,
	get: function() {
		return makeThread;
	}
});
Object.defineProperty(exports, "newWalk", {
	enumerable: true,
	get: function() {
		return newWalk;
	}
});
