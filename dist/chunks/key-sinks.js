const require_errors = require("./errors.js");
const require_options = require("./options.js");
const require_hand_over = require("./hand-over.js");
// src/key-sinks.ts
async function readSinks(names, replace, variables, log) {
	const sinks = [];
	for (const name of names) sinks.push(await readSink(name, replace, variables, log));
	return sinks;
}
async function readSink(name, replace, variables, log) {
	const place = require_options.parsePlace(name);
	switch (place?.kind) {
		case "terminal": return require_hand_over.terminalSink(name);
		case "file": return require_hand_over.fileSink(name, place.path, replace);
		case "command": return require_hand_over.commandSink("command", place.command, variables);
		case "github-secret": {
			const { githubSecretSink } = await Promise.resolve().then(() => require("./secrets.js"));
			const token = variables["GITHUB_TOKEN"] ?? "";
			if (token === "") throw unusable(name, "GITHUB_TOKEN is not set.");
			const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
			return githubSecretSink(name, place.place, {
				token,
				apiUrl,
				log
			});
		}
		case void 0: throw unusable(name, `it is not one of ${require_options.placeForms}.`);
	}
}
async function prepareSinks(sinks) {
	for (const sink of sinks) try {
		await sink.prepare();
	} catch (error) {
		throw unusable(sink.name, `${require_errors.messageOf(error)}.`);
	}
}
function unusable(name, problem) {
	return new require_errors.AkguardError("AK_SINK", {
		sink: require_options.placeName(name),
		problem
	});
}
exports.prepareSinks = prepareSinks;
exports.readSinks = readSinks;
