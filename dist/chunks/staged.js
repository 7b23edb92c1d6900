const require_object_feed = require("./object-feed.js");
const require_changes = require("./changes.js");
const require_repository = require("./repository.js");
const require_added = require("./added.js");
// src/sources/staged.ts
function stagedSource() {
	const place = {
		directory: ".",
		hook: true
	};
	const listing = require_changes.readStaged(place);
	listing.catch(() => {});
	let changes = [];
	return {
		name: "staged",
		target: "the index",
		async read(sink, coverage) {
			changes = await listing.catch(async (error) => {
				await require_repository.openRepository(place.directory, true);
				throw error;
			});
			for (const change of changes) {
				if (change.submodule) coverage.leftOut(change.path, "a submodule; scan it on its own");
				if (change.unmerged) coverage.missed(change.path, "in conflict; resolve it and stage the result");
			}
			coverage.files = changes.length;
			const ids = new Set(changes.flatMap((change) => change.after ?? []));
			require_object_feed.reportBad(await require_object_feed.readObjects(place, [...ids], require_object_feed.objectFeed(sink, coverage)), coverage);
		},
		async refine(matches, findKeys) {
			const hit = new Set(matches.map(objectId));
			const touched = await mergedBefore(place, changes.filter((change) => change.after !== null && hit.has(change.after)));
			const earlier = new require_added.EarlierVersions(place, findKeys);
			await earlier.load(touched.flatMap((change) => change.before));
			return touched.flatMap((change) => {
				const own = matches.filter((match) => objectId(match) === change.after);
				return earlier.added(change, own.map((match) => at(match, change)));
			});
		}
	};
}
function objectId(match) {
	return match.provenance.kind === "object" ? match.provenance.id : "";
}
function at(match, change) {
	return {
		...match,
		provenance: {
			kind: "index",
			path: change.path,
			blob: change.after ?? ""
		}
	};
}
async function mergedBefore(place, changes) {
	if (changes.length === 0) return [];
	const other = await require_repository.resolveRevision(place, "MERGE_HEAD").catch(() => null);
	if (other === null) return changes;
	const theirs = new Map((await require_changes.readStaged(place, other)).map((change) => [change.path, change]));
	return changes.flatMap((change) => {
		const against = theirs.get(change.path);
		return against === void 0 ? [] : [{
			...change,
			before: [...change.before, ...against.before]
		}];
	});
}
exports.stagedSource = stagedSource;
