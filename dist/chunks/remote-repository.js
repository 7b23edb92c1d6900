const require_remote = require("./remote.js");
const require_history = require("./history.js");
const require_pushed = require("./pushed.js");
const require_range = require("./range.js");
let node_crypto = require("node:crypto");
// src/core/repository-memory.ts
function refKey(ref) {
	return (0, node_crypto.createHash)("sha256").update(ref).digest("hex").slice(0, 24);
}
// src/sources/remote-repository.ts
const merges = /^refs\/pull\/\d+\/merge$/;
const everything = ["+refs/*:refs/*", "^refs/pull/*/merge"];
const firstDepth = 16;
const furtherBy = 12;
const deepest = 3e4;
const mostIds = 500;
var RemoteRepository = class {
	name = "org";
	target;
	#request;
	#part = null;
	tips = null;
	fetched = null;
	constructor(request) {
		this.#request = request;
		this.target = request.target;
	}
	async read(sink, coverage, progress) {
		const { folder, before, signal, sleep, target, isOptional } = this.#request;
		let { remote } = this.#request;
		let shown = await require_remote.listRemote(folder, remote, signal, sleep);
		if ("why" in shown && !isOptional) {
			const moved = await this.#request.moved();
			if (typeof moved === "string") shown = {
				...shown,
				why: moved
			};
			else if (moved !== null) {
				remote = moved;
				shown = await require_remote.listRemote(folder, remote, signal, sleep);
			}
		}
		if ("why" in shown) {
			if (isOptional && /\bnot found\b/i.test(shown.why)) this.tips = {};
			else coverage.missed(target, shown.why);
			return;
		}
		const refs = Object.entries(shown.tips).filter(([ref]) => !merges.test(ref));
		const tips = Object.fromEntries(refs.map(([ref, id]) => [refKey(ref), id]));
		const head = shown.head === null ? null : refKey(shown.head);
		this.tips = tips;
		if (Object.keys(tips).length === 0) return;
		const leftBehind = await this.#request.leftBehind(coverage);
		if (before !== null && leftBehind.length === 0 && isSame(tips, before)) return;
		const place = await require_remote.makeBare(folder, remote, formatOf(tips));
		const fetcher = new Fetcher({
			...place,
			signal
		}, {
			...this.#request,
			remote,
			leftBehind
		}, coverage);
		this.#part = before === null ? await fetcher.all() : await fetcher.since(before, tips, head, coverage);
		this.fetched = await require_remote.storeBytes(place);
		await this.#part?.read(sink, coverage, progress);
	}
	async refine(matches, findKeys, coverage, progress) {
		const refined = await this.#part?.refine?.(matches, findKeys, coverage, progress) ?? matches;
		const { page } = this.#request;
		return page === null ? refined : refined.map((match) => ({
			...match,
			url: page
		}));
	}
};
function formatOf(tips) {
	return Object.values(tips).some((id) => id.length > 40) ? "sha256" : "sha1";
}
function isSame(a, b) {
	const refs = Object.keys(a);
	return refs.length === Object.keys(b).length && refs.every((ref) => a[ref] === b[ref]);
}
var Fetcher = class {
	#place;
	#request;
	#coverage;
	constructor(place, request, coverage) {
		this.#place = place;
		this.#request = request;
		this.#coverage = coverage;
	}
	async all() {
		const { folder, target, leftBehind, walkPacks, sleep } = this.#request;
		const failure = await require_remote.fetchHistory(this.#place, everything, {
			depth: null,
			whole: true
		}, sleep);
		if (failure !== null) {
			this.#coverage.missed(target, failure.why);
			return null;
		}
		await this.#left(leftBehind, {
			depth: null,
			whole: true
		});
		return require_history.historySource({
			directory: folder,
			selection: {
				refs: [],
				since: null
			},
			allowShallow: false
		}, walkPacks);
	}
	async since(before, tips, head, coverage) {
		const { target, remote, sleep, keep, leftBehind } = this.#request;
		const old = new Set(Object.values(before));
		const fresh = [...new Set(Object.values(tips))].filter((id) => !old.has(id));
		if (keep) {
			const failure = await require_remote.fetchHistory(this.#place, everything, {
				depth: null,
				whole: true
			}, sleep);
			if (failure !== null) {
				coverage.missed(target, failure.why);
				return null;
			}
		}
		const how = keep ? {
			depth: null,
			whole: true
		} : {
			depth: firstDepth,
			whole: false
		};
		const failed = await this.#get(fresh, how);
		for (const [id, { why }] of failed) coverage.missed(`${target}, commit ${id}`, why);
		const left = await this.#left(leftBehind, how);
		const wanted = [...fresh.filter((id) => !failed.has(id)), ...left];
		if (wanted.length === 0) return null;
		const changed = Object.keys(before).filter((ref) => before[ref] !== tips[ref] || ref === head);
		const bases = [...new Set(changed.flatMap((ref) => before[ref] ?? []))];
		const reached = await this.#bases(bases, how);
		const walk = [...wanted, ...reached.map((id) => `^${id}`)];
		if (!keep) await this.#deepen([...wanted, ...reached], walk);
		return require_range.commitsSource(target, async (now) => {
			const objects = [...await require_pushed.otherObjects(this.#place, wanted, now)];
			const obtain = keep ? null : (ids) => this.#obtain(ids);
			return {
				place: this.#place,
				walks: [walk],
				objects,
				trees: [],
				remote: remote.url,
				obtain
			};
		});
	}
	async #bases(ids, how) {
		const failed = await this.#get(ids, how);
		return ids.filter((id) => !failed.has(id));
	}
	async #left(ids, how) {
		const failed = await this.#get(ids, how);
		for (const [id, { gone, why }] of failed) {
			const what = `${this.#request.target}, commit ${id} that was left behind`;
			if (gone) this.#coverage.leftOut(what, "the server has it no more");
			else this.#coverage.missed(what, why);
		}
		return ids.filter((id) => !failed.has(id));
	}
	async #get(ids, how) {
		const failed = new Map();
		const queue = [];
		const absent = how.whole ? await require_remote.listAbsent(this.#place, ids) : [...ids];
		for (let i = 0; i < absent.length; i += mostIds) queue.push(absent.slice(i, i + mostIds));
		for (let some = queue.pop(); some !== void 0; some = queue.pop()) {
			const specs = some.map((id) => `+${id}:refs/akguard/${id}`);
			const failure = await require_remote.fetchHistory(this.#place, specs, how, this.#request.sleep);
			if (failure === null) continue;
			if (failure.gone && some.length > 1) {
				const half = some.length >> 1;
				queue.push(some.slice(0, half), some.slice(half));
			} else for (const id of some) failed.set(id, failure);
		}
		return failed;
	}
	async #deepen(ids, walk) {
		for (let depth = 192;; depth *= furtherBy) {
			if ((await require_remote.listCutOff(this.#place, walk)).length === 0) return;
			const all = depth > deepest;
			const [failure] = (await this.#get(ids, {
				depth: all ? "all" : depth,
				whole: false
			})).values();
			if (failure === void 0 && !all) continue;
			const still = await require_remote.listCutOff(this.#place, walk);
			for (const { id } of still) this.#coverage.missed(`${this.#request.target}, parents of commit ${id}`, failure?.why ?? "the server has nothing behind it");
			return;
		}
	}
	async #obtain(ids) {
		const absent = await require_remote.listAbsent(this.#place, [...new Set(ids)]);
		if (absent.length === 0) return null;
		return (await require_remote.fetchObjects(this.#place, absent, this.#request.sleep))?.why ?? null;
	}
};
exports.RemoteRepository = RemoteRepository;
