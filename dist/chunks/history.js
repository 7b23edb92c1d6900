const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_object_feed = require("./object-feed.js");
const require_run = require("./run.js");
const require_hook_quick = require("./hook-quick.js");
const require_pack_entries = require("./pack-entries.js");
const require_repository = require("./repository.js");
const require_paths = require("./paths.js");
const require_tag = require("./tag.js");
const require_changes = require("./changes.js");
let node_path = require("node:path");
let node_fs = require("node:fs");
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
	const { simpleGit } = await Promise.resolve().then(() => require("./dist2.js"));
	return simpleGit({
		baseDir: directory,
		config: require_run.hermeticConfig,
		unsafe,
		allowEnvironment: Object.keys(require_run.hermeticEnvironment)
	}).env(require_run.gitEnvironment(false));
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
// src/git/pack/pack-index.ts
const headerSize = 8;
const magic = 4285812579;
var UnsupportedStore = class extends Error {};
var PackIndex = class {
	count;
	#fd;
	#idSize;
	#fanout;
	#ids = null;
	constructor(path, idSize) {
		this.#fd = (0, node_fs.openSync)(path, "r");
		this.#idSize = idSize;
		try {
			const head = this.#read(0, 1032);
			if (head.readUInt32BE(0) !== magic || head.readUInt32BE(4) !== 2) throw new UnsupportedStore("a pack index of another version than 2");
			this.#fanout = head.subarray(headerSize);
			this.count = this.#fanout.readUInt32BE(1020);
			if ((0, node_fs.fstatSync)(this.#fd).size < this.#offsetsAt + this.count * 4 + 2 * idSize) throw new Error("the index of a pack is cut short");
		} catch (error) {
			this.close();
			throw error;
		}
	}
	get #idsAt() {
		return 1032;
	}
	get #offsetsAt() {
		return this.#idsAt + this.count * (this.#idSize + 4);
	}
	#read(at, size) {
		const bytes = Buffer.allocUnsafe(size);
		for (let done = 0; done < size;) {
			const read = (0, node_fs.readSync)(this.#fd, bytes, done, size - done, at + done);
			if (read === 0) throw new Error("the index of a pack is cut short");
			done += read;
		}
		return bytes;
	}
	offsets() {
		const small = this.#read(this.#offsetsAt, this.count * 4);
		const { size } = (0, node_fs.fstatSync)(this.#fd);
		const largeAt = this.#offsetsAt + this.count * 4;
		const large = this.#read(largeAt, Math.max(0, size - 2 * this.#idSize - largeAt));
		small.swap32();
		const words = new Uint32Array(small.buffer, small.byteOffset, this.count);
		const offsets = Float64Array.from(words);
		for (let i = 0; i < offsets.length && large.length > 0; i++) {
			const word = words[i] ?? 0;
			if (word >= 2147483648) offsets[i] = Number(large.readBigUInt64BE((word - 2147483648) * 8));
		}
		return offsets;
	}
	get ids() {
		return this.#ids ??= this.#read(this.#idsAt, this.count * this.#idSize);
	}
	idsAt(wanted) {
		const found = new Map();
		const offsets = wanted.size === 0 ? [] : this.offsets();
		for (const [position, offset] of offsets.entries()) {
			if (!wanted.has(offset)) continue;
			found.set(offset, this.#read(this.#idsAt + position * this.#idSize, this.#idSize).toString("hex"));
		}
		return found;
	}
	find(id) {
		const first = id[0] ?? 0;
		let low = first === 0 ? 0 : this.#fanout.readUInt32BE((first - 1) * 4);
		let high = this.#fanout.readUInt32BE(first * 4) - 1;
		while (low <= high) {
			const middle = low + high >> 1;
			const at = middle * this.#idSize;
			const order = this.ids.compare(id, 0, this.#idSize, at, at + this.#idSize);
			if (order === 0) return middle;
			if (order < 0) low = middle + 1;
			else high = middle - 1;
		}
		return -1;
	}
	close() {
		this.#ids = null;
		(0, node_fs.closeSync)(this.#fd);
	}
};
// src/git/pack/object-folders.ts
const deepestAlternate = 5;
async function findObjectFolders(place) {
	const { code, stdout } = await require_run.tryGit(place, [
		"rev-parse",
		"--show-object-format",
		"--path-format=absolute",
		"--git-path",
		"objects"
	]);
	const [format, folder] = stdout.toString().split("\n");
	if (code !== 0 || folder === void 0 || format !== "sha1" && format !== "sha256") throw new UnsupportedStore("git does not tell where objects are");
	const folders = [];
	let level = [(0, node_path.resolve)(folder)];
	for (let depth = 0; depth <= deepestAlternate && level.length > 0; depth++) {
		folders.push(...level);
		level = [...new Set(level.flatMap(alternatesOf))].filter((each) => !folders.includes(each));
	}
	return {
		folders,
		idSize: format === "sha1" ? 20 : 32
	};
}
function alternatesOf(folder) {
	const lines = (readIfThere((0, node_path.join)(folder, "info/alternates")) ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
	if (lines.some((line) => line.startsWith("\""))) throw new UnsupportedStore("an alternate in quotes");
	return lines.map((line) => (0, node_path.isAbsolute)(line) ? line : (0, node_path.resolve)(folder, line));
}
function readIfThere(path) {
	return ifThere(() => (0, node_fs.readFileSync)(path, "utf8")) ?? null;
}
function listIfThere(folder) {
	return ifThere(() => (0, node_fs.readdirSync)(folder)) ?? [];
}
function ifThere(read) {
	try {
		return read();
	} catch (error) {
		if (error.code === "ENOENT") return void 0;
		throw error;
	}
}
function listPacks(folder) {
	const names = new Set(listIfThere((0, node_path.join)(folder, "pack")));
	return [...names].filter((name) => name.endsWith(".pack") && names.has(name.replace(/pack$/, "idx"))).toSorted().map((name) => (0, node_path.join)(folder, "pack", name));
}
function listLoose(folder, idSize) {
	const rest = new RegExp(`^[0-9a-f]{${2 * idSize - 2}}$`);
	return listIfThere(folder).filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted().flatMap((name) => listIfThere((0, node_path.join)(folder, name)).filter((each) => rest.test(each)).toSorted().map((each) => name + each));
}
// src/git/pack/pack-expander.ts
const capacity = 256 << 20;
const pageSize = 65536;
var PackExpander = class {
	#bytes;
	#entries;
	constructor() {
		const memory = new require_hook_quick.WebAssembly.Memory({ initial: capacity / pageSize });
		this.#bytes = Buffer.from(memory.buffer);
		this.#entries = new require_pack_entries.PackEntries({
			memory,
			bytes: this.#bytes,
			start: 0,
			end: capacity
		}, false);
	}
	expand({ table, bases }, entry) {
		const chain = [entry];
		for (let base = bases[entry] ?? -1; base >= 0; base = bases[base] ?? -1) chain.push(base);
		const at = this.#entries.first;
		let size = this.#entries.makeWhole(table, chain.pop() ?? -1, at);
		for (let next = chain.pop(); size >= 0 && next !== void 0; next = chain.pop()) {
			const to = this.#entries.behind(at, size);
			size = this.#entries.makeDelta(table, next, {
				at,
				size
			}, to);
			if (size >= 0) this.#entries.move(to, size, at);
		}
		return size < 0 ? null : this.#bytes.subarray(at, at + size);
	}
};
// src/git/pack/pack-table.ts
const packTypes = {
	1: "commit",
	2: "tree",
	3: "blob",
	4: "tag"
};
const tree = 2;
const ofsDelta = 6;
const refDelta = 7;
const windowSize = 4 << 20;
const longestHead = 64;
function shared(make, bytes, length) {
	return new make(new SharedArrayBuffer(bytes * length));
}
function readPackTable(path, index, idSize) {
	const fd = (0, node_fs.openSync)(path, "r");
	try {
		return readTable({
			path,
			fd,
			idSize
		}, index);
	} catch (error) {
		(0, node_fs.closeSync)(fd);
		throw error;
	}
}
function readTable(pack, index) {
	const { fd, idSize } = pack;
	const { count } = index;
	const { size } = (0, node_fs.fstatSync)(fd);
	const head = Buffer.alloc(12);
	(0, node_fs.readSync)(fd, head, 0, 12, 0);
	if (size >= 12 && (head.toString("latin1", 0, 4) !== "PACK" || head.readUInt32BE(4) !== 2)) throw new UnsupportedStore("a pack of another version than 2");
	const inIdOrder = index.offsets();
	const inOrder = sorted(inIdOrder);
	const offsets = shared(Float64Array, 8, count + 1);
	offsets.set(inOrder);
	offsets[count] = Math.max(size - idSize, offsets[count - 1] ?? 0);
	const table = {
		...pack,
		count,
		offsets,
		firstDelta: shared(Int32Array, 4, count).fill(-1),
		nextDelta: shared(Int32Array, 4, count).fill(-1)
	};
	const damage = new Map();
	const bases = new Int32Array(count).fill(-1);
	const entryAt = finder(inOrder);
	const kinds = readHeads({
		...table,
		size,
		inIdOrder,
		index,
		entryAt
	}, bases, damage);
	spreadKinds(count, bases, kinds, damage);
	const roots = link(table, bases, kinds);
	return {
		table: {
			...table,
			roots,
			leftOut: null
		},
		kinds,
		bases,
		damage,
		entryAt
	};
}
function readHeads(pack, bases, damage) {
	const { fd, count, offsets, size, idSize, entryAt } = pack;
	const kinds = new Uint8Array(count);
	const window = Buffer.alloc(4194368);
	let start = 0;
	let end = 0;
	for (let i = 0; i < count; i++) {
		const offset = offsets[i] ?? 0;
		if (offset + longestHead > end && end < size) {
			start = offset;
			end = start + (0, node_fs.readSync)(fd, window, 0, windowSize, start);
			window.fill(0, end - start);
		}
		let at = offset - start;
		if (offset >= size - idSize) {
			mark(damage, "the pack is cut short before it", i);
			continue;
		}
		let byte = window[at++] ?? 0;
		const kind = byte >> 4 & 7;
		while (byte & 128) byte = window[at++] ?? 0;
		let base = -1;
		if (kind === ofsDelta) {
			byte = window[at++] ?? 0;
			let distance = byte & 127;
			while (byte & 128) {
				byte = window[at++] ?? 0;
				distance = (distance + 1) * 128 + (byte & 127);
			}
			base = entryAt(offset - distance);
		} else if (kind === refDelta) {
			const position = pack.index.find(window.subarray(at, at + idSize));
			base = position < 0 ? -1 : entryAt(pack.inIdOrder[position] ?? 0);
		}
		const isDelta = kind === ofsDelta || kind === refDelta;
		if (packTypes[kind] === void 0 && !isDelta) mark(damage, "the head of its entry is damaged", i);
		else if (isDelta && (base < 0 || base === i)) mark(damage, "the base of its delta is missing", i);
		else {
			kinds[i] = kind;
			bases[i] = base;
		}
	}
	return kinds;
}
function sorted(offsets) {
	let from = new Uint32Array(offsets);
	const { length } = from;
	for (let i = 0; i < length; i++) if (from[i] !== offsets[i]) return offsets.toSorted();
	let to = new Uint32Array(length);
	for (let shift = 0; shift < 32; shift += 11) {
		const places = new Uint32Array(2049);
		for (let i = 0; i < length; i++) places[((from[i] ?? 0) >>> shift & 2047) + 1]++;
		for (let digit = 1; digit < 2048; digit++) places[digit] += places[digit - 1] ?? 0;
		for (let i = 0; i < length; i++) {
			const offset = from[i] ?? 0;
			to[places[offset >>> shift & 2047]++] = offset;
		}
		[from, to] = [to, from];
	}
	return new Float64Array(from);
}
function finder(offsets) {
	const count = offsets.length;
	const stretch = 1024;
	const firsts = new Uint32Array(Math.ceil(((offsets[count - 1] ?? 0) + 1) / stretch) + 1);
	let filled = 0;
	for (let i = 0; i < count; i++) {
		const own = Math.floor((offsets[i] ?? 0) / stretch);
		while (filled <= own) firsts[filled++] = i;
	}
	return (offset) => {
		let i = firsts[Math.floor(offset / stretch)] ?? count;
		while (i < count && (offsets[i] ?? 0) < offset) i++;
		return offset > 0 && offsets[i] === offset ? i : -1;
	};
}
function spreadKinds(count, bases, kinds, damage) {
	const path = [];
	for (let i = 0; i < count; i++) {
		const own = kinds[i] ?? 0;
		if (own > 0 && own < ofsDelta) continue;
		const base = bases[i] ?? -1;
		const known = base < i ? kinds[base] ?? 0 : ofsDelta;
		if (known > 0 && known < ofsDelta) {
			kinds[i] = known;
			continue;
		}
		let root = i;
		while ((kinds[root] ?? 0) >= ofsDelta && path.length <= count) {
			path.push(root);
			root = bases[root] ?? -1;
		}
		const kind = path.length > count ? 0 : kinds[root] ?? 0;
		for (const each of path) kinds[each] = kind;
		path.length = 0;
		if (kinds[i] === 0 && (bases[i] ?? -1) >= 0) mark(damage, "the base of its delta is damaged", i);
	}
}
function link({ count, firstDelta, nextDelta }, bases, kinds) {
	const roots = [];
	for (let i = count - 1; i >= 0; i--) {
		const kind = kinds[i] ?? 0;
		if (kind === 0 || kind === tree) continue;
		const base = bases[i] ?? -1;
		if (base < 0) roots.push(i);
		else {
			nextDelta[i] = firstDelta[base] ?? -1;
			firstDelta[base] = i;
		}
	}
	const all = shared(Int32Array, 4, roots.length);
	all.set(roots.toReversed());
	return all;
}
function mark(damage, why, entry) {
	const entries = damage.get(why);
	if (entries === void 0) damage.set(why, [entry]);
	else entries.push(entry);
}
// src/git/pack/pack-store.ts
var PackStore = class {
	packs = [];
	broken = [];
	missing = [];
	#idSize;
	#opened = new Set();
	constructor(idSize) {
		this.#idSize = idSize;
	}
	open(paths) {
		const known = this.packs.length;
		this.missing = [];
		for (const path of paths) {
			if (this.#opened.has(path)) continue;
			this.#opened.add(path);
			this.#open(path);
		}
		const added = this.packs.slice(known);
		if (this.packs.length > 1 && added.length > 0) this.#markTwice(added);
		return added;
	}
	#open(path) {
		let index;
		try {
			index = new PackIndex(path.replace(/pack$/, "idx"), this.#idSize);
			this.packs.push({
				...readPackTable(path, index, this.#idSize),
				index
			});
		} catch (error) {
			index?.close();
			if (error instanceof UnsupportedStore) throw error;
			if (error.code === "ENOENT") {
				this.#opened.delete(path);
				this.missing.push(path);
			} else this.broken.push({
				id: `in ${path}`,
				reason: require_errors.messageOf(error)
			});
		}
	}
	count(packs) {
		const counts = {
			commit: 0,
			tree: 0,
			blob: 0,
			tag: 0
		};
		for (const { kinds, table } of packs) {
			const byKind = new Float64Array(8);
			for (let entry = 0; entry < kinds.length; entry++) if (table.leftOut?.[entry] !== 1) byKind[kinds[entry] ?? 0]++;
			for (const [kind, type] of Object.entries(packTypes)) counts[type] += byKind[Number(kind)] ?? 0;
		}
		return counts;
	}
	select(packs, ids) {
		const size = this.#idSize;
		for (const { table, index, entryAt } of packs) {
			const all = index.ids;
			const offsets = index.offsets();
			const leftOut = table.leftOut ??= shared(Uint8Array, 1, index.count);
			let wanted = 0;
			for (let position = 0; position < index.count; position++) {
				const at = position * size;
				let order = -1;
				while (wanted < ids.length && (order = ids.compare(all, at, at + size, wanted, wanted + size)) < 0) wanted += size;
				if (order !== 0) leftOut[entryAt(offsets[position] ?? 0)] = 1;
			}
		}
	}
	has(id) {
		return this.packs.some(({ index }) => index.find(id) >= 0);
	}
	#markTwice(added) {
		const size = this.#idSize;
		const total = this.packs.reduce((sum, { index }) => sum + index.count, 0);
		const mask = 2 ** Math.ceil(Math.log2(2 * total + 2)) - 1;
		const slots = new Uint32Array(mask + 1);
		let first = 1;
		const firsts = [];
		const idOf = (number) => {
			let pack = firsts.length - 1;
			while ((firsts[pack] ?? 0) > number) pack--;
			const at = (number - (firsts[pack] ?? 0)) * size;
			return {
				ids: this.packs[pack]?.index.ids ?? Buffer.alloc(0),
				at
			};
		};
		for (const pack of this.packs) {
			firsts.push(first);
			const { ids, count } = pack.index;
			const offsets = added.includes(pack) ? pack.index.offsets() : null;
			for (let position = 0; position < count; position++) {
				const at = position * size;
				let slot = ids.readUInt32LE(at) & mask;
				for (; slots[slot] !== 0; slot = slot + 1 & mask) {
					const other = idOf(slots[slot] ?? 0);
					if (ids.compare(other.ids, other.at, other.at + size, at, at + size) === 0) break;
				}
				if (slots[slot] === 0) slots[slot] = first + position;
				else if (offsets !== null) {
					pack.table.leftOut ??= shared(Uint8Array, 1, count);
					pack.table.leftOut[pack.entryAt(offsets[position] ?? 0)] = 1;
				}
			}
			first += count;
		}
	}
	close() {
		for (const { table, index } of this.packs) {
			index.close();
			(0, node_fs.closeSync)(table.fd);
		}
		this.packs.length = 0;
	}
};
function countTypes({ kinds, table }, entries, factor) {
	const counts = {
		commit: 0,
		tree: 0,
		blob: 0,
		tag: 0
	};
	for (const entry of entries) {
		const type = packTypes[kinds[entry] ?? 0];
		if (type !== void 0 && table.leftOut?.[entry] !== 1) counts[type] += factor;
	}
	return counts;
}
// src/git/pack/sweep-store.ts
const mostRounds = 8;
const mostNamed = 20;
async function sweepStore(place, { folders, idSize }, walkPacks, sinks, selected = null) {
	const bad = folders.filter((folder) => !(0, node_fs.existsSync)(folder)).map((id) => ({
		id: `in ${id}`,
		reason: "an alternate that is not there"
	}));
	const store = new PackStore(idSize);
	const only = selected === null ? null : new Set(selected);
	const seen = new Set();
	try {
		for (let round = 0; round < mostRounds; round++) {
			const listed = list(folders, idSize, round === 0 ? bad : []);
			const added = store.open(listed.packs);
			const loose = listed.loose.filter((id) => !seen.has(id));
			if (round > 0 && added.length === 0 && loose.length === 0 && store.missing.length === 0) break;
			if (only !== null) store.select(added, Buffer.from([...only].toSorted().join(""), "hex"));
			sinks.packed(store.count(added));
			bad.push(...await walkAll(place, added, walkPacks, sinks));
			const own = loose.filter((id) => (only?.has(id) ?? true) && !store.has(Buffer.from(id, "hex")));
			bad.push(...await handLoose(place, folders, own, sinks.loose));
			for (const id of loose) seen.add(id);
		}
		const missing = store.missing.map((path) => ({
			id: `in ${path}`,
			reason: "it is listed, but not there"
		}));
		return [
			...bad,
			...store.broken,
			...missing
		];
	} finally {
		store.close();
	}
}
function list(folders, idSize, bad) {
	const packs = [];
	const loose = new Set();
	for (const folder of folders) try {
		packs.push(...listPacks(folder));
		for (const id of listLoose(folder, idSize)) loose.add(id);
	} catch (error) {
		bad.push({
			id: `in ${folder}`,
			reason: require_errors.messageOf(error)
		});
	}
	return {
		packs,
		loose: [...loose]
	};
}
async function walkAll(place, packs, walkPacks, sinks) {
	const walks = await walkPacks(packs.map(({ table }) => table), (at) => sinks.progress(at));
	const bad = [];
	let expander = null;
	for (const [i, pack] of packs.entries()) {
		const { table, index, damage, kinds } = pack;
		const { suspects = [], large = [], bad: damaged = [] } = walks[i] ?? {};
		if (damaged.length > 0) damage.set("it is damaged", damaged);
		const takeBack = (entries) => sinks.packed(countTypes(pack, entries, -1));
		const name = (entries) => {
			const offsets = entries.map((entry) => table.offsets[entry] ?? 0);
			const ids = index.idsAt(new Set(offsets));
			return offsets.map((offset) => ids.get(offset) ?? "?");
		};
		for (const [reason, all] of damage) {
			const entries = all.filter((entry) => table.leftOut?.[entry] !== 1);
			takeBack(entries);
			bad.push(...name(entries.slice(0, mostNamed)).map((id) => ({
				id,
				reason
			})));
			const others = entries.length - mostNamed;
			if (others > 0) bad.push({
				id: `and ${others} more in ${table.path}`,
				reason
			});
		}
		const left = [...large];
		const found = suspects.toSorted((a, b) => a - b);
		const ids = name(found);
		for (const [n, entry] of found.entries()) {
			const bytes = (expander ??= new PackExpander()).expand(pack, entry);
			const type = packTypes[kinds[entry] ?? 0];
			if (bytes === null || type === void 0) {
				left.push(entry);
				continue;
			}
			sinks.suspects.object(ids[n] ?? "?", type, bytes.length);
			sinks.suspects.bytes(bytes, true);
		}
		if (left.length === 0) continue;
		left.sort((a, b) => a - b);
		const forGit = name(left);
		const gone = new Set();
		const missing = (id) => {
			gone.add(id);
			sinks.suspects.missing(id);
		};
		for (const each of await require_object_feed.readObjects(place, forGit, {
			...sinks.suspects,
			missing
		})) {
			gone.add(each.id);
			bad.push(each);
		}
		takeBack(left.filter((_, n) => gone.has(forGit[n] ?? "")));
	}
	return bad;
}
async function handLoose(place, folders, ids, sink) {
	const others = [];
	for (const id of ids) {
		let object = null;
		for (const folder of folders) object ??= require_hook_quick.readLoose(folder, id);
		if (object === null) {
			others.push(id);
			continue;
		}
		sink.object(id, object.type, object.bytes.length);
		sink.bytes(object.bytes, true);
	}
	return others.length === 0 ? [] : require_object_feed.readObjects(place, others, sink);
}
// src/git/refs.ts
const mostQuestions = 2e5;
const mostCommits = 4096;
const branches = ["refs/heads", "refs/remotes"];
async function findInTips(place, wanted) {
	const refs = (await require_run.runGit(place, [
		"for-each-ref",
		"--format=%(refname)",
		...branches
	])).toString().split("\n").filter(Boolean);
	const asked = wanted.flatMap(({ blob, paths }) => [...paths].flatMap((path) => refs.map((ref) => ({
		blob,
		ref,
		question: `${ref}:${path}`
	}))));
	if (asked.length > mostQuestions || asked.some(({ question }) => /[\n\ufffd]/.test(question))) return null;
	const input = asked.map(({ question }) => `${question}\n`).join("");
	const answers = await require_run.runGit(place, [
		"cat-file",
		"--batch-check=%(objectname)",
		"--buffer"
	], input);
	const tips = new Map(wanted.map(({ blob }) => [blob, new Set()]));
	for (const [i, answer] of answers.toString("latin1").split("\n").entries()) {
		const { blob, ref } = asked[i] ?? {
			blob: "",
			ref: ""
		};
		if (answer === blob) tips.get(blob)?.add(ref);
	}
	return new Map(Array.from(tips, ([blob, found]) => [blob, [...found].toSorted()]));
}
var Descent = class {
	#marked = [];
	#above = new Map();
	add(id, parents, isMarked) {
		let above = 0n;
		for (const parent of parents) above = union(above, this.#above.get(parent) ?? 0n);
		if (isMarked && this.#marked.length < mostCommits) above |= 1n << BigInt(this.#marked.push(id) - 1);
		if (above !== 0n) this.#above.set(id, above);
	}
	async findRefs(place) {
		const found = new Map(this.#marked.map((id) => [id, []]));
		if (found.size === 0) return found;
		const args = ["show-ref", "--dereference"];
		const { stdout, ...end } = await require_run.tryGit(place, args);
		if (end.code !== 0 && end.code !== 1) throw require_run.gitFailed(args, end);
		const tips = new Map();
		for (const [, id = "", ref = ""] of stdout.toString().matchAll(/^(\w+) (refs\/.*?)(?:\^\{\})?$/gm)) tips.set(ref, id);
		for (const [ref, id] of tips) {
			const bits = (this.#above.get(id) ?? 0n).toString(2);
			for (let at = bits.indexOf("1"); at !== -1; at = bits.indexOf("1", at + 1)) found.get(this.#marked[bits.length - 1 - at] ?? "")?.push(ref);
		}
		return found;
	}
};
function union(a, b) {
	const both = a | b;
	return both === a ? a : both === b ? b : both;
}
const relativeDate = /^\d+[ .]?(?:second|minute|hour|day|week|month|year)s?[ .]ago$/;
const absoluteDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?$/;
async function listSelected(place, { refs, since }) {
	const from = [];
	for (const pattern of refs) from.push(...await matchRefs(place, pattern));
	const bound = since === null ? [] : await boundOf(place, since);
	const args = [
		"rev-list",
		"--objects",
		"--no-object-names",
		...refs.length === 0 ? ["--all"] : []
	];
	const input = [...from, ...bound.filter((line) => line.startsWith("^"))].map((line) => `${line}\n`).join("");
	const options = bound.filter((line) => line.startsWith("--"));
	return (await require_run.runGit(place, [
		...args,
		...options,
		"--stdin",
		"--"
	], input)).toString("latin1").split("\n").filter(Boolean);
}
async function matchRefs(place, pattern) {
	const patterns = [pattern, ...[
		"heads",
		"tags",
		"remotes"
	].map((kind) => `refs/${kind}/${pattern}`)];
	const found = (await require_run.runGit(place, [
		"for-each-ref",
		"--format=%(refname)",
		"--",
		...patterns
	])).toString().split("\n").filter(Boolean);
	if (found.length === 0) throw new require_errors.AkguardError("AK_UNKNOWN_REVISION", { revision: pattern });
	return found;
}
async function boundOf(place, since) {
	if (relativeDate.test(since) || absoluteDate.test(since) && !Number.isNaN(Date.parse(since.slice(0, 10)))) return [`--since=${since}`];
	return [`^${await require_repository.resolveRevision(place, since)}`];
}
// src/sources/origins.ts
const allRefs = ["--exclude=refs/replace/*", "--all"];
async function tellOrigins(place, matches, coverage, progress) {
	let isSaid = false;
	const orElse = async (told, instead) => {
		try {
			return await told;
		} catch (error) {
			if (!isSaid) coverage.missed("where keys came from", require_errors.messageOf(error));
			isSaid = true;
			return instead;
		}
	};
	const origins = await findOrigins(place, matches, orElse, (done) => progress.reached(done, coverage.commits));
	const remote = await orElse(remoteUrl(place.directory), null);
	return withStanding(place, await Promise.all(matches.map((match) => orElse(attribute(place, match, origins, remote), match))), origins, orElse);
}
async function findOrigins(place, matches, orElse, onCommits) {
	const wanted = new Set(matches.flatMap(({ provenance }) => provenance.kind === "object" && provenance.type !== "tag" ? provenance.id : []));
	const descent = new Descent();
	const origins = {
		blobs: new Map(),
		commits: new Map(),
		descent
	};
	let commits = 0;
	const walk = async (reached) => {
		const options = reached ? allRefs : [
			"--not",
			...allRefs,
			"--not"
		];
		const revisions = reached ? [] : await require_changes.listCommits(place);
		await require_changes.readCommits(place, options, revisions, ({ commit, parents, changes }) => {
			onCommits(++commits);
			const info = reached ? commit : {
				...commit,
				ref: null
			};
			if (wanted.has(commit.id)) origins.commits.set(commit.id, info);
			const before = origins.blobs.size;
			for (const { after, path } of changes) {
				if (after === null || !wanted.has(after)) continue;
				const known = origins.blobs.get(after);
				if (known === void 0) origins.blobs.set(after, {
					commit: info,
					path,
					paths: new Set([path])
				});
				else known.paths.add(path);
			}
			if (reached) descent.add(commit.id, parents, origins.blobs.size > before);
		});
		return true;
	};
	for (const reached of [true, false]) {
		if (origins.blobs.size + origins.commits.size >= wanted.size) break;
		if (await orElse(walk(reached), false)) continue;
		if (reached) origins.descent = null;
		break;
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
			commit: await require_tag.readTag(place, id)
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
	const url = require_tag.permalink(remote, origin.commit.id, origin.path, match.line);
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
async function withStanding(place, matches, { blobs, descent }, orElse) {
	const tips = await orElse(findInTips(place, Array.from(blobs, ([blob, { paths }]) => ({
		blob,
		paths
	}))), null);
	const refs = descent === null ? null : await orElse(descent.findRefs(place), null);
	return matches.map((match) => {
		const { provenance } = match;
		if (provenance.kind !== "commit") return match;
		const { blob, commit } = provenance;
		const none = commit.ref === null && refs !== null ? [] : null;
		const standing = {
			tips: tips?.get(blob) ?? null,
			refs: refs?.get(commit.id) ?? none
		};
		return {
			...match,
			provenance: {
				...provenance,
				standing
			}
		};
	});
}
// src/sources/history.ts
function historySource({ directory, selection, allowShallow }, walkPacks) {
	const place = {
		directory,
		hook: false
	};
	const repository = require_repository.openRepository(directory, false);
	const folders = findObjectFolders(place);
	const promised = require_repository.countPromised(place);
	for (const answer of [
		repository,
		folders,
		promised
	]) answer.catch(() => {});
	return {
		name: "history",
		target: directory,
		async read(sink, coverage, progress = require_runtime.noProgress) {
			if (require_paths.kindOf(directory) === "nothing") throw new require_errors.AkguardError("AK_PATH_NOT_FOUND", { path: directory });
			if (require_paths.kindOf(directory) === "file") throw new require_errors.AkguardError("AK_NOT_A_REPOSITORY", { path: directory });
			const { shallow } = await repository;
			const selected = selection.refs.length > 0 || selection.since !== null ? await listSelected(place, selection) : null;
			require_object_feed.reportBad(await readStore({
				place,
				folders,
				walkPacks,
				selected
			}, sink, coverage, progress), coverage);
			if (selected !== null) coverage.leftOut("other objects", "not selected by --refs and --since");
			if (shallow && allowShallow) coverage.leftOut("older history", "not in this shallow clone, which --allow-shallow takes for the whole");
			else if (shallow) coverage.missed("older history", "not in this shallow clone; run `git fetch --unshallow`");
			const absent = await promised;
			if (absent > 0) coverage.missed(`${absent} objects`, "not in this partial clone; clone without `--filter`");
		},
		async refine(matches, _findKeys, coverage, progress = require_runtime.noProgress) {
			return tellOrigins(place, matches, coverage, progress);
		}
	};
}
async function readStore({ place, folders, walkPacks, selected }, sink, coverage, progress) {
	try {
		const sinks = {
			loose: require_object_feed.objectFeed(sink, coverage),
			suspects: require_object_feed.objectFeed(sink, coverage, false),
			packed({ commit, tree, blob, tag }) {
				coverage.objects += commit + tree + blob + tag;
				coverage.commits += commit;
				coverage.blobs += blob;
			},
			progress({ bytes, done, total }) {
				coverage.bytes += bytes;
				progress.reached(done, total);
			}
		};
		return await sweepStore(place, await folders, walkPacks, sinks, selected);
	} catch (error) {
		if (!(error instanceof UnsupportedStore)) throw error;
		coverage.leftOut("the fast way through the store", `${error.message}; git read the objects instead`);
		const feed = require_object_feed.objectFeed(sink, coverage);
		return selected === null ? require_object_feed.readAllObjects(place, feed) : require_object_feed.readObjects(place, selected, feed);
	}
}
exports.commitAll = commitAll;
exports.historySource = historySource;
exports.initRepository = initRepository;
