import { join } from "node:path";
import { homedir, hostname, userInfo } from "node:os";
// src/io/state-path.ts
function defaultStatePath(variables) {
	const base = variables["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
	return join(base, "akguard", "state.db");
}
// src/io/who-runs.ts
function whoRuns(variables) {
	const { GITHUB_ACTIONS, GITHUB_ACTOR, GITHUB_REPOSITORY, GITHUB_RUN_ID } = variables;
	if (GITHUB_ACTIONS === "true" && GITHUB_ACTOR !== void 0) return `${GITHUB_ACTOR} in GitHub Actions, ${GITHUB_REPOSITORY ?? "unknown repository"} run ${GITHUB_RUN_ID ?? "?"}`;
	return `${userName()}@${hostname()}`;
}
function userName() {
	try {
		return userInfo().username;
	} catch {
		return `user ${process.getuid?.() ?? "unknown"}`;
	}
}
export { defaultStatePath as n, whoRuns as t };
