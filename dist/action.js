const require_main = require("./chunks/main.js");
// src/action.ts
function input(name) {
	return process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
}
function list(name) {
	return input(name).split(/\s+/).filter(Boolean);
}
const environment = {
	...process.env,
	AKGUARD_LIVE_API_KEY: input("live-api-key"),
	AKGUARD_TEST_API_KEY: input("test-api-key"),
	GITHUB_TOKEN: input("github-token")
};
const scan = list("scan");
const flags = [
	...input("verify") === "false" ? ["--offline"] : [],
	...input("revoke") === "true" ? ["--revoke"] : [],
	...list("alert").flatMap((channel) => ["--alert", channel]),
	...["fail-on", "config"].flatMap((name) => input(name) === "" ? [] : [`--${name}`, input(name)])
];
async function run() {
	process.exitCode = await require_main.main([
		"scan",
		...scan,
		...flags
	], environment);
}
run();
