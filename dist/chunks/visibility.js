const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_octokit = require("./octokit.js");
// src/github/visibility.ts
var visibility_exports = require_rolldown_runtime.__exportAll({ askIfPublic: () => askIfPublic });
async function isPublicRepository(octokit, repo, log) {
	const [owner = "", name = ""] = repo.split("/");
	try {
		return !(await octokit.rest.repos.get({
			owner,
			repo: name,
			request: { retries: 0 }
		})).data.private;
	} catch (error) {
		log.debug("taken for public", { reason: require_octokit.failure(`show ${repo}`, error).message });
		return true;
	}
}
async function askIfPublic(connection, repo, log) {
	return isPublicRepository(require_octokit.connect(connection, log), repo, log);
}
Object.defineProperty(exports, "isPublicRepository", {
	enumerable: true,
	get: function() {
		return isPublicRepository;
	}
});
Object.defineProperty(exports, "visibility_exports", {
	enumerable: true,
	get: function() {
		return visibility_exports;
	}
});
