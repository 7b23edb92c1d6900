const require_errors = require("./errors.js");
const require_text = require("./text.js");
const require_options = require("./options.js");
const require_hook_push = require("./hook-push.js");
const require_pipeline = require("./pipeline.js");
const require_plan = require("./plan.js");
const require_sources = require("./sources.js");
// src/hook-command.ts
const stops = {
	"hook pre-commit": "commit",
	"hook commit-msg": "message",
	"hook pre-push": "push",
	"hook pre-receive": "received",
	"hook update": "received"
};
const verifyBudget = 1e3;
async function runHook(command, operands, read) {
	const stopped = stops[command];
	try {
		const context = await read();
		const subject = await subjectOf(command, operands, context);
		if (subject === null) return require_errors.ExitCode.ok;
		const report = await require_pipeline.runPipeline(await planFor(subject, stopped, context));
		const code = exitCodeOf(report);
		if (code !== require_errors.ExitCode.ok) {
			const { hookText } = await Promise.resolve().then(() => require("./human-hook.js"));
			await require_options.printOut(hookText(report, stopped, require_options.terminalStyle(!context.options.color)));
		}
		return code;
	} catch (error) {
		return failed(error, stopped);
	}
}
async function subjectOf(command, operands, { options, environment }) {
	const request = {
		...options,
		exclude: [],
		walkPacks: noWalk
	};
	const inFramework = environment["PRE_COMMIT"] === "1";
	const remote = environment["PRE_COMMIT_REMOTE_NAME"];
	switch (command) {
		case "hook pre-commit":
			if (inFramework && remote !== void 0) return null;
			if (inFramework) {
				const { frameworkSource } = await Promise.resolve().then(() => require("./hook-framework.js"));
				return frameworkSource(operands, request);
			}
			return require_sources.sources.staged({
				...request,
				operands: []
			});
		case "hook commit-msg": return require_sources.sources.message({
			...request,
			operands
		});
		case "hook pre-push": {
			if (!inFramework) return require_hook_push.pushSource(command, operands, options.timeLimit);
			if (remote === void 0) return null;
			const { frameworkPush } = await Promise.resolve().then(() => require("./hook-framework.js"));
			return frameworkPush(environment, require_hook_push.limitOf(command, options.timeLimit));
		}
		case "hook pre-receive":
		case "hook update": return require_hook_push.pushSource(command, operands, options.timeLimit);
	}
}
function noWalk() {
	throw new Error("a hook walks no packs");
}
async function planFor(subject, stopped, context) {
	const { options, environment, log, configFile } = context;
	const offline = {
		...options,
		verify: false,
		armed: false,
		alert: [],
		quiet: true
	};
	const plan = await require_plan.makePlan(subject, offline, environment, log);
	if (!options.verifyInHooks || configFile === void 0) return plan;
	const { isInTree } = await Promise.resolve().then(() => require("./hook-files.js")).then((n) => n.hook_files_exports);
	return stopped !== "received" && isInTree(configFile, ".") ? plan : {
		...plan,
		api: hasty(context)
	};
}
function hasty({ environment, log }) {
	const refuse = () => Promise.reject(new Error("a hook only verifies"));
	let due = Infinity;
	return {
		async check(key, where) {
			const now = performance.now();
			if (due === Infinity) due = now + verifyBudget;
			if (now >= due) return {
				kind: "failure",
				why: "timeout",
				detail: "a hook waits for 1 s in all",
				requestId: null
			};
			return (await require_plan.connect(environment, log, {
				timeoutMs: Math.ceil(due - now),
				attempts: 1
			})).check(key, where);
		},
		listKeys: refuse,
		revokeKey: refuse,
		createKey: refuse
	};
}
function exitCodeOf({ exit_code, scan, findings }) {
	if (exit_code !== require_errors.ExitCode.incomplete || !scan.coverage.complete) return exit_code;
	return findings.some(({ verdict, decision, matches }) => verdict.validity !== "inactive" && decision.actions.includes("fail") && !matches.every((match) => match.suppressed)) ? require_errors.ExitCode.findings : require_errors.ExitCode.ok;
}
async function failed(error, stopped) {
	const { skipNote } = await Promise.resolve().then(() => require("./human-hook.js"));
	const isKnown = error instanceof require_errors.AkguardError;
	require_options.printError(`akguard could not look at this ${stopped === "commit" || stopped === "message" ? "commit" : "push"}, so it was stopped: ${require_text.visible(require_errors.messageOf(error))}`);
	require_options.printError(`  ${isKnown ? error.remedy : "This is a bug in akguard, please report it."}`);
	require_options.printError(`  ${skipNote(stopped)}`);
	if (!isKnown && error instanceof Error && error.stack !== void 0) require_options.printError(error.stack);
	return isKnown ? error.exitCode : require_errors.ExitCode.bug;
}
exports.runHook = runHook;
