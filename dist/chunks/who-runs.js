let node_path = require("node:path");
let node_os = require("node:os");
// src/io/state-path.ts
function defaultStatePath(variables) {
	const url = variables["DATABASE_URL"] ?? "";
	if (/^postgres(?:ql)?:/i.test(url)) return url;
	const base = variables["XDG_STATE_HOME"] || (0, node_path.join)((0, node_os.homedir)(), ".local", "state");
	return (0, node_path.join)(base, "akguard", "state.db");
}
// src/io/who-runs.ts
function whoRuns(variables) {
	const { GITHUB_ACTIONS, GITHUB_ACTOR, GITHUB_REPOSITORY, GITHUB_RUN_ID } = variables;
	if (GITHUB_ACTIONS === "true" && GITHUB_ACTOR !== void 0) return `${GITHUB_ACTOR} in GitHub Actions, ${GITHUB_REPOSITORY ?? "unknown repository"} run ${GITHUB_RUN_ID ?? "?"}`;
	return `${userName()}@${(0, node_os.hostname)()}`;
}
function userName() {
	try {
		return (0, node_os.userInfo)().username;
	} catch {
		return `user ${process.getuid?.() ?? "unknown"}`;
	}
}
Object.defineProperty(exports, "defaultStatePath", {
	enumerable: true,
	get: function() {
		return defaultStatePath;
	}
});
Object.defineProperty(exports, "whoRuns", {
	enumerable: true,
	get: function() {
		return whoRuns;
	}
});
