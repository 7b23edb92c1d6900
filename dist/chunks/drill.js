const require_errors = require("./errors.js");
const require_history = require("./history.js");
const require_scratch = require("./scratch.js");
const require_options = require("./options.js");
const require_write_file = require("./write-file.js");
const require_pipeline = require("./pipeline.js");
const require_plan = require("./plan.js");
const require_json = require("./json.js");
const require_leak = require("./leak.js");
const require_sandbox = require("./sandbox.js");
let node_path = require("node:path");
// src/drill.ts
async function drill(options, log) {
	const folder = await require_scratch.makeScratch("akguard-drill");
	const sandbox = await require_sandbox.startSandbox();
	try {
		const events = [];
		const tell = (what) => events.push({
			at: Date.now(),
			what
		});
		const started = Date.now();
		tell("sandbox started: a local Anton API");
		const leak = await step("creating a key", () => require_leak.createKeyToLeak(sandbox.connectionLine));
		tell(`key ${leak.id} created over the API`);
		const repository = (0, node_path.join)(folder, "repository");
		await step("leaking the key", () => leakInto(repository, leak.raw));
		tell("key committed to a repository, then \"removed\" by the next commit");
		const source = require_history.historySource({
			directory: repository,
			selection: {
				refs: [],
				since: null
			},
			allowShallow: false
		}, require_plan.walkPacks(1));
		const watched = {
			...source,
			async refine(...found) {
				const matches = await source.refine?.(...found);
				tell("history scanned: key found");
				return matches ?? found[0];
			}
		};
		const report = await step("scanning", () => respondToLeak(folder, watched, sandbox, options, log));
		const finding = await check(report, sandbox, folder, leak);
		for (const event of eventsOf(finding)) events.push(event);
		if (options.format === "json") await require_options.printOut(require_json.json(report));
		else await require_options.printOut(`${timeline(events, started)}\n${require_json.human(report, require_options.terminalStyle(!options.color))}`);
		if (options.keep) require_options.printError(`kept: ${folder}`);
		return require_errors.ExitCode.ok;
	} finally {
		await sandbox.close();
		if (!options.keep) await require_scratch.removeScratch(folder);
	}
}
async function step(name, run) {
	try {
		return await run();
	} catch (error) {
		throw new require_errors.AkguardError("AK_DRILL", {
			step: name,
			reason: require_errors.messageOf(error)
		}, { cause: error });
	}
}
async function leakInto(repository, key) {
	const file = (0, node_path.join)(repository, "config", "payments.env");
	await require_write_file.writeWhole(file, `ANTON_API_URL=https://api.antonpayments.com\nANTON_API_KEY=${key}\n`);
	await require_history.initRepository(repository);
	await require_history.commitAll(repository, "Add the payments configuration");
	await require_write_file.writeWhole(file, "ANTON_API_URL=https://api.antonpayments.com\n# the key comes from the environment\n");
	await require_history.commitAll(repository, "Remove the key");
}
async function respondToLeak(folder, source, sandbox, options, log) {
	const settings = {
		armed: true,
		verify: true,
		alert: [`file:${(0, node_path.join)(folder, "alerts")}`],
		state: (0, node_path.join)(folder, "state.db")
	};
	const variables = {
		AKGUARD_LIVE_URL: sandbox.liveUrl,
		AKGUARD_TEST_URL: sandbox.testUrl
	};
	const plan = await require_plan.makePlan(source, {
		...options,
		...settings
	}, variables, log);
	const managementKeys = {
		live: sandbox.liveApiKey,
		test: sandbox.testApiKey
	};
	return require_pipeline.runPipeline({
		...plan,
		managementKeys,
		progress: false
	});
}
async function check(report, sandbox, folder, leak) {
	const [finding, ...others] = report.findings;
	const results = finding?.outcomes.map(({ action, result }) => `${action}: ${result}`) ?? [];
	const revokes = sandbox.ledger.filter((entry) => entry.effect === "revoke");
	const alerts = await require_scratch.filesHolding((0, node_path.join)(folder, "alerts"), finding?.fingerprint ?? "?").catch(() => []);
	const leaks = await require_scratch.filesHolding(folder, leak.raw);
	const claims = [
		["one key is found", finding !== void 0 && others.length === 0],
		["the key is proven active", finding?.verdict.validity === "active"],
		["the key is identified", finding?.key?.id === leak.id],
		["the key is revoked and proven dead", results.includes("revoke: revoked")],
		["the sandbox saw exactly one revoke, of this key", revokes.length === 1 && revokes[0]?.path === `/v1/api-keys/${leak.id}/revoke`],
		["the alert is written", results.includes("alert: alerted") && alerts.length === 1],
		["the key stands nowhere outside the repository", leaks.length === 0]
	];
	for (const [claim, holds] of claims) if (!holds) throw new require_errors.AkguardError("AK_DRILL", {
		step: claim,
		reason: "it did not happen."
	});
	if (finding === void 0) throw new require_errors.AkguardError("AK_DRILL", {
		step: "found",
		reason: "no finding."
	});
	return finding;
}
function eventsOf(finding) {
	const { verdict, outcomes } = finding;
	return [{
		at: Date.parse(verdict.checked_at ?? ""),
		what: `${verdict.validity}: ${verdict.reason}`
	}, ...outcomes.map(({ at, result, detail }) => ({
		at: Date.parse(at),
		what: `${result}: ${detail}`
	}))];
}
function timeline(events, started) {
	const line = ({ at, what }) => `${String(Math.max(0, at - started)).padStart(6)} ms  ${what}\n`;
	return events.map(line).join("");
}
exports.drill = drill;
