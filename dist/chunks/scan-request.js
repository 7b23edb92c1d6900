const require_options = require("./options.js");
const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_plan = require("./plan.js");
// src/scan-request.ts
const usualSince = "7d";
function scanRequest(operands, context) {
	const { options } = context;
	return {
		...options,
		operands,
		walkPacks: require_plan.walkPacks(options.jobs),
		actionsLogs: () => actionsLogsScope(context)
	};
}
function actionsLogsScope({ options, environment, log }) {
	const token = environment["GITHUB_TOKEN"] ?? "";
	if (token === "") throw new require_errors.AkguardError("AK_USAGE", { problem: "GITHUB_TOKEN is not set, and GitHub shows logs to nobody without one (Actions: read)." });
	const apiUrl = environment["GITHUB_API_URL"] || "https://api.github.com";
	return {
		runs: runsAsked(options, require_runtime.systemClock.now()),
		connection: {
			token,
			apiUrl
		},
		clock: require_runtime.systemClock,
		log
	};
}
function runsAsked({ run, selection: { since } }, now) {
	if (run !== null) {
		if (since === null) return { id: run };
		throw new require_errors.AkguardError("AK_USAGE", { problem: "--run and --since do not go together." });
	}
	const day = Date.parse(since ?? "");
	if (since !== null && /^\d{4}-\d\d-\d\d/.test(since) && !Number.isNaN(day)) return { since: new Date(day) };
	return { since: new Date(now - require_options.parseDuration("since", since ?? usualSince)) };
}
Object.defineProperty(exports, "scanRequest", {
	enumerable: true,
	get: function() {
		return scanRequest;
	}
});
