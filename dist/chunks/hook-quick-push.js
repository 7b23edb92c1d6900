const require_containers = require("./containers.js");
const require_hook_quick = require("./hook-quick.js");
const require_coverage = require("./coverage.js");
const require_scanner = require("./scanner.js");
const require_hook_push = require("./hook-push.js");
// src/hook-quick-push.ts
async function isCleanPush(hook, operands) {
	const source = await require_hook_push.pushSource(hook, operands, null);
	const scanner = new require_scanner.Scanner(require_hook_quick.shippedRules(require_hook_quick.readRuleFiles(), require_hook_quick.readRuleFiles("context/")), require_containers.containers);
	const coverage = new require_coverage.Coverage();
	await source.read(scanner, coverage);
	return scanner.matches.length === 0 && scanner.gaps.length === 0 && coverage.complete;
}
exports.isCleanPush = isCleanPush;
