import { a as maskKeys, o as visible, r as logSafe } from "./text.js";
// src/io/terminal.ts
let closed = false;
function onError(error) {
	if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
	closed = true;
}
process.stdout.on("error", onError);
process.stderr.on("error", () => {});
async function printOut(text) {
	await writeRaw(maskKeys(text));
}
async function printSandboxKeys(text) {
	await writeRaw(text);
}
async function writeRaw(text) {
	if (closed) return;
	await new Promise((resolve) => {
		process.stdout.write(text, () => resolve());
	});
}
function printError(text) {
	const safe = text.split("\n").map(isRunner() ? logSafe : visible);
	process.stderr.write(`${maskKeys(safe.join("\n"))}\n`);
}
function isRunner() {
	return process.env["GITHUB_ACTIONS"] === "true";
}
function terminalStyle(noColor) {
	const tty = process.stdout.isTTY === true;
	return {
		color: tty && !noColor && process.env["NO_COLOR"] === void 0 && process.env["TERM"] !== "dumb",
		width: tty ? process.stdout.columns : 100,
		runner: isRunner()
	};
}
export { terminalStyle as i, printOut as n, printSandboxKeys as r, printError as t };
