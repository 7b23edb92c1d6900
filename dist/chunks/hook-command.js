const require_package_files = require("./package-files.js");
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
const pushLimit = 6e4;
const serverLimit = 4500;
const verifyBudget = 1e3;
async function runHook(command, operands, read) {
	const stopped = stops[command];
	try {
		const context = await read();
		const subject = await subjectOf(command, operands, context);
		if (subject === null) return require_package_files.ExitCode.ok;
		const report = await require_pipeline.runPipeline(await planFor(subject, stopped, context));
		const code = exitCodeOf(report);
		if (code !== require_package_files.ExitCode.ok) {
			const { hookText } = await Promise.resolve().then(() => require("./human-hook.js"));
			await require_package_files.printOut(hookText(report, stopped, require_package_files.terminalStyle(!context.options.color)));
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
			const limit = options.timeLimit ?? pushLimit;
			if (inFramework) {
				if (remote === void 0) return null;
				const { frameworkPush } = await Promise.resolve().then(() => require("./hook-framework.js"));
				return frameworkPush(environment, limit);
			}
			return require_sources.pushed(await require_sources.toldByGit(), operands[0] ?? null, limit);
		}
		case "hook pre-receive": return require_sources.pushed(await require_sources.toldByGit(), null, options.timeLimit ?? serverLimit - performance.now());
		case "hook update": {
			const [ref = "", old = "", fresh = ""] = operands;
			return require_sources.pushed(`${old} ${fresh} ${ref}\n`, null, options.timeLimit ?? serverLimit - performance.now());
		}
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
	if (exit_code !== require_package_files.ExitCode.incomplete || !scan.coverage.complete) return exit_code;
	return findings.some(({ verdict, decision, matches }) => verdict.validity !== "inactive" && decision.actions.includes("fail") && !matches.every((match) => match.suppressed)) ? require_package_files.ExitCode.findings : require_package_files.ExitCode.ok;
}
async function failed(error, stopped) {
	const { skipNote } = await Promise.resolve().then(() => require("./human-hook.js"));
	const isKnown = error instanceof require_package_files.AkguardError;
	require_package_files.printError(`akguard could not look at this ${stopped === "commit" || stopped === "message" ? "commit" : "push"}, so it was stopped: ${require_package_files.visible(require_package_files.messageOf(error))}`);
	require_package_files.printError(`  ${isKnown ? error.remedy : "This is a bug in akguard, please report it."}`);
	require_package_files.printError(`  ${skipNote(stopped)}`);
	if (!isKnown && error instanceof Error && error.stack !== void 0) require_package_files.printError(error.stack);
	return isKnown ? error.exitCode : require_package_files.ExitCode.bug;
}
exports.runHook = runHook;
