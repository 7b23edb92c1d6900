const require_errors = require("./errors.js");
const require_object_feed = require("./object-feed.js");
const require_repository = require("./repository.js");
const require_added = require("./added.js");
// src/sources/range.ts
function rangeSource(range) {
	const place = {
		directory: ".",
		hook: true
	};
	const commits = new Map();
	const introductions = new Map();
	return {
		name: "range",
		target: range,
		async read(sink, coverage) {
			const repository = await require_repository.openRepository(place.directory, true);
			const { base, head } = await resolveRange(repository, range);
			const cut = [];
			await require_object_feed.readCommits(place, [], [head, `^${base}`], (entry) => {
				commits.set(entry.commit.id, entry.commit);
				if (repository.shallow && entry.parents.length === 0) cut.push(entry);
				for (const change of entry.changes) {
					if (change.submodule) coverage.leftOut(change.path, "a submodule; scan it on its own");
					if (change.after === null) continue;
					const known = introductions.get(change.after);
					if (known === void 0) introductions.set(change.after, [{
						commit: entry.commit,
						change
					}]);
					else known.push({
						commit: entry.commit,
						change
					});
				}
			});
			await missedParents(repository, cut, coverage);
			const ids = [...commits.keys(), ...introductions.keys()];
			require_object_feed.reportBad(await require_object_feed.readObjects(place, ids, require_object_feed.objectFeed(sink, coverage)), coverage);
		},
		async refine(matches, findKeys) {
			const earlier = new require_added.EarlierVersions(place, findKeys);
			const byObject = Map.groupBy(matches, (match) => match.provenance.kind === "object" ? match.provenance.id : "");
			const hits = [...byObject.keys()].flatMap((id) => introductions.get(id) ?? []);
			await earlier.load(hits.flatMap(({ change }) => change.before));
			return [...byObject].flatMap(([id, own]) => [...messages(own, commits.get(id)), ...(introductions.get(id) ?? []).flatMap(({ commit, change }) => earlier.added(change, own.map((match) => at(match, commit, change.path, id))))]);
		}
	};
}
function messages(matches, commit) {
	if (commit === void 0) return [];
	return matches.map((match) => ({
		...match,
		provenance: {
			kind: "message",
			type: "commit",
			id: commit.id,
			commit
		}
	}));
}
function at(match, commit, path, blob) {
	return {
		...match,
		provenance: {
			kind: "commit",
			path,
			blob,
			commit
		}
	};
}
async function resolveRange(repository, range) {
	const [base, head, ...rest] = range.split("..");
	if (base === void 0 || head === void 0 || rest.length > 0 || head.startsWith(".")) throw new require_errors.AkguardError("AK_USAGE", { problem: `A range is BASE..HEAD, not ${range}.` });
	const place = repository.place;
	return {
		base: await require_repository.resolveRevision(place, `${base || "HEAD"}^{commit}`),
		head: await require_repository.resolveRevision(place, `${head || "HEAD"}^{commit}`)
	};
}
async function missedParents(repository, roots, coverage) {
	for (const { commit } of roots) {
		const raw = await require_repository.runGit(repository.place, [
			"cat-file",
			"commit",
			commit.id
		]);
		if (/^parent /m.test(raw.toString("latin1").split("\n\n")[0] ?? "")) coverage.missed(`parents of commit ${commit.id}`, "cut off by a shallow clone; run `git fetch --unshallow`");
	}
}
exports.rangeSource = rangeSource;
