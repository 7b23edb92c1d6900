const require_sources = require("./sources.js");
// src/hook-push.ts
const limits = {
	"hook pre-push": 6e4,
	"hook pre-receive": 4500,
	"hook update": 4500
};
function limitOf(hook, limit) {
	return limit ?? limits[hook] - performance.now();
}
async function pushSource(hook, operands, limit) {
	const [first = null, old = "", fresh = ""] = operands;
	if (hook === "hook update") return require_sources.pushed(`${old} ${fresh} ${first ?? ""}\n`, null, limitOf(hook, limit));
	return require_sources.pushed(await require_sources.toldByGit(), hook === "hook pre-push" ? first : null, limitOf(hook, limit));
}
Object.defineProperty(exports, "limitOf", {
	enumerable: true,
	get: function() {
		return limitOf;
	}
});
Object.defineProperty(exports, "pushSource", {
	enumerable: true,
	get: function() {
		return pushSource;
	}
});
