const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_errors = require("./errors.js");
const require_object_feed = require("./object-feed.js");
const require_remote = require("./remote.js");
const require_repository = require("./repository.js");
const require_introduced = require("./introduced.js");
// src/sources/range.ts
var range_exports = require_rolldown_runtime.__exportAll({ rangeSource: () => rangeSource });
function rangeSource(range) {
	const place = {
		directory: ".",
		hook: true
	};
	return commitsSource(range, async (coverage) => {
		const { shallow } = await require_repository.openRepository(place.directory, true);
		const walk = await resolveRange(place, range);
		for (const { id } of shallow ? await require_remote.listCutOff(place, walk) : []) coverage.missed(`parents of commit ${id}`, "cut off by a shallow clone; run `git fetch --unshallow`");
		return {
			place,
			walks: [walk],
			objects: [],
			trees: [],
			remote: null,
			obtain: null
		};
	});
}
function commitsSource(target, prepare) {
	let introduced = null;
	return {
		name: "range",
		target,
		async read(sink, coverage) {
			const { place, walks, trees, objects, ...surroundings } = await prepare(coverage);
			introduced = new require_introduced.Introduced(place, surroundings);
			for (const walk of walks) await introduced.walk([], walk);
			for (const tree of trees) await introduced.addTree(tree);
			introduced.leaveOutSubmodules(coverage);
			const contents = [...introduced.contents(), ...objects];
			const failure = await surroundings.obtain?.(contents) ?? null;
			if (failure !== null) coverage.missed("contents of files", failure);
			const named = introduced;
			const feed = require_object_feed.objectFeed(sink, coverage, true, (id) => named.nameOf(id));
			if (failure !== null) feed.missing = () => {};
			require_object_feed.reportBad(await require_object_feed.readObjects(place, [...new Set([...introduced.commits(), ...contents])], feed), coverage);
		},
		async refine(matches, findKeys) {
			return introduced?.refine(matches, findKeys) ?? matches;
		}
	};
}
async function resolveRange(place, range) {
	const [base, head, ...rest] = range.split("..");
	if (base === void 0 || head === void 0 || rest.length > 0 || head.startsWith(".")) throw new require_errors.AkguardError("AK_USAGE", { problem: `A range is BASE..HEAD, not ${range}.` });
	return [await require_repository.resolveRevision(place, `${head || "HEAD"}^{commit}`), `^${await require_repository.resolveRevision(place, `${base || "HEAD"}^{commit}`)}`];
}
Object.defineProperty(exports, "commitsSource", {
	enumerable: true,
	get: function() {
		return commitsSource;
	}
});
Object.defineProperty(exports, "range_exports", {
	enumerable: true,
	get: function() {
		return range_exports;
	}
});
