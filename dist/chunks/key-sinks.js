const require_errors = require("./errors.js");
const require_hand_over = require("./hand-over.js");
// src/key-sinks.ts
const sinkForms = "terminal, file:PATH, command:COMMAND, github-secret:OWNER/REPO/NAME, github-secret:OWNER/REPO@ENVIRONMENT/NAME or github-secret:ORG/NAME";
async function readSinks(names, replace, variables, log) {
	const sinks = [];
	for (const name of names) sinks.push(await readSink(name, replace, variables, log));
	return sinks;
}
async function readSink(name, replace, variables, log) {
	const [, kind = "", rest = ""] = /^([^:]*)(?::(.*))?$/s.exec(name) ?? [];
	if (kind === "terminal" && rest === "") return require_hand_over.terminalSink(name);
	if (kind === "file" && rest !== "") return require_hand_over.fileSink(name, rest, replace);
	if (kind === "command" && rest !== "") return require_hand_over.commandSink("command", rest, variables);
	if (kind === "github-secret") {
		const { githubSecretSink, parseSecretPlace } = await Promise.resolve().then(() => require("./secrets.js"));
		const place = parseSecretPlace(rest);
		const token = variables["GITHUB_TOKEN"] ?? "";
		if (place !== null && token === "") throw unusable(name, "GITHUB_TOKEN is not set.");
		const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
		if (place !== null) return githubSecretSink(name, place, {
			token,
			apiUrl,
			log
		});
	}
	throw unusable(name, `it is not one of ${sinkForms}.`);
}
async function prepareSinks(sinks) {
	for (const sink of sinks) try {
		await sink.prepare();
	} catch (error) {
		throw unusable(sink.name, `${require_errors.messageOf(error)}.`);
	}
}
function unusable(name, problem) {
	const sink = name.startsWith("command:") ? "command" : name;
	return new require_errors.AkguardError("AK_SINK", {
		sink,
		problem
	});
}
Object.defineProperty(exports, "prepareSinks", {
	enumerable: true,
	get: function() {
		return prepareSinks;
	}
});
Object.defineProperty(exports, "readSinks", {
	enumerable: true,
	get: function() {
		return readSinks;
	}
});
