const require_rolldown_runtime = require("./rolldown-runtime.js");
let node_fs = require("node:fs");
// src/io/run-place.ts
var run_place_exports = require_rolldown_runtime.__exportAll({ runPlace: () => runPlace });
function runPlace(variables) {
	const { GITHUB_HEAD_REF: head, GITHUB_REF: ref, GITHUB_EVENT_PATH: event } = variables;
	return {
		branch: head || /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1] || null,
		visibility: event ? visibilityIn(event) : null
	};
}
function visibilityIn(path) {
	try {
		const { repository } = JSON.parse((0, node_fs.readFileSync)(path, "utf8"));
		const said = [
			"public",
			"internal",
			"private"
		].find((each) => each === repository?.visibility);
		if (said) return said;
		return typeof repository?.private === "boolean" ? repository.private ? "private" : "public" : null;
	} catch {
		return null;
	}
}
Object.defineProperty(exports, "runPlace", {
	enumerable: true,
	get: function() {
		return runPlace;
	}
});
Object.defineProperty(exports, "run_place_exports", {
	enumerable: true,
	get: function() {
		return run_place_exports;
	}
});
