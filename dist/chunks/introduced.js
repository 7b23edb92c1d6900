const require_tag = require("./tag.js");
const require_changes = require("./changes.js");
const require_repository = require("./repository.js");
const require_run = require("./run.js");
const require_added = require("./added.js");
// src/git/tree.ts
async function listTree(place, id) {
	return (await require_run.runGit(place, [
		"ls-tree",
		"-r",
		"-z",
		"--full-tree",
		id
	])).toString().split("\0").filter(Boolean).map((line) => {
		const tab = line.indexOf("	");
		const [mode, , object = ""] = line.slice(0, tab).split(" ");
		return {
			path: line.slice(tab + 1),
			id: object,
			submodule: mode === "160000"
		};
	});
}
// src/sources/introduced.ts
var Introduced = class {
	#place;
	#surroundings;
	#commits = new Map();
	#introductions = new Map();
	#roots = [];
	#submodules = new Set();
	constructor(place, surroundings = {
		remote: null,
		obtain: null
	}) {
		this.#place = place;
		this.#surroundings = surroundings;
	}
	async walk(options, revisions, onNew = () => {}) {
		await require_changes.readCommits(this.#place, options, revisions, (entry) => {
			this.#commits.set(entry.commit.id, entry.commit);
			if (entry.parents.length === 0) this.#roots.push(entry);
			const fresh = [entry.commit.id];
			for (const change of entry.changes) if (this.#introduce(entry.commit, change) && change.after !== null) fresh.push(change.after);
			onNew(fresh);
		});
	}
	#introduce(commit, change) {
		if (change.submodule) this.#submodules.add(change.path);
		if (change.after === null) return false;
		const known = this.#introductions.get(change.after);
		if (known === void 0) this.#introductions.set(change.after, [{
			commit,
			change
		}]);
		else known.push({
			commit,
			change
		});
		return known === void 0;
	}
	async addTree(tree) {
		let commit = {
			id: tree,
			author: "",
			committedAt: "",
			ref: null
		};
		await require_changes.readCommits(this.#place, ["--no-walk"], [tree], (entry) => commit = entry.commit).catch(() => {});
		const brought = new Set(this.#introductions.keys());
		for (const { path, id, submodule } of await listTree(this.#place, tree)) {
			if (brought.has(id)) continue;
			const after = submodule ? null : id;
			this.#introduce(commit, {
				path,
				after,
				before: [],
				submodule,
				unmerged: false
			});
		}
	}
	commits() {
		return [...this.#commits.keys()];
	}
	contents() {
		return [...this.#introductions.keys()];
	}
	nameOf(id) {
		return this.#introductions.get(id)?.[0]?.change.path ?? `object ${id}`;
	}
	leaveOutSubmodules(coverage) {
		for (const path of this.#submodules) coverage.leftOut(path, "a submodule; scan it on its own");
	}
	async gaps(coverage) {
		this.leaveOutSubmodules(coverage);
		if (this.#roots.length === 0) return;
		const { shallow } = await require_repository.openRepository(this.#place.directory, this.#place.hook);
		if (shallow) await this.#missedParents(coverage);
	}
	async #missedParents(coverage) {
		for (const { commit } of this.#roots) {
			const raw = await require_run.runGit(this.#place, [
				"cat-file",
				"commit",
				commit.id
			]);
			if (/^parent /m.test(raw.toString("latin1").split("\n\n")[0] ?? "")) coverage.missed(`parents of commit ${commit.id}`, "cut off by a shallow clone; run `git fetch --unshallow`");
		}
	}
	async refine(matches, findKeys) {
		const earlier = new require_added.EarlierVersions(this.#place, findKeys);
		const byObject = Map.groupBy(matches, (match) => match.provenance.kind === "object" ? match.provenance.id : "");
		const before = [...byObject.keys()].flatMap((id) => this.#introductions.get(id) ?? []).flatMap(({ change }) => change.before);
		await this.#surroundings.obtain?.(before);
		await earlier.load(before);
		const refined = [];
		for (const [id, own] of byObject) {
			const introductions = this.#introductions.get(id) ?? [];
			if (introductions.length === 0) refined.push(...await this.#unwrapped(id, own));
			for (const { commit, change } of introductions) {
				const placed = own.map((match) => this.#at(match, commit, change.path, id));
				refined.push(...earlier.added(change, placed));
			}
		}
		return refined;
	}
	async #unwrapped(id, matches) {
		const known = this.#commits.get(id);
		if (known !== void 0) return matches.map((match) => ({
			...match,
			provenance: {
				kind: "message",
				type: "commit",
				id,
				commit: known
			}
		}));
		const commit = await require_tag.readTag(this.#place, id);
		if (commit === null) return matches;
		return matches.map((match) => ({
			...match,
			provenance: {
				kind: "message",
				type: "tag",
				id,
				commit
			}
		}));
	}
	#at(match, commit, path, blob) {
		const url = require_tag.permalink(this.#surroundings.remote, commit.id, path, match.line);
		return {
			...match,
			url,
			provenance: {
				kind: "commit",
				path,
				blob,
				commit
			}
		};
	}
};
Object.defineProperty(exports, "Introduced", {
	enumerable: true,
	get: function() {
		return Introduced;
	}
});
